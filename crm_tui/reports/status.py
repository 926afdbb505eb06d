"""One short line for a shell prompt or a status bar."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_tui.domain.dates import describe_day
from crm_tui.domain.reminders import local_day
from crm_tui.errors import UsageError
from crm_tui.queries import activity, cadences, reminders
from crm_tui.reports import due, due_around
from crm_tui.store.reader import Reader
from crm_tui.text import fold


class Status(NamedTuple):
    """How many reminders are overdue and due today, the text and day of the next one, how many
    interactions the user had today and how many are the goal, and how many people wait longer
    than their cadence says (50 at most)."""

    overdue: int
    today: int
    next: str
    next_day: str
    activity: int = 0
    goal: int = 0
    silent: int = 0


def gather(reader: Reader, user_id: int, goal: int, owner: str = "") -> Status:
    """The reminders and people of one user, or of all; the activity of the acting user."""
    parts = [item.part for item in due.gather(reader, 0, owner)]
    ahead = None
    if not parts:
        ahead = next(iter(reminders.due(reader, owner=owner, limit=1)), None)
    day = describe_day(local_day(ahead.due, reader.clock), reader.today) if ahead else ""
    done = activity.by_day(reader, [reader.today], user_id)
    return Status(
        parts.count("overdue"),
        parts.count("today"),
        ahead.text if ahead else "",
        day,
        sum(each.number for each in done),
        goal,
        len(cadences.passed(reader, due_around.MOST, owner=fold(owner))),
    )


def line(status: Status) -> str:
    """`3 overdue, 2 today`; with nothing due, what comes next."""
    counts = [f"{status.overdue} overdue"] * bool(status.overdue)
    counts += [f"{status.today} today"] * bool(status.today)
    if counts:
        return ", ".join(counts)
    return f"next: {status.next}, {status.next_day}" if status.next else "nothing due"


def filled(template: str, status: Status) -> str:
    """A template with `{overdue}`, `{today}`, `{next}`, `{activity}` … in their places.

    Raises UsageError for another name in braces.
    """
    values = status._asdict()

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            names = ", ".join("{" + name + "}" for name in values)
            raise UsageError(f"the template knows no {found[0]}", f"names: {names}")
        return str(values[found[1]])

    return re.sub(r"\{(\w*)\}", value, template)
