"""crm field"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import FIELD
from crm_tui.domain.custom_fields import NOUNS
from crm_tui.queries import custom_fields as queries
from crm_tui.services import custom_fields

app = group("")
field = group("Custom fields: what you keep about contacts, companies and deals besides.")
app.add_typer(field, name="field")


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
