"""crm tag"""

from __future__ import annotations

import typer

from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import TAG
from crm_tui.queries import tags as queries

app = group("")
tag = group("Tags; --tag and --untag of an edit put them on and take them off.")
app.add_typer(tag, name="tag")


@verb(tag, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
) -> None:
    """List tags, and how often each is used."""
    listed(
        session(ctx),
        TAG,
        lambda reader, page: (row._asdict() for row in queries.tags(reader, page)),
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
    )
