"""What the agenda's views read, and how they show it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from textual.content import Content

from crm_tui.clock import Clock
from crm_tui.domain import agenda
from crm_tui.domain.calendar import MONTHS, WEEKDAYS
from crm_tui.domain.dates import describe_day
from crm_tui.domain.key_dates import Ahead
from crm_tui.domain.reminders import Reminder, bucket, has_time, is_overdue, local_day
from crm_tui.queries import key_dates, reminders
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.screens.reminders import reminder_row, sections_of
from crm_tui.screens.texts import DUE_STYLES
from crm_tui.store.reader import Reader
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionRow
from crm_tui.widgets.week import DayColumn, Entry

HOURS = (8, 18)  # shown in a day, also where nothing is due
WORK_DAYS = 5


class Found(NamedTuple):
    """What a view of `day` shows: the reminders of its days (of that day in a month), how
    many each day has, the days to remember, and on today's day what is overdue from before."""

    view: str
    day: date
    days: list[date]
    reminders: list[Reminder]
    late: list[Reminder]
    dates: list[Ahead]
    counts: dict[str, int]
    total: int
    more: bool


def read(reader: Reader, view: str, day: date, page: Page) -> Found:
    """What a view shows, of those that a filter keeps. Raises FilterError."""
    more = page.limit or 0
    page = Page(filter=page.filter, me=page.me, limit=more + 1)
    if view == "list":
        found = reminders.reminders(reader, page)
        shown = found[:more]
        return Found(view, day, [], shown, [], [], {}, len(shown), len(found) > more)
    first, last = agenda.span(view, day)
    days = agenda.days(first, last)
    counts = reminders.count_by_day(reader, days, page)
    own = (day, day) if view == "month" else (first, last)
    found = reminders.between(reader, *own, page)
    late: list[Reminder] = []
    if first <= reader.today <= last and view != "month":
        past = reminders.between(reader, agenda.FIRST, first - timedelta(days=1), page)
        late = [each for each in past if is_overdue(each.due, reader.clock)]
    dates: list[Ahead] = []
    if not page.filter.strip():
        dates = key_dates.ahead(reader, (own[1] - own[0]).days, start=own[0])
    total = sum(counts.values()) + len(late)
    return Found(view, day, days, found[:more], late, dates, counts, total, len(found) > more)


def title_line(found: Found, clock: Clock) -> Content:
    """The period, which day of it is meant, and the views that `v` leads through."""
    title = safe(f" {agenda.title(found.view, found.day)}", "bold $text")
    if found.view == "month":
        title += safe(f" · {_day_title(found.day)}", "$text-muted")
    if found.view in ("day", "month"):
        near = describe_day(found.day, clock.today())
        title += safe(f" · {near}" if near.islower() else "", "$text-accent")
    title += safe("   ")
    for view in agenda.VIEWS:
        style = "bold $text-primary" if view == found.view else "$text-muted"
        title += safe(f"[{view}]" if view == found.view else f" {view} ", style)
    return title


def sections(found: Found, clock: Clock, me: str) -> list[ListSection]:
    """The view as a list: by when it is due, by the hour, or by the day."""
    if found.view == "list":
        return sections_of(found.reminders, clock, me)
    late = [_row(each, clock, me, timed=False) for each in found.late]
    before = ListSection("Overdue", late, str(len(late)), "$text-error")
    if found.view == "day":
        return [before, *_hours(found, clock, me)]
    if found.view == "month":
        return [_day(found.day, found, clock, me)]
    return [before, *(_day(day, found, clock, me) for day in found.days)]


def week_columns(found: Found, clock: Clock, me: str) -> list[DayColumn]:
    """The view as seven days side by side; what is overdue from before stands today."""
    columns = []
    for day in found.days:
        entries = [_entry(each, clock, me) for each in _of(day, found, clock)]
        dates = [
            Entry(_target(each), safe(f"* {each.key_date.kind}", "$text-secondary"),
                  each.key_date.name)
            for each in found.dates if each.on == day
        ]  # fmt: skip
        today = day == clock.today()
        if today:
            entries = [_entry(each, clock, me) for each in found.late] + entries
        style = "$text-accent" if today else "$text"
        style = style if today or day.weekday() < WORK_DAYS else "$text-muted"
        columns.append(DayColumn(day, _day_title(day), [*dates, *entries], style))
    return columns


def _hours(found: Found, clock: Clock, me: str) -> list[ListSection]:
    """A day: what has no time, then each hour with what is due in it."""
    mine = _of(found.day, found, clock)
    whole = [_row(each, clock, me, timed=False) for each in mine if not has_time(each.due)]
    whole = [*(_date_row(each) for each in found.dates), *whole]
    timed = [(_local(each, clock).hour, each) for each in mine if has_time(each.due)]
    hours = sorted({*range(*HOURS), *(hour for hour, _ in timed)}) if whole or timed else []
    rows: list[SectionRow] = []
    for hour in hours:
        due = [_row(each, clock, me, timed=True) for at, each in timed if at == hour]
        rows += due or [SectionRow(None, safe(f"{hour:02}:00", "$text-disabled"), safe(""))]
    return [
        ListSection("All day", whole, str(len(whole))),
        ListSection("By the hour", rows, str(len(timed)) if timed else ""),
    ]


def _day(day: date, found: Found, clock: Clock, me: str) -> ListSection:
    rows = [_date_row(each) for each in found.dates if each.on == day]
    rows += [_row(each, clock, me, timed=True) for each in _of(day, found, clock)]
    style = "$text-accent" if day == clock.today() else "$text-primary"
    return ListSection(_day_title(day), rows, str(len(rows)), style)


def _of(day: date, found: Found, clock: Clock) -> list[Reminder]:
    by_day = groupby(found.reminders, key=lambda each: local_day(each.due, clock))
    mine = [each for at, group in by_day if at == day for each in group]
    return sorted(mine, key=lambda each: (has_time(each.due), each.due, each.id))


def _row(each: Reminder, clock: Clock, me: str, *, timed: bool) -> SectionRow:
    row = reminder_row(each, clock, me)
    if not timed:
        return row
    style = DUE_STYLES.get(bucket(each.due, clock), "$text-muted")
    at = f"{_local(each, clock):%H:%M}" if has_time(each.due) else "all day"
    return SectionRow(row.key, safe(at, style), row.text, row.tail)


def _date_row(each: Ahead) -> SectionRow:
    date = each.key_date
    return SectionRow(_target(each), safe(f"* {date.kind}", "$text-secondary"), date.name)


def _entry(each: Reminder, clock: Clock, me: str) -> Entry:
    part = bucket(each.due, clock)
    at = f"{_local(each, clock):%H:%M} " if has_time(each.due) else ""
    late = safe("! " if part == "overdue" else "", "$text-error")
    row = reminder_row(each, clock, me)
    text = late + safe(at, DUE_STYLES.get(part, "$text-muted")) + row.text
    return Entry(row.key, text, each.about)


def _target(each: Ahead) -> Target:
    date = each.key_date
    return Target(date.noun, date.record_id, date.name)


def _local(each: Reminder, clock: Clock) -> datetime:
    return clock.at(datetime.fromisoformat(each.due))


def _day_title(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
