"""Importing deals from a file, as one operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crm_tui.domain.drafts import Rejected
from crm_tui.importing import date_orders
from crm_tui.importing.columns import (
    Column,
    custom_labels,
    filled,
    others_notes,
    own_columns,
)
from crm_tui.importing.custom_types import CustomTypes
from crm_tui.importing.deals.batch import CONTACT_KEY, DealBatch
from crm_tui.importing.deals.columns import are_ours, recognise, require_deals
from crm_tui.importing.deals.drafts import STATUS_KEY, DealDraft, Reading
from crm_tui.importing.deals.products import PRODUCT_KEY, IsMeant, Products
from crm_tui.importing.deals.stages import PIPELINE_KEY, STAGE_KEY, Stages
from crm_tui.importing.late import late_notes, settle_owners, settle_stages
from crm_tui.importing.matching import OWNER_KEY, Rules
from crm_tui.importing.presets import PLAIN
from crm_tui.importing.reading import Table, open_tables, read_rows
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.tally import Tally, currency_note, named
from crm_tui.importing.values import Meant
from crm_tui.importing.work import (
    Batches,
    Progress,
    carry_out,
    fingerprint,
    nobody_answers,
    source_of,
)
from crm_tui.queries.custom_fields import of_noun
from crm_tui.services.custom_fields import ensure
from crm_tui.text import clean_line, with_article
from crm_tui.workspace import Workspace

_LABELS = {
    OWNER_KEY: "Owner (imported)",
    STAGE_KEY: "Stage (imported)",
    PIPELINE_KEY: "Pipeline (imported)",
    CONTACT_KEY: "Contact (imported)",
    PRODUCT_KEY: "Product (imported)",
    STATUS_KEY: "Status (imported)",
}
_TOLD_BY_NAME = (STAGE_KEY, PRODUCT_KEY, STATUS_KEY)


def import_deals(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe = Recipe(),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    ask: date_orders.Ask | None = None,
    is_meant: IsMeant | None = None,
) -> ImportResult:
    """Import a file of deals, or its bytes, with their companies.

    Stages, owners and products that are not here are kept in custom fields, or made where the
    recipe says so; of a product whose name is near one of ours `is_meant` is asked. The rest is
    as with contacts (`importing.run`). Raises UsageError.
    """
    recipe.check()
    order = recipe.date_order or workspace.config.date_order
    recipe = replace(recipe, date_order=order)
    (table,) = open_tables(source, "", recipe.sheet)[:1]
    columns = recognise(table.header, recipe.columns)
    require_deals(columns)
    recipe.check_policy(filled(columns))
    columns = date_orders.settle(columns, table.rows, order, ask or nobody_answers)
    products = _products(workspace, table, columns, recipe, is_meant or _nothing_is_meant)
    with workspace.read() as reader:
        present = of_noun(reader, "deal")
    types = CustomTypes(
        columns,
        lambda: Meant(columns, recipe.values).of(table.rows()),
        present,
        recipe,
        exact=are_ours(table.header),
    )
    job = _Job(workspace, table, types, recipe, products, progress)
    said = ("deals", recipe)
    return carry_out(workspace, job, table.name, lambda: fingerprint(source, said), dry_run=dry_run)


def _products(
    workspace: Workspace, table: Table, columns: list[Column], recipe: Recipe, is_meant: IsMeant
) -> Products:
    """The catalogue, and what the names of products in the file mean, by a look at its rows."""
    index = next((column.index for column in columns if column.field.kind == "product"), None)
    counts = Counter[str]()
    if index is not None:
        rows = (row for row in table.rows() if not isinstance(row, Rejected))
        counts.update(name for row in rows if (name := clean_line(row.cells[index])))
    found = Products(counts, recipe.products, make="products" in recipe.make)
    with workspace.read() as reader:
        found.settle(reader, is_meant)
    return found


def _nothing_is_meant(_theirs: str, _ours: str) -> bool:
    """Who is asked for a product where nobody is there."""
    return False


class _Job:
    """One run over a file, and what became of its rows so far."""

    def __init__(
        self,
        workspace: Workspace,
        table: Table,
        types: CustomTypes,
        recipe: Recipe,
        products: Products,
        progress: Progress | None,
    ) -> None:
        self._workspace, self._table = workspace, table
        self._types, self._columns = types, types.columns
        self._reading = Reading(
            types.columns, recipe, recipe.currency or workspace.config.currency,
            workspace.clock.zone,
            own=are_ours(table.header), needed=own_columns(table.header, "deal"),
        )  # fmt: skip
        own = self._reading.own
        source = "crm" if own else source_of(table, PLAIN.name)
        self._rules = Rules(source, recipe, lambda _, value: value, own)
        self._stages = Stages(make="stages" in recipe.make)
        self._products = products
        self._meant = Meant(types.columns, recipe.values)
        self._progress = progress
        self._kept, self._statuses = Counter[str](), Counter[str]()
        self.tally = Tally()

    def run(self, batch: Batches) -> None:
        """Import every row, a transaction for each batch."""
        for drafts in self.tally.batches(self._drafts()):
            with batch() as w:
                known = DealBatch(w, self._rules, self._stages, self._products, drafts)
                for draft, verdict in zip(drafts, known.run(), strict=True):
                    self.tally.judged(draft.line, draft.title, verdict)
                self.tally.counts["companies"] += known.made
                self.tally.counts["unknown"] += sum(draft.is_value_unknown for draft in drafts)
                self.tally.counts["currency"] += sum(
                    not draft.is_currency_said for draft in known.fresh
                )
                used = {name for draft in known.fresh for name in draft.custom}
                labels = {**custom_labels(self._columns), **_LABELS}
                ensure(w, "deal", used, labels, self._types.fields)
                statuses = (draft.custom.get(STATUS_KEY) for draft in known.fresh)
                self._statuses.update(filter(None, statuses))
                self._kept.update(n for draft in known.fresh for n in draft.custom if n in _LABELS)
            if self._progress:
                self._progress(self._table.bytes_read, self._table.bytes_total)
        with batch() as w:
            self._stages.load(w, ())
            self.tally.counts["late owners"] = settle_owners(w, self._rules, "deal")
            self.tally.counts["late stages"] = settle_stages(w, self._rules, self._stages)

    def _drafts(self) -> Iterator[DealDraft | Rejected]:
        for row in self._types.of(self._meant.of(read_rows(self._table, guarded=self._rules.own))):
            draft = row if isinstance(row, Rejected) else self._reading.draft(row)
            if draft is None:
                self.tally.counts["empty"] += 1
                continue
            if not isinstance(row, Rejected):
                self.tally.sample(self._columns, row.cells)
            yield draft

    def _notes(self) -> Iterator[str]:
        """What names in the file are not here, and where they are kept."""
        if count := self.tally.counts["unknown"]:
            values = "value is" if count == 1 else "values are"
            yield f"{count:,} {values} -1 or the like: taken for unknown"
        yield from currency_note(self.tally.counts, self._reading.recipe, self._reading.currency)
        yield from self._products.notes()
        yield from self._meant.notes()
        yield from self._types.notes()
        yield from others_notes(self._columns, "deal")
        yield from named(self._stages.unknown, "stage", _no_stage)
        yield from named(self._statuses, "status", self._no_status)
        yield from late_notes(self.tally.counts, "deal")
        for key, count in self._kept.items():
            if key not in _TOLD_BY_NAME:
                have = "deal has" if count == 1 else "deals have"
                what = with_article(_LABELS[key].partition(" ")[0].lower())
                hint = "; --make users adds them" if key == OWNER_KEY else ""
                yield (
                    f"{count:,} {have} {what} that is not here; kept in the custom field"
                    f" {key}{hint}"
                )

    def _no_status(self, name: str, deals: str) -> str:
        header = next(c.header for c in self._columns if c.field.kind == "status")
        return (
            f"no status '{name}' here ({deals}): kept in the custom field {STATUS_KEY};"
            f' --value "{header}:{name}=won" says what it means'
        )

    def told(self) -> str:
        """What came in."""
        return f"{self.tally.told()} deals"

    def result(self) -> ImportResult:
        """What became of the rows."""
        notes = (*self._table.notes, *self._notes())
        told = self.tally.result(self._table.name, "deals", self._columns, notes)
        return told._replace(companies=self.tally.counts["companies"])


def _no_stage(name: str, deals: str) -> str:
    return f"no stage '{name}' here ({deals}): in the first; --make stages adds it"
