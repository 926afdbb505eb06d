"""crm interaction"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import typer

from crm_tui.cli import cards, editing, output
from crm_tui.cli.listing import listed
from crm_tui.cli.naming import numbered
from crm_tui.cli.options import All, Archived, Filter, Limit, Set, Sort, Yes, group, verb
from crm_tui.cli.session import at_terminal, session
from crm_tui.cli.shapes import INTERACTION
from crm_tui.queries import interactions as queries
from crm_tui.queries.contacts import CHUNK
from crm_tui.queries.paging import Page
from crm_tui.reports import records
from crm_tui.reports.shapes import InteractionRecord
from crm_tui.services import interactions
from crm_tui.store.reader import Reader

app = group("")
interaction = group("Interactions: what was said and done; `crm log` records them.")
app.add_typer(interaction, name="interaction")

Which = Annotated[str, typer.Argument(help="Id, uid, or words that fit one", show_default=False)]


@verb(interaction, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
    archived: Archived = False,
) -> None:
    """List interactions, newest first."""
    listed(
        session(ctx),
        INTERACTION,
        _records,
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
        archived=archived,
    )


@verb(interaction, "show")
def show(ctx: typer.Context, which: Which) -> None:
    """Show an interaction with its whole text."""
    state = session(ctx)
    with state.read() as reader:
        row = queries.interaction(reader, id_of(reader, which))
        people = queries.contacts_of(reader, [row.id]).get(row.id, [])
        found = records.interaction(row, people, reader.clock)
        output.record(state, INTERACTION, found, cards.interaction(row, people, reader.clock))


@verb(interaction, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    kind: Annotated[str | None, typer.Option("--kind", help="Kind")] = None,
    text: Annotated[str | None, typer.Option("--text", help="What was said")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help="When it was")] = None,
    direction: Annotated[str | None, typer.Option("--direction", help="Direction")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="What came of it")] = None,
    duration: Annotated[str | None, typer.Option("--duration", help="20, 45m, 1h30")] = None,
    sets: Set = None,
) -> None:
    """Change an interaction's fields."""
    state = session(ctx)
    values = editing.given(
        sets, kind=kind, text=text, at=at, direction=direction, outcome=outcome,
        duration=duration,
    )  # fmt: skip
    editing.something(values)
    with state.write("interaction edit") as w:
        id = id_of(w, which)
        interactions.edit(w, id, values)
    with state.read() as reader:
        if values.get("at"):
            editing.understood("at", cards.moment(queries.interaction(reader, id).at, reader.clock))
    editing.told(state, w, f"interaction:{id}", INTERACTION, lambda reader: record(reader, id))


@verb(interaction, "delete")
def delete(ctx: typer.Context, which: Which, yes: Yes = False) -> None:
    """Delete an interaction; `crm undo` brings it back."""
    state = session(ctx)
    with state.read() as reader:
        id = id_of(reader, which, exact=not at_terminal())
        before = record(reader, id)
    editing.confirm(f"Delete {before['kind']} {before['subject']} (interaction:{id})?", yes)
    with state.write("interaction delete") as w:
        interactions.delete(w, id)
    editing.told(state, w, f"interaction:{id}", INTERACTION, lambda _: before)


def record(reader: Reader, id: int) -> InteractionRecord:
    """An interaction as scripts read it."""
    row = queries.interaction(reader, id)
    people = queries.contacts_of(reader, [id]).get(id, [])
    return records.interaction(row, people, reader.clock)


def id_of(reader: Reader, named: str, *, exact: bool = False) -> int:
    """The interaction that an id or, unless `exact`, words name."""

    def fitting(page: Page) -> list[tuple[int, str]]:
        return [(row.id, row.subject) for row in queries.interactions(reader, page)]

    return numbered(reader, "interaction", named, fitting, exact=exact)


def _records(reader: Reader, page: Page) -> Iterator[InteractionRecord]:
    rows = iter(queries.interactions(reader, page))
    while chunk := list(islice(rows, CHUNK)):
        people = queries.contacts_of(reader, [row.id for row in chunk])
        for row in chunk:
            yield records.interaction(row, people.get(row.id, []), reader.clock)
