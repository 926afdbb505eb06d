"""Cadences: how often to be in touch with somebody, ideally and at most, in days.

A cadence is counted in whole days of the user's calendar from the last real contact, or
from the day on which the contact was added where there was none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from crm_tui.clock import Clock, decode_instant
from crm_tui.errors import UsageError
from crm_tui.text import clean_line

STATES = ("due", "overdue")
LONGEST = 3650
_HINT = "write it like: 30, 30 60, monthly, every 2 weeks at most 30 days"
_NAMED = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 91, "yearly": 365}
_UNITS = {"d": 1, "day": 1, "w": 7, "week": 7, "m": 30, "month": 30, "quarter": 91, "y": 365,
          "year": 365}  # fmt: skip
_SPAN = re.compile(r"(?:every\s+)?(?:([0-9]{1,5})\s*)?([a-z]*)")
_APART = re.compile(r"\s*(?:,|/|\bat most\b|\bmax\b|\bto\b|(?<=\d)\s+(?=\d))\s*")


class Cadence(NamedTuple):
    """So many `days` between contacts ideally, and at most `most`."""

    days: int
    most: int

    def __str__(self) -> str:
        """As text that reads as this cadence again."""
        return f"{self.days} {self.most}"

    def describe(self) -> str:
        """In words: `every 30 days, at most 45`."""
        every = "every day" if self.days == 1 else f"every {self.days} days"
        return f"{every}, at most {self.most}"


def parse_cadence(text: str) -> Cadence | None:
    """A cadence as people write it; None where the text is empty.

    One span is the ideal: at most half as long again may pass then. A second is the most.
    A month counts 30 days, a quarter 91, a year 365. Raises UsageError.
    """
    line = clean_line(text).casefold()
    if not line:
        return None
    spans = [_days(part, text) for part in _APART.split(line) if part]
    if len(spans) not in (1, 2):
        raise UsageError(f"'{text}' is not a cadence", _HINT)
    days, most = spans[0], spans[-1] if len(spans) == 2 else _most(spans[0])
    if most < days:
        raise UsageError(f"at most {most} days is less than every {days}", "put the ideal first")
    return Cadence(days, most)


class Kept(Protocol):
    """A contact as far as cadences go."""

    @property
    def cadence_days(self) -> int | None: ...
    @property
    def cadence_max_days(self) -> int | None: ...
    @property
    def last_contacted_at(self) -> str | None: ...
    @property
    def created_at(self) -> str: ...


def cadence_of(contact: Kept) -> Cadence | None:
    """The cadence in a contact's columns."""
    if contact.cadence_days is None or contact.cadence_max_days is None:
        return None
    return Cadence(contact.cadence_days, contact.cadence_max_days)


def days_since(contact: Kept, clock: Clock) -> int:
    """Whole days from the last contact, else from the first entry, to today."""
    since = clock.at(decode_instant(contact.last_contacted_at or contact.created_at)).date()
    return max(0, (clock.today() - since).days)


def describe(contact: Kept, clock: Clock) -> str:
    """A contact's cadence and how it stands: `every 30 days, at most 45 · last 41 days ago`;
    "" for none."""
    cadence = cadence_of(contact)
    if cadence is None:
        return ""
    ago = _ago(days_since(contact, clock))
    last = f"last {ago}" if contact.last_contacted_at else f"no contact since added {ago}"
    return " · ".join(filter(None, (cadence.describe(), last, state_of(contact, clock))))


def state_of(contact: Kept, clock: Clock) -> str:
    """How a contact's cadence stands: overdue, due or, on track and without one, ""."""
    cadence = cadence_of(contact)
    return state(cadence, days_since(contact, clock)) if cadence else ""


def state(cadence: Cadence, days: int) -> str:
    """`overdue` past the most, `due` from the ideal on, else nothing."""
    if days > cadence.most:
        return "overdue"
    return "due" if days >= cadence.days else ""


def latest_day(state: str, days: int, today: date) -> date:
    """The last day on which contact may have been, for `days` (the ideal of what is due, the
    most of what is overdue) to have passed by `today`: `state` turned round."""
    return today - timedelta(days=days + (state == "overdue"))


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _most(days: int) -> int:
    return min(LONGEST, days + (days + 1) // 2)


def _days(part: str, text: str) -> int:
    found = _SPAN.fullmatch(part.strip())
    number, unit = found.groups() if found else (None, "")
    if not number and unit in _NAMED:
        days = _NAMED[unit]
    else:
        each = 1 if number and not unit else _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
        if not each:
            raise UsageError(f"'{text}' is not a cadence", _HINT)
        days = int(number or 1) * each
    if not 1 <= days <= LONGEST:
        raise UsageError(f"a cadence is 1 to {LONGEST} days, not {days}", _HINT)
    return days
