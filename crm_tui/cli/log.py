"""crm log"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing
from crm_tui.cli.interactions import record
from crm_tui.cli.options import Set, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import INTERACTION
from crm_tui.cli.typed import typed_text
from crm_tui.domain.dates import When
from crm_tui.domain.interactions import DIRECTIONS, KINDS
from crm_tui.queries import interactions as queries
from crm_tui.queries import reminders
from crm_tui.queries.resolve import resolve
from crm_tui.services import interactions

app = group("")


@verb(app, "log")
def log(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help=", ".join(KINDS), show_default=False)],
    who: Annotated[str, typer.Argument(help="Contact, company:7, deal:42; id, name or e-mail")],
    text: Annotated[
        str | None,
        typer.Argument(help="What was said; - reads it, nothing opens an editor"),
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help="When it was")] = None,
    direction: Annotated[
        str | None, typer.Option("--direction", help=", ".join(DIRECTIONS))
    ] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="What came of it")] = None,
    duration: Annotated[str | None, typer.Option("--duration", help="20, 45m, 1h30")] = None,
    deal: Annotated[str | None, typer.Option("--deal", help="The deal it was about")] = None,
    next_step: Annotated[
        str, typer.Option("--next", metavar="STEP", help='What is next: "call fri 3pm"')
    ] = "",
    sets: Set = None,
) -> None:
    """Record an interaction, and what is to happen next."""
    state = session(ctx)
    state.no_other_day()
    with state.read() as reader:  # before anybody writes a text in vain
        about = [resolve(reader, who)]
        if deal:
            about.append(resolve(reader, deal, ("deal",)))
    values = editing.given(
        sets, text=typed_text(text), at=at, direction=direction, outcome=outcome, duration=duration
    )
    with state.write("log") as w:
        id, planned = interactions.log(w, kind, about, values, next_step=next_step)
    with state.read() as reader:
        if values.get("at"):
            when = cards.moment(queries.interaction(reader, id).at, reader.clock)
            editing.understood("at", when)
        if planned:
            row = reminders.reminder(reader, planned)
            due = When(row.due, row.zone).describe(reader.clock)
            editing.understood(f"next: {row.text} (reminder:{planned})", due)
    editing.told(state, w, f"interaction:{id}", INTERACTION, lambda reader: record(reader, id))
