"""Triggers that look at a new interaction or reminder alone: only they are made anew."""

from __future__ import annotations

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing but the triggers changes, which every upgrade makes anew."""
