"""What an import of products or users looks up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm_tui.queries.importing import tests_of
from crm_tui.store.reader import Reader

# The columns that an import compares and sets.
_COLUMNS = {
    "product": ("id", "name", "name_key", "code", "code_key", "series", "unit", "price",
                "currency", "archived_at", "custom"),
    "user": ("id", "name", "name_key", "email", "team", "archived_at"),
}  # fmt: skip


def records(reader: Reader, noun: str, column: str, keys: Iterable[object]) -> list[dict[str, Any]]:
    """Products or users by `id` or another column, oldest first."""
    names = _COLUMNS[noun]
    return [
        dict(zip(names, row, strict=True))
        for test, params in tests_of(column, keys)
        for row in reader.db.rows(
            f'SELECT {", ".join(names)} FROM "{noun}" WHERE {test} ORDER BY id', params
        )
    ]
