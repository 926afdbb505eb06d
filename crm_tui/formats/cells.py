"""How a record goes into the cells of one row, so that it can be read back exactly.

Several values stand in one cell with `; ` between them; a backslash makes the character
after it a plain one. A value with a label is `work: ada@example.com`. Notes are parted by
a line `---`, and one that says when and by whom it was written does so in a first line of its
own: `2026-03-02T09:00:00+01:00 Ada`. A cell that a spreadsheet would take for a formula gets an
apostrophe in front (OWASP, "CSV injection").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

# A record's list of channels in JSON -> the columns in which they stand, by kind.
CHANNEL_COLUMNS = {
    "email": "emails",
    "phone": "phones",
    "website": "websites",
    "social": "socials",
    "address": "addresses",
}
CUSTOM = "custom."
INVALID, ONCE = "invalid", "once"

_ITEM = re.compile(r"(?:[^\\;]|\\.?)+", re.DOTALL)
_HEAD = re.compile(r"((?:[^\\:]|\\.|:(?! ))*): (.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WRITTEN = re.compile(
    r"(\\*)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d|Z))(?: (.*))?"
)
_RULE = re.compile(r"^(\\*---)$", re.MULTILINE)
_ESCAPED_RULE = re.compile(r"^\\(\\*---)$", re.MULTILINE)
_STARTS = frozenset("'=+-@\t\r")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
# Phone numbers and plain numbers, one or several: no letters, so nothing to call.
_NUMBER = re.compile(r"[+-]?\(?\+?[0-9][0-9 ()./,;+–-]*(?:(?:x|ext\.?|#) ?[0-9]+)?", re.IGNORECASE)


class Entry(NamedTuple):
    """A value with its label; `marked` is what a word before the label says of it."""

    label: str
    value: str
    marked: bool = False


class Note(NamedTuple):
    """A note; `at` is when it was written (ISO 8601 with offset), `author` the name of who did,
    both "" where that is not known."""

    body: str
    at: str = ""
    author: str = ""


def join(values: Iterable[str]) -> str:
    """Several one-line values -> one cell."""
    return "; ".join(map(_escape, values))


def split(cell: str) -> list[str]:
    """One cell -> the values that `join` put there."""
    return [_unescape(item) for item in _items(cell)]


def join_entries(entries: Iterable[Entry], mark: str) -> str:
    """Values with labels -> one cell; `mark` is the word for those that are marked."""
    return "; ".join(_entry(entry, mark) for entry in entries)


def split_entries(cell: str, mark: str) -> list[Entry]:
    """One cell -> the values that `join_entries` put there."""
    return [_read_entry(item, mark) for item in _items(cell)]


def join_notes(notes: Iterable[Note]) -> str:
    """Notes of any number of lines -> one cell."""
    return "\n---\n".join(map(_note, notes))


def split_notes(cell: str) -> list[Note]:
    """One cell -> the notes that `join_notes` put there."""
    return [_read_note(text) for text in cell.split("\n---\n")]


def guard(cell: str) -> str:
    """A cell as a spreadsheet may have it: what would be a formula is made text."""
    if cell[:1] not in _STARTS:
        return cell
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def unguard(cell: str) -> str:
    """A cell as it was before `guard`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def flatten(record: Mapping[str, Any]) -> dict[str, str]:
    """A record as JSON has it -> {column: cell}."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if name == "channels" and _all_mappings(value):
            cells |= _channel_cells(value)
        elif name == "custom" and isinstance(value, Mapping):
            cells |= {f"{CUSTOM}{key}": _text(item) for key, item in value.items()}
        elif name == "key_dates" and _all_mappings(value):
            days = (
                Entry(_text(day.get("kind")), _text(day.get("day")), day.get("yearly") is False)
                for day in value
            )
            cells[name] = join_entries(days, ONCE)
        elif name == "notes" and isinstance(value, list):
            cells[name] = join_notes(map(_noted, value))
        elif name in CHANNEL_COLUMNS.values() and isinstance(value, list):
            plain = (Entry("", _text(item)) for item in value)
            cells.setdefault(name, join_entries(plain, INVALID))
        else:
            cells[name] = _text(value)
    return cells


def _channel_cells(channels: list[Mapping[str, Any]]) -> dict[str, str]:
    by_column: dict[str, list[Entry]] = {name: [] for name in CHANNEL_COLUMNS.values()}
    for way in channels:
        kind = _text(way.get("kind"))
        entry = Entry(_text(way.get("label")), _text(way.get("value")), bool(way.get("invalid")))
        by_column[CHANNEL_COLUMNS.get(kind, "socials")].append(entry)
    return {name: join_entries(found, INVALID) for name, found in by_column.items()}


def _all_mappings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value):
        return join(map(_text, value))
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _items(cell: str) -> list[str]:
    return [item for item in map(str.strip, _ITEM.findall(cell)) if item]


def _entry(entry: Entry, mark: str) -> str:
    label = _escape(entry.label).replace(": ", r"\: ")
    if label == mark or label.startswith(f"{mark} "):
        label = f"\\{label}"
    head = " ".join(part for part in (mark if entry.marked else "", label) if part)
    value = _escape(entry.value)
    return f"{head}: {value}" if head else value.replace(": ", r"\: ")


def _read_entry(item: str, mark: str) -> Entry:
    found = _HEAD.fullmatch(item)
    if found is None:
        return Entry("", _unescape(item))
    head, value = found.groups()
    marked = head == mark or head.startswith(f"{mark} ")
    label = head.removeprefix(mark).lstrip() if marked else head
    return Entry(_unescape(label), _unescape(value), marked)


def _noted(value: object) -> Note:
    """A note as JSON has it: a text, or an object that says when and by whom it was written."""
    if not isinstance(value, Mapping):
        return Note(_text(value))
    return Note(*(_text(value.get(name)) for name in Note._fields))


def _note(note: Note) -> str:
    text = _RULE.sub(r"\\\1", note.body)
    if note.at:
        return f"{note.at} {note.author}".rstrip() + f"\n{text}"
    return f"\\{text}" if _WRITTEN.fullmatch(text.partition("\n")[0]) else text


def _read_note(text: str) -> Note:
    head, _, rest = text.partition("\n")
    found = _WRITTEN.fullmatch(head)
    if found and not found[1]:
        return Note(_ESCAPED_RULE.sub(r"\1", rest), found[2], found[3] or "")
    return Note(_ESCAPED_RULE.sub(r"\1", text[1:] if found else text))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
