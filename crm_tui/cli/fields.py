"""crm field"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import FIELD
from crm_tui.domain.custom_fields import NOUNS
from crm_tui.errors import UsageError
from crm_tui.queries import custom_fields as queries
from crm_tui.queries.names import named
from crm_tui.services import custom_fields

app = group("")
field = group("Custom fields: what you keep about contacts, companies and deals besides.")
app.add_typer(field, name="field")

Which = Annotated[str, typer.Argument(help="Id or name", show_default=False)]
Noun = Annotated[str, typer.Option("--noun", help="Where several have a field of that name")]


@verb(field, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
) -> None:
    """List custom fields."""
    listed(
        session(ctx),
        FIELD,
        lambda reader, page: (row._asdict() for row in queries.custom_fields(reader, page)),
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
    )


@verb(field, "add")
def add(
    ctx: typer.Context,
    noun: Annotated[str, typer.Argument(help=", ".join(NOUNS), show_default=False)],
    label: Annotated[str, typer.Argument(help="What people call it", show_default=False)],
) -> None:
    """Add a field to a noun; --set then knows it by its name."""
    state = session(ctx)
    with state.write("field add", create=True) as w:
        id = custom_fields.create(w, noun, label)
    editing.told(
        state, w, f"field:{id}", FIELD, lambda reader: queries.custom_field(reader, id)._asdict()
    )


@verb(field, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    label: Annotated[str | None, typer.Option("--label", help="What people call it")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What --set and filters do")] = None,
    noun: Noun = "",
) -> None:
    """Change a field; the values that records have in it stay."""
    state = session(ctx)
    if label is None and name is None:
        raise UsageError("nothing to change", "name a new --label or --name")
    with state.write("field edit") as w:
        id = named(w, "field", which, noun).id
        custom_fields.edit(w, id, label=label, name=name)
    editing.told(
        state, w, f"field:{id}", FIELD, lambda reader: queries.custom_field(reader, id)._asdict()
    )


@verb(field, "delete")
def delete(ctx: typer.Context, which: Which, noun: Noun = "", yes: Yes = False) -> None:
    """Delete a field and what records have in it; `crm undo` brings it back."""
    state = session(ctx)
    with state.read() as reader:
        before = queries.custom_field(reader, named(reader, "field", which, noun).id)
    editing.confirm(f"Delete field {before.name} of {before.noun}, with its values?", yes)
    with state.write("field delete") as w:
        custom_fields.delete(w, before.id)
    editing.told(state, w, f"field:{before.id}", FIELD, lambda _: before._asdict())
