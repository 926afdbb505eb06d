"""How an operation is reversed, record by record, from the journal's images.

A record that someone changed or used since is kept; what hangs on a kept record (its
channels, tags, parts in deals) is kept with it. Everything else goes back to its image
before. The work is done in chunks of statements, never a query per record.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from crm_tui.domain.operations import Outcome
from crm_tui.queries.paging import among
from crm_tui.store.references import Reference, references
from crm_tui.store.write import BARE, Write

CHUNK = 500
Progress = Callable[[int, int], None]
Record = tuple[str, int]

# They belong to the record they hang on and stay or go with it.
_PARTS = BARE | {"channel", "preference", "consent", "key_date", "note"}
_NOT_COMPARED = frozenset({"version", "updated_at", "last_contacted_at", "next_reminder_at"})


class Change(NamedTuple):
    """A row of the journal."""

    id: int
    noun: str
    record_id: int
    action: str
    before: str | None
    after: str | None


class Reverser:
    """Reverses one operation within the running write."""

    def __init__(self, w: Write, operation: int) -> None:
        self._w = w
        self._operation = operation
        self._references = references(w.db)
        self._kept: dict[Record, str] = {}
        self._failed: dict[Record, str] = {}
        self._reversed: set[Record] = set()

    def run(self, progress: Progress | None = None) -> tuple[int, tuple[Outcome, ...]]:
        """Reverse what can be; answers how many records were, and the others with why."""
        self._keep_changed()
        self._keep_used()
        total = self._w.count(
            "SELECT count(*) FROM change WHERE operation_id = :op", {"op": self._operation}
        )
        done = 0
        for noun, action, changes in self._runs():
            self._reverse(
                noun, action, [c for c in changes if (noun, c.record_id) not in self._kept]
            )
            done += len(changes)
            if progress:
                progress(done, total)
        others = [Outcome(*record, "kept", why) for record, why in self._kept.items()]
        others += [Outcome(*record, "failed", why) for record, why in self._failed.items()]
        whole = [o for o in others if o.noun not in BARE]
        return len(self._reversed - self._failed.keys()), tuple(whole)

    # --- which records to keep -------------------------------------------------------

    def _keep_changed(self) -> None:
        """Keep records that another operation changed since, unless changed back."""
        candidates = self._w.db.rows(
            "SELECT DISTINCT c.noun, c.record_id FROM change c WHERE c.operation_id = :op"
            " AND EXISTS (SELECT 1 FROM change n WHERE n.noun = c.noun"
            " AND n.record_id = c.record_id AND n.id > c.id AND n.operation_id <> :op)",
            {"op": self._operation},
        )
        for noun, ids in _by_noun(candidates).items():
            for chunk in _chunks(ids):
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
        for changes in self._pages():
            made = _by_noun((c.noun, c.record_id) for c in changes if c.action == "insert")
            for reference in self._references:
                for ids in _chunks(made.get(reference.parent, [])):
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
            if not self._goes_back((child, int(user))):
                why = f"a {child.replace('_', ' ')} refers to it since"
                self._kept.setdefault((parent, int(id)), why)

    def _goes_back(self, record: Record) -> bool:
        """Will the operation's own update of the record be reversed?"""
        if record in self._kept:
            return False
        sql = "SELECT 1 FROM change WHERE operation_id = :op AND noun = :noun AND record_id = :id"
        values = {"op": self._operation, "noun": record[0], "id": record[1]}
        return self._w.db.one(sql, values) is not None

    def _drawn_in(self, kept: list[Record]) -> Iterator[Record]:
        """The operation's new records that a kept one refers to, and the kept one's parts."""
        by_noun = _by_noun(kept)
        for child, column, parent in self._references:
            if child in by_noun:
                yield from self._new_ones(parent, f'"{column}"', child, "id", by_noun[child])
            if parent in by_noun and child in _PARTS:
                yield from self._new_ones(child, "id", child, column, by_noun[parent])
        for noun in ("contact", "company"):
            for chunk in _chunks(by_noun.get(noun, [])):
                test, params = among("record_id", chunk)
                keys = self._w.db.rows(
                    f"SELECT id FROM import_key WHERE noun = :noun AND {test}",
                    {**params, "noun": noun},
                )
                yield from (("import_key", int(row[0])) for row in keys)

    def _new_ones(
        self, noun: str, wanted: str, table: str, column: str, ids: list[int]
    ) -> Iterator[Record]:
        for chunk in _chunks(ids):
            test, params = among(f'x."{column}"', chunk)
            rows = self._w.db.rows(
                f'SELECT x.{wanted} FROM "{table}" x JOIN change c ON c.record_id = x.{wanted}'
                f" WHERE {test} AND c.noun = :noun AND c.operation_id = :op"
                " AND c.action = 'insert'",
                {**params, "noun": noun, "op": self._operation},
            )
            yield from ((noun, int(row[0])) for row in rows)

    # --- taking back -----------------------------------------------------------------

    def _runs(self) -> Iterator[tuple[str, str, list[Change]]]:
        """The changes, newest first, in runs alike that name no record twice."""
        run: list[Change] = []
        seen: set[int] = set()
        for change in self._newest_first():
            alike = run and (run[0].noun, run[0].action) == (change.noun, change.action)
            if run and (not alike or change.record_id in seen or len(run) == CHUNK):
                yield run[0].noun, run[0].action, run
                run, seen = [], set()
            run.append(change)
            seen.add(change.record_id)
        if run:
            yield run[0].noun, run[0].action, run

    def _newest_first(self) -> Iterator[Change]:
        for page in self._pages():
            yield from page

    def _pages(self) -> Iterator[list[Change]]:
        below = 2**62
        while True:
            page = self._w.db.into(
                Change,
                "SELECT id, noun, record_id, action, before, after FROM change"
                " WHERE operation_id = :op AND id < :below ORDER BY id DESC LIMIT 5000",
                {"op": self._operation, "below": below},
            )
            if not page:
                return
            yield page
            below = page[-1].id

    def _reverse(self, noun: str, action: str, changes: list[Change]) -> None:
        if not changes:
            return
        if action == "insert":
            test, params = among("id", [change.record_id for change in changes])
            self._w.db.execute(f'DELETE FROM "{noun}" WHERE {test}', params)
        else:
            changes = self._with_parents(noun, changes)
            step = self._put_back if action == "delete" else self._restore
            self._at_once(noun, changes, step)
        self._reversed.update((noun, change.record_id) for change in changes)

    def _at_once(
        self, noun: str, changes: list[Change], step: Callable[[str, list[Change]], None]
    ) -> None:
        """Run a step on all changes; where the database refuses, one by one."""
        if self._tried(noun, changes, step) or len(changes) == 1:
            return
        for change in changes:
            self._tried(noun, [change], step)

    def _tried(
        self, noun: str, changes: list[Change], step: Callable[[str, list[Change]], None]
    ) -> bool:
        self._w.db.execute("SAVEPOINT reversing")
        try:
            step(noun, changes)
        except self._w.db.integrity_errors():
            self._w.db.execute("ROLLBACK TO SAVEPOINT reversing")
            if len(changes) == 1:
                why = f"another {noun.replace('_', ' ')} has taken its place"
                self._failed[noun, changes[0].record_id] = why
            return False
        self._w.db.execute("RELEASE SAVEPOINT reversing")
        return True

    def _with_parents(self, noun: str, changes: list[Change]) -> list[Change]:
        """Those whose images refer only to records that are there; the others fail."""
        images = {change.record_id: json.loads(change.before or "{}") for change in changes}
        for child, column, parent in self._references:
            wanted = {image.get(column) for image in images.values()} - {None}
            if child != noun or not wanted:
                continue
            test, params = among("id", wanted)
            rows = self._w.db.rows(f'SELECT id FROM "{parent}" WHERE {test}', params)
            missing = wanted - {row[0] for row in rows}
            for id, image in images.items():
                if image.get(column) in missing:
                    self._failed[noun, id] = f"its {parent} {image[column]} is gone"
        return [change for change in changes if (noun, change.record_id) not in self._failed]

    def _put_back(self, noun: str, changes: list[Change]) -> None:
        images = [json.loads(change.before or "{}") for change in changes]
        names = ", ".join(f'"{name}"' for name in images[0])
        marks = ", ".join(f":{name}" for name in images[0])
        self._w.run(f'INSERT INTO "{noun}" ({names}) VALUES ({marks})', images)

    def _restore(self, noun: str, changes: list[Change]) -> None:
        stamp = "" if noun in BARE else ", version = version + 1, updated_at = :_now"
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for change in changes:
            image = json.loads(change.before or "{}")
            row = {**image, "_id": change.record_id, "_now": self._w.now}
            by_columns[tuple(image)].append(row)
        for columns, rows in by_columns.items():
            sets = ", ".join(f'"{name}" = :{name}' for name in columns)
            self._w.run(f'UPDATE "{noun}" SET {sets}{stamp} WHERE id = :_id', rows)


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


def _by_noun(records: Iterable[Any]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for noun, id in records:
        grouped[noun].append(int(id))
    return grouped


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
