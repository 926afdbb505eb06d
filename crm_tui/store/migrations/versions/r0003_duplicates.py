"""Duplicates and the redirects of merged records."""

from __future__ import annotations

from crm_tui.store.migrations.columns import index, link, number, row, words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    row(
        "duplicate",
        link("first_id", "contact", nullable=False),
        link("second_id", "contact", nullable=False),
        words("state", default="open"),
        number("score", default="0"),
        words("reasons", default=""),
    )
    index("duplicate_pair", "duplicate", ["first_id", "second_id"], unique=True)
    index("duplicate_by_score", "duplicate", ["state", "score"])
    index("ix_duplicate_second_id", "duplicate", ["second_id"])
    row(
        "redirect",
        words("noun"),
        number("old_id"),
        words("old_uid"),
        words("old_name", default=""),
        number("record_id"),
    )
    index("redirect_id", "redirect", ["noun", "old_id"], unique=True)
    index("redirect_uid", "redirect", ["old_uid"])
    index("redirect_record", "redirect", ["noun", "record_id"])
