"""Importing interactions or reminders from a file of rows, as one operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crm_tui.domain.drafts import Rejected
from crm_tui.formats.csv import CsvRow
from crm_tui.importing import date_orders
from crm_tui.importing.activities.batch import ActivityBatch
from crm_tui.importing.activities.columns import KINDS
from crm_tui.importing.activities.drafts import Draft
from crm_tui.importing.activities.rows import Reading, kind_by_name
from crm_tui.importing.activities.told import made_note, unknown_notes
from crm_tui.importing.columns import Column, filled
from crm_tui.importing.fields import IGNORED
from crm_tui.importing.headers import Headers
from crm_tui.importing.matching import Rules, Verdict
from crm_tui.importing.people import own_addresses
from crm_tui.importing.presets import PLAIN
from crm_tui.importing.reading import Table, open_tables, read_rows
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.tally import Tally
from crm_tui.importing.values import Meant
from crm_tui.importing.work import (
    Batches,
    Progress,
    carry_out,
    fingerprint,
    nobody_answers,
    source_of,
)
from crm_tui.workspace import Workspace


def import_activities(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    ask: date_orders.Ask | None = None,
) -> ImportResult:
    """Import a file of interactions or reminders (the recipe's noun), or its bytes, with the
    people, companies and deals known; a row about nobody known is rejected.

    The recipe says whether people are made. The rest is as with contacts (`importing.run`).
    Raises UsageError.
    """
    recipe.check()
    kind = KINDS[recipe.noun]
    order = recipe.date_order or workspace.config.date_order
    recipe = replace(recipe, date_order=order)
    (table,) = open_tables(source, "", recipe.sheet)[:1]
    columns = kind.recognise(table.header, recipe.columns)
    kind.require_names(columns)
    recipe.check_policy(filled(columns))
    columns = date_orders.settle(columns, table.rows, order, ask or nobody_answers)
    job = _Job(workspace, table, columns, kind, recipe, progress)
    said = (kind.noun, recipe)
    return carry_out(workspace, job, table.name, lambda: fingerprint(source, said), dry_run=dry_run)


class _Job:
    """One run over a file, and what became of its rows so far."""

    def __init__(
        self,
        workspace: Workspace,
        table: Table,
        columns: list[Column],
        kind: Headers,
        recipe: Recipe,
        progress: Progress | None,
    ) -> None:
        self._table, self._columns, self._kind = table, columns, kind
        own = kind.is_ours(table.header)
        source = "crm" if own else f"{source_of(table, PLAIN.name)}:{kind.noun}"
        self._rules = Rules(source, recipe, lambda _, value: value, own)
        self._makes = "contacts" in recipe.make
        self._reading = Reading(
            kind.noun, columns, recipe, source, workspace.clock,
            kind_by_name(Path(table.name).stem), own,
        )  # fmt: skip
        self._own, _ = own_addresses(workspace)
        self._meant = Meant(columns, recipe.values)
        self._progress = progress
        self.tally = Tally()
        self._unknown: dict[str, Counter[str]] = {}
        self._not_here: tuple[str, ...] = ()

    def run(self, batch: Batches) -> None:
        """Import every row, a transaction for each batch."""
        for drafts in self.tally.batches(self._drafts()):
            with batch() as w:
                known = ActivityBatch(
                    w, self._rules, self._kind.noun, drafts, self._own, makes=self._makes
                )
                for draft, verdict in zip(drafts, known.run(), strict=True):
                    self._judged(draft, verdict)
            self.tally.counts["made"] += known.made
            for noun, names in known.unknown.items():
                self._unknown.setdefault(noun, Counter()).update(names)
            if self._progress:
                self._progress(self._table.bytes_read, self._table.bytes_total)
        if any(self._unknown.values()):
            with batch() as w:
                self._not_here = tuple(unknown_notes(w, self._unknown))

    def _judged(self, draft: Draft, verdict: Verdict) -> None:
        if verdict.result == "nobody":
            reason = f"nobody here is meant by {draft.about[:80]}"
            self.tally.rejects.append(Rejected(draft.line, reason, draft.raw))
        else:
            self.tally.judged(draft.line, draft.name, verdict)

    def _drafts(self) -> Iterator[Draft | Rejected]:
        for row in self._meant.of(read_rows(self._table, guarded=self._rules.own)):
            if isinstance(row, CsvRow):
                self.tally.sample(self._columns, row.cells)
            yield row if isinstance(row, Rejected) else self._reading.draft(row)

    def _notes(self) -> Iterator[str]:
        fields = {column.field.kind for column in self._columns}
        if self._kind.noun == "interaction" and "kind" not in fields:
            yield f"no column says of what kind they are: each is a {self._reading.kind}"
        yield from made_note(self.tally.counts["made"])
        yield from self._not_here
        unused = [c.header for c in self._columns if c.field.kind == IGNORED and c.header]
        if unused and not self._rules.own:
            more = f' (--map "{unused[0]}=text" adds it to the text)'
            told = more if self._kind.noun == "interaction" else ""
            yield f"{self._kind.plural} have no field for: {', '.join(unused)}{told}"

    def told(self) -> str:
        """What came in."""
        return f"{self.tally.told()} {self._kind.plural}"

    def result(self) -> ImportResult:
        """What became of the rows."""
        notes = (*self._table.notes, *self._notes())
        return self.tally.result(self._table.name, self._kind.plural, self._columns, notes)
