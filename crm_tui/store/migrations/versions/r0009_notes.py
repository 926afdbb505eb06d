"""An index by which the timeline reads the latest notes."""

from __future__ import annotations

from crm_tui.store.migrations.columns import index

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    index("note_by_time", "note", ["created_at", "id"])
