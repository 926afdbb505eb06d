"""One run over a table of contacts or companies: its rows, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

from crm_tui.domain.channels import channel_key
from crm_tui.domain.drafts import ContactDraft, Rejected
from crm_tui.domain.erasing import KNOWN_BY
from crm_tui.formats.record_table import RecordTable
from crm_tui.importing.batch import Batch
from crm_tui.importing.columns import (
    Column,
    custom_labels,
    others_notes,
)
from crm_tui.importing.custom_types import CustomTypes
from crm_tui.importing.drafts import DraftBuilder
from crm_tui.importing.flush import flush
from crm_tui.importing.late import late_notes, settle_owners
from crm_tui.importing.links import Link, links_of
from crm_tui.importing.matching import OWNER_KEY, Rules, Verdict, row_key
from crm_tui.importing.presets import EXPORTS, OWN, Preset
from crm_tui.importing.reading import Table, read_rows
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import Doubt, ImportResult
from crm_tui.importing.tally import Tally
from crm_tui.importing.values import Meant
from crm_tui.importing.work import (
    Batches,
    Meet,
    Progress,
    source_of,
)
from crm_tui.queries.erasures import Held
from crm_tui.services.duplicates import distinct
from crm_tui.services.privacy import reason as held_back
from crm_tui.store.write import Write
from crm_tui.text import counted
from crm_tui.workspace import Workspace

# What is checked of the channels, and how it is called.
_CHECKED = {"email": "e-mail", "phone": "phone"}


@dataclass
class Job:
    """One run over a file, and what became of its rows so far."""

    workspace: Workspace
    table: Table
    types: CustomTypes
    preset: Preset
    recipe: Recipe
    progress: Progress | None
    held: Held
    meet: Meet | None = None
    tally: Tally = field(default_factory=Tally)
    doubts: list[Doubt] = field(default_factory=list)
    kept: Counter[int] = field(default_factory=Counter)
    links: list[Link] = field(default_factory=list)

    @cached_property
    def rules(self) -> Rules:
        """How the rows are matched and merged."""
        return Rules(
            source_of(self.table, self.preset.name),
            self.recipe,
            lru_cache(20_000)(partial(channel_key, region=self.workspace.config.region)),
            self.preset.name in OWN,
        )

    @property
    def columns(self) -> list[Column]:
        """What the rows' cells fill."""
        return self.types.columns

    @cached_property
    def meant(self) -> Meant:
        """What the cells mean."""
        return Meant(self.columns, self.recipe.values)

    def run(self, batch: Batches) -> None:
        """Import every row, a transaction for each batch."""
        rules = self.rules
        labels = {**custom_labels(self.columns), OWNER_KEY: "Owner (imported)"}
        for drafts in self.tally.batches(self._drafts()):
            with batch() as w:
                known = Batch(w, rules, drafts)
                told = list(zip(drafts, known.verdicts(), strict=True))
                for draft, verdict in told:
                    self._judged(draft, verdict)
                flush(w, known, rules.source, labels, self.types.fields)
                self._told_apart(w, told)
            self.tally.counts["companies"] += sum(
                state.new for state in known.companies.states.values()
            )
            if self.progress:
                self.progress(self.table.bytes_read, self.table.bytes_total)

    def settle(self, batch: Batches) -> None:
        """Give owners who are users by now to the records that waited for them."""
        if any(column.field.kind == "owner" for column in self.columns):
            with batch() as w:
                nouns = ("contact", "company") if self.preset.noun == "contacts" else ("company",)
                late = [settle_owners(w, self.rules, noun) for noun in nouns]
                self.tally.counts["late owners"] = sum(late)

    def _told_apart(self, w: Write, told: list[tuple[ContactDraft, Verdict]]) -> None:
        """Keep in mind who were said to be two people; show the doubtful rows to whoever is to
        look at them."""
        for draft, verdict in told:
            if verdict.other and verdict.result == "new" and draft.name:
                distinct(w, verdict.record, verdict.other)
            elif verdict.result == "duplicate" and self.meet:
                self.meet(w, _doubt(draft, verdict))

    def _judged(self, draft: ContactDraft, verdict: Verdict) -> None:
        self.tally.judged(draft.line, _called(draft), verdict)
        # A new company that a row is about is that new row.
        is_made = verdict.result in ("new", "duplicate")
        self.tally.counts["rows of companies"] += is_made and not draft.name
        # Our own export may bring the field without naming such an owner.
        self.tally.counts["owners"] += draft.custom.get(OWNER_KEY) == draft.owner
        if verdict.result == "skipped":
            return
        if not verdict.known and (self.rules.mode != "skip" or verdict.result != "same"):
            self.links += links_of(draft)
            if self.preset.name not in EXPORTS:
                self.tally.counts.update(_wrong(draft))
        if verdict.result == "duplicate":
            self.doubts.append(_doubt(draft, verdict))

    def _let_in(self, draft: ContactDraft | Rejected, raw: str) -> ContactDraft | Rejected:
        """The draft, unless it is about somebody who was erased."""
        if not self.held or isinstance(draft, Rejected):
            return draft
        company = draft.company.channels if draft.company else []
        addresses = [
            (way.kind, self.rules.key_of(way.kind, way.value))
            for way in (*draft.channels, *company)
            if way.kind in KNOWN_BY and not way.invalid
        ]
        day = self.held.since([*addresses, ("uid", draft.external_id)])
        return draft if day is None else Rejected(draft.line, held_back(day), raw)

    def _drafts(self) -> Iterator[ContactDraft | Rejected]:
        builder = DraftBuilder(
            self.columns,
            self.workspace.clock.zone,
            noun=self.preset.noun,
            exact=self.preset.name in OWN,
            owner=self.recipe.owner,
        )
        self.kept = builder.kept
        rows = read_rows(self.table, guarded=self.preset.name in OWN)
        for row in self.types.of(self.meant.of(rows)):
            if isinstance(row, Rejected):
                yield row
                continue
            self.tally.sample(self.columns, row.cells)
            yield self._let_in(builder.build(row), row.raw)

    def _guessed_notes(self) -> Iterator[str]:
        """Which columns' fields are a guess."""
        for column in self.columns:
            if column.guessed:
                yield f"{column.header}: taken for {column.field} by what is in it"

    def _kept_notes(self) -> Iterator[str]:
        """What was not taken as the columns say, and where it is kept."""
        for index, count in self.kept.items():
            column = self.columns[index]
            cells = "cell does" if count == 1 else "cells do"
            yield (
                f"{column.header}: {count} {cells} not fit {column.field};"
                f" kept in the custom field {column.key}"
            )
        yield from late_notes(self.tally.counts, "record")
        if count := self.tally.counts["links"]:
            told = (
                "relationship names a record that is"
                if count == 1
                else ("relationships name records that are")
            )
            yield f"{count} {told} not in this store; left out"
        for kind, name in _CHECKED.items():
            if count := self.tally.counts[f"wrong {kind}"]:
                are = "is" if count == 1 else "are"
                yield f"{counted(count, name)} {are} not valid; kept, and marked so"
        if count := self.tally.counts["owners"]:
            rows = "row has an owner who is" if count == 1 else "rows have an owner who is"
            yield (
                f"{count:,} {rows} no user here; kept in the custom field {OWNER_KEY};"
                " --make users adds them"
            )

    def result(self) -> ImportResult:
        """What became of the rows."""
        notes = (
            *self.table.notes,
            *self._guessed_notes(),
            *self._kept_notes(),
            *self.types.notes(),
            *self.meant.notes(),
            *others_notes(self.columns, "person"),
        )
        told = self.tally.result(self.table.name, self.preset.name, self.columns, notes)
        return told._replace(
            doubts=tuple(self.doubts),
            companies=self.tally.counts["companies"] - self.tally.counts["rows of companies"],
            taken=_counted(self.table),
        )


def _doubt(draft: ContactDraft, verdict: Verdict) -> Doubt:
    noun = "contact" if draft.name else "company"
    called, key = _called(draft), row_key(draft)
    return Doubt(draft.line, called, verdict.why, key, noun, verdict.record, verdict.other)


def _wrong(draft: ContactDraft) -> Iterator[str]:
    """What is counted for each of a row's e-mails and phones that are none."""
    company = draft.company.channels if draft.company else []
    for way in (*draft.channels, *company):
        if way.invalid and way.kind in _CHECKED:
            yield f"wrong {way.kind}"


def _called(draft: ContactDraft) -> str:
    return draft.name or (draft.company.name if draft.company else "")


def _counted(table: Table) -> dict[str, int]:
    if isinstance(table, RecordTable) and table.counts:
        return {table.noun: table.counts[table.noun]}
    return {}
