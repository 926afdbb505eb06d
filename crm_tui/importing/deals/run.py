"""Importing deals from a file, as one operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import UsageError
from crm_tui.importing import date_orders
from crm_tui.importing.columns import Column, as_mapping, custom_labels
from crm_tui.importing.deals.batch import CONTACT_KEY, DealBatch
from crm_tui.importing.deals.columns import are_ours, recognise
from crm_tui.importing.deals.drafts import DealDraft, build
from crm_tui.importing.deals.stages import PIPELINE_KEY, STAGE_KEY, Stages
from crm_tui.importing.matching import OWNER_KEY, Rules
from crm_tui.importing.presets import PLAIN
from crm_tui.importing.reading import Table, open_tables, read_rows
from crm_tui.importing.result import ImportResult
from crm_tui.importing.run import BATCH, Progress, fingerprint, rolled_back, source_of
from crm_tui.services.custom_fields import ensure
from crm_tui.store.write import Write
from crm_tui.text import with_article
from crm_tui.workspace import Workspace

MAKES = ("stages", "users")
Batches = Callable[[], AbstractContextManager[Write]]
_LABELS = {
    OWNER_KEY: "Owner (imported)",
    STAGE_KEY: "Stage (imported)",
    PIPELINE_KEY: "Pipeline (imported)",
    CONTACT_KEY: "Contact (imported)",
}


def import_deals(
    workspace: Workspace,
    source: Path | bytes,
    *,
    maps: Sequence[str] = (),
    make: Collection[str] = (),
    on_duplicate: str = "update",
    dry_run: bool = False,
    progress: Progress | None = None,
    date_order: str = "",
    ask: date_orders.Ask | None = None,
    sheet: str = "",
) -> ImportResult:
    """Import a CSV or Excel file of deals, or its bytes, with their companies.

    Stages and owners that are not here are kept in custom fields, or made where `make` has
    "stages" or "users". The rest is as with contacts (`importing.run`). Raises UsageError.
    """
    if unknown := [name for name in make if name not in MAKES]:
        raise UsageError(f"cannot make {unknown[0]}", f"one of: {', '.join(MAKES)}")
    (table,) = open_tables(source, "", sheet)[:1]
    columns = recognise(table.header, maps)
    order = date_order or workspace.config.date_order
    columns = date_orders.settle(columns, table.rows, order, ask or (lambda _, __: ""))
    job = _Job(workspace, table, columns, make, on_duplicate, progress)
    if dry_run:
        with rolled_back(workspace) as batch:
            job.run(batch)
        return job.result(None)
    name = Path(table.name).name
    said = ("deals", on_duplicate, list(maps), sorted(make), order, sheet)
    with workspace.bulk(f"import {name}", fingerprint(source, said)) as bulk:
        job.run(bulk.batch)
        counts = job.counts
        bulk.summary = f"imported {name}: {counts['new']} new, {counts['updated']} updated deals"
    return job.result(bulk.operation or None)


class _Job:
    """One run over a file, and what became of its rows so far."""

    def __init__(
        self,
        workspace: Workspace,
        table: Table,
        columns: list[Column],
        make: Collection[str],
        mode: str,
        progress: Progress | None,
    ) -> None:
        self._workspace, self._table, self._columns = workspace, table, columns
        ours = are_ours(table.header)
        source = "crm" if ours else source_of(table, PLAIN)
        self._rules = Rules(source, mode, lambda _, value: value, ours)
        self._stages = Stages(make="stages" in make)
        self._users = "users" in make
        self._progress = progress
        self._rejects: list[Rejected] = []
        self._samples: dict[str, str] = {}
        self._kept: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    def run(self, batch: Batches) -> None:
        """Import every row, a transaction for each batch."""
        for drafts in self._batches():
            with batch() as w:
                known = DealBatch(w, self._rules, self._stages, drafts, users=self._users)
                self.counts.update(verdict.result for verdict in known.run())
                self.counts["companies"] += known.made
                self.counts["unknown"] += sum(draft.is_value_unknown for draft in drafts)
                used = {name for draft in known.fresh for name in draft.custom}
                ensure(w, "deal", used, {**custom_labels(self._columns), **_LABELS})
                self._kept.update(n for draft in known.fresh for n in draft.custom if n in _LABELS)
            if self._progress:
                self._progress(self._table.bytes_read, self._table.bytes_total)

    def _batches(self) -> Iterator[list[DealDraft]]:
        config, zone = self._workspace.config, self._workspace.clock.zone
        drafts: list[DealDraft] = []
        for row in read_rows(self._table, guarded=self._rules.own):
            draft = (
                row
                if isinstance(row, Rejected)
                else build(row, self._columns, config.currency, zone, own=self._rules.own)
            )
            if isinstance(draft, Rejected):
                self._rejects.append(draft)
                continue
            if not isinstance(row, Rejected) and len(self._samples) < len(self._columns):
                self._sample(row.cells)
            drafts.append(draft)
            if len(drafts) == BATCH:
                yield drafts
                drafts = []
        if drafts:
            yield drafts

    def _sample(self, cells: list[str]) -> None:
        for column in self._columns:
            if cell := cells[column.index].strip():
                self._samples.setdefault(column.header, cell[:80])

    def _notes(self) -> Iterator[str]:
        """What names in the file are not here, and where they are kept."""
        if count := self.counts["unknown"]:
            yield f"{count} values are -1 or the like: taken for unknown"
        for name, count in self._stages.unknown.most_common(5):
            yield f"no stage '{name}' here ({count} deals): in the first; --make stages adds it"
        hints = {OWNER_KEY: "; --make users adds them", STAGE_KEY: ""}
        for key, count in self._kept.items():
            if key != STAGE_KEY:
                what = with_article(_LABELS[key].partition(" ")[0].lower())
                yield (
                    f"{count} deals have {what} that is not here; kept in the custom field"
                    f" {key}{hints.get(key, '')}"
                )

    def result(self, operation: int | None) -> ImportResult:
        """What became of the rows."""
        counts = self.counts
        judged = sum(counts[name] for name in ("new", "updated", "same"))
        return ImportResult(
            file=self._table.name,
            preset="deals",
            rows=judged + len(self._rejects),
            new=counts["new"],
            updated=counts["updated"],
            same=counts["same"],
            duplicates=0,
            rejected=len(self._rejects),
            rejects=tuple(self._rejects),
            doubts=(),
            columns=as_mapping(self._columns),
            samples=self._samples,
            notes=(*self._table.notes, *self._notes()),
            companies=counts["companies"],
            operation=operation,
            taken={},
            left_out={},
        )
