"""What an import of interactions and reminders looks up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from crm_tui.queries.importing import tests_of
from crm_tui.store.reader import Reader

# The columns that an import compares and sets.
COLUMNS = {
    "interaction": ("kind", "direction", "at", "minutes", "outcome", "subject", "body"),
    "reminder": ("text", "kind", "due", "zone", "repeat", "repeat_from", "anchor", "done_at",
                 "dropped_at"),
}  # fmt: skip


class DealRef(NamedTuple):
    """A deal as files name it."""

    id: int
    title_key: str
    company_id: int | None


def by_uid(reader: Reader, noun: str, uids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Interactions or reminders by their uids: what is compared, and their ids; of a reminder
    whose it is."""
    names = ("uid", "id", *COLUMNS[noun])
    names += ("contact_id",) if noun == "reminder" else ()
    return {
        str(row[0]): dict(zip(names, row, strict=True))
        for test, params in tests_of("uid", uids)
        for row in reader.db.rows(f'SELECT {", ".join(names)} FROM "{noun}" WHERE {test}', params)
    }


def linked(reader: Reader, ids: Iterable[int]) -> set[tuple[int, int]]:
    """Who took part in these interactions: pairs of interaction and contact."""
    return {
        (int(id), int(contact))
        for test, params in tests_of("interaction_id", ids)
        for id, contact in reader.db.rows(
            f"SELECT interaction_id, contact_id FROM interaction_contact WHERE {test}", params
        )
    }


def edited(reader: Reader, noun: str, ids: Iterable[int]) -> set[int]:
    """Those of these records that somebody changed, other than by an import."""
    return {
        int(row[0])
        for test, params in tests_of("c.record_id", ids)
        for row in reader.db.rows(
            "SELECT DISTINCT c.record_id FROM change c JOIN operation o ON o.id = c.operation_id"
            f" WHERE c.noun = :noun AND {test} AND o.command NOT LIKE 'import %'",
            {"noun": noun, **params},
        )
    }


def deals(reader: Reader, keys: Iterable[str]) -> dict[str, list[DealRef]]:
    """The deals with these folded titles, by title, oldest first."""
    found: dict[str, list[DealRef]] = {}
    for test, params in tests_of("title_key", keys):
        sql = f"SELECT id, title_key, company_id FROM deal WHERE archived_at IS NULL AND {test}"
        for row in reader.rows(DealRef, f"{sql} ORDER BY id", **params):
            found.setdefault(row.title_key, []).append(row)
    return found
