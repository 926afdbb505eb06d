"""The whole report of what is due as scripts read it: reminders, people, days to remember."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm_tui.clock import Clock
from crm_tui.domain.cadences import days_since, state_of
from crm_tui.domain.key_dates import Ahead
from crm_tui.queries.cadences import Passed
from crm_tui.reports.due import Item
from crm_tui.reports.due_around import Around
from crm_tui.reports.records import moment_or_none, reminder

Record = dict[str, Any]


def whole(items: Iterable[Item], around: Around, clock: Clock) -> dict[str, list[Any]]:
    """One object with a list for each section."""
    return {
        "reminders": [reminder(item.reminder, clock) for item in items],
        "people": [person(row, clock) for row in around.people],
        "dates": [date_ahead(row) for row in around.dates],
    }


def person(row: Passed, clock: Clock) -> Record:
    """A contact whose cadence has passed."""
    return {
        "id": row.id,
        "name": row.name,
        "company": row.company,
        "cadence_days": row.cadence_days,
        "cadence_max_days": row.cadence_max_days,
        "last_contacted_at": moment_or_none(row.last_contacted_at, clock),
        "days_silent": days_since(row, clock),
        "state": state_of(row, clock),
    }


def date_ahead(row: Ahead) -> Record:
    """A day to remember: `on` is when it comes, `day` what is kept."""
    date = row.key_date
    return {
        "kind": date.kind,
        "on": row.on.isoformat(),
        "day": date.day,
        "yearly": bool(date.yearly),
        "record": f"{date.noun}:{date.record_id}",
        "name": date.name,
    }
