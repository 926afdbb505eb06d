"""crm pin"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import PIN
from crm_tui.queries.pins import pinned
from crm_tui.queries.resolve import resolve
from crm_tui.services import pins

app = group("")
pin = group("What you keep at hand: contacts, companies and deals; is:pinned in filters.")
app.add_typer(pin, name="pin")

Which = Annotated[str, typer.Argument(help="Id, uid, e-mail, name or a part", show_default=False)]


@verb(pin, "list")
def list_(ctx: typer.Context) -> None:
    """List what you have pinned."""
    state = session(ctx)
    with state.read() as reader:
        found = pinned(reader, state.workspace().user_id)
        output.records(state, PIN, (target._asdict() for target in found))


@verb(pin, "add")
def add(ctx: typer.Context, named: Which) -> None:
    """Keep a record at hand."""
    state = session(ctx)
    with state.write("pin add") as w:
        target = resolve(w, named)
        new = pins.pin(w, target.noun, target.id)
    where = f"{target.noun}:{target.id}"
    output.said(state, f"{w.summary} ({where})" if new else f"pinned already ({where})")


@verb(pin, "delete")
def delete(ctx: typer.Context, named: Which) -> None:
    """Let go of a record that is pinned; the record stays."""
    state = session(ctx)
    with state.write("pin delete") as w:
        target = resolve(w, named)
        gone = pins.unpin(w, target.noun, target.id)
    where = f"{target.noun}:{target.id}"
    output.said(state, f"{w.summary} ({where})" if gone else f"not pinned ({where})")
