"""What is due, to be mailed or subscribed to: as a page of HTML, as an iCalendar file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from crm_tui.clock import Clock
from crm_tui.domain.dates import When
from crm_tui.formats.ics import calendar
from crm_tui.reports import due_around, records
from crm_tui.reports.due import NOBODY, NOTHING, PARTS, Item, by_part, by_person, describe
from crm_tui.reports.due_around import Around
from crm_tui.reports.exports import todo
from crm_tui.text import inert

_STYLE = (
    "body{font:16px/1.4 sans-serif;max-width:50em;margin:1em auto;padding:0 1em}"
    "td{padding:.2em .8em .2em 0;vertical-align:top}.overdue td:first-child{color:#b00020}"
)


def html(items: list[Item], around: Around, clock: Clock) -> Iterator[str]:
    """The report as a whole page, piece by piece."""
    day = When.on(clock.today()).describe(clock)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f"<title>Due on {day}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<h1>Due on {day}</h1>\n"
    if not items:
        yield f"<p>{NOTHING}</p>\n"
    people = by_person(items)
    for owner, own in people:
        if len(people) > 1:
            yield f"<h2>{_safe(owner or NOBODY)}</h2>\n"
        for part, found in by_part(own):
            yield f'<h3>{PARTS[part]} ({len(found)})</h3>\n<table class="{part}">\n'
            yield from map(_row, found)
            yield "</table>\n"
    yield from due_around.html(around, clock)
    yield "</body>\n</html>\n"


def ics(items: Iterable[Item], clock: Clock) -> Iterator[str]:
    """The reminders as to-dos of a calendar, piece by piece."""
    todos = (
        todo({**records.reminder(row, clock)}, f"{describe(row)} (reminder:{row.id})")
        for _, row in items
    )
    return calendar(todos, clock.now())


def _row(item: Item) -> str:
    place, row = item
    cells = (place.when, row.kind, describe(row))
    return f"<tr>{''.join(f'<td dir=auto>{_safe(cell)}</td>' for cell in cells)}</tr>\n"


def _safe(text: str) -> str:
    return escape(inert(text))
