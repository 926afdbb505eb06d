"""Days to remember: birthdays, renewals, ends of contracts; when each comes next."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crm_tui.domain.calendar import last_day

# Days that come every year unless it is said otherwise; a contract ends once.
YEARLY = frozenset({"birthday", "anniversary", "renewal"})


class KeyDate(NamedTuple):
    """A day as it is read, of the contact or company (`noun`) that it belongs to; `yearly` 1
    where it comes every year."""

    id: int
    kind: str
    day: str
    yearly: int
    noun: str
    record_id: int
    name: str
    version: int


class Ahead(NamedTuple):
    """A key date and the day on which it comes."""

    on: date
    key_date: KeyDate


def next_on(day: date, today: date, *, yearly: bool) -> date | None:
    """When a day comes, from `today` on; None for one that is over and comes once.

    The 29th of February is kept on the 28th in years without one, as a reminder that
    repeats every year is.
    """
    if not yearly:
        return day if day >= today else None
    this_year = in_year(day, today.year)
    return this_year if this_year >= today else in_year(day, today.year + 1)


def in_year(day: date, year: int) -> date:
    """The same day of another year, the last of February for its 29th."""
    return date(year, day.month, min(day.day, last_day(year, day.month)))
