"""Writing the line items of deals.

A deal's value stands by itself where somebody set one; where nobody did, or it was cleared,
it follows the line items.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_tui.domain.deals import Deal
from crm_tui.domain.money import parse_money
from crm_tui.domain.products import LineItem, amount, in_currency, parse_discount, parse_quantity
from crm_tui.errors import InvalidField
from crm_tui.queries import deals, line_items, products
from crm_tui.services import records
from crm_tui.services.values import Values
from crm_tui.store.write import Write


def add(w: Write, deal_id: int, product_id: int, given: Values) -> int:
    """Put a product into a deal: `quantity`, `price` and `discount` as they are typed, by
    default one at the catalogue's price. Answers the line item's id.

    Raises InvalidField, also for a price in another currency than the deal's, and NotFound.
    """
    deal, product = deals.deal(w, deal_id).deal, products.product(w, product_id)
    columns = _columns(given, deal.currency)
    if "price" not in columns:
        if product.price is None:
            raise InvalidField("price", f"{product.name} has no price", "give one with --price")
        if product.currency != deal.currency:
            raise InvalidField(
                "price",
                f"the price of {product.name} is in {product.currency}, the deal in"
                f" {deal.currency}",
                f"give a price in {deal.currency}",
            )
        columns["price"] = product.price
    columns = {"quantity": 1000, "discount": 0, **columns}
    columns["amount"] = amount(columns["price"], columns["quantity"], columns["discount"])
    id = put(w, {"deal_id": deal_id, "product_id": product_id, **columns})
    w.summary = f"added {product.name} to deal {deal.title}"
    return id


def put(w: Write, columns: Mapping[str, Any]) -> int:
    """A line item as the store has it, and the deal's value as it follows; answers its id."""
    id = w.insert("line_item", **columns)
    _follow(w, deals.deal(w, columns["deal_id"]).deal)
    return id


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set the quantity, price or discount of a line item. Raises InvalidField, NotFound,
    Conflict."""
    line = line_items.line_item(w, id)
    columns = _columns(given, line.currency)
    new = line._replace(**columns)
    columns["amount"] = amount(new.price, new.quantity, new.discount)
    records.change(w, "line_item", line, columns, version)
    deal = deals.deal(w, line.deal_id).deal
    _follow(w, deal)
    w.summary = f"edited {line.product} in deal {deal.title}"


def remove(w: Write, id: int) -> None:
    """Take a product out of a deal. Raises NotFound."""
    line = line_items.line_item(w, id)
    w.delete("line_item", id=id)
    deal = deals.deal(w, line.deal_id).deal
    _follow(w, deal)
    w.summary = f"took {line.product} out of deal {deal.title}"


def total(lines: tuple[LineItem, ...]) -> int | None:
    """What the line items of a deal come to, in minor units; None where there is none."""
    return sum(line.amount for line in lines) if lines else None


def redenominate(w: Write, lines: tuple[LineItem, ...], currency: str) -> tuple[LineItem, ...]:
    """Give a deal's lines the same figures in another currency; answers them as they are then.

    Raises InvalidField where that currency has fewer decimals than the figures.
    """
    changed = []
    for line in lines:
        price = in_currency(line.price, line.currency, currency)
        worth = amount(price, line.quantity, line.discount)
        changed.append(line._replace(price=price, amount=worth, currency=currency))
        if (price, worth) != (line.price, line.amount):
            w.update("line_item", line.id, price=price, amount=worth)
    return tuple(changed)


def _columns(given: Values, currency: str) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if given.get("quantity", "").strip():
        columns["quantity"] = parse_quantity(given["quantity"])
    if given.get("price", "").strip():
        price, code = parse_money(given["price"], currency)
        if code != currency:
            raise InvalidField("price", f"the deal is in {currency}, not in {code}")
        columns["price"] = price
    if "discount" in given:
        columns["discount"] = parse_discount(given["discount"])
    return columns


def _follow(w: Write, deal: Deal) -> None:
    """Bring the deal's value up to date, unless somebody set it."""
    if deal.value is not None and not deal.value_from_lines:
        return
    lines = line_items.of_deal(w, deal.id)
    value, follows = total(lines), int(bool(lines))
    if (value, follows) != (deal.value, deal.value_from_lines):
        w.update("deal", deal.id, value=value, value_from_lines=follows)
