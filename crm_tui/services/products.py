"""Writing the catalogue of products."""

from __future__ import annotations

from typing import Any

from crm_tui.errors import InvalidField
from crm_tui.queries import products as queries
from crm_tui.services import records, values
from crm_tui.services.values import Values
from crm_tui.store.write import Ids, Write
from crm_tui.text import clean_line, counted, fold


def create(w: Write, given: Values) -> int:
    """A new product from `{field: text}`; answers its id. Raises InvalidField."""
    values.check_names(w, "product", given)
    name = values.required_line("name", given.get("name", ""))
    columns = {
        "currency": w.config.currency,
        **columns_of(w, {**given, "name": name}, w.config.currency),
        **values.custom(w, "product", given),
    }
    _free(w, columns["name_key"], columns.get("code_key", ""))
    id = w.insert("product", **columns)
    w.summary = f"added product {name}"
    return id


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set a product's fields; deals that have it keep their prices. Raises InvalidField,
    NotFound, Conflict."""
    values.check_names(w, "product", given)
    before = queries.product(w, id)
    columns = columns_of(w, given, before.currency, before.price)
    columns |= values.custom(w, "product", given, before.custom)
    if {"name", "code"} & given.keys():
        name, code = columns.get("name", before.name), columns.get("code", before.code)
        _free(w, fold(name), fold(code), besides=id)
    records.change(w, "product", before, columns, version)
    w.summary = f"edited product {columns.get('name', before.name)}"


def archive(w: Write, id: int) -> None:
    """Take a product out of the catalogue; deals that have it keep it."""
    name = records.archive(w, "product", id)
    w.summary = f"archived product {name}"


def delete(w: Write, id: int) -> None:
    """Remove a product. Raises InvalidField for one that deals have, NotFound."""
    name = queries.product(w, id).name
    remove(w, id)
    w.summary = f"deleted product {name}"


def remove(w: Write, ids: int | Ids) -> None:
    """What `delete` does, to one or to many."""
    which = ids if isinstance(ids, Ids) else Ids("SELECT :one", {"one": ids})
    used = w.db.rows(
        "SELECT p.name, count(*) FROM line_item l JOIN product p ON p.id = l.product_id"
        f" WHERE p.id IN ({which.sql}) GROUP BY p.name ORDER BY 2 DESC, 1",
        which.params,
    )
    if used:
        name, count = used[0]
        lines = counted(int(count), "line item")
        raise InvalidField("product", f"{name} is in {lines} of deals", "archive it instead")
    w.delete("import_key", noun="product", record_id=ids)
    w.delete("product", id=ids)


def columns_of(
    w: Write,  # noqa: ARG001 - as other nouns have it
    given: Values,
    currency: str = "",
    price: int | None = None,
) -> dict[str, Any]:
    """The columns that fields set, a price in `currency` unless it names another. Raises
    InvalidField."""
    columns: dict[str, Any] = {}
    if "name" in given:
        name = values.required_line("name", given["name"])
        columns |= {"name": name, "name_key": fold(name)}
    if "code" in given:
        code = clean_line(given["code"])
        columns |= {"code": code, "code_key": fold(code)}
    for name in ("series", "unit"):
        if name in given:
            columns[name] = clean_line(given[name])
    return columns | values.money(given, "price", currency, price)


def _free(w: Write, name: str, code: str, besides: int = 0) -> None:
    """Raises InvalidField where the catalogue has such a product: of this code, or of this name
    unless both have a code, which then tells them apart."""
    other = w.db.one(
        "SELECT id, name FROM product WHERE archived_at IS NULL AND id <> :besides"
        " AND ((code_key = :code AND code_key <> '')"
        " OR (name_key = :name AND (code_key = '' OR :code = ''))) ORDER BY id LIMIT 1",
        {"name": name, "code": code, "besides": besides},
    )
    if other:
        raise InvalidField(
            "name", f"there is {other[1]} (product:{other[0]}) already", "give it another code"
        )
