"""crm dupes: contacts that may be one person"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Limit, group, verb
from crm_tui.cli.progress import bar
from crm_tui.cli.session import note, session
from crm_tui.cli.shapes import DUPLICATE
from crm_tui.queries import duplicates as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.services import duplicates

app = group("")
dupes = group("Duplicates: contacts that may be one person; merge them, or say that they are not.")
app.add_typer(dupes, name="dupes")
Who = Annotated[str, typer.Argument(help="Contact: id, uid, e-mail or name", show_default=False)]


@verb(dupes, "scan")
def scan(ctx: typer.Context) -> None:
    """Compare all contacts with each other and remember the likely pairs."""
    state = session(ctx)
    with state.read() as reader, bar("comparing") as progress:
        found = duplicates.scan(reader, progress)
    with state.write("dupes scan") as w:
        left = duplicates.keep(w, found)
    if not state.wants_record:
        hint = ": crm dupes list shows them" if left else ""
        output.said(state, f"{left} likely pair{'s' * (left != 1)}{hint}")
        return
    _listed(ctx, None)


@verb(dupes, "list")
def list_(ctx: typer.Context, limit: Limit = None) -> None:
    """List the pairs that wait to be looked at, the likeliest first, with the reasons."""
    _listed(ctx, limit)


@verb(dupes, "distinct")
def distinct(ctx: typer.Context, one: Who, other: Who) -> None:
    """Say that two contacts are not the same; no scan shows the pair again."""
    state = session(ctx)
    with state.write("dupes distinct") as w:
        ids = [resolve(w, who, ("contact",)).id for who in (one, other)]
        duplicates.distinct(w, *ids)
    output.said(state, w.summary)


def _listed(ctx: typer.Context, limit: int | None) -> None:
    state = session(ctx)
    with state.read() as reader:
        pairs = queries.open_pairs(reader, limit)
        output.records(state, DUPLICATE, map(records.duplicate, pairs))
        total = queries.count(reader)
    if total > len(pairs):
        note(f"{len(pairs)} of {total}")
