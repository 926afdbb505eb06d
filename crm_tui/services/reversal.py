"""How an operation is reversed, record by record, from the journal's images.

A record that someone changed or used since is kept; what hangs on a kept record (its
channels, tags, parts in deals) is kept with it. Everything else goes back to its image
before. The work is done in chunks of statements, never a query per record.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from crm_tui.domain.operations import Outcome
from crm_tui.queries import operations
from crm_tui.queries.paging import among
from crm_tui.services.keeping import CHUNK, Change, Record, kept_records, pages
from crm_tui.store.references import references
from crm_tui.store.write import BARE, Write

Progress = Callable[[int, int], None]
Step = Callable[[str, list[Change]], None]

# Why what an erasure took cannot be put back.
ERASED = "erased"
# Told before what hangs on them.
_FIRST = ("contact", "company", "deal")
# Why the database would not reverse an insert, an update, a delete.
_REFUSED = {
    "insert": "another record refers to it",
    "update": "another record has taken its place",
    "delete": "another record has taken its place",
}


class Reverser:
    """Reverses one operation within the running write."""

    def __init__(self, w: Write, operation: int) -> None:
        self._w = w
        self._operation = operation
        self._references = references(w.db)
        self._kept = kept_records(w, operation, self._references)
        self._failed: dict[Record, str] = {}
        self._reversed: set[Record] = set()

    def run(self, progress: Progress | None = None) -> tuple[int, tuple[Outcome, ...]]:
        """Reverse what can be; answers how many records were, and the others with why."""
        total = self._w.count(
            "SELECT count(*) FROM change WHERE operation_id = :op", {"op": self._operation}
        )
        done = 0
        waiting: list[Change] = []
        for noun, action, changes, goes_on in self._runs():
            todo = [c for c in changes if (noun, c.record_id) not in self._kept]
            waiting = self._reverse(noun, action, waiting + todo, may_wait=goes_on)
            done += len(changes)
            if progress:
                progress(done, total)
        erased = dict.fromkeys(self._erased(), ERASED)
        others = [Outcome(*r, "kept", why) for r, why in self._kept.items() if r not in erased]
        failed = self._failed | erased
        others += [Outcome(*record, "failed", why) for record, why in failed.items()]
        whole = [o for o in others if o.noun not in BARE]
        whole.sort(key=lambda o: (*_FIRST, o.noun).index(o.noun))
        names = operations.names_of(self._w, [(o.noun, o.record_id) for o in whole])
        named = (o._replace(name=names.get((o.noun, o.record_id), "")) for o in whole)
        return len(self._reversed - self._failed.keys()), tuple(named)

    def _erased(self) -> list[Record]:
        """The records of which the journal holds nothing any more."""
        rows = self._w.db.rows(
            "SELECT DISTINCT noun, record_id FROM change WHERE operation_id = :op"
            f" AND {operations.BLANK} ORDER BY noun, record_id",
            {"op": self._operation},
        )
        return [(str(noun), int(id)) for noun, id in rows]

    def _runs(self) -> Iterator[tuple[str, str, list[Change], bool]]:
        """The changes, newest first, in runs alike that name no record twice, and whether the
        next run is alike too."""
        run: list[Change] = []
        seen: set[int] = set()
        for change in chain.from_iterable(pages(self._w, self._operation)):
            alike = bool(run) and (run[0].noun, run[0].action) == (change.noun, change.action)
            if run and (not alike or change.record_id in seen or len(run) == CHUNK):
                yield run[0].noun, run[0].action, run, alike
                run, seen = [], set()
            run.append(change)
            seen.add(change.record_id)
        if run:
            yield run[0].noun, run[0].action, run, False

    def _reverse(
        self, noun: str, action: str, changes: list[Change], *, may_wait: bool
    ) -> list[Change]:
        """Reverse a run; answers those that wait for others of their kind in the next one."""
        if action == "insert":
            self._step(noun, action, changes, self._remove)
        elif action == "update":
            self._step(noun, action, self._with_parents(noun, changes, [])[0], self._restore)
        else:
            columns = self._own_columns(noun)
            waiting: list[Change] = []
            for level in _levels(changes, columns):
                ready, early = self._with_parents(noun, level, columns if may_wait else [])
                self._step(noun, action, ready, self._put_back)
                waiting += early
            return waiting
        return []

    def _step(self, noun: str, action: str, changes: list[Change], step: Step) -> None:
        # All at once; where the database refuses, one by one.
        if changes and not self._tried(noun, changes, step):
            for change in changes:
                if not self._tried(noun, [change], step):
                    self._failed[noun, change.record_id] = _REFUSED[action]
        self._reversed.update((noun, change.record_id) for change in changes)

    def _tried(self, noun: str, changes: list[Change], step: Step) -> bool:
        self._w.db.execute("SAVEPOINT reversing")
        try:
            step(noun, changes)
        except self._w.db.integrity_errors():
            self._w.db.execute("ROLLBACK TO SAVEPOINT reversing")
            return False
        self._w.db.execute("RELEASE SAVEPOINT reversing")
        return True

    def _remove(self, noun: str, changes: list[Change]) -> None:
        test, params = among("id", [change.record_id for change in changes])
        self._w.db.execute(f'DELETE FROM "{noun}" WHERE {test}', params)

    def _own_columns(self, noun: str) -> list[str]:
        """The columns in which a record refers to another of its kind."""
        return [column for child, column, parent in self._references if child == parent == noun]

    def _with_parents(
        self, noun: str, changes: list[Change], patient: list[str]
    ) -> tuple[list[Change], list[Change]]:
        """Those whose images refer only to records that are there, and those that wait for what
        the columns of `patient` refer to; the others fail."""
        images = {change.record_id: _image(change) for change in changes}
        waiting = set[int]()
        for child, column, parent in self._references:
            wanted = {image.get(column) for image in images.values()} - {None}
            if child != noun or not wanted:
                continue
            test, params = among("id", wanted)
            rows = self._w.db.rows(f'SELECT id FROM "{parent}" WHERE {test}', params)
            missing = wanted - {row[0] for row in rows}
            for id, image in images.items():
                if image.get(column) not in missing or (parent, image[column]) == (noun, id):
                    continue
                if column in patient:
                    waiting.add(id)
                else:
                    self._failed[noun, id] = f"its {parent} {image[column]} is gone"
        here = [change for change in changes if (noun, change.record_id) not in self._failed]
        ready = [change for change in here if change.record_id not in waiting]
        return ready, [change for change in here if change.record_id in waiting]

    def _put_back(self, noun: str, changes: list[Change]) -> None:
        images = list(map(_image, changes))
        names = ", ".join(f'"{name}"' for name in images[0])
        marks = ", ".join(f":{name}" for name in images[0])
        self._w.run(f'INSERT INTO "{noun}" ({names}) VALUES ({marks})', images)

    def _restore(self, noun: str, changes: list[Change]) -> None:
        stamp = "" if noun in BARE else ", version = version + 1, updated_at = :_now"
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for change in changes:
            image = _image(change)
            row = {**image, "_id": change.record_id, "_now": self._w.now}
            by_columns[tuple(image)].append(row)
        for columns, rows in by_columns.items():
            sets = ", ".join(f'"{name}" = :{name}' for name in columns)
            self._w.run(f'UPDATE "{noun}" SET {sets}{stamp} WHERE id = :_id', rows)


def _image(change: Change) -> dict[str, Any]:
    """What a record was before a change."""
    image: dict[str, Any] = json.loads(change.before or "{}")
    return image


def _levels(changes: list[Change], columns: list[str]) -> Iterator[list[Change]]:
    """Deleted records of a kind, those before that others refer to in these columns; what goes
    round in a circle comes at once."""
    rest = {change.record_id: change for change in changes}
    above: dict[int, set[int]] = {}
    for id, change in rest.items() if columns else ():
        image = _image(change)
        above[id] = {image[column] for column in columns} - {id}
    while rest:
        ready = [id for id in rest if not above.get(id, set()) & rest.keys()] or [*rest]
        yield [rest.pop(id) for id in ready]
