"""crm attach, crm attachment"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_tui.cli import hanging, output
from crm_tui.cli.hanging import Hanging, Id, Of
from crm_tui.cli.options import group, verb
from crm_tui.cli.progress import bar
from crm_tui.cli.session import TEXTS, note, session
from crm_tui.cli.shapes import ATTACHMENT
from crm_tui.domain.attachments import size_text
from crm_tui.opening import open_elsewhere
from crm_tui.queries import attachments as queries
from crm_tui.queries.resolve import NOUNS, resolve
from crm_tui.reports import around
from crm_tui.services import attachments
from crm_tui.store.files import check
from crm_tui.text import counted

app = group("")
attachment = group("Files kept with contacts, companies and deals; `crm attach` adds them.")
app.add_typer(attachment, name="attachment")

FILE = Hanging(
    "attachment",
    "attachment",
    NOUNS,
    ATTACHMENT,
    lambda reader, target: queries.of_record(reader, target.noun, target.id),
    queries.attachment,
    around.attachment,
)
_DAYS = 30


@verb(app, "attach")
def attach(
    ctx: typer.Context,
    of: Of,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)],
) -> None:
    """Keep copies of files with a record."""
    state = session(ctx)
    state.no_other_day()
    state.known_format(TEXTS)
    with state.read() as reader:  # before anything is copied in vain
        target = resolve(reader, of)
    for file in files:
        check(file)
    kept = []
    for file in files:
        with bar(f"copying {file.name}") as progress:
            kept.append(state.workspace().files.keep(file, progress))
    with state.write("attach") as w:
        ids = attachments.add(w, target.noun, target.id, kept)
    if len(ids) == 1 or not state.wants_record:
        FILE.told(state, w, ids[0])
    else:
        with state.read() as reader:
            rows = (around.attachment(queries.attachment(reader, id), reader.clock) for id in ids)
            output.records(state, ATTACHMENT, rows)


@verb(attachment, "save")
def save(
    ctx: typer.Context,
    which: Id,
    to: Annotated[Path | None, typer.Argument(help="A file or a folder; here if left out")] = None,
) -> None:
    """Copy an attached file out; what is there already is never written over."""
    state = session(ctx)
    with state.read() as reader:
        found = queries.attachment(reader, FILE.id_of(reader, which))
    place = to or Path()
    if place.is_dir():
        place /= found.name
    state.workspace().files.save(found.hash, place)
    output.said(state, f"saved {found.name} as {place}")


@verb(attachment, "open")
def open_(ctx: typer.Context, which: Id) -> None:
    """Open a copy of an attached file with the program that the system has for it."""
    state = session(ctx)
    with state.read() as reader:
        found = queries.attachment(reader, FILE.id_of(reader, which))
    copy = state.workspace().files.lend(found.hash, found.name)
    if not open_elsewhere(str(copy)):
        note("nothing here opens files; this is a copy of it")
    output.said(state, str(copy))


@verb(attachment, "clean")
def clean(
    ctx: typer.Context,
    days: Annotated[
        int, typer.Option("--days", min=1, max=36500, help="Deleted so long ago at least")
    ] = _DAYS,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do")] = False,
) -> None:
    """Delete the files of attachments that were deleted long ago, which undo finds till then;
    and copies that were made to open one, after a day."""
    state = session(ctx)
    state.no_other_day()
    with state.read() as reader:
        done = attachments.clean(reader, state.workspace().files, days, dry_run=dry_run)
    number, size = done
    what = f"{counted(number, 'file')}, {size_text(size)}"
    output.said(state, f"{'would delete' if dry_run else 'deleted'} {what}")


hanging.add_list(attachment, FILE, "attachments")
hanging.add_delete(attachment, FILE, attachments.delete)
