"""Importing contacts with their companies, or companies, from a file, as one operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

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
from crm_tui.importing.values import Meant
from crm_tui.importing.work import (
    Batches,
    Meet,
    Progress,
    fingerprint,
    nobody_answers,
    rolled_back,
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
    if dry_run:
        with rolled_back(workspace) as batch:
            return _run(jobs, batch)._replace(made=batch.made())
    name = Path(tables[0].name).name
    presets_used = [(job.preset.name, job.preset.noun) for job in jobs]
    key = fingerprint(source, (recipe, presets_used))
    with workspace.bulk(f"import {name}", key) as bulk:
        result = _run(jobs, bulk.batch)
        bulk.summary = f"imported {name}: {result.new} new, {result.updated} updated"
    return result._replace(operation=bulk.operation or None)


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


def _run(jobs: Sequence[Job], batch: Batches) -> ImportResult:
    """Do the jobs of one file, one after the other."""
    for job in jobs:
        job.run(batch)
        job.settle(batch)
    links = [link for job in jobs for link in job.links]
    if links:
        with batch() as w:
            jobs[-1].tally.counts["links"] = relate(w, jobs[-1].rules, links)
    return together([job.result() for job in jobs], left_out([job.table for job in jobs]))
