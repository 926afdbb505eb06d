"""crm tag"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import TAG
from crm_tui.queries import tags as queries
from crm_tui.queries.names import named
from crm_tui.services import tags

app = group("")
tag = group("Tags; --tag and --untag of an edit put them on and take them off.")
app.add_typer(tag, name="tag")

Which = Annotated[str, typer.Argument(help="Id, name or its beginning", show_default=False)]


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


@verb(tag, "rename")
def rename(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str, typer.Argument(help="The new name", show_default=False)],
) -> None:
    """Call a tag otherwise, wherever it is."""
    state = session(ctx)
    with state.write("tag rename") as w:
        id = named(w, "tag", which).id
        tags.rename(w, id, name)
    editing.told(state, w, f"tag:{id}", TAG, lambda reader: queries.tag(reader, id)._asdict())


@verb(tag, "delete")
def delete(ctx: typer.Context, which: Which, yes: Yes = False) -> None:
    """Delete a tag and take it off everything; `crm undo` brings it back."""
    state = session(ctx)
    with state.read() as reader:
        before = queries.tag(reader, named(reader, "tag", which).id)
    used = before.contacts + before.companies + before.deals
    editing.confirm(f"Delete tag {before.name}, which {used} records have?", yes)
    with state.write("tag delete") as w:
        tags.delete(w, before.id)
    editing.told(state, w, f"tag:{before.id}", TAG, lambda _: before._asdict())
