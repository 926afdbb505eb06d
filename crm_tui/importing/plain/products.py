"""The columns of catalogues: Pipedrive, Salesforce, shops, plain files."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from crm_tui.clock import encode_instant
from crm_tui.domain.money import check_currency, parse_money
from crm_tui.errors import InvalidField
from crm_tui.importing.dates import read_instant
from crm_tui.importing.plain.kinds import Cells, Context, Kind
from crm_tui.text import clean_line, fold

_NO = frozenset({"no", "n", "false", "0", "inactive", "archived", "discontinued"})
_NAMES = frozenset({"product", "productname", "item", "itemname", "article", "articlename"})


def _read(cells: Cells, context: Context) -> dict[str, Any]:
    name, code = clean_line(cells.get("name", "")), clean_line(cells.get("code", ""))
    columns: dict[str, Any] = {
        "name": name or code,
        "name_key": fold(name or code),
        "code": code,
        "code_key": fold(code),
        "series": clean_line(cells.get("series", "")),
        "unit": clean_line(cells.get("unit", "")),
    }
    said = cells.get("currency", "")
    currency = check_currency(said) if said else context.currency
    if price := cells.get("price", ""):
        try:
            columns["price"], currency = parse_money(price, currency)
        except InvalidField as error:
            raise InvalidField("price", error.message, error.hint) from error
    columns["currency"] = currency
    created = read_instant(cells.get("created_at", ""), UTC)
    return {
        **columns,
        **({"created_at": encode_instant(created)} if created else {}),
        **_archived(cells, context),
    }


def _archived(cells: Cells, context: Context) -> dict[str, Any]:
    if instant := cells.get("archived_at", ""):
        moment = read_instant(instant, UTC)
        return {"archived_at": encode_instant(moment) if moment else context.now}
    return {"archived_at": context.now} if fold(cells.get("active", "")) in _NO else {}


PRODUCTS = Kind(
    noun="product",
    plural="products",
    fields={
        "id": "id recordid productid externalid",
        "name": f"name title {' '.join(sorted(_NAMES))}",
        "code": "code productcode sku itemcode itemnumber articlenumber articlecode partnumber",
        "series": "series productseries family productfamily category productcategory line"
        " productline range",
        "price": "price productprice salesprice listprice unitprice retailprice"
        " suggestedretailprice",
        "currency": "currency productcurrency currencycode pricecurrency",
        "unit": "unit productunit unitofmeasure uom",
        "active": "active isactive productactive",
        "archived_at": "archivedat",
        "created_at": "createdat createdate createddate",
    },
    signatures=(
        *(frozenset({name, "price"}) for name in _NAMES),
        *(frozenset({"name", "price", more}) for more in ("code", "series", "unit")),
    ),
    own=frozenset({"uid", "code", "series", "price", "deals"}),
    worked_out=frozenset({"id", "deals"}),
    matched=("code_key", "name_key"),
    named={"name_key": "name", "code_key": "code", "archived_at": "active"},
    said=(),
    read=_read,
)
