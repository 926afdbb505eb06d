"""crm segment"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing, output
from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import SEGMENT
from crm_tui.domain.segments import NOUNS
from crm_tui.errors import UsageError
from crm_tui.queries import segments as queries
from crm_tui.queries.names import named
from crm_tui.reports.layout import Line
from crm_tui.services import segments

app = group("")
segment = group("Saved filters: tabs over a list in the app, segment:NAME in every filter.")
app.add_typer(segment, name="segment")

Which = Annotated[str, typer.Argument(help="Id or name", show_default=False)]
Of = Annotated[str, typer.Option("--noun", help="Where several nouns have one of that name")]
Order = Annotated[str | None, typer.Option("--sort", metavar="FIELD", help="Its tab's order")]
Columns = Annotated[
    str | None, typer.Option("--columns", metavar="NAMES", help="Its tab's columns: title,phone")
]


@verb(segment, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
) -> None:
    """List saved filters."""
    listed(
        session(ctx),
        SEGMENT,
        lambda reader, page: (row._asdict() for row in queries.segments(reader, page)),
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
    )


@verb(segment, "show")
def show(ctx: typer.Context, which: Which, noun: Of = "") -> None:
    """Show a saved filter; its records: crm contact list segment:NAME."""
    state = session(ctx)
    with state.read() as reader:
        found = queries.segment(reader, named(reader, "segment", which, noun).id)
        card = [Line(f"{found.name}  segment:{found.id}", "head")]
        card.append(Line(f"crm {found.noun} list {found.filter}".rstrip()))
        output.record(state, SEGMENT, found._asdict(), card)


@verb(segment, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call it", show_default=False)],
    filter: Filter = None,
    noun: Annotated[str, typer.Option("--noun", help=", ".join(NOUNS))] = "contact",
    sort: Order = None,
    columns: Columns = None,
) -> None:
    """Save a filter under a name."""
    state = session(ctx)
    text = " ".join(filter or ())
    with state.write("segment add", create=True) as w:
        id = segments.create(w, noun, name, text, sort=sort or "", columns=columns or "")
    editing.told(
        state, w, f"segment:{id}", SEGMENT, lambda reader: queries.segment(reader, id)._asdict()
    )


@verb(segment, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option("--name", help="Another name")] = None,
    filter: Annotated[str | None, typer.Option("--filter", help="Another filter")] = None,
    sort: Order = None,
    columns: Columns = None,
    noun: Of = "",
) -> None:
    """Change a saved filter."""
    state = session(ctx)
    if name is None and filter is None and sort is None and columns is None:
        raise UsageError("nothing to change", "name a new --filter or --name")
    with state.write("segment edit") as w:
        id = named(w, "segment", which, noun).id
        segments.edit(w, id, name=name, filter=filter, sort=sort, columns=columns)
    editing.told(
        state, w, f"segment:{id}", SEGMENT, lambda reader: queries.segment(reader, id)._asdict()
    )


@verb(segment, "delete")
def delete(ctx: typer.Context, which: Which, noun: Of = "", yes: Yes = False) -> None:
    """Delete a saved filter; its records stay."""
    state = session(ctx)
    with state.read() as reader:
        before = queries.segment(reader, named(reader, "segment", which, noun).id)
    editing.confirm(f"Delete segment {before.name} of {before.noun}?", yes)
    with state.write("segment delete") as w:
        segments.delete(w, before.id)
    editing.told(state, w, f"segment:{before.id}", SEGMENT, lambda _: before._asdict())
