"""Text -> rows of cells, in constant memory, going on after whatever is broken."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

# A row that would fill the memory is a broken one.
ROW_LIMIT = 1_000_000
# After a broken quote the lines that it swallowed are read again, up to this many
# characters in a file, so that a hostile one cannot make reading quadratic.
_REREAD_LIMIT = 16 * ROW_LIMIT

_BAD_QUOTE = "a quote is not closed, or a quote inside a cell is not doubled"
_TOO_LONG = f"a row of more than {ROW_LIMIT:,} characters; is a closing quote missing?"

# line, cells, raw text, problem (empty when the row could be read)
Record = tuple[int, list[str], str, str]


class _RowTooLong(Exception):
    """The row being read goes beyond ROW_LIMIT."""


class _Lines:
    """The physical lines of a text, which remembers those of the row being read."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._reread = 0
        self._taken: list[str] = []
        self._size = 0
        self._line = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(ROW_LIMIT + 1)
        if not line:
            raise StopIteration
        self._taken.append(line)
        self._size += len(line)
        if self._size > ROW_LIMIT:
            self._drop_rest_of(line)
            raise _RowTooLong
        return line

    def _drop_rest_of(self, line: str) -> None:
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(ROW_LIMIT)

    def begin_row(self) -> int:
        """Forget the last row; the number of the line on which the next begins."""
        self._line += len(self._taken)
        self._taken = []
        self._size = 0
        return self._line

    def row_text(self) -> str:
        """The text of the row being read, without its line end."""
        taken = self._taken
        return (taken[0] if len(taken) == 1 else "".join(taken)).rstrip("\r\n")

    def give_back(self) -> str:
        """Keep only the first line of the row, read the others again; its text."""
        self._reread += self._size
        if self._reread <= _REREAD_LIMIT:
            self._again.extendleft(reversed(self._taken[1:]))
            del self._taken[1:]
        return self.row_text()


def records(text: TextIO, delimiter: str, first_line: int) -> Iterator[Record]:
    """Every row from `first_line` on, as the standard csv module splits it."""
    # The module's own limit is one for the whole process; a row's is checked here.
    csv.field_size_limit(ROW_LIMIT + 1)
    lines = _Lines(text)
    for _ in zip(range(first_line - 1), lines, strict=False):
        lines.begin_row()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, [], lines.give_back(), _BAD_QUOTE
        except _RowTooLong:
            yield line, [], lines.give_back(), _TOO_LONG
        else:
            yield line, cells, lines.row_text(), ""
