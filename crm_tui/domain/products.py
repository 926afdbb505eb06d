"""Products and line items: as they are read, and what a line comes to.

A quantity is kept in thousandths and a discount in hundredths of a percent, so that amounts
are worked out exactly.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_tui.domain.money import LIMIT, decimal_text, format_money, parse_money
from crm_tui.errors import InvalidField

MOST = 1_000_000  # pieces of a product in one line
_NUMBER = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,3}))?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")


class Product(NamedTuple):
    """A product of the catalogue; `price` in minor units of `currency`, None where it is not
    known. `deals` counts those that have it."""

    id: int
    uid: str
    version: int
    name: str
    code: str
    series: str
    price: int | None
    currency: str
    unit: str
    deals: int
    created_at: str
    updated_at: str
    archived_at: str | None
    custom: str


class LineItem(NamedTuple):
    """A product in a deal: `price` and `amount` in minor units of the deal's currency,
    `quantity` in thousandths, `discount` in hundredths of a percent."""

    id: int
    version: int
    deal_id: int
    product_id: int
    product: str
    code: str
    unit: str
    quantity: int
    price: int
    discount: int
    amount: int
    currency: str


def amount(price: int, quantity: int, discount: int) -> int:
    """What a line comes to, in minor units, a half up. Raises InvalidField for more than money
    can be."""
    found = (2 * price * quantity * (10_000 - discount) + 10_000_000) // 20_000_000
    if found > LIMIT:
        raise InvalidField("quantity", "that is more money than crm can hold", "check the price")
    return found


def parse_quantity(text: str) -> int:
    """`2`, `1.5`, `0,25`, `1,200` (that many) -> thousandths. Raises InvalidField for no number,
    for none and for above a million."""
    plain = text.strip()
    found = _NUMBER.fullmatch(plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain)
    quantity = _scaled(found, 3) if found else 0
    if not 0 < quantity <= MOST * 1000:
        raise InvalidField(
            "quantity", f"'{text[:40]}' is not a quantity", "write it like: 2, 1.5, 0.25"
        )
    return quantity


def parse_discount(text: str) -> int:
    """`10`, `12.5 %` -> hundredths of a percent; nothing is no discount. Raises InvalidField."""
    digits = text.strip().removesuffix("%").strip()
    if not digits:
        return 0
    found = _NUMBER.fullmatch(digits)
    fine = found is None or len(found[2] or "") > 2
    discount = 10_001 if found is None or fine else _scaled(found, 2)
    if discount > 10_000:
        raise InvalidField(
            "discount", f"'{text[:40]}' is not a discount", "a percentage, like: 10, 12.5"
        )
    return discount


def quantity_text(quantity: int) -> str:
    """Thousandths as they are typed: `2`, `1.5`."""
    return _decimal(quantity, 3)


def discount_text(discount: int) -> str:
    """Hundredths of a percent as they are typed, without the sign: `10`, `12.5`."""
    return _decimal(discount, 2)


def describe(line: LineItem) -> str:
    """A line as people read it: `7.5 × EUR 95/hour − 10 % = EUR 641.25`."""
    unit = f"/{line.unit}" if line.unit else ""
    text = f"{quantity_text(line.quantity)} × {format_money(line.price, line.currency)}{unit}"
    if line.discount:
        text += f" − {discount_text(line.discount)} %"
    return f"{text} = {format_money(line.amount, line.currency)}"


def in_currency(price: int, before: str, after: str) -> int:
    """The same figures in another currency, whatever its decimals. Raises InvalidField where
    it cannot have them all."""
    return parse_money(decimal_text(price, before), after)[0]


def _scaled(found: re.Match[str], places: int) -> int:
    return int(found[1] + (found[2] or "").ljust(places, "0"))


def _decimal(value: int, places: int) -> str:
    whole, part = divmod(value, 10**places)
    return f"{whole}.{part:0{places}}".rstrip("0").rstrip(".")
