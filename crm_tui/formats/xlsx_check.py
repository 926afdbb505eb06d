"""Is an Excel workbook safe to read? Told before it is, from its zip directory and one pass
over its parts in constant memory.

A small file can unpack to gigabytes (its parts are deflated), say less of its sizes than is
true, have two cells a million rows apart, which readers hold as all the cells between them,
or repeat one long text in many cells. Each of these has a limit here. The parts are those of
ECMA-376, "Office Open XML": `c` is a cell, `v` its value, `si` a shared text that cells of
type `s` point at.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from crm_tui.errors import UsageError

# What the parts of a workbook may have together when they are unpacked, in bytes.
UNPACKED_LIMIT = 200_000_000
# A part that shrinks more than this was made to; sheets shrink by 5 to 50.
RATIO_LIMIT = 200
_RATIO_FROM = 10_000_000
# Cells in the rectangle that a sheet fills, empty ones too; characters in all its cells.
CELLS_LIMIT = 6_000_000
TEXT_LIMIT = 100_000_000
_MOST_PARTS = 2_000
_CHUNK = 1 << 16
_XML = (".xml", ".rels")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SPLIT = "export the sheet as CSV (Save as, CSV UTF-8), or split it"


def check(stream: IO[bytes], name: str) -> None:
    """Raises UsageError for a workbook that is broken, locked or too large when unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _check_directory(parts, name)
            texts = array("L")
            sheets = []
            for part in parts:
                scan = _Scan(name)
                scan.read(_unpacked(archive, part, name), is_xml=part.filename.endswith(_XML))
                texts.extend(scan.texts)
                sheets.append(scan)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError) as e:
        raise broken(name, str(e)) from e
    for scan in sheets:
        if scan.text_in(texts) > TEXT_LIMIT:
            raise _too_large(name, f"more than {TEXT_LIMIT:,} characters in the cells of a sheet")


def broken(name: str, why: str) -> UsageError:
    """The error for a workbook that cannot be read."""
    return UsageError(
        f"'{name}' is damaged: {why}", "open it in Excel or LibreOffice and save it again"
    )


def _too_large(name: str, why: str) -> UsageError:
    return UsageError(f"'{name}' is too large to be read: {why}", _SPLIT)


def _check_directory(parts: list[zipfile.ZipInfo], name: str) -> None:
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UsageError(
            f"'{name}' is no Excel workbook (.xlsx)",
            "save it as .xlsx or CSV; a .zip is to be unpacked first",
        )
    if len(parts) > _MOST_PARTS:
        raise _too_large(name, f"{len(parts):,} parts")
    if any(part.flag_bits & 1 for part in parts):
        raise UsageError(f"'{name}' is protected by a password", "save it without one")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_LIMIT:
        raise _too_large(name, f"{unpacked:,} bytes when unpacked")
    for part in parts:
        if part.file_size > max(_RATIO_FROM, RATIO_LIMIT * part.compress_size):
            raise _too_large(name, f"'{part.filename}' is packed more than {RATIO_LIMIT}:1")


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """A part's bytes, chunk by chunk. Raises UsageError where it is longer than it says."""
    # zipfile itself stops at the size that is stated; other readers do not.
    honest = copy.copy(part)
    honest.file_size = part.file_size + 1
    size = 0
    with archive.open(honest) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > part.file_size:
                raise broken(name, f"'{part.filename}' is longer than it says")
            yield chunk


@lru_cache(maxsize=1 << 15)
def _column_number(letters: str) -> int:
    """`A` -> 1, `AA` -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Scan:
    """One part read once: the lengths of shared texts, and which cells are filled with what.

    Raises UsageError for cells too far apart, and expat's error for a part that is no XML.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.texts = array("L")
        self._used = array("L")
        self._rows = [0, 0]
        self._columns = [0, 0]
        self._row = self._column = 0
        self._is_shared = self._is_filled = False
        self._in: str | None = None
        self._value = ""

    def read(self, chunks: Iterator[bytes], *, is_xml: bool) -> None:
        """Read a part to its end; what is not XML is only measured."""
        if not is_xml:
            for _ in chunks:
                pass
            return
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_entities
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def text_in(self, texts: array[int]) -> int:
        """How many characters of shared texts stand in the cells."""
        return sum(texts[index] for index in self._used if index < len(texts))

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self._place(given.get("r", ""))
            self._is_shared, self._is_filled = given.get("t") == "s", False
        elif tag == "row":
            at = given.get("r", "")
            self._row = int(at) if at.isdecimal() else self._row + 1
            self._column = 0
        elif tag in {"v", "is", "f"}:
            self._in, self._value = ("v" if tag == "v" else None), ""
            if not self._is_filled:
                self._is_filled = True
                self._fill()
        elif tag == "si":
            self._in = "si"
            self.texts.append(0)
        elif tag == "Relationship":
            self._check_link(given)

    def _end(self, tag: str) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "v":
            self._in = None
            if self._is_shared and self._value.strip().isdecimal():
                self._used.append(min(int(self._value[:10]), 0xFFFFFFFF))
        elif tag == "si":
            self._in = None

    def _characters(self, text: str) -> None:
        if self._in == "si":
            self.texts[-1] += len(text)
        elif self._in == "v" and self._is_shared:
            self._value += text[:20]

    def _place(self, place: str) -> None:
        if found := _PLACE.fullmatch(place):
            self._column = _column_number(found[1])
            self._row = int(found[2])
        else:
            self._column += 1

    def _fill(self) -> None:
        """Widen the rectangle of filled cells by the present one."""
        rows, columns = self._rows, self._columns
        if rows[0] <= self._row <= rows[1] and columns[0] <= self._column <= columns[1]:
            return
        for bounds, at in ((rows, self._row), (columns, self._column)):
            bounds[0] = min(bounds[0] or at, at)
            bounds[1] = max(bounds[1], at)
        high, wide = (last - first + 1 for first, last in (self._rows, self._columns))
        if high * wide > CELLS_LIMIT:
            raise _too_large(self._name, f"a sheet of {high:,} rows and {wide:,} columns")

    def _check_link(self, given: dict[str, str]) -> None:
        """What is read as a sheet or as texts must be a part that was looked at as XML."""
        kind = given.get("Type", "").rpartition("/")[2]
        if kind in {"worksheet", "sharedStrings"} and not given.get("Target", "").endswith(_XML):
            raise broken(self._name, "a sheet is no XML")

    def _refuse_entities(self, *_: object) -> None:
        raise broken(self._name, "it declares entities of its own, as no workbook does")
