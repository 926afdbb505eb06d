"""crm export"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Archived, Filter, Sort, Yes, group, verb
from crm_tui.cli.progress import Progress, bar
from crm_tui.cli.session import note, session
from crm_tui.errors import UsageError
from crm_tui.formats import tables
from crm_tui.formats.output_file import new_file
from crm_tui.formats.vcard_out import left_out, vcard_text
from crm_tui.formats.xlsx_out import LONGEST, Sheet, write_workbook
from crm_tui.queries.paging import Page
from crm_tui.reports import exports, whole
from crm_tui.reports.exports import NOUNS, Record
from crm_tui.store.files import folder_of
from crm_tui.store.reader import Reader
from crm_tui.text import counted

app = group("")
_ENDINGS = ("csv", "json", "jsonl")
_WORKBOOK = "xlsx"
_OF_ONE = {"vcf": "contacts", "ics": "reminders"}
_WHAT = (*NOUNS, "all")


@verb(app, "export")
def export(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help=", ".join(_WHAT), show_default=False)],
    words: Filter = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FILE",
            help="*.csv, *.xlsx, *.json, *.jsonl, *.vcf, *.ics; - is standard output",
        ),
    ] = "-",
    sort: Sort = "",
    archived: Archived = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file")] = False,
    yes: Yes = False,
) -> None:
    """Write records with all that hangs on them to a file, to be read or imported again.
    A whole copy, with the history of changes and undo, is what crm backup makes."""
    state = session(ctx)
    if what not in _WHAT:
        raise UsageError(f"cannot export {what}", f"one of: {', '.join(_WHAT)}")
    form = _form(state.format, to, what)
    filters = " ".join(words or ())
    if what == "all" and (filters or sort or archived):
        said = "everything has neither filter nor order, and archived records are in it"
        raise UsageError(said, "name a noun to export")
    me = state.workspace().user_id
    page = Page(sort=sort, archived=archived, filter=filters, me=me)
    with state.read() as reader, bar(f"exporting {what}") as progress:
        job = _Job(reader, page, state.raw, progress)
        if to == "-":
            output.page(job.text(what, form))
            job.tell_left_out()
            if job.hashes:
                note("attached files are not in it: name a file with --to, or use crm backup")
            return
        with new_file(Path(to), replace=yes or force) as stream:
            job.write(stream, what, form)
    note(f"{job.written} record{'s' * (job.written != 1)} in {to}")
    job.tell_left_out()
    if job.cut:
        cells = counted(job.cut, "cell")
        note(f"{cells} cut at {LONGEST:,} characters, Excel's limit; a .csv file has all of it")
    if job.hashes:
        folder = folder_of(to)
        files = state.workspace().files.share(folder, job.hashes)
        note(f"{counted(files, 'attached file')} in {folder}, to be kept beside it")


def _form(asked: str, to: str, what: str) -> str:
    """The format, by --format or the file's ending. Raises UsageError for another."""
    ending = asked or ("" if to == "-" else Path(to).suffix.removeprefix(".").casefold())
    if what == "all" and ending in ("csv", "zip"):
        if ending == "csv" or to == "-":
            raise UsageError("one CSV file cannot hold everything", "name a .zip or .jsonl file")
        return ending
    if ending == _WORKBOOK:
        if to == "-":
            raise UsageError("a workbook is no text to print", "name a file: --to people.xlsx")
        return ending
    of_one = [form for form, noun in _OF_ONE.items() if noun == what]
    if ending not in (*_ENDINGS, *of_one):
        more = [_WORKBOOK, *of_one, *(["zip"] if what == "all" else [])]
        known = ", ".join(f".{name}" for name in (*_ENDINGS, *more))
        said = f"cannot export {what} to '{ending}'" if ending else "no format for the export"
        raise UsageError(said, f"end the file in {known}; for standard output name --format")
    return ending


class _Job:
    """One export: from one snapshot of the store, however long it takes."""

    def __init__(self, reader: Reader, page: Page, raw: bool, progress: Progress) -> None:
        self._reader, self._page, self._raw, self._progress = reader, page, raw, progress
        self.written = 0
        self.hashes: set[str] = set()
        self.cut = 0
        self._left_out: set[str] = set()

    def tell_left_out(self) -> None:
        """Say what the file has no place for."""
        if self._left_out:
            told = ", ".join(sorted(self._left_out))
            note(f"vCards have no place for {told}; a .jsonl file has all of it")

    def write(self, stream: IO[bytes], what: str, form: str) -> None:
        """Write `what` to a file of that form."""
        if form == _WORKBOOK:
            self.cut = write_workbook(stream, self._sheets(what))
            return
        if form != "zip":
            _put(stream, self.text(what, form))
            return
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in NOUNS:
                with archive.open(f"{name}.csv", "w", force_zip64=True) as member:
                    _put(member, self.text(name, "csv"))

    def text(self, what: str, form: str) -> Iterator[str]:
        """The file's text, piece by piece."""
        rows = self._all() if what == "all" else self._counted(what)
        if form == "csv":
            yield from tables.csv_text(exports.columns(self._reader, what), rows, raw=self._raw)
        elif form == "vcf":
            yield from vcard_text(self._looked_at(rows))
        elif form == "ics":
            yield from exports.calendar_of(rows, self._reader.clock)
        else:
            yield from (tables.json_text if form == "json" else tables.json_lines)(rows)

    def _looked_at(self, rows: Iterator[Record]) -> Iterator[Record]:
        for row in rows:
            self._left_out |= left_out(row)
            yield row

    def _sheets(self, what: str) -> Iterator[Sheet]:
        for name in NOUNS if what == "all" else (what,):
            columns = exports.columns(self._reader, name)
            kinds = exports.kinds(self._reader, name)
            yield Sheet(name.capitalize(), columns, kinds, self._counted(name))

    def _all(self) -> Iterator[Record]:
        total = whole.count(self._reader)
        for number, row in enumerate(whole.stream(self._reader)):
            self.written = number  # the first is a header
            self.hashes |= whole.hashes(row)
            if not number % 500:
                self._progress(number, total)
            yield row

    def _counted(self, name: str) -> Iterator[Record]:
        total = exports.count(self._reader, name, self._page)
        for number, row in enumerate(exports.stream(self._reader, name, self._page), start=1):
            self.written += 1
            if not number % 500:
                self._progress(number, total)
            yield row


def _put(stream: IO[bytes], pieces: Iterator[str]) -> None:
    for piece in pieces:
        stream.write(piece.encode())
