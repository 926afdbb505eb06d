"""What a CSV file does not say of itself: its encoding, delimiter and header row.

Everything is decided in time that grows linearly with what is read (the standard
library's csv.Sniffer is quadratic, and is not used).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from math import log2
from typing import BinaryIO

from crm_tui.errors import UsageError

DELIMITERS = ",;\t|"
SAMPLE_CHARS = 4096

_HEAD_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 20
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A letter beyond ASCII as UTF-8 writes it (RFC 3629).
_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ASCII = bytes(range(128))
_STATED = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1b")


# The error handler to decode with: a byte that is not UTF-8 is read as Windows-1252.
STRAY = "stray-windows-1252"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that the codec cannot read, and where it goes on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding != "utf-8":
        return "\ufffd", error.end
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(STRAY, _stray)


@dataclass(frozen=True, slots=True)
class Layout:
    """Delimiter, and the physical line (from 1) on which the header row begins."""

    delimiter: str
    header_line: int


def detect_encoding(stream: BinaryIO, name: str) -> tuple[str, list[str]]:
    """A file at its start -> (Python codec, notes for the user).

    The order: byte order mark, UTF-16 by where its NUL bytes are, UTF-8 where all of the
    file is, or where its letters outnumber the stray bytes, Windows-1252.
    Raises UsageError for an empty or binary file.
    """
    head = stream.read(_HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise UsageError(f"'{name}' is empty", "export it again, with a header row")
    encoding, notes = _encoding(head, stream, name)
    text = head.decode(encoding, "replace")
    controls = sum(c < " " and c not in _TEXT_CONTROLS for c in text)
    if controls > 8 and controls * 20 > len(text):
        raise _binary(name, "control characters")
    return encoding, notes


def _encoding(head: bytes, stream: BinaryIO, name: str) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            if encoding == "utf-8-sig" and (bad := _first_bad_byte(head, stream)):
                return encoding, [_told_stray(bad)]
            return encoding, []
    if b"\0" in head:
        if (wide := _wide_encoding(head)) is None:
            line = head[: head.index(b"\0")].count(b"\n") + 1
            raise _binary(name, f"a NUL byte on line {line}")
        return wide, [f"read as {wide.upper()}"]
    if bad := _first_bad_byte(head, stream):
        if _mostly_utf8(stream):
            return "utf-8", [_told_stray(bad)]
        return "cp1252", [f"not UTF-8 ({bad}): read as Windows-1252"]
    return "utf-8", []


def _told_stray(bad: str) -> str:
    return f"the file is UTF-8, but {bad} is not: such bytes are read as Windows-1252"


def _mostly_utf8(stream: BinaryIO) -> bool:
    """Has the whole file at least as many letters in UTF-8 as bytes that are none?"""
    stream.seek(0)
    letters = strays = 0
    while chunk := stream.read(_CHUNK_BYTES):
        found = _LETTER.findall(chunk)
        letters += len(found)
        strays += len(chunk.translate(None, _ASCII)) - sum(map(len, found))
    return letters >= max(1, strays)


def _binary(name: str, sign: str) -> UsageError:
    return UsageError(
        f"'{name}' is not a CSV file: it holds binary data ({sign})",
        "save or export it as CSV (from Excel: Save as, CSV UTF-8)",
    )


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: many NUL bytes, and nearly all in one half of the pairs."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd) or max(even, odd) * 5 < len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _first_bad_byte(head: bytes, stream: BinaryIO) -> str:
    """Where the text is not UTF-8, as `byte 0xE9 on line 3`; empty if it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, chunk = 1, head
    while True:
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            # The decoder puts what is left of the chunk before in front.
            line += error.object[: error.start].count(b"\n")
            return f"byte 0x{error.object[error.start]:02X} on line {line}"
        if not chunk:
            return ""
        line += chunk.count(b"\n")
        chunk = stream.read(_CHUNK_BYTES)


def detect_layout(sample: str) -> Layout:
    """The first characters of a text -> its delimiter and where its header row is.

    Each delimiter is tried on the sample. The best one splits most rows into as many
    cells as the header row has; many cells count a little, and a header row that
    comes first counts double. Excel's `sep=;` line is obeyed.
    """
    if stated := _STATED.match(sample):
        return Layout(stated[1], _Trial(sample, stated[1], skip=1).header_line)
    if len(sample) >= SAMPLE_CHARS:
        cut = max(sample.rfind("\n"), sample.rfind("\r"))
        sample = sample[: cut + 1] or sample
    best = max((_Trial(sample, delimiter) for delimiter in DELIMITERS), key=_Trial.score)
    return Layout(best.delimiter, best.header_line)


class _Trial:
    """A sample read with one delimiter."""

    def __init__(self, sample: str, delimiter: str, skip: int = 0) -> None:
        self.delimiter = delimiter
        self._rows = _sample_rows(sample, delimiter, skip)
        widths = Counter(len(row) for _, row in self._rows if len(row) > 1)
        usual = max(widths, key=widths.__getitem__, default=1)
        # Lines before the header row have few cells that hold anything.
        self._at = next(
            (at for at, (_, row) in enumerate(self._rows) if sum(map(bool, row)) * 2 > usual), 0
        )
        self.header_line = self._rows[self._at][0] if self._rows else skip + 1

    def score(self) -> float:
        if not self._rows:
            return 0.0
        width = len(self._rows[self._at][1])
        agreeing = sum(len(row) == width for _, row in self._rows)
        return agreeing * log2(width) * (2 if self._at == 0 else 1)


def _sample_rows(sample: str, delimiter: str, skip: int) -> list[tuple[int, list[str]]]:
    """Rows that hold anything, with the line they begin on."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows, line = [], 1
    for row in reader:
        cells = [cell.strip() for cell in row]
        if line > skip and any(cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    return rows
