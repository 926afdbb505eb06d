"""Products and line items as scripts read them."""

from __future__ import annotations

import json

from crm_tui.clock import Clock
from crm_tui.domain.products import LineItem, Product
from crm_tui.reports.records import amount, moment, moment_or_none
from crm_tui.reports.shapes import LineItemRecord, ProductRecord


def product(row: Product, clock: Clock) -> ProductRecord:
    """A product of the catalogue."""
    return {
        "id": row.id,
        "uid": row.uid,
        "name": row.name,
        "code": row.code,
        "series": row.series,
        "price": None if row.price is None else amount(row.price, row.currency),
        "currency": row.currency,
        "unit": row.unit,
        "deals": row.deals,
        "created_at": moment(row.created_at, clock),
        "archived_at": moment_or_none(row.archived_at, clock),
        "custom": json.loads(row.custom),
    }


def line_item(row: LineItem) -> LineItemRecord:
    """A product in a deal."""
    return {
        "id": row.id,
        "product": row.product,
        "code": row.code,
        "quantity": _plain(row.quantity / 1000),
        "unit": row.unit,
        "price": amount(row.price, row.currency),
        "discount": _plain(row.discount / 100),
        "amount": amount(row.amount, row.currency),
        "currency": row.currency,
    }


def _plain(number: float) -> float | int:
    """A number without the decimals that say nothing."""
    return int(number) if number.is_integer() else number
