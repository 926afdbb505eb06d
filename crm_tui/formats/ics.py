"""Writing iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from crm_tui.clock import decode_instant
from crm_tui.formats.content_lines import escaped, folded


class Todo(NamedTuple):
    """Something to do; `due` is a date (10 characters) or an instant as the store has it. `own`
    has what iCalendar has no property for, or none that every calendar understands alike, by
    names like `anchor`: it stands in properties of our own, such as X-CRM-ANCHOR."""

    uid: str
    summary: str
    due: str
    description: str
    category: str
    own: Mapping[str, str | None]


def calendar(todos: Iterable[Todo], now: datetime) -> Iterator[str]:
    """A calendar of to-dos as text, piece by piece, with the line ends of the standard."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crm-tui//crm//EN\r\n"
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    for todo in todos:
        yield "".join(map(folded, _todo(todo, stamp)))
    yield "END:VCALENDAR\r\n"


def _todo(todo: Todo, stamp: str) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{todo.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"SUMMARY:{escaped(todo.summary)}"
    yield _due(todo.due)
    yield f"DESCRIPTION:{escaped(todo.description)}"
    yield f"CATEGORIES:{escaped(todo.category)}"
    yield "STATUS:NEEDS-ACTION"
    for name, value in todo.own.items():
        if value:
            yield f"X-CRM-{name.upper()}:{escaped(value)}"
    if len(todo.due) > 10:  # with a time of day it rings
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(todo.summary)}")
        yield from ("TRIGGER;RELATED=END:PT0S", "END:VALARM")
    yield "END:VTODO"


def _due(due: str) -> str:
    if len(due) == 10:
        return f"DUE;VALUE=DATE:{due.replace('-', '')}"
    return f"DUE:{decode_instant(due):%Y%m%dT%H%M%SZ}"
