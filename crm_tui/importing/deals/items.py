"""What a row says of the products of its deal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from crm_tui.domain.money import parse_money
from crm_tui.domain.products import parse_discount, parse_quantity
from crm_tui.errors import InvalidField
from crm_tui.text import clean_line


class ItemDraft(NamedTuple):
    """A product in a deal, by its name or code; quantity and discount as `domain.products` has
    them, None where the row does not say."""

    product: str
    code: str = ""
    quantity: int | None = None
    price: int | None = None
    discount: int | None = None


def items_of(texts: Mapping[str, str], currency: str) -> list[ItemDraft]:
    """The cells of a row -> its products: those that our own export lists, else the one that
    is named. Raises InvalidField."""
    if own := texts.get("line_items", ""):
        return list(_own(own, currency))
    product, code = (clean_line(texts.get(name, "")) for name in ("product", "product_code"))
    if not product and not code:
        return []
    quantity, price = texts.get("quantity", ""), texts.get("product_price", "")
    discount = texts.get("discount", "")
    return [
        ItemDraft(
            product or code,
            code,
            parse_quantity(quantity) if quantity else None,
            _price(price, currency) if price else None,
            parse_discount(discount) if discount else None,
        )
    ]


def _own(cell: str, currency: str) -> Iterator[ItemDraft]:
    """Our own export's cell: a JSON list of line items."""
    try:
        said: list[Mapping[str, Any]] = json.loads(cell)
        found = [[str(each[name]) for name in ("product", "code", "quantity", "price", "discount")]
                 for each in said]  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidField("line_items", "its line items cannot be read") from error
    for product, code, quantity, price, discount in found:
        name, number = clean_line(product), clean_line(code)
        paid, less = _price(price, currency), parse_discount(discount)
        yield ItemDraft(name, number, parse_quantity(quantity), paid, less)


def _price(text: str, currency: str) -> int:
    try:
        price, code = parse_money(text, currency)
    except InvalidField as error:
        raise InvalidField("price", error.message, error.hint) from error
    if code != currency:
        raise InvalidField("price", f"the deal is in {currency}, its product in {code}")
    return price
