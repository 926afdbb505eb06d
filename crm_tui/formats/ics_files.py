"""Where calendar items lie: an iCalendar file, its bytes, or a folder of such files.

A file is cut into its events and to-dos first, without what is attached, so that one broken or
huge item spoils no other (RFC 5545, 3.4 and 3.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TextIO

from crm_tui.errors import CrmError
from crm_tui.formats.record_table import binary

FORM = "ics"
_ENDINGS = frozenset({".ics", ".ical", ".ifb", ".icalendar"})
_ITEMS = frozenset({"VEVENT", "VTODO", "VTIMEZONE"})
_BEGIN = re.compile(r"begin\s*:\s*([\w-]+)\s*", re.IGNORECASE)
_END = re.compile(r"end\s*:\s*([\w-]+)\s*", re.IGNORECASE)
_ATTACHED = re.compile(r"(?:attach|image|x-alt-desc)[;:]", re.IGNORECASE)
_LINE_LIMIT = 1 << 16
_ITEM_LIMIT = 200_000
_RAW_SHOWN = 2_000
_DEEPEST = 10


class Piece(NamedTuple):
    """An item as it stands there: its kind (VEVENT, VTODO, VTIMEZONE), its first line, its text;
    `problem` says why it cannot be read, `name` which of a folder's files it is in."""

    kind: str
    line: int
    text: str
    problem: str = ""
    name: str = ""


def is_calendar(source: Path | bytes) -> bool:
    """Is it iCalendar, or a folder that has such files?"""
    if isinstance(source, Path) and source.is_dir():
        return next(_files(source), None) is not None
    if isinstance(source, Path) and not source.is_file():
        return False
    with binary(source) as stream:
        head = stream.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _BEGIN.match(head.decode("latin-1"))
    return found is not None and found[1].upper() in {"VCALENDAR", *_ITEMS}


def pieces(source: Path | bytes) -> Iterator[tuple[Piece, int]]:
    """The items of a source, in order, each with how many bytes were read so far.

    Raises CrmError for what cannot be read.
    """
    try:
        done = 0
        for file, name in _named_files(source):
            with binary(file) as stream:
                text = TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
                for piece in _cut(text):
                    yield piece._replace(name=name), done + stream.tell()
                done += stream.tell()
    except OSError as error:
        raise CrmError(f"cannot read a calendar: {error}", "check who may read it") from error


def size_of(source: Path | bytes) -> int:
    """How many bytes there are to read."""
    if isinstance(source, bytes):
        return len(source)
    if source.is_dir():
        return sum(file.stat().st_size for file in _files(source))
    return source.stat().st_size


def content_of(source: Path | bytes) -> Path | bytes:
    """What tells a source from others: of a folder the names, sizes and times of its files."""
    if isinstance(source, bytes) or not source.is_dir():
        return source
    digest = blake2b(digest_size=16)
    for file in _files(source):
        found = file.stat()
        told = f"{file.relative_to(source)}\0{found.st_size}\0{found.st_mtime_ns}\0"
        digest.update(told.encode())
    return digest.digest()


def _named_files(source: Path | bytes) -> Iterator[tuple[Path | bytes, str]]:
    """The files of a source, those of a folder with their names in it."""
    if isinstance(source, Path) and source.is_dir():
        yield from ((file, str(file.relative_to(source))) for file in _files(source))
    else:
        yield source, ""


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.suffix.casefold() in _ENDINGS and file.is_file() and not file.is_symlink():
            yield file


class _Item:
    """An item that is being read."""

    def __init__(self, kind: str, line: int) -> None:
        self.kind, self._line = kind, line
        self._held: list[str] = []
        self._size = 0
        self._inner: list[str] = []
        self._skips = False

    def add(self, line: str, *, goes_on: bool) -> None:
        """A line of it, or with `goes_on` more of the one before; what is attached is left out."""
        same_line = goes_on or line[:1] in " \t"
        self._skips = (self._skips and same_line) or bool(_ATTACHED.match(line))
        if not self._skips and self._size <= _ITEM_LIMIT:
            self._held.append(line)
            self._size += len(line)

    def is_ended_by(self, begun: str, ended: str) -> bool:
        """Is this the end of it, rather than of something in it, such as an alarm?"""
        if begun and len(self._inner) < _DEEPEST:
            self._inner.append(begun)
        if ended and self._inner and self._inner[-1] == ended:
            self._inner.pop()
            return False
        return ended == self.kind

    def piece(self, problem: str = "") -> Piece:
        """What was read of it."""
        problem = "it is too large" if self._size > _ITEM_LIMIT else problem
        text = "".join(self._held)
        return Piece(self.kind, self._line, text[:_RAW_SHOWN] if problem else text, problem)


def _cut(text: TextIO) -> Iterator[Piece]:
    item: _Item | None = None
    number = 0
    goes_on = False
    while line := text.readline(_LINE_LIMIT):
        number += not goes_on
        word = line.strip() if len(line) < 100 else ""
        begun, ended = _named(_BEGIN, word), _named(_END, word)
        if item and (begun in _ITEMS or ended == "VCALENDAR"):
            yield item.piece(f"it has no END:{item.kind}")  # the next may be well
            item = None
        if begun in _ITEMS:
            item, begun = _Item(begun, number), ""
        if item:
            item.add(line, goes_on=goes_on)
            if item.is_ended_by(begun, ended):
                yield item.piece()
                item = None
        goes_on = not line.endswith("\n")
    if item:
        yield item.piece(f"it has no END:{item.kind}")


def _named(pattern: re.Pattern[str], word: str) -> str:
    found = pattern.fullmatch(word)
    return found[1].upper() if found else ""
