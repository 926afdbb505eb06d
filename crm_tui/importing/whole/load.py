"""Bringing a batch of one table's records into a store: only what is missing there by uid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crm_tui.domain.drafts import Rejected
from crm_tui.domain.whole import BY_NAME, Table
from crm_tui.importing.whole.values import Draft
from crm_tui.queries import whole as queries
from crm_tui.queries.erasures import Held
from crm_tui.services.privacy import reason as held_back
from crm_tui.store.write import Write, has_changed

Row = dict[str, Any]


class Loader:
    """Knows across the batches of a file what its records are here.

    In a store that is `fresh` the records keep their ids, and take the place of what its
    making put there; in another they get new ones, and what has the same name there, such as
    a tag or a stage, is taken for the one of the file.
    """

    def __init__(self, *, fresh: bool) -> None:
        self.fresh = fresh
        self.rejects: list[Rejected] = []
        self._aliases: dict[tuple[str, str], int] = {}
        # (table, column) -> uid -> the uid of the record of the same table that it refers to.
        self._later: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._moves: dict[int, Counter[tuple[Any, ...]]] = {}
        self._adopted = 0
        self._held: Held | None = None

    def begin(self, w: Write) -> None:
        """Clear a fresh store of the pipeline that its making gave it."""
        if self.fresh and not has_changed(w.db, w.operation):
            w.run("DELETE FROM stage", [{}])
            w.run("DELETE FROM pipeline", [{}])

    def load(self, w: Write, table: Table, drafts: Sequence[Draft]) -> int:
        """Write what is not there yet; answers how many records that were."""
        pairs = list(self._resolved(w, table, drafts))
        there = queries.ids(w, table.name, (d.uid for d, _ in pairs)) if table.has_uid else {}
        missing = [(draft, row) for draft, row in pairs if draft.uid not in there]
        if not self.fresh:
            made = w.insert_missing(table.name, list(self._fitting(w, table, missing)))
            if table.named:
                self._alias(w, table, (draft for draft, _ in missing))
            return made
        before = self._adopted
        made = w.insert_missing(table.name, list(self._with_ids(w, table, missing)))
        w.past_ids(table.name)
        return made + self._adopted - before

    def finish(self, w: Write) -> None:
        """Let records refer to others of their table that came after them, as companies do to
        their parents and users to each other."""
        for (table, column), later in self._later.items():
            open_ones = queries.without(w, table, column, w.operation, later)
            others = {uid: id for (noun, uid), id in self._aliases.items() if noun == table}
            others |= queries.ids(w, table, later.values())
            # Not through `update`: a record is as old as the file says.
            w.run(
                f'UPDATE "{table}" SET {column} = :other WHERE id = :id',
                [
                    {"id": id, "other": others[later[uid]]}
                    for uid, id in open_ones.items()
                    if later[uid] in others
                ],
            )

    # -- references ----------------------------------------------------------------------------

    def _resolved(
        self, w: Write, table: Table, drafts: Sequence[Draft]
    ) -> Iterator[tuple[Draft, Row]]:
        """The drafts with their rows; one that refers to what is nowhere is rejected."""
        known = self._known(w, drafts)
        optional = {column.column for column in table.columns if column.empty}
        for draft in drafts:
            if day := self._erased_on(w, table, draft):
                self.rejects.append(Rejected(draft.line, held_back(day), draft.raw))
                continue
            ids = {column: known.get(to) for column, to in draft.references.items()}
            lost = None
            for name, to in draft.references.items():
                if to[0] == table.name and name in optional:
                    self._later[table.name, name][draft.uid] = to[1]
                elif ids[name] is None:
                    lost = to
            if lost:
                why = f"its {lost[0]} {lost[1]} is neither before it in the file nor in the store"
                self.rejects.append(Rejected(draft.line, why, draft.raw))
                continue
            row = {**draft.values, **ids}
            for column in table.columns:
                row.setdefault(column.column, None)
            yield draft, row if not table.has_uid else {**row, "uid": draft.uid}

    def _erased_on(self, w: Write, table: Table, draft: Draft) -> str | None:
        """The day on which the one was erased whom a record is about; None for nobody."""
        if table.name not in ("contact", "channel"):
            return None
        if self._held is None:
            self._held = Held(w)
        if table.name == "contact":
            return self._held.since([("uid", draft.uid)])
        return self._held.since([(draft.values["kind"], draft.values["value_key"])])

    def _known(self, w: Write, drafts: Sequence[Draft]) -> dict[tuple[str, str], int]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            for noun, uid in draft.references.values():
                wanted[noun].add(uid)
        found = {
            (noun, uid): id
            for noun, uids in wanted.items()
            for uid, id in queries.ids(w, noun, uids).items()
        }
        return self._aliases | found

    def _alias(self, w: Write, table: Table, drafts: Iterable[Draft]) -> None:
        """Note which records here are those of the file that were not taken, by their names."""
        uids = {draft.uid: draft for draft in drafts}
        absent = uids.keys() - queries.ids(w, table.name, uids).keys()
        if not absent:
            return
        known = self._known(w, list(uids.values()))
        names = queries.named(w, table)
        for uid in absent:
            draft = uids[uid]
            ids = {column: known.get(to) for column, to in draft.references.items()}
            name = tuple({**draft.values, **ids}[column] for column in table.named)
            if name in names:
                self._aliases[table.name, uid] = names[name]

    # -- into a fresh store ----------------------------------------------------------------------

    def _with_ids(self, w: Write, table: Table, pairs: list[tuple[Draft, Row]]) -> Iterator[Row]:
        """The rows with the ids of the file. Who made the store becomes the file's user of
        that id."""
        taken = queries.taken(w, table.name, (draft.id for draft, _ in pairs))
        for draft, row in pairs:
            if table.name == "user" and draft.id == w.user_id:
                sets = ", ".join(f"{column} = :{column}" for column in row)
                w.run(f'UPDATE "user" SET {sets} WHERE id = :id', [{**row, "id": draft.id}])
                self._adopted += 1
            elif draft.id and draft.id not in taken:
                taken.add(draft.id)
                yield {**row, "id": draft.id}
            elif table.has_uid or not draft.id:
                why = "another record has its id" if draft.id else "it has no id"
                self.rejects.append(Rejected(draft.line, why, draft.raw))

    # -- into another one --------------------------------------------------------------------------

    def _fitting(self, w: Write, table: Table, pairs: list[tuple[Draft, Row]]) -> Iterator[Row]:
        """The rows as they may stand in this store, without those that are there already."""
        rows = [row for _, row in pairs]
        if table.name == "stage_change":
            return (row for row in rows if not self._has_move(w, row))
        if table.name == "redirect":
            return _redirects(w, rows)
        if table.name == "duplicate":
            return map(_smaller_first, rows)
        there = queries.alike(w, table, rows)
        return (row for row in rows if queries.likeness(table, row) not in there)

    def _has_move(self, w: Write, row: Row) -> bool:
        """Is a move of a deal there? It has no uid, and two of them may be alike."""
        deal, table = row["deal_id"], BY_NAME["stage_change"]
        if deal not in self._moves:
            self._moves[deal] = Counter(queries.rows_of(w, table, "deal_id", deal))
        move = tuple(row[column.column] for column in table.columns)
        self._moves[deal][move] -= 1
        return self._moves[deal][move] >= 0


def _redirects(w: Write, rows: list[Row]) -> Iterator[Row]:
    """Where merged records are found: by uid and name only, since their old ids are other
    records' here."""
    spare = queries.lowest_old_id(w)
    for row in rows:
        if not queries.ids(w, row["noun"], [row["old_uid"]]):
            spare -= 1
            yield {**row, "old_id": spare}


def _smaller_first(row: Row) -> Row:
    first, second = sorted((row["first_id"], row["second_id"]))
    return {**row, "first_id": first, "second_id": second}
