"""One short line for a shell prompt or a status bar."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_tui.domain.dates import describe_day
from crm_tui.domain.reminders import local_day
from crm_tui.errors import UsageError
from crm_tui.queries import reminders
from crm_tui.reports import due
from crm_tui.store.reader import Reader


class Status(NamedTuple):
    """How many reminders are overdue and due today, and the text and day of the next one."""

    overdue: int
    today: int
    next: str
    next_day: str


def gather(reader: Reader, owner: str = "") -> Status:
    """The figures for one user, or for all."""
    parts = [item.part for item in due.gather(reader, 0, owner)]
    ahead = None
    if not parts:
        ahead = next(iter(reminders.due(reader, owner=owner, limit=1)), None)
    day = describe_day(local_day(ahead.due, reader.clock), reader.today) if ahead else ""
    return Status(parts.count("overdue"), parts.count("today"), ahead.text if ahead else "", day)


def line(status: Status) -> str:
    """`3 overdue, 2 today`; with nothing due, what comes next."""
    counts = [f"{status.overdue} overdue"] * bool(status.overdue)
    counts += [f"{status.today} today"] * bool(status.today)
    if counts:
        return ", ".join(counts)
    return f"next: {status.next}, {status.next_day}" if status.next else "nothing due"


def filled(template: str, status: Status) -> str:
    """A template with `{overdue}`, `{today}`, `{next}` and `{next_day}` in their places.

    Raises UsageError for another name in braces.
    """
    values = status._asdict()

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            names = ", ".join("{" + name + "}" for name in values)
            raise UsageError(f"the template knows no {found[0]}", f"names: {names}")
        return str(values[found[1]])

    return re.sub(r"\{(\w*)\}", value, template)
