"""Reading what a user keeps at hand, and what a record is called now."""

from __future__ import annotations

from collections.abc import Iterable

from crm_tui.queries.paging import among
from crm_tui.queries.resolve import NOUNS, Target
from crm_tui.store.reader import Reader

_NAMES = {"contact": "name", "company": "name", "deal": "title"}


def pinned(reader: Reader, user_id: int) -> list[Target]:
    """The records that a user has pinned, in that order; archived ones are left out."""
    parts = [
        f"SELECT '{noun}' AS noun, r.id AS id, r.{_NAMES[noun]} AS name, p.id AS pin_id"
        f" FROM pin p JOIN {noun} r ON r.id = p.{noun}_id"
        " WHERE p.user_id = :user AND r.archived_at IS NULL"
        for noun in NOUNS
    ]
    sql = f"SELECT noun, id, name FROM ({' UNION ALL '.join(parts)}) AS found ORDER BY pin_id"
    return reader.rows(Target, sql, user=user_id)


def present(reader: Reader, named: Iterable[tuple[str, int]]) -> list[Target]:
    """Those of these records that are still there, in the order given."""
    wanted = list(named)
    names: dict[tuple[str, int], str] = {}
    for noun in NOUNS:
        test, params = among("id", [id for each, id in wanted if each == noun])
        rows = reader.db.rows(
            f"SELECT id, {_NAMES[noun]} FROM {noun} WHERE {test} AND archived_at IS NULL", params
        )
        names |= {(noun, int(id)): str(name) for id, name in rows}
    return [Target(*each, names[each]) for each in wanted if each in names]
