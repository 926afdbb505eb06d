"""crm capture"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from crm_tui.cli import editing, interactions, output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import TEXTS, note, session
from crm_tui.domain import written
from crm_tui.queries import contacts, deals, reminders
from crm_tui.queries.namesakes import likely_same
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.reports.layout import Line
from crm_tui.services.capture import Made, capture
from crm_tui.services.captured import EXAMPLE, Point, understand
from crm_tui.store.reader import Reader

app = group("")


@verb(app, "capture")
def capture_(
    ctx: typer.Context,
    line: Annotated[str, typer.Argument(metavar="LINE", help=f'"{EXAMPLE}"; - reads it')],
    about: Annotated[
        str, typer.Option("--about", metavar="RECORD", help="Whom it is about if it names nobody")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what is understood, and do nothing")
    ] = False,
) -> None:
    """Record what happened, what is next and what changes, all from one line."""
    state = session(ctx)
    state.no_other_day()
    state.known_format(TEXTS)
    text = sys.stdin.read() if line == "-" else line
    with state.read() as reader:
        subject = resolve(reader, about) if about else None
        plan = understand(reader, text, state.config, subject)
    if not dry_run:
        for point in plan.points:
            note(f"{point.label}: {point.text}")
    elif state.wants_record:
        output.value({"understood": [_point(point) for point in plan.points]})
    else:
        output.lines(state, (Line(f"{point.label}: {point.text}") for point in plan.points))
    if plan.error:
        raise plan.error
    if dry_run:
        return
    with state.write("capture") as w:
        made = capture(w, text, subject)
    with state.read() as reader:
        for id in made.contacts:
            typed = written.contact(contacts.contact(reader, id))
            same = likely_same(reader, "contact", typed, state.config.region, id)
            editing.tell_alike(f"contact:{id}", same)
    if not state.wants_record:
        output.said(state, w.summary)
        return
    with state.read() as reader:
        output.value({"operation": w.operation, "summary": w.summary, **_made(reader, made)})


def _point(point: Point) -> dict[str, Any]:
    return {
        "part": point.label,
        "text": point.text,
        "error": point.error.message if point.error else None,
        "choices": [f"{choice.noun}:{choice.id}" for choice in point.choices],
    }


def _made(reader: Reader, made: Made) -> dict[str, Any]:
    """The records as scripts read them."""
    reminder = reminders.reminder(reader, made.reminder) if made.reminder else None
    clock = reader.clock
    return {
        "interaction": interactions.record(reader, made.interaction) if made.interaction else None,
        "reminder": records.reminder(reminder, clock) if reminder else None,
        "deals": [records.deal(deals.deal(reader, id), clock) for id in made.deals],
        "contacts": [records.contact(contacts.contact(reader, id), clock) for id in made.contacts],
    }
