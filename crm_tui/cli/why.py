"""crm why"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.reminders import id_of
from crm_tui.cli.session import session
from crm_tui.errors import NotFound
from crm_tui.queries import queue, reminders
from crm_tui.queries.resolve import Target, resolve
from crm_tui.reports import why as report
from crm_tui.store.reader import Reader

app = group("")


@verb(app, "why")
def why(
    ctx: typer.Context,
    thing: Annotated[
        str, typer.Argument(help="deal:42, reminder:7, contact:5, company:3, a name, or next")
    ],
) -> None:
    """Print why a computed value is what it is."""
    state = session(ctx)
    form = output.chosen(state, "text", ("text", "json"))
    with state.read() as reader:
        me = state.workspace().user_id
        target = _first(reader, me) if thing == "next" else _target(reader, thing)
        reasons = report.REPORTS[target.noun](reader, target.id)
        reasons.append(report.turn(reader, me, target.noun, target.id))
    if form == "json":
        found = [reason._asdict() for reason in reasons]
        output.value({**target._asdict(), "values": found})
    else:
        head = f"{target.name}  {target.noun}:{target.id}"
        output.lines(state, report.lines(head, reasons), whole=True)


def _first(reader: Reader, user_id: int) -> Target:
    """The record whose turn it is in the work queue."""
    turns = queue.standing(reader, user_id).turns
    if not turns:
        raise NotFound("nobody's turn is left", "crm next --list shows the queue")
    name, _ = queue.names(reader, turns[:1])[turns[0].noun, turns[0].id]
    return Target(turns[0].noun, turns[0].id, name)


def _target(reader: Reader, thing: str) -> Target:
    if not thing.startswith("reminder:"):
        return resolve(reader, thing)
    id = id_of(reader, thing)
    return Target("reminder", id, reminders.reminder(reader, id).text)
