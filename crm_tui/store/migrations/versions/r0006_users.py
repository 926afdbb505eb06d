"""Who manages a user, and in which team the user is."""

from __future__ import annotations

from alembic import op

from crm_tui.store.migrations.columns import add_link, words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    add_link("user", "manager_id", "user")
    op.add_column("user", words("team", default=""))
