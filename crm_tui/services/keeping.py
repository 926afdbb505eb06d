"""Which records an undo leaves as they are: those changed or used since, and their parts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from crm_tui.queries.operations import BLANK
from crm_tui.queries.paging import among
from crm_tui.store.references import Reference
from crm_tui.store.write import BARE, Write
from crm_tui.text import with_article

CHUNK = 500
Record = tuple[str, int]

# They belong to the record they hang on and stay or go with it.
_PARTS = BARE | {"channel", "preference", "consent", "key_date", "note", "attachment"}
_NOT_COMPARED = frozenset({"version", "updated_at", "last_contacted_at", "next_reminder_at"})


class Change(NamedTuple):
    """A row of the journal."""

    id: int
    noun: str
    record_id: int
    action: str
    before: str | None
    after: str | None


def pages(w: Write, operation: int) -> Iterator[list[Change]]:
    """An operation's changes, newest first, some thousands at a time."""
    below = 2**62
    while True:
        page = w.db.into(
            Change,
            "SELECT id, noun, record_id, action, before, after FROM change"
            f" WHERE operation_id = :op AND id < :below AND NOT ({BLANK})"
            " ORDER BY id DESC LIMIT 5000",
            {"op": operation, "below": below},
        )
        if not page:
            return
        yield page
        below = page[-1].id


def kept_records(w: Write, operation: int, references: list[Reference]) -> dict[Record, str]:
    """The records that undoing the operation must keep, each with the reason."""
    return _Keeping(w, operation, references).find()


class _Keeping:
    def __init__(self, w: Write, operation: int, references: list[Reference]) -> None:
        self._w = w
        self._operation = operation
        self._references = references
        self._kept: dict[Record, str] = {}

    def find(self) -> dict[Record, str]:
        self._keep_changed()
        self._keep_used()
        return self._kept

    def _keep_changed(self) -> None:
        """Keep records that another operation changed since, unless changed back."""
        candidates = self._w.db.rows(
            "SELECT DISTINCT c.noun, c.record_id FROM change c WHERE c.operation_id = :op"
            " AND EXISTS (SELECT 1 FROM change n WHERE n.noun = c.noun"
            " AND n.record_id = c.record_id AND n.id > c.id AND n.operation_id <> :op)",
            {"op": self._operation},
        )
        for noun, ids in by_noun(candidates).items():
            for chunk in chunks(ids):
                expected = self._left_behind(noun, chunk)
                present = self._present(noun, chunk)
                for id in chunk:
                    why = _difference(expected[id], present.get(id))
                    if why:
                        self._kept[noun, id] = why

    def _left_behind(self, noun: str, ids: list[int]) -> dict[int, dict[str, Any] | None]:
        """What the operation left of each record's columns; None where it deleted it."""
        left: dict[int, dict[str, Any] | None] = {}
        for change in self._changes(noun, ids):
            if change.action == "delete":
                left[change.record_id] = None
            else:
                before = left.get(change.record_id) or {}
                left[change.record_id] = {**before, **json.loads(change.after or "{}")}
        return left

    def _changes(self, noun: str, ids: list[int]) -> list[Change]:
        test, params = among("record_id", ids)
        return self._w.db.into(
            Change,
            "SELECT id, noun, record_id, action, before, after FROM change"
            f" WHERE noun = :noun AND {test} AND operation_id = :op ORDER BY id",
            {**params, "noun": noun, "op": self._operation},
        )

    def _present(self, noun: str, ids: list[int]) -> dict[int, dict[str, Any]]:
        test, params = among("id", ids)
        cursor = self._w.db.execute(f'SELECT * FROM "{noun}" WHERE {test}', params)
        names = [column[0] for column in cursor.description]
        rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
        return {row["id"]: row for row in rows}

    def _keep_used(self) -> None:
        """Keep new records that others refer to, then what those lean on in their turn."""
        for changes in pages(self._w, self._operation):
            made = by_noun((c.noun, c.record_id) for c in changes if c.action == "insert")
            for reference in self._references:
                for ids in chunks(made.get(reference.parent, [])):
                    self._keep_those_used(reference, ids)
        fresh = list(self._kept)
        while fresh:
            fresh = [record for record in self._drawn_in(fresh) if record not in self._kept]
            self._kept.update((record, "belongs to a record that is kept") for record in fresh)

    def _keep_those_used(self, reference: Reference, ids: list[int]) -> None:
        child, column, parent = reference
        test, params = among(f'x."{column}"', ids)
        users = self._w.db.rows(
            f'SELECT x."{column}", x.id FROM "{child}" x WHERE {test}'
            " AND NOT EXISTS (SELECT 1 FROM change i WHERE i.noun = :child"
            " AND i.record_id = x.id AND i.operation_id = :op AND i.action = 'insert')",
            {**params, "op": self._operation, "child": child},
        )
        for id, user in users:
            if not self._goes_back((child, int(user)), column):
                why = f"{with_article(child.replace('_', ' '))} refers to it since"
                self._kept.setdefault((parent, int(id)), why)

    def _goes_back(self, record: Record, column: str) -> bool:
        """Did the operation's own update set the column, and will it be reversed?"""
        if record in self._kept:
            return False
        sql = (
            "SELECT after FROM change WHERE operation_id = :op AND noun = :noun"
            " AND record_id = :id AND action = 'update'"
        )
        values = {"op": self._operation, "noun": record[0], "id": record[1]}
        return any(column in json.loads(after) for (after,) in self._w.db.rows(sql, values))

    def _drawn_in(self, kept: list[Record]) -> Iterator[Record]:
        """The operation's new records that a kept one refers to, and the kept one's parts."""
        nouns = by_noun(kept)
        for child, column, parent in self._references:
            if child in nouns:
                yield from self._new_ones(parent, f'"{column}"', child, "id", nouns[child])
            if parent in nouns and child in _PARTS:
                yield from self._new_ones(child, "id", child, column, nouns[parent])
        for noun in ("contact", "company", "deal"):
            for chunk in chunks(nouns.get(noun, [])):
                test, params = among("record_id", chunk)
                keys = self._w.db.rows(
                    f"SELECT id FROM import_key WHERE noun = :noun AND {test}",
                    {**params, "noun": noun},
                )
                yield from (("import_key", int(row[0])) for row in keys)

    def _new_ones(
        self, noun: str, wanted: str, table: str, column: str, ids: list[int]
    ) -> Iterator[Record]:
        for chunk in chunks(ids):
            test, params = among(f'x."{column}"', chunk)
            rows = self._w.db.rows(
                f'SELECT x.{wanted} FROM "{table}" x JOIN change c ON c.record_id = x.{wanted}'
                f" WHERE {test} AND c.noun = :noun AND c.operation_id = :op"
                " AND c.action = 'insert'",
                {**params, "noun": noun, "op": self._operation},
            )
            yield from ((noun, int(row[0])) for row in rows)


def _difference(expected: dict[str, Any] | None, present: dict[str, Any] | None) -> str:
    """Why a record is not as the operation left it; empty when it is."""
    if expected is None:
        return "it is there again" if present else ""
    if present is None:
        return "deleted since"
    for name, value in expected.items():
        if name not in _NOT_COMPARED and present.get(name) != value:
            return f"{name.removesuffix('_id').replace('_', ' ')} changed since"
    return ""


def by_noun(records: Iterable[Any]) -> dict[str, list[int]]:
    """(noun, id) pairs -> the ids of each noun."""
    grouped: dict[str, list[int]] = defaultdict(list)
    for noun, id in records:
        grouped[noun].append(int(id))
    return grouped


def chunks(ids: list[int]) -> Iterator[list[int]]:
    """The ids, as many at a time as one statement takes."""
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
