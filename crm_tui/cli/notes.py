"""crm note"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import hanging
from crm_tui.cli.hanging import Hanging, Id, Of
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import NOTE
from crm_tui.cli.typed import typed_text
from crm_tui.queries import notes as queries
from crm_tui.queries.resolve import NOUNS, resolve
from crm_tui.reports import around
from crm_tui.services import notes, records

app = group("")
note = group("Notes on contacts, companies and deals.")
app.add_typer(note, name="note")

Text = Annotated[
    str | None,
    typer.Argument(metavar="[TEXT]", help="- reads standard input; none opens the editor"),
]
WRITTEN = Hanging(
    "note",
    "note",
    NOUNS,
    NOTE,
    lambda reader, target: queries.of_record(reader, target.noun, target.id),
    queries.note,
    around.note,
)


@verb(note, "add")
def add(ctx: typer.Context, of: Of, text: Text = None) -> None:
    """Write a note on a record."""
    state = session(ctx)
    with state.read() as reader:  # before anybody writes a text in vain
        target = resolve(reader, of)
    body = typed_text(text)
    with state.write("note add") as w:
        id = records.add_note(w, target.noun, target.id, body)
    WRITTEN.told(state, w, id)


@verb(note, "edit")
def edit(ctx: typer.Context, which: Id, text: Text = None) -> None:
    """Write a note anew."""
    state = session(ctx)
    with state.read() as reader:
        before = queries.note(reader, WRITTEN.id_of(reader, which))
    body = typed_text(text, before.body)
    with state.write("note edit") as w:
        notes.edit(w, before.id, body)
    WRITTEN.told(state, w, before.id)


hanging.add_list(note, WRITTEN, "notes")
hanging.add_delete(note, WRITTEN, notes.delete)
