"""Records -> the text of a file, piece by piece: CSV, JSON, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crm_tui.formats.cells import flatten, guard

Record = Mapping[str, Any]
_PIECE = 1 << 16


def csv_text(columns: Sequence[str], rows: Iterable[Record], *, raw: bool = False) -> Iterator[str]:
    """A header row and a row for each record (RFC 4180, lines end with \\n).

    What a spreadsheet would take for a formula is made text, unless `raw`.
    """
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = flatten(row)
        found = [cells.get(name, "") for name in columns]
        writer.writerow(found if raw else map(guard, found))
        if page.tell() > _PIECE:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def json_text(rows: Iterable[Record]) -> Iterator[str]:
    """A JSON array with a record on each line."""
    before = "["
    for row in rows:
        yield f"{before}\n{_json(row)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def json_lines(rows: Iterable[Record]) -> Iterator[str]:
    """A record on each line."""
    for row in rows:
        yield f"{_json(row)}\n"


def _json(row: Record) -> str:
    # Whatever does not print stays escaped: a file may be shown on a terminal.
    text = json.dumps(row, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(row)
