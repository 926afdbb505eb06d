"""The proof of erasures; the journal's images may be blanked by one (triggers are made anew)."""

from __future__ import annotations

import sqlalchemy as sa

from crm_tui.store.migrations.columns import index, link, number, record, words

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    record("erasure", number("people"), words("counts", default="{}"))
    index("ix_erasure_owner_id", "erasure", ["owner_id"])
    record(
        "erased_address",
        link("erasure_id", "erasure", nullable=False),
        number("person"),
        words("hash"),
        sa.UniqueConstraint("hash"),
    )
    index("ix_erased_address_owner_id", "erased_address", ["owner_id"])
    index("ix_erased_address_erasure_id", "erased_address", ["erasure_id"])
