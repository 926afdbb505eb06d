"""Counts of what awaits the user, each answered by an index."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from crm_tui.clock import encode_instant
from crm_tui.store.reader import Reader

_OPEN = "done_at IS NULL AND dropped_at IS NULL AND archived_at IS NULL"


class Figures(NamedTuple):
    """`due` counts the reminders overdue or due today, `reminders` all open ones."""

    due: int
    contacts: int
    deals: int
    reminders: int


def figures(reader: Reader) -> Figures:
    """How much there is of everything that is open."""
    tomorrow = reader.today + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), tzinfo=reader.clock.zone)
    due = reader.count(
        f"SELECT count(*) FROM reminder WHERE {_OPEN}"
        " AND ((length(due) = 10 AND due < :tomorrow) OR (length(due) > 10 AND due < :midnight))",
        {"tomorrow": tomorrow.isoformat(), "midnight": encode_instant(midnight)},
    )
    return Figures(
        due,
        reader.count("SELECT count(*) FROM contact WHERE archived_at IS NULL"),
        reader.count("SELECT count(*) FROM deal WHERE status = 'open' AND archived_at IS NULL"),
        reader.count(f"SELECT count(*) FROM reminder WHERE {_OPEN}"),
    )
