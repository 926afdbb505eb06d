"""What is due: overdue, today and in the days ahead, for each person who has something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.dates import describe_day
from crm_tui.domain.reminders import Reminder, has_time, is_overdue, local_day
from crm_tui.queries import reminders
from crm_tui.reports.layout import Line
from crm_tui.reports.records import repeat
from crm_tui.store.reader import Reader

PARTS = ("overdue", "today", "ahead")
_HEADS = {"overdue": "Overdue", "today": "Today", "ahead": "Ahead"}


class Item(NamedTuple):
    """A reminder in the report: its part, and its day where the user lives."""

    part: str
    day: date
    reminder: Reminder


def gather(reader: Reader, days: int, owner: str = "") -> list[Item]:
    """The open reminders due up to `days` after today, of one user with `owner`, oldest first."""
    clock, until = reader.clock, reader.today + timedelta(days=days)
    items = [_item(row, clock) for row in reminders.due(reader, until, owner)]
    kept = [item for item in items if item.day <= until]
    kept.sort(key=lambda item: (item.day, item.reminder.due, item.reminder.id))
    return kept


def is_due(items: Iterable[Item]) -> bool:
    """Is anything overdue or due today?"""
    return any(item.part != "ahead" for item in items)


def lines(items: list[Item], clock: Clock) -> Iterator[Line]:
    """The report as text. People are told apart when there are several."""
    if not items:
        yield Line("Nothing is due.")
        return
    owners = sorted({item.reminder.owner or "" for item in items})
    for number, owner in enumerate(owners):
        own = [item for item in items if (item.reminder.owner or "") == owner]
        if len(owners) > 1:
            yield from [Line("")] * bool(number)
            yield Line(owner or "nobody's", "head")
        yield from _parts(own, clock)


def describe(row: Reminder) -> str:
    """What to do and about whom, on one line."""
    about = f"{row.contact} ({row.company})" if row.contact and row.company else row.contact
    around = (about or row.company, row.deal, repeat(row.repeat))
    return " · ".join([row.text, *filter(None, around)])


def _parts(items: list[Item], clock: Clock) -> Iterator[Line]:
    order = sorted(items, key=lambda item: PARTS.index(item.part))
    for number, (part, group) in enumerate(groupby(order, key=lambda item: item.part)):
        found = list(group)
        yield from [Line("")] * bool(number)
        yield Line(f"{_HEADS[part]} ({len(found)})", "head")
        role = "late" if part == "overdue" else ""
        today = clock.today()
        for item in found:
            yield Line(_line(item, clock, today), role)


def _line(item: Item, clock: Clock, today: date) -> str:
    row = item.reminder
    time = ""
    if has_time(row.due):
        time = f"{clock.at(datetime.fromisoformat(row.due)):%H:%M}"
    when = "" if item.part == "today" else describe_day(item.day, today)
    when = ", ".join(filter(None, (when, time)))
    return f"  {row.id:>5}  {when:<18} {row.kind:<7}  {describe(row)}"


def _item(row: Reminder, clock: Clock) -> Item:
    day = local_day(row.due, clock)
    if is_overdue(row.due, clock):
        return Item("overdue", day, row)
    return Item("today" if day <= clock.today() else "ahead", day, row)
