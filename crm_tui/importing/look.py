"""What a file is taken for, before anything is planned: also where no plan can be made yet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from crm_tui.domain.drafts import Rejected
from crm_tui.importing.activities.columns import KINDS as ACTIVITIES
from crm_tui.importing.calendar.run import PRESET as CALENDAR
from crm_tui.importing.calendar.run import is_of_calendar
from crm_tui.importing.columns import Column, as_mapping
from crm_tui.importing.deals.columns import FIELDS as DEAL_FIELDS
from crm_tui.importing.deals.columns import recognise
from crm_tui.importing.fields import OFFERED
from crm_tui.importing.files import PLAIN, holds_store, noun_of
from crm_tui.importing.mail.run import PRESET as MAIL
from crm_tui.importing.mail.run import is_mail
from crm_tui.importing.reading import Table, open_tables
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.run import taken_for

_ROWS = 200  # so many are looked at for a value of each column
_CELL = 80


class Look(NamedTuple):
    """`noun` is what the rows are about (contacts … mail, calendar, or store), `program` who
    wrote the file where that is known; `columns` the field of each header, `samples` a value
    under it, `fields` those that a column may be given."""

    noun: str
    program: str = ""
    columns: dict[str, str] = {}  # noqa: RUF012 - never changed
    samples: dict[str, str] = {}  # noqa: RUF012 - never changed
    fields: tuple[str, ...] = ()


def look(source: Path | bytes, recipe: Recipe = Recipe()) -> Look:
    """What `import_file` takes a file, or its bytes, for. Raises UsageError for a recipe that
    does not fit, and what cannot be read."""
    recipe.check()
    if is_mail(source, recipe):
        return Look(MAIL)
    if is_of_calendar(source, recipe):
        return Look(CALENDAR)
    if holds_store(source, recipe):
        return Look("store")
    noun = noun_of(source, recipe)
    tables = open_tables(source, noun, recipe.sheet)
    looks = [_looked(table, noun, recipe) for table in tables]
    return looks[-1]._replace(
        columns={name: field for each in looks for name, field in each.columns.items()},
        samples={name: cell for each in looks for name, cell in each.samples.items()},
    )


def _looked(table: Table, noun: str, recipe: Recipe) -> Look:
    if kind := {**PLAIN, **ACTIVITIES}.get(noun):
        columns = kind.recognise(table.header, recipe.columns)
        return Look(noun, "", as_mapping(columns), _samples(table, columns), tuple(kind.fields))
    if noun == "deals":
        columns = recognise(table.header, recipe.columns)
        return Look(noun, "", as_mapping(columns), _samples(table, columns), tuple(DEAL_FIELDS))
    preset, columns = taken_for(table, recipe)
    program = "" if preset.name == "plain" else preset.name
    return Look(preset.noun, program, as_mapping(columns), _samples(table, columns), OFFERED)


def _samples(table: Table, columns: Sequence[Column]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in islice(table.rows(), _ROWS):
        if isinstance(row, Rejected):
            continue
        for column in columns:
            if column.header not in found and (cell := row.cells[column.index].strip()):
                found[column.header] = cell[:_CELL]
        if len(found) == len(columns):
            break
    return found
