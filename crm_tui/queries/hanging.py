"""Reading what hangs on many records at once: notes, key dates."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader


class Day(NamedTuple):
    """A key date; `yearly` is 0 or 1."""

    kind: str
    day: str
    yearly: int


def notes(reader: Reader, owner: str, ids: list[int]) -> dict[int, list[str]]:
    """The notes on contacts, companies or deals (`owner`), by record, oldest first."""
    test, params = among(f"{owner}_id", ids)
    found: dict[int, list[str]] = {}
    for id, body in reader.db.rows(
        f"SELECT {owner}_id, body FROM note WHERE {test} AND archived_at IS NULL ORDER BY id",
        params,
    ):
        found.setdefault(int(id), []).append(body)
    return found


def key_dates(reader: Reader, owner: str, ids: list[int]) -> dict[int, list[Day]]:
    """The key dates of contacts or companies (`owner`), by record."""
    test, params = among(f"{owner}_id", ids)
    found: dict[int, list[Day]] = {}
    for id, *day in reader.db.rows(
        f"SELECT {owner}_id, kind, day, yearly FROM key_date"
        f" WHERE {test} AND archived_at IS NULL ORDER BY day, kind, id",
        params,
    ):
        found.setdefault(int(id), []).append(Day(*day))
    return found


def custom_names(reader: Reader, noun: str) -> list[str]:
    """The names of a noun's custom fields, in the order in which they were made."""
    rows = reader.db.rows("SELECT name FROM custom_field WHERE noun = :noun ORDER BY id",
                          {"noun": noun})  # fmt: skip
    return [str(row[0]) for row in rows]
