"""Importing contacts with their companies, or companies, from a file, as one operation."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from crm_tui.formats.csv import CsvTable
from crm_tui.importing import date_orders, presets
from crm_tui.importing.columns import (
    Column,
    apply_map,
    filled,
    recognise,
    require_identity,
)
from crm_tui.importing.custom_types import CustomTypes
from crm_tui.importing.guessing import guess
from crm_tui.importing.job import Job
from crm_tui.importing.links import relate
from crm_tui.importing.presets import OWN, Preset
from crm_tui.importing.reading import Table, left_out, open_tables
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult, together
from crm_tui.importing.tally import Tally
from crm_tui.importing.values import Meant
from crm_tui.importing.work import (
    Batches,
    Meet,
    Progress,
    carry_out,
    fingerprint,
    nobody_answers,
)
from crm_tui.queries.custom_fields import of_noun
from crm_tui.queries.erasures import Held
from crm_tui.workspace import Workspace


def import_contacts(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe = Recipe(),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    ask: date_orders.Ask | None = None,
    meet: Meet | None = None,
) -> ImportResult:
    """Import contacts or companies from a CSV, Excel, JSON or vCard file, or its bytes.

    What the recipe leaves open is found out from the file: whether it holds contacts or
    companies, which program wrote it, what its columns fill. Who may be asked in which order
    a column's dates are is asked by `ask`; `meet` is shown each doubtful row when it and what it
    resembles are there. With `dry_run` the same is done and then rolled
    back. `progress` is called with bytes done and bytes in all. Work cut short is gone on
    with by the next run of the same file. Raises UsageError for what cannot be read as such,
    an unknown field or preset, and dates in an order that nobody knows.
    """
    recipe.check()
    recipe = replace(recipe, date_order=recipe.date_order or workspace.config.date_order)
    tables = open_tables(source, recipe.noun, recipe.sheet)
    with workspace.read() as reader:
        held = Held(reader)
        fields = {
            "contacts": of_noun(reader, "contact"),
            "companies": of_noun(reader, "company"),
        }

    def job(table: Table) -> Job:
        found, columns = taken_for(table, recipe)
        require_identity(columns, table.name)
        order = recipe.date_order
        columns = date_orders.settle(columns, table.rows, order, ask or nobody_answers)
        types = CustomTypes(
            columns,
            lambda: Meant(columns, recipe.values).of(table.rows()),
            fields[found.noun],
            recipe,
            exact=found.name in OWN,
        )
        return Job(workspace, table, types, found, recipe, progress, held, meet)

    jobs = list(map(job, tables))
    recipe.check_policy(name for job in jobs for name in filled(job.columns))
    said = (recipe, [(job.preset.name, job.preset.noun) for job in jobs])
    return carry_out(
        workspace, _Jobs(jobs), tables[0].name, lambda: fingerprint(source, said), dry_run=dry_run
    )


def taken_for(table: Table, recipe: Recipe) -> tuple[Preset, list[Column]]:
    """The program that wrote a table of contacts or companies, and what its columns fill, as the
    recipe says or as they show. Raises UsageError."""
    presets.refuse_ours(table.header)
    found = presets.chosen(recipe.preset, table.header)
    found = found._replace(noun=recipe.noun or found.noun)
    columns = presets.apply(found, recognise(table.header, found.noun))
    if found.name == presets.PLAIN.name and isinstance(table, CsvTable):
        columns = guess(columns, table.rows)
    return found, apply_map(columns, recipe.columns)


class _Jobs(NamedTuple):
    """The jobs of one file, done one after the other."""

    each: list[Job]

    def run(self, batch: Batches) -> None:
        """Do them, then the relationships between the rows of all."""
        for job in self.each:
            job.run(batch)
            job.settle(batch)
        links = [link for job in self.each for link in job.links]
        if links:
            last = self.each[-1]
            with batch() as w:
                last.tally.counts["links"] = relate(w, last.rules, links)

    def told(self) -> str:
        """What came in."""
        return Tally(sum((job.tally.counts for job in self.each), Counter[str]())).told()

    def result(self) -> ImportResult:
        """What became of the rows."""
        tables = [job.table for job in self.each]
        return together([job.result() for job in self.each], left_out(tables))
