"""Importing products or users from a file, as one operation."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from crm_tui.domain.drafts import Rejected
from crm_tui.domain.money import names_currency
from crm_tui.errors import InvalidField
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import custom_labels, filled, others_notes
from crm_tui.importing.custom_types import CustomTypes
from crm_tui.importing.fields import IGNORED, keep_custom
from crm_tui.importing.matching import Rules
from crm_tui.importing.plain.batch import PlainBatch
from crm_tui.importing.plain.kinds import Context, Draft, Kind
from crm_tui.importing.presets import PLAIN
from crm_tui.importing.reading import Table, open_tables, read_rows
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.tally import Tally, currency_note
from crm_tui.importing.values import Meant
from crm_tui.importing.work import Batches, Progress, carry_out, fingerprint, source_of
from crm_tui.queries.custom_fields import of_noun
from crm_tui.services.custom_fields import ensure
from crm_tui.text import clean_line, counted
from crm_tui.workspace import Workspace


def import_plain(
    workspace: Workspace,
    source: Path | bytes,
    kind: Kind,
    recipe: Recipe = Recipe(),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import a file of products or users, or its bytes; what no field takes becomes a custom
    field of a product. The rest is as with contacts (`importing.run`). Raises UsageError."""
    recipe.check()
    (table,) = open_tables(source, "", recipe.sheet)[:1]
    columns = kind.recognise(table.header, recipe.columns)
    kind.require_names(columns)
    recipe.check_policy(filled(columns))
    with workspace.read() as reader:
        present = of_noun(reader, kind.noun)
    types = CustomTypes(
        columns,
        lambda: Meant(columns, recipe.values).of(table.rows()),
        present,
        recipe,
        exact=kind.is_ours(table.header),
    )
    job = _Job(workspace, table, types, kind, recipe, progress)
    said = (kind.noun, recipe)
    return carry_out(
        workspace, job, table.name, lambda: fingerprint(source, said), dry_run=dry_run,
        records=(kind.noun,),
    )  # fmt: skip


class _Job:
    """One run over a file, and what became of its rows so far."""

    def __init__(
        self,
        workspace: Workspace,
        table: Table,
        types: CustomTypes,
        kind: Kind,
        recipe: Recipe,
        progress: Progress | None,
    ) -> None:
        self._workspace, self._table, self._kind = workspace, table, kind
        self._types, self._columns = types, types.columns
        own = kind.is_ours(table.header)
        source = "crm" if own else source_of(table, PLAIN.name)
        self._rules = Rules(source, recipe, lambda _, value: value, own)
        self._currency = recipe.currency or workspace.config.currency
        self._meant = Meant(types.columns, recipe.values)
        self._progress = progress
        self._refused: list[str] = []
        self.tally = Tally()

    def run(self, batch: Batches) -> None:
        """Import every row, a transaction for each batch."""
        labels = custom_labels(self._columns)
        read = self._types.of(self._meant.of(read_rows(self._table, guarded=self._rules.own)))
        for rows in self.tally.batches(read):
            with batch() as w:
                before = w.count(f'SELECT count(*) FROM "{self._kind.noun}"')
                context = Context(self._currency, w.now)
                drafts = list(self._drafts(rows, context))
                known = PlainBatch(w, self._rules, self._kind, drafts)
                for draft, verdict in zip(drafts, known.run(), strict=True):
                    self.tally.judged(draft.line, draft.name, verdict)
                self._refused += known.refused
                self.tally.counts["currency"] += sum(
                    not draft.is_currency_said for draft in known.fresh
                )
                new = w.count(f'SELECT count(*) FROM "{self._kind.noun}"') - before
                self.tally.counts["made"] += new
                used = {name for draft in known.fresh for name in draft.custom}
                ensure(w, self._kind.noun, used, labels, self._types.fields)
            if self._progress:
                self._progress(self._table.bytes_read, self._table.bytes_total)

    def _drafts(self, rows: list[CsvRow], context: Context) -> Iterator[Draft]:
        for row in rows:
            draft = self._draft(row, context)
            if isinstance(draft, Rejected):
                self.tally.rejects.append(draft)
            elif draft:
                yield draft

    def _draft(self, row: CsvRow, context: Context) -> Draft | Rejected | None:
        """A row -> its draft, why it is none, or None where it has nothing of the kind."""
        cells, custom, filled = dict[str, str](), dict[str, str](), []
        for column in self._columns:
            text = row.cells[column.index].strip()
            if not text or column.field.kind == IGNORED:
                continue
            filled.append(f"{column.field} {text}")
            self.tally.samples.setdefault(column.header, text[:80])
            if column.field.kind == "custom":
                keep_custom(custom, column.field.label or column.key, text)
            elif cells.setdefault(column.field.kind, text) != text and self._kind.custom:
                keep_custom(custom, column.key, text)
        if not filled:
            self.tally.counts["empty"] += 1
            return None
        try:
            columns = self._kind.read(cells, context)
        except InvalidField as error:
            return Rejected(row.line, error.message, row.raw)
        if not columns["name"]:
            return Rejected(row.line, f"no name of a {self._kind.noun}", row.raw)
        hashed = blake2b("\n".join(filled).encode(), digest_size=16).hexdigest()
        price = cells.get("price", "")
        said = {name: clean_line(cells.get(name, "")) for name in self._kind.said}
        return Draft(
            row.line,
            columns["name"],
            clean_line(cells.get("id", "")),
            hashed,
            columns,
            said,
            custom,
            is_currency_said=not price or bool(cells.get("currency")) or names_currency(price),
        )

    def _notes(self) -> Iterator[str]:
        """What else was made, and what was left out."""
        if count := self.tally.counts["made"] - self.tally.counts["new"]:
            yield f"{counted(count, self._kind.noun)} more who are named as managers"
        yield from currency_note(self.tally.counts, self._rules.recipe, self._currency)
        if count := self.tally.counts["empty"]:
            rows = "1 row has" if count == 1 else f"{count} rows have"
            yield f"{rows} no {self._kind.noun}"
        unused = [c.header for c in self._columns if c.field.kind == IGNORED and c.header]
        if unused and not self._kind.custom and not self._rules.own:
            yield f"{self._kind.plural} have no field for: {', '.join(unused)}"
        yield from self._refused
        yield from self._types.notes()
        yield from others_notes(self._columns, self._kind.noun)

    def told(self) -> str:
        """What came in."""
        return f"{self.tally.told()} {self._kind.plural}"

    def result(self) -> ImportResult:
        """What became of the rows."""
        notes = (*self._table.notes, *self._notes())
        return self.tally.result(self._table.name, self._kind.plural, self._columns, notes)
