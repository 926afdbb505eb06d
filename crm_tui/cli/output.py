"""The only writer to standard output: records in every format, and lines of text.

Records are streamed. A table is for people and is fitted to the terminal; TSV, CSV and
JSON are for programs and are never cut.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple

from crm_tui.cli.session import FORMATS, TEXTS, Session
from crm_tui.formats.cells import guard
from crm_tui.reports.layout import Line, fit, pad
from crm_tui.text import inert, width

Record = Mapping[str, Any]
_BOLD, _RED, _OFF = "\x1b[1m", "\x1b[31m", "\x1b[0m"
_STYLES = {"head": _BOLD, "late": _RED}
_SAMPLE = 500  # a table's widths are measured on so many rows
_GAP = 2
_PLAIN_WIDTH = 100  # where there is no terminal to ask


class Column(NamedTuple):
    """A column of a table: its heading, the text of a record's cell, and the cells that it
    keeps when others must give way."""

    head: str
    cell: Callable[[Record], str]
    right: bool = False
    least: int = 8


class Shape(NamedTuple):
    """How a noun's records are written: the fields for programs, the columns for people."""

    fields: tuple[str, ...]
    columns: tuple[Column, ...]


def prepare_streams() -> None:
    """Make standard output and error take any text: what cannot be encoded is escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def finish() -> None:
    """Bring everything out. Raises OSError where that fails, as on a full disk."""
    sys.stdout.flush()


def abandon() -> None:
    """Nobody reads, or nothing can be written: forget what is still to come out."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def at_terminal() -> bool:
    """Does standard output go to a terminal?"""
    return sys.stdout.isatty()


def cells() -> int:
    """How many cells a line has: the terminal's, else COLUMNS or a hundred."""
    return shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns


def chosen(state: Session, default: str, known: tuple[str, ...] = FORMATS) -> str:
    """The format that was asked for, or the default. Raises UsageError for an unknown one."""
    state.known_format(known)
    return state.format or default


def records(state: Session, shape: Shape, rows: Iterable[Record]) -> None:
    """A list of records, in the format asked for: a table on a terminal, else TSV."""
    form = chosen(state, "table" if at_terminal() else "tsv")
    rest = iter(rows)
    first = list(islice(rest, 1))  # what fails at once, fails before anything is written
    _WRITERS[form](state, shape, chain(first, rest))


def record(state: Session, shape: Shape, row: Record, card: Iterable[Line] = ()) -> None:
    """One record: `card` for people, an object in JSON, else a list of one."""
    form = chosen(state, "text", TEXTS)
    if form == "text":
        lines(state, card, whole=True)
    elif form == "json":
        _put(_json(row, indent=2) + "\n")
    else:
        _WRITERS[form](state, shape, iter((row,)))


def value(data: Any) -> None:
    """Any data, as JSON."""
    _put(_json(data, indent=2) + "\n")


def lines(state: Session, text: Iterable[Line], *, whole: bool = False) -> None:
    """Lines of text; on a terminal styled and, unless they are to be `whole`, fitted."""
    if not at_terminal():
        sys.stdout.writelines(f"{inert(line.text)}\n" for line in text)
        return
    room = cells()
    for line in text:
        shown = inert(line.text) if whole else fit(inert(line.text), room)
        _put(_styled(state, shown, _STYLES.get(line.role, "")) + "\n")


def page(pieces: Iterable[str]) -> None:
    """A file's text, piece by piece, as it is: whoever made it has made it safe."""
    for piece in pieces:
        _put(piece)


def said(state: Session, text: str) -> None:
    """One line that says what was done."""
    lines(state, [Line(text)], whole=True)


def _table(state: Session, shape: Shape, rows: Iterator[Record]) -> None:
    found = ([inert(column.cell(row)) for column in shape.columns] for row in rows)
    sample = list(islice(found, _SAMPLE))
    if not sample:
        return
    heads = [column.head for column in shape.columns]
    widths = _widths(shape.columns, [heads, *sample], cells() if at_terminal() else 0)

    def text(row: list[str]) -> str:
        padded = [pad(row[at], size, right=shape.columns[at].right) for at, size in widths.items()]
        return (" " * _GAP).join(padded).rstrip()

    _put(_styled(state, text(heads), _BOLD) + "\n")
    for row in chain(sample, found):
        _put(text(row) + "\n")


def _widths(columns: tuple[Column, ...], rows: list[list[str]], room: int) -> dict[int, int]:
    """The columns to show, by their place, and their widths.

    Empty ones are left out. Where `room` is short, the widest give way down to their
    least, then the last ones are left out; the first two stay.
    """
    filled = [at for at in range(len(columns)) if at < 2 or any(row[at] for row in rows[1:])]
    widths = {at: max(width(row[at]) for row in rows) for at in filled}
    least = {at: min(widths[at], columns[at].least) for at in filled}
    if not room:
        return widths
    while len(widths) > 2 and sum(least[at] + _GAP for at in widths) - _GAP > room:
        widths.popitem()
    for _ in range(sum(size + _GAP for size in widths.values()) - _GAP - room):
        wide = [at for at in widths if widths[at] > least[at]]
        widest = max(wide or list(widths)[1:], key=widths.__getitem__)
        widths[widest] = max(1, widths[widest] - 1)
    return widths


def _tsv(state: Session, shape: Shape, rows: Iterator[Record]) -> None:
    cell = _cell(state)
    _put("\t".join(shape.fields) + "\n")
    for row in rows:
        _put("\t".join(_tsv_escaped(cell(row[name])) for name in shape.fields) + "\n")


def _csv(state: Session, shape: Shape, rows: Iterator[Record]) -> None:
    import csv

    cell, page = _cell(state), io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(shape.fields)
    for row in rows:
        writer.writerow([_lines_inert(cell(row[name])) for name in shape.fields])
        if page.tell() > 1 << 16:
            _put(page.getvalue())
            page.seek(0)
            page.truncate()
    _put(page.getvalue())


def _json_list(_: Session, __: Shape, rows: Iterator[Record]) -> None:
    before = "["
    for row in rows:
        _put(f"{before}\n{_json(row)}")
        before = ","
    _put("[]\n" if before == "[" else "\n]\n")


def _json_lines(_: Session, __: Shape, rows: Iterator[Record]) -> None:
    for row in rows:
        _put(_json(row) + "\n")


def _ids(_: Session, __: Shape, rows: Iterator[Record]) -> None:
    for row in rows:
        _put(f"{row['id']}\n")


_WRITERS: dict[str, Callable[[Session, Shape, Iterator[Record]], None]] = {
    "table": _table,
    "json": _json_list,
    "jsonl": _json_lines,
    "csv": _csv,
    "tsv": _tsv,
    "ids": _ids,
}


def _cell(state: Session) -> Callable[[Any], str]:
    """How a field's value becomes a cell that a spreadsheet may open; as it is with --raw."""
    return flat if state.raw else lambda value: guard(flat(value))


def flat(value: Any) -> str:
    """A field's value as one text: several joined by `; `, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={flat(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_named, value))
    return str(value)


def _named(value: Any) -> str:
    """One of several values: a record by its name."""
    named = isinstance(value, Mapping) and "name" in value
    return flat(value["name"] if named else value)


def _tsv_escaped(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return text
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return inert(text)


def _lines_inert(text: str) -> str:
    return text if text.isprintable() else "\n".join(map(inert, text.split("\n")))


def _json(data: Any, indent: int | None = None) -> str:
    # What does not print, and what the output's encoding lacks, goes out as \uXXXX.
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    printable = all(map(str.isprintable, text.split("\n")))
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return text if printable and unicode else json.dumps(data, indent=indent)


def _styled(state: Session, text: str, style: str) -> str:
    plain = not style or not text or not state.color or not at_terminal()
    if plain or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"{style}{text}{_OFF}"


def _put(text: str) -> None:
    sys.stdout.write(text)
