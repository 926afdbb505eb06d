"""Writing iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from crm_tui.clock import decode_instant
from crm_tui.text import clean

_LINE_BYTES = 75  # RFC 5545, 3.1: a longer line is folded


class Todo(NamedTuple):
    """Something to do; `due` is a date (10 characters) or an instant as the store has it."""

    uid: str
    summary: str
    due: str
    description: str
    category: str


def calendar(todos: Iterable[Todo], now: datetime) -> Iterator[str]:
    """A calendar of to-dos as text, piece by piece, with the line ends of the standard."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crm-tui//crm//EN\r\n"
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    for todo in todos:
        yield "".join(map(_folded, _todo(todo, stamp)))
    yield "END:VCALENDAR\r\n"


def _todo(todo: Todo, stamp: str) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{todo.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"SUMMARY:{_text(todo.summary)}"
    yield _due(todo.due)
    yield f"DESCRIPTION:{_text(todo.description)}"
    yield f"CATEGORIES:{_text(todo.category)}"
    yield "STATUS:NEEDS-ACTION"
    yield "END:VTODO"


def _due(due: str) -> str:
    if len(due) == 10:
        return f"DUE;VALUE=DATE:{due.replace('-', '')}"
    return f"DUE:{decode_instant(due):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A text value, escaped (RFC 5545, 3.3.11)."""
    value = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line within 75 bytes; what is longer goes on after a space."""
    parts, size = [""], 0
    for character in line:
        size += len(character.encode())
        if size > _LINE_BYTES:
            parts.append(" ")
            size = 1 + len(character.encode())
        parts[-1] += character
    return "\r\n".join(parts) + "\r\n"
