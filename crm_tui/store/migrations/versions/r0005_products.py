"""Products, the line items of deals, and whether a deal's value follows from them."""

from __future__ import annotations

from alembic import op

from crm_tui.store.migrations.columns import index, link, number, record, words

revision = "0005"
down_revision = "0004"

_LIVE = "archived_at IS NULL"


def upgrade() -> None:
    record(
        "product",
        words("name"),
        words("name_key"),
        words("code", default=""),
        words("code_key", default=""),
        words("series", default=""),
        words("unit", default=""),
        number("price", nullable=True),
        words("currency"),
        words("custom", default="{}"),
    )
    index("ix_product_owner_id", "product", ["owner_id"])
    index("product_by_name", "product", ["name_key", "id"], _LIVE)
    index("product_by_code", "product", ["code_key"])
    record(
        "line_item",
        link("deal_id", "deal", nullable=False),
        link("product_id", "product", nullable=False),
        number("quantity", default="1000"),
        number("price"),
        number("discount", default="0"),
        number("amount"),
    )
    for column in ("owner_id", "deal_id", "product_id"):
        index(f"ix_line_item_{column}", "line_item", [column])
    op.add_column("deal", number("value_from_lines", default="0"))
