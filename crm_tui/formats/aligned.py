"""Records as aligned text that people edit: a header, one record a line, bars between cells.

    id | title          | value
    12 | Harbour cranes | 1200.00 EUR

A cell that has a bar, a line break or anything else in it that a line cannot show stands in
quotes, as JSON writes a text (RFC 8259): `"a | b"`, `"two\\nlines"`. Empty lines and those that
begin with # say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crm_tui.text import width

COMMENT = "#"
MISTAKE = "#!"  # begins the lines that tell what is wrong with a text
_BAR = " | "
_WIDEST = 40  # cells to which a column is aligned; what is longer sticks out
_SCANNER = json.JSONDecoder(strict=False)


class Line(NamedTuple):
    """A line with its cells in the order of the header; `number` counts from 1."""

    number: int
    cells: tuple[str, ...]


class Mistake(NamedTuple):
    """What is wrong in a line, and what to do about it."""

    line: int
    message: str
    hint: str = ""


class Read(NamedTuple):
    """What a text holds: the header's line, those below it, and what could not be read."""

    header: Line | None
    lines: list[Line]
    mistakes: list[Mistake]


def aligned(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A header and rows -> the lines of the text, without their ends; `read` reads them back."""
    table = [list(columns), *([_quoted(cell) for cell in row] for row in rows)]
    room = [min(_WIDEST, max(map(width, column))) for column in zip(*table, strict=True)]
    for row in table:
        padded = (cell + " " * (size - width(cell)) for cell, size in zip(row, room, strict=True))
        yield _BAR.join(padded).rstrip()


def read(text: str) -> Read:
    """A text as it was typed -> its header, its lines and its mistakes."""
    header, lines, mistakes = None, list[Line](), list[Mistake]()
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not raw.strip() or raw.lstrip().startswith(COMMENT):
            continue
        try:
            line = Line(number, tuple(_cells(raw.removesuffix("\r"))))
        except ValueError as error:
            mistakes.append(Mistake(number, str(error), 'write it like: "a | b", "say \\"x\\""'))
            continue
        if header is None:
            header = line
        elif len(line.cells) == len(header.cells):
            lines.append(line)
        else:
            wanted = len(header.cells)
            message = f"{len(line.cells)} cells, where the header has {wanted}"
            mistakes.append(Mistake(number, message, "put a | between two cells"))
    return Read(header, lines, mistakes)


def with_mistakes(text: str, mistakes: Sequence[Mistake]) -> str:
    """The text as it was typed, below what is wrong with it: by the lines of this new text."""
    told = []
    for mistake in moved(text, mistakes):
        hint = f" ({mistake.hint})" if mistake.hint else ""
        told.append(f"{MISTAKE} line {mistake.line}: {mistake.message}{hint}")
    return "\n".join([*(" ".join(line.split()) for line in told), without_mistakes(text)])


def moved(text: str, mistakes: Sequence[Mistake]) -> list[Mistake]:
    """The mistakes of a text by the lines where `with_mistakes` puts what is wrong."""
    gone = [at for at, raw in enumerate(text.split("\n"), start=1) if raw.startswith(MISTAKE)]
    return [
        mistake._replace(line=mistake.line - sum(at < mistake.line for at in gone) + len(mistakes))
        for mistake in sorted(mistakes)
    ]


def without_mistakes(text: str) -> str:
    """The text without the lines that told what was wrong with it."""
    return "\n".join(raw for raw in text.split("\n") if not raw.startswith(MISTAKE))


def _quoted(cell: str) -> str:
    plain = cell.isprintable() and cell == cell.strip() and "|" not in cell
    if plain and not cell.startswith(('"', COMMENT)):
        return cell
    # JSON escapes what ASCII controls there are; the rest of what does not print, as it does.
    return "".join(
        each if each.isprintable() else json.dumps(each)[1:-1]
        for each in json.dumps(cell, ensure_ascii=False)
    )


def _cells(raw: str) -> Iterator[str]:
    """The cells of a line. Raises ValueError for a quote that does not end where a cell does."""
    place = 0
    while True:
        start = place + len(raw[place:]) - len(raw[place:].lstrip())
        if raw.startswith('"', start):
            try:
                cell, end = _SCANNER.raw_decode(raw, start)
            except json.JSONDecodeError:
                raise ValueError("a quote begins a cell and does not end it") from None
            rest, bar, _ = raw[end:].partition("|")
            if rest.strip():
                raise ValueError("more follows a cell in quotes")
            yield cell
            place = end + len(rest) + 1
        else:
            found, bar, _ = raw[place:].partition("|")
            yield found.strip()
            place += len(found) + 1
        if not bar:
            return
