"""Indexes that a board's sums and the counts of open reminders are read from."""

from __future__ import annotations

from alembic import op

from crm_tui.store.migrations.columns import index

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.drop_index("ix_deal_pipeline_id", "deal")
    index(
        "deal_on_board",
        "deal",
        [
            "pipeline_id",
            "stage_id",
            "currency",
            "status",
            "archived_at",
            "closed_at",
            "value",
            "probability",
        ],
    )
    # In the order of a column of the board.
    op.drop_index("deal_by_stage", "deal")
    index("deal_by_stage", "deal", ["stage_id", "stage_since", "id"])
    # All open ones have no day on which they were done: no index may be led through them.
    op.drop_index("reminder_done", "reminder")
    index("reminder_done", "reminder", ["done_at"], where="done_at IS NOT NULL")
