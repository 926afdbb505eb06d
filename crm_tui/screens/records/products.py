"""A product on screen."""

from __future__ import annotations

from crm_tui.domain.money import format_money
from crm_tui.queries import deals
from crm_tui.queries import products as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import (
    RecordView,
    archived,
    custom_rows,
    deal_section,
    filled,
    head,
    joined,
)
from crm_tui.store.reader import Reader
from crm_tui.widgets.sections import ListSection

_DEALS = 30


def view(reader: Reader, id: int) -> RecordView:
    """The product: its price, and the deals that have it. Raises NotFound."""
    product, clock = queries.product(reader, id), reader.clock
    price = None if product.price is None else format_money(product.price, product.currency)
    per = f"per {product.unit}" if price and product.unit else ""
    found = deals.with_product(reader, id, _DEALS)
    sold = deal_section(found, clock)
    parts = [
        ListSection("Deals", sold.rows, str(product.deals) if product.deals > 1 else ""),
        ListSection(
            "About",
            filled(
                ("code", product.code),
                ("series", product.series),
                ("price", f"{price} {per}".rstrip() if price else None),
                ("unit", product.unit if not price else None),
                ("since", texts.ago(product.created_at, clock)),
            )
            + custom_rows(reader, "product", product.custom),
        ),
    ]
    related = tuple(Target("deal", deal.id, deal.title) for deal in found)
    lines = head(joined(product.series, price, archived(product.archived_at, clock)))
    return RecordView(Target("product", id, product.name), product.name, lines, parts, related)
