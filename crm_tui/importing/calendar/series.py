"""Events that recur: the times that were, and when it is next."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_tui.clock import Clock
from crm_tui.domain.dates import When
from crm_tui.domain.recurrence import occurrences, parse_repeat
from crm_tui.domain.rrule import parse_rule

# Of a series so many days back are taken, and so many times at most.
BACK = timedelta(days=731)
_MOST = 800
_COUNT = re.compile(r";?COUNT=(\d{1,6})", re.IGNORECASE)
_WEEK_START = re.compile(r";?WKST=[A-Z]{2}", re.IGNORECASE)
_IN_WEEKS = re.compile(r"FREQ=WEEKLY.*INTERVAL=(?!1(?:;|$))|INTERVAL=(?!1(?:;|$)).*FREQ=WEEKLY",
                       re.IGNORECASE)  # fmt: skip


class Series(NamedTuple):
    """The times of an event up to now, oldest first, and when it is next; `is_cut` says that
    there were times further back."""

    past: tuple[When, ...]
    following: When | None
    is_cut: bool


def rule_of(text: str, start: When, zone: ZoneInfo) -> str:
    """An RRULE of a calendar -> the rule as reminders hold it, an end by a number of times as the
    day of the last. Raises UsageError for one that they cannot hold."""
    first = start.day(zone)
    count = _COUNT.search(text)
    text = _COUNT.sub("", text).strip(";")
    if not _IN_WEEKS.search(text):
        text = _WEEK_START.sub("", text)  # nothing depends on it
    rule = parse_rule(parse_repeat(text, first))
    if count:
        last = first
        for day in islice(rule.days(first, first), int(count[1])):
            last = day
        rule = replace(rule, until=last)
    return rule.text()


def times_of(rule: str, start: When, left_out: frozenset[str], clock: Clock) -> Series:
    """The times of a series that begins at `start`, without those that are left out."""
    parsed, zone = parse_rule(rule), clock.zone
    first, since = start.day(zone), clock.today() - BACK
    past, following = list[When](), None
    for when in islice(occurrences(parsed, start, max(first, since), zone), _MOST):
        if when.due in left_out:
            continue
        if not has_been(when, clock):
            following = when
            break
        past.append(when)
    return Series(tuple(past), following, first < since)


def has_been(when: When, clock: Clock) -> bool:
    """Is it past? A whole day is from its noon on."""
    return moment_of(when, clock.zone) <= clock.now()


def moment_of(when: When, zone: ZoneInfo) -> datetime:
    """The moment itself; of a whole day its noon where the user lives."""
    return when.instant or datetime.combine(date.fromisoformat(when.due), time(12), tzinfo=zone)
