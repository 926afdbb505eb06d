"""What is due: overdue, today and in the days ahead, for each person who has something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple

from crm_tui.clock import Clock, decode_instant
from crm_tui.domain.dates import describe_day
from crm_tui.domain.reminders import Reminder, has_time, is_overdue, local_day
from crm_tui.queries import reminders
from crm_tui.reports.layout import Line
from crm_tui.store.reader import Reader

PARTS = {"overdue": "Overdue", "today": "Today", "ahead": "Ahead"}
NOTHING = "Nothing is due."
NOBODY = "nobody's"


class Place(NamedTuple):
    """Where a due text stands in the report: its part, its day where the user lives, and
    the words for it."""

    part: str
    day: date
    when: str


class Item(NamedTuple):
    """A reminder in the report."""

    place: Place
    reminder: Reminder

    @property
    def part(self) -> str:
        """overdue, today or ahead"""
        return self.place.part


def gather(reader: Reader, days: int, owner: str = "") -> list[Item]:
    """The open reminders due up to `days` after today, of one user with `owner`, oldest first."""
    clock, until = reader.clock, reader.today + timedelta(days=days)
    place = cache(partial(place_of, clock=clock))  # many are due on the same day
    items = [Item(place(row.due), row) for row in reminders.due(reader, until, owner)]
    kept = [item for item in items if item.place.day <= until]
    kept.sort(key=lambda item: item.place.day)
    return kept


def is_due(items: Iterable[Item]) -> bool:
    """Is anything overdue or due today?"""
    return any(item.part != "ahead" for item in items)


def by_person(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """The items of each owner, by name; what nobody owns has an empty one."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.reminder.owner or ""].append(item)
    return sorted(found.items())


def by_part(items: list[Item]) -> list[tuple[str, list[Item]]]:
    """The items of each part of the report that has any, in order."""
    parts = [(part, [item for item in items if item.part == part]) for part in PARTS]
    return [(part, found) for part, found in parts if found]


def lines(items: list[Item]) -> Iterator[Line]:
    """The report as text. People are told apart when there are several."""
    if not items:
        yield Line(NOTHING)
    people = by_person(items)
    for number, (owner, own) in enumerate(people):
        if len(people) > 1:
            yield from [Line("")] * bool(number)
            yield Line(owner or NOBODY, "head")
        yield from _parts(own)


def describe(row: Reminder) -> str:
    """What to do and about whom, on one line."""
    about = f"{row.contact} ({row.company})" if row.contact and row.company else row.contact
    again = _repeat(row.repeat) if row.repeat else ""
    around = (row.text, about or row.company, row.deal, again)
    return " · ".join(filter(None, around))


def _parts(items: list[Item]) -> Iterator[Line]:
    for number, (part, found) in enumerate(by_part(items)):
        yield from [Line("")] * bool(number)
        yield Line(f"{PARTS[part]} ({len(found)})", "head")
        role = "late" if part == "overdue" else ""
        for place, row in found:
            line = f"  {row.id:>5}  {place.when:<18} {row.kind:<7}  {describe(row)}"
            yield Line(line, role)


def place_of(due: str, clock: Clock) -> Place:
    """Where a reminder due then stands in the report."""
    day, today = local_day(due, clock), clock.today()
    time = f"{clock.at(decode_instant(due)):%H:%M}" if has_time(due) else ""
    part = "ahead" if day > today else "today"
    if is_overdue(due, clock):
        part = "overdue"
    named = "" if day == today else describe_day(day, today)
    return Place(part, day, ", ".join(filter(None, (named, time))))


@cache
def _repeat(rule: str) -> str:
    from crm_tui.domain.recurrence import describe_repeat

    return describe_repeat(rule)
