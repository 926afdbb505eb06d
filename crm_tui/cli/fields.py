"""crm field"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, Yes, group, verb
from crm_tui.cli.session import Session, session
from crm_tui.cli.shapes import FIELD
from crm_tui.domain.custom_fields import NOUNS, TYPES, CustomField
from crm_tui.errors import UsageError
from crm_tui.queries import custom_fields as queries
from crm_tui.queries.names import named
from crm_tui.services import custom_fields
from crm_tui.store.write import Write

app = group("")
field = group("Custom fields: what you keep about contacts, companies and deals besides.")
app.add_typer(field, name="field")

Which = Annotated[str, typer.Argument(help="Id or name", show_default=False)]
Type = Annotated[str | None, typer.Option("--type", help=", ".join(TYPES), show_default=False)]
Choices = Annotated[
    str | None,
    typer.Option("--choices", help="What may be chosen: a, b, c", show_default=False),
]
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
        lambda reader, page: (_record(row) for row in queries.custom_fields(reader, page)),
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
    type: Type = None,
    choices: Choices = None,
) -> None:
    """Add a field to a noun; --set then knows it by its name, and refuses what is not of its
    type."""
    state = session(ctx)
    listed = _listed(choices)
    with state.write("field add", create=True) as w:
        kind = type or ("text" if choices is None else "choice")
        id = custom_fields.create(w, noun, label, kind, listed or ())
    _told(state, w, id)


@verb(field, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    label: Annotated[str | None, typer.Option("--label", help="What people call it")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What --set and filters do")] = None,
    type: Type = None,
    choices: Choices = None,
    noun: Noun = "",
) -> None:
    """Change a field; the values that records have in it stay, and have to be of a new type."""
    state = session(ctx)
    if label is name is type is choices is None:
        raise UsageError("nothing to change", "name a new --label, --name, --type or --choices")
    with state.write("field edit") as w:
        id = named(w, "field", which, noun).id
        custom_fields.edit(w, id, label=label, name=name, type=type, choices=_listed(choices))
    _told(state, w, id)


@verb(field, "delete")
def delete(ctx: typer.Context, which: Which, noun: Noun = "", yes: Yes = False) -> None:
    """Delete a field and what records have in it; `crm undo` brings it back."""
    state = session(ctx)
    with state.read() as reader:
        before = queries.custom_field(reader, named(reader, "field", which, noun).id)
    editing.confirm(f"Delete field {before.name} of {before.noun}, with its values?", yes)
    with state.write("field delete") as w:
        custom_fields.delete(w, before.id)
    editing.told(state, w, f"field:{before.id}", FIELD, lambda _: _record(before))


def _listed(choices: str | None) -> list[str] | None:
    return None if choices is None else choices.split(",")


def _told(state: Session, w: Write, id: int) -> None:
    editing.told(
        state, w, f"field:{id}", FIELD, lambda reader: _record(queries.custom_field(reader, id))
    )


def _record(row: CustomField) -> dict[str, object]:
    return {**row._asdict(), "choices": list(json.loads(row.choices))}
