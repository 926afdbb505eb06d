"""What a column holds whose name says nothing: e-mails, phones or websites, by its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from crm_tui.domain.drafts import Rejected
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column
from crm_tui.importing.fields import Field

_ROWS = 200  # so many are looked at
_SHARE = 0.9  # of the values that are there: the others may be slips
_SEPARATOR = re.compile(r"[;,\s]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_SITE = re.compile(r"(?:https?://|www\.)[^\s/]+\.\S+", re.IGNORECASE)
# +49 30 123456, (030) 123456 and 030-123456, (555) 123-4567 and 555-123-4567. Bare digits may
# be anything.
_PHONE = re.compile(
    r"(?:(?:\+|00)[1-9][\d ()./-]{6,20}"
    r"|\(?0\d{1,5}\)?[ ./-]{1,3}\d[\d ./-]{4,12}"
    r"|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4})"
    r"(?: ?(?:x|ext\.?) ?\d{1,6})?",
    re.IGNORECASE,
)
_DATE_OR_NUMBER = re.compile(r"\d{1,2}([./ -])\d{1,2}\1\d{2,4}|[+-]?\d+\.\d+")
# Whose or which it is when it is not how the row's own record is reached.
_OF_OTHERS = re.compile(
    r"fax|assist|manager|supervisor|emergency|notfall|referr|spouse|partner|vorgesetz|owner"
    r"|photo|picture|image|avatar|logo|icon",
    re.IGNORECASE,
)


def guess(
    columns: Sequence[Column], rows: Callable[[], Iterable[CsvRow | Rejected]]
) -> list[Column]:
    """Columns with the fields of those that no name tells, from a look at the first rows.

    A kind that another column has by its name is not guessed: a second column of e-mails may be
    somebody else's.
    """
    known = {column.field.kind for column in columns}
    open_ones = [column for column in columns if column.field.kind == "custom"
                 and not _OF_OTHERS.search(column.header)]  # fmt: skip
    if not open_ones or known >= set(_KINDS):
        return list(columns)
    cells: dict[int, list[str]] = {column.index: [] for column in open_ones}
    for row in islice(rows(), _ROWS):
        if isinstance(row, CsvRow):
            for index, found in cells.items():
                if cell := row.cells[index].strip():
                    found.append(cell)
    kinds = {index: _kind(found) for index, found in cells.items()}
    return [
        replace(column, field=Field(kind), guessed=True)
        if (kind := kinds.get(column.index, "")) and kind not in known
        else column
        for column in columns
    ]


def _kind(cells: Sequence[str]) -> str:
    """The kind that nearly all of the cells are of, or nothing."""
    likely = (kind for kind, fits in _KINDS.items()
              if cells and sum(map(fits, cells)) >= _SHARE * len(cells))  # fmt: skip
    return next(likely, "")


def _are_emails(cell: str) -> bool:
    return all(map(_EMAIL.fullmatch, _SEPARATOR.split(cell)))


def _is_phone(cell: str) -> bool:
    return bool(_PHONE.fullmatch(cell)) and not _DATE_OR_NUMBER.fullmatch(cell)


def _is_site(cell: str) -> bool:
    return bool(_SITE.fullmatch(cell))


_KINDS: dict[str, Callable[[str], bool]] = {
    "email": _are_emails,
    "phone": _is_phone,
    "website": _is_site,
}
