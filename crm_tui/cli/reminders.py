"""crm remind"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import cards, editing, output
from crm_tui.cli.listing import listed
from crm_tui.cli.naming import numbered
from crm_tui.cli.options import All, Filter, Limit, Set, Sort, group, verb
from crm_tui.cli.session import Session, session
from crm_tui.cli.shapes import REMINDER
from crm_tui.domain.dates import When
from crm_tui.domain.reminders import KINDS
from crm_tui.queries import reminders as queries
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.reports.shapes import ReminderRecord
from crm_tui.services import reminders
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write

app = group("")
remind = group("Reminders: what to do, when, about whom.")
app.add_typer(remind, name="remind")

Which = Annotated[str, typer.Argument(help="Id, uid, or words that fit one", show_default=False)]
Due = Annotated[str | None, typer.Option("--due", metavar="WHEN", help="fri 3pm, in 2 weeks")]
Repeat = Annotated[
    str | None, typer.Option("--repeat", metavar="HOW", help='"every 2 weeks", "monthly"')
]
Kind = Annotated[str | None, typer.Option("--kind", help=", ".join(KINDS))]
Owner = Annotated[str | None, typer.Option("--owner", help="User who is reminded")]


@verb(remind, "add")
def add(
    ctx: typer.Context,
    about: Annotated[str, typer.Argument(metavar="RECORD", help="Contact, company:7, deal:42")],
    text: Annotated[str, typer.Argument(help="What to do", show_default=False)],
    due: Annotated[
        str, typer.Option("--due", metavar="WHEN", help="fri 3pm, in 2 weeks", show_default=False)
    ],
    repeat: Repeat = None,
    kind: Kind = None,
    owner: Owner = None,
    sets: Set = None,
) -> None:
    """Add a reminder on a contact, a company or a deal."""
    state = session(ctx)
    values = editing.given(sets, text=text, due=due, repeat=repeat, kind=kind, owner=owner)
    with state.write("remind add", create=True) as w:
        target = resolve(w, about)
        id = reminders.create(w, values, target.noun, target.id)
    _told(state, w, id, when=True)


@verb(remind, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
    closed: Annotated[
        bool, typer.Option("--closed", help="Those that are done or dropped too")
    ] = False,
) -> None:
    """List reminders, the next one first."""
    listed(
        session(ctx),
        REMINDER,
        lambda reader, page: (
            records.reminder(row, reader.clock)
            for row in queries.reminders(reader, page, closed=closed)
        ),
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
    )


@verb(remind, "show")
def show(ctx: typer.Context, which: Which) -> None:
    """Show a reminder."""
    state = session(ctx)
    with state.read() as reader:
        row = queries.reminder(reader, id_of(reader, which))
        found = records.reminder(row, reader.clock)
        output.record(state, REMINDER, found, cards.reminder(row, reader.clock))


@verb(remind, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    text: Annotated[str | None, typer.Option("--text", help="What to do")] = None,
    due: Due = None,
    repeat: Repeat = None,
    kind: Kind = None,
    owner: Owner = None,
    sets: Set = None,
) -> None:
    """Change a reminder's fields."""
    state = session(ctx)
    values = editing.given(sets, text=text, due=due, repeat=repeat, kind=kind, owner=owner)
    editing.something(values)
    with state.write("remind edit") as w:
        id = id_of(w, which)
        reminders.edit(w, id, values)
    _told(state, w, id, when="due" in values)


@verb(remind, "done")
def done(ctx: typer.Context, which: Which) -> None:
    """Mark a reminder done; a recurring one comes again."""
    state = session(ctx)
    with state.write("remind done") as w:
        id = id_of(w, which)
        following = reminders.done(w, id)
    if following:
        with state.read() as reader:
            row = queries.reminder(reader, following)
            when = When(row.due, row.zone).describe(reader.clock)
            editing.understood(f"again (reminder:{following})", when)
    _told(state, w, id)


@verb(remind, "snooze")
def snooze(
    ctx: typer.Context,
    which: Which,
    until: Annotated[str, typer.Argument(metavar="WHEN", help="tomorrow, mon 9am, in 2 weeks")],
) -> None:
    """Move a reminder to a later time."""
    state = session(ctx)
    with state.write("remind snooze") as w:
        id = id_of(w, which)
        reminders.snooze(w, id, until)
    _told(state, w, id, when=True)


@verb(remind, "drop")
def drop(ctx: typer.Context, which: Which) -> None:
    """End a reminder without having done it; a recurring one ends with its series."""
    state = session(ctx)
    with state.write("remind drop") as w:
        id = id_of(w, which)
        reminders.drop(w, id)
    _told(state, w, id)


def record(reader: Reader, id: int) -> ReminderRecord:
    """A reminder as scripts read it."""
    return records.reminder(queries.reminder(reader, id), reader.clock)


def id_of(reader: Reader, named: str) -> int:
    """The reminder that an id, or words that fit one open reminder, name."""

    def fitting(page: Page) -> list[tuple[int, str]]:
        return [(row.id, row.text) for row in queries.reminders(reader, page)]

    return numbered(reader, "reminder", named, fitting)


def _told(state: Session, w: Write, id: int, *, when: bool = False) -> None:
    if when:
        with state.read() as reader:
            row = queries.reminder(reader, id)
            editing.understood("due", When(row.due, row.zone).describe(reader.clock))
    editing.told(state, w, f"reminder:{id}", REMINDER, lambda reader: record(reader, id))
