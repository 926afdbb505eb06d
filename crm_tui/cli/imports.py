"""crm import"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from crm_tui.cli import output
from crm_tui.cli.import_words import pairs, require_apart, words
from crm_tui.cli.import_words import values as values_of
from crm_tui.cli.options import group, verb
from crm_tui.cli.output import Shape
from crm_tui.cli.progress import bar
from crm_tui.cli.reviewing import require_somebody, reviewed
from crm_tui.cli.session import Session, asked, at_terminal, line_asked, session
from crm_tui.errors import CrmError, NotFound, PartlyDone, UsageError
from crm_tui.formats.output_file import new_file
from crm_tui.importing import telling
from crm_tui.importing.calendar.run import PRESET as CALENDAR
from crm_tui.importing.files import import_file
from crm_tui.importing.mail.run import PRESET as MAIL
from crm_tui.importing.mail.run import is_mail
from crm_tui.importing.presets import NAMES
from crm_tui.importing.reading import open_tables
from crm_tui.importing.recipe import MAKES, MODES, NOUNS, Recipe
from crm_tui.importing.recipe_file import read as read_recipe
from crm_tui.importing.recipe_file import require_room, with_guesses, with_said
from crm_tui.importing.recipe_file import write as write_recipe
from crm_tui.importing.result import ImportResult
from crm_tui.reports.layout import Line, pad
from crm_tui.text import counted, width

app = group("")
_FIELDS = (
    "file",
    "preset",
    "rows",
    "new",
    "updated",
    "same",
    "duplicates",
    "rejected",
    "operation",
)
_SHAPE = Shape((*_FIELDS, "companies", "notes"), ())
_WIDEST = 32


@verb(app, "import")
def import_(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            help="CSV, Excel, JSON, vCard, iCalendar or mail files, folders; - is standard input"
        ),
    ],
    noun: Annotated[str, typer.Option("--as", metavar="NOUN", help=", ".join(NOUNS))] = "",
    preset: Annotated[
        str,
        typer.Option(
            "--preset", metavar="NAME", help=f"Made by: {', '.join(NAMES)} [default: auto]"
        ),
    ] = "",
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=FIELD", help='"E-Mail 2=email", "Notes=ignore"'),
    ] = None,
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="Of a workbook; else the first")
    ] = "",
    date_order: Annotated[
        str, typer.Option("--date-order", metavar="ORDER", help="03/04/2026 is: DMY or MDY")
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="Of amounts without one")
    ] = "",
    stages: Annotated[
        list[str] | None,
        typer.Option("--stage", metavar="THEIRS=OURS", help='"Closed Won=Won"'),
    ] = None,
    owners: Annotated[
        list[str] | None,
        typer.Option("--owner", metavar="THEIRS=OURS", help='"A. Lovelace=Ada"'),
    ] = None,
    products: Annotated[
        list[str] | None,
        typer.Option("--product", metavar="THEIRS=OURS", help='"GTXPro=GTX Pro"'),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--value", metavar="HEADER:THEIRS=OURS", help='"sector:technolgy=technology"'),
    ] = None,
    on_duplicate: Annotated[
        str,
        typer.Option("--on-duplicate", metavar="WAY", help=f"{', '.join(MODES)} [default: update]"),
    ] = "",
    fill: Annotated[
        str, typer.Option("--fill", metavar="FIELDS", help="Set these only where they are empty")
    ] = "",
    overwrite: Annotated[
        str, typer.Option("--overwrite", metavar="FIELDS", help="Set these whatever they hold")
    ] = "",
    doubtful: Annotated[
        str,
        typer.Option(
            "--doubtful", metavar="WAY", help="Rows that may be known: new or skip [default: new]"
        ),
    ] = "",
    review: Annotated[
        bool, typer.Option("--review", help="Ask about each row that may be somebody known")
    ] = False,
    make: Annotated[
        str, typer.Option("--make", metavar="WHAT", help=f"{','.join(MAKES)} that are new")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing")
    ] = False,
    rejects: Annotated[
        Path | None,
        typer.Option("--rejects", metavar="FILE", help="Write the rejected rows to this file"),
    ] = None,
    use: Annotated[
        Path | None,
        typer.Option("--recipe", metavar="FILE", help="Import as this recipe (TOML) says"),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save-recipe", metavar="FILE", help="Keep the mapping as a recipe for the next file"
        ),
    ] = None,
) -> None:
    """Import contacts with their companies, companies, deals, interactions or reminders from CSV,
    Excel, JSON and vCard files, calendars as meetings and reminders, mail as interactions, or the
    whole store that `crm export all` wrote."""
    state = session(ctx)
    state.no_other_day()
    require_apart(files, {"--rejects": rejects, "--save-recipe": save})
    form = output.chosen(state, "text", ("text", "json", "jsonl", "csv", "tsv"))
    options = {
        "noun": noun,
        "preset": preset,
        "sheet": sheet,
        "columns": pairs("--map", maps),
        "date_order": date_order.upper(),
        "currency": currency,
        "stages": pairs("--stage", stages),
        "owners": pairs("--owner", owners),
        "products": pairs("--product", products),
        "values": values_of(values),
        "make": tuple(words(make)),
        "on_duplicate": on_duplicate,
        "doubtful": doubtful,
        "policy": dict.fromkeys(words(fill), "fill") | dict.fromkeys(words(overwrite), "update"),
    }
    recipe = with_said(read_recipe(use) if use else Recipe(), options)
    if save:
        require_room(save)
    if review:
        require_somebody(files)
    for name in files:  # before the first of them is imported
        _there(name)
    workspace = state.workspace(create=not state.named_store)
    results: list[ImportResult] = []
    try:
        with _told_with_the_rest(files, results):
            for name in files:
                source = sys.stdin.buffer.read() if name == "-" else Path(name)
                if rejects and is_mail(source, recipe):
                    raise UsageError("mail has no rows to mend", "leave out --rejects")
                said = reviewed(workspace, Path(name), recipe) if review else recipe
                with bar(f"importing {name}") as progress:
                    result = import_file(
                        workspace, source, said, dry_run=dry_run, progress=progress,
                        ask=_ask_order, is_meant=_is_meant,
                    )  # fmt: skip
                results.append(result)
                if form == "text":
                    output.lines(state, summary(result, dry_run=dry_run))
                if rejects and result.rejects:
                    _write_rejects(rejects, source, recipe.sheet, result)
                if save:
                    write_recipe(save, with_guesses(recipe, result))
    finally:  # what was imported is told, whatever happened to the files after it
        if form != "text" and results:
            _write(state, form, results, several=len(files) > 1)
    _end(results, rejects)


@contextmanager
def _told_with_the_rest(files: list[str], results: list[ImportResult]) -> Iterator[None]:
    """An error of one file says which ones after it are not imported either."""
    try:
        yield
    except CrmError as error:
        if rest := ", ".join(files[len(results) + 1 :]):
            error.hint = f"{error.hint}; not imported either: {rest}".removeprefix("; ")
        raise


def _there(name: str) -> None:
    """Raises NotFound for a file that is missing, UsageError for an address on the web."""
    if name.startswith(("http://", "https://")):
        raise UsageError(f"'{name}' is on the web", "download it first, and name the file")
    if name != "-" and not Path(name).exists():
        raise NotFound(f"no file '{name}'", "check the path and the spelling; nothing was imported")


def _ask_order(header: str, value: str) -> str:
    """Day or month first? Asked on a terminal; empty where nobody is there."""
    if not at_terminal():
        return ""
    question = f"Column '{header}': does {value} begin with the day or the month? [d/m] "
    answer = line_asked(question).casefold()
    return {"d": "DMY", "m": "MDY"}.get(answer[:1], "")


def _is_meant(theirs: str, ours: str) -> bool:
    """Is that product meant? Asked on a terminal; no where nobody is there."""
    return at_terminal() and asked(f"Is the product '{theirs}' your '{ours}'?")


def _end(results: list[ImportResult], rejects: Path | None) -> None:
    """Raises PartlyDone when rows were rejected."""
    if rejected := sum(result.rejected for result in results):
        if all(result.preset == MAIL for result in results):
            raise PartlyDone(f"{counted(rejected, 'mail')} rejected", "they stay where they are")
        hint = f"they are in {rejects}" if rejects else "--rejects FILE keeps them, to be mended"
        raise PartlyDone(f"{counted(rejected, 'row')} rejected", hint)


def summary(result: ImportResult, *, dry_run: bool = False) -> Iterator[Line]:
    """What an import did, or would do, as text."""
    plan = ", as it would be" if dry_run else ""
    yield Line(f"{result.file}: {telling.rows_and_program(result)}{plan}", "head")
    yield from (Line(f"  {text}") for text in telling.taken(result))
    yield Line(f"  {telling.counts(result)}")
    if result.columns:
        yield from _columns(result)
    for part in telling.parts(result):
        yield Line(f"  {part.head}")
        yield from (Line(f"    {text}") for text in part.shown())
    yield from (Line(f"  note: {note}") for note in result.notes)
    if result.operation:
        yield Line(f"  crm undo {result.operation} takes it back")


def _columns(result: ImportResult) -> Iterator[Line]:
    yield Line("  Columns")
    cells = min(_WIDEST, max(map(width, result.columns), default=0))
    fields = max(map(len, result.columns.values()), default=0)
    for header, field in result.columns.items():
        sample = result.samples.get(header, "")
        yield Line(f"    {pad(header, cells)} → {field:<{fields}}  {sample}".rstrip())


def _write(state: Session, form: str, results: list[ImportResult], *, several: bool) -> None:
    found = [_record(result) for result in results]
    if form == "json":
        output.value(found if several else found[0])
    else:
        output.records(state, _SHAPE, found)


def _record(result: ImportResult) -> dict[str, Any]:
    """An import's result as scripts read it."""
    return {
        **{name: getattr(result, name) for name in _FIELDS},
        "skipped": result.skipped,
        "companies": result.companies,
        "rejects": [
            {"line": row.line, "reason": row.reason, "row": row.raw} for row in result.rejects
        ],
        "changes": [row._asdict() for row in result.changes],
        "doubts": [{"line": row.line, "name": row.name, "why": row.why} for row in result.doubts],
        "made": {each.noun: list(each.names) for each in result.made},
        "taken": result.taken,
        "left_out": result.left_out,
        "columns": result.columns,
        "notes": list(result.notes),
    }


def _write_rejects(path: Path, source: Path | bytes, sheet: str, result: ImportResult) -> None:
    """The rejected rows under their header as they stood, to be mended and imported again."""
    rows = [row.raw.rstrip("\r\n") for row in result.rejects]
    if result.preset == CALENDAR:
        rows = ["BEGIN:VCALENDAR", "VERSION:2.0", *rows, "END:VCALENDAR"]
    else:
        rows = [*filter(None, [open_tables(source, "", sheet)[0].header_raw]), *rows]
    with new_file(path, replace=True) as stream:
        stream.write(("\n".join(rows) + "\n").encode())
