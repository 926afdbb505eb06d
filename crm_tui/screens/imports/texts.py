"""What the screen of an import says: its head, its columns, its parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.content import Content

from crm_tui.errors import CrmError
from crm_tui.importing import telling
from crm_tui.importing.look import Look
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.screens.imports.running import Run
from crm_tui.widgets.detail import Section
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import Column, TableRow

COLUMNS = (
    Column("header", "Column", 18, flex=2),
    Column("field", "Goes to", 18, flex=1),
    Column("sample", "First value", 22, flex=3),
)
_BAR = 30
_KEYS = "give a column its field, say what the file holds, or choose among the options"
_WAYS = {
    "update": "overwrites what is here",
    "fill": "fills what is empty here",
    "skip": "leaves what is here alone",
    "create": "makes another beside what is here",
}


def head(path: Path, look: Look | None, recipe: Recipe, *, empty: bool) -> Content:
    """The file, what it is taken for, and what becomes of records that are here, unless there
    are none (`empty`)."""
    line = safe(f" {path.name}", "bold")
    if look is None:
        return line
    holds = "a whole store" if look.noun == "store" else look.noun
    parts = [holds + (f" from {look.program}" if look.program else "")]
    if look.columns and not empty:
        parts.append(_WAYS[recipe.on_duplicate])
    parts += [f"makes {what}" for what in recipe.make]
    return line + safe(f"  {' · '.join(parts)}")


def state(
    run: Run | None, result: ImportResult | None, error: CrmError | None, *, importing: bool
) -> Content:
    """Where it stands: under way, what would be or was done, or why that cannot be told."""
    if run and run.stopped and importing:
        return safe(" stopping; what came in already is taken back …")
    if run:
        full = round(run.share * _BAR)
        what = "importing" if importing else "reading"
        bar = safe("█" * full, "$success") + safe("░" * (_BAR - full), "$text-muted")
        return safe(f" {what} ") + bar + safe(f" {run.share:4.0%}")
    if error:
        return safe(" ! it cannot be imported yet", "$text-error")
    if result is None:
        return Content()
    done = safe(" ✓ imported: ", "bold $text-success") if result.operation else safe(" plan: ")
    return done + safe(telling.counts(result, brief=True), "bold")


def column_rows(look: Look, said: Mapping[str, str]) -> list[TableRow]:
    """The columns of the file; a field that was said is marked."""
    return [_column_row(header, look, said) for header in look.columns]


def _column_row(header: str, look: Look, said: Mapping[str, str]) -> TableRow:
    field = look.columns[header]
    if field == "-":
        shown = safe("– left out", "$text-muted")
    elif field.startswith(("custom", "date:")):
        shown = safe(field, "$text-muted")
    else:
        shown = safe(field, "$text-primary")
    if header in said:
        shown = shown.stylize("bold")
    return TableRow(header, (header, shown, look.samples.get(header, "")))


def parts(result: ImportResult | None, error: CrmError | None) -> tuple[str, list[Section]]:
    """The first rows of each kind, what would be made, and remarks; else the error in full. The
    first title, and what is below it."""
    if error:
        # Hints that name options are meant for the command line.
        hint = _KEYS if "--" in error.hint else error.hint
        told = [("", error.message)], [("", hint)] if hint else []
        return "Why not", [Section("", told[0]), Section("What to do", told[1])]
    if result is None:
        return "", []
    remarks = [("", text) for text in (*telling.taken(result), *result.notes)]
    each = [telling.firsts(result), *telling.parts(result)]
    found = [Section(part.head, [("", text) for text in part.shown()]) for part in each]
    found = [section for section in (*found, Section("Remarks", remarks)) if section.lines]
    if not found:
        return "", []
    return found[0].title, [Section("", found[0].lines), *found[1:]]
