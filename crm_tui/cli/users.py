"""crm user"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.listing import listed
from crm_tui.cli.options import All, Filter, Limit, Sort, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import USER
from crm_tui.domain.users import User
from crm_tui.errors import UsageError
from crm_tui.queries import users as queries
from crm_tui.queries.names import named
from crm_tui.reports.shapes import UserRecord
from crm_tui.services import users

app = group("")
user = group("Users: who works with the store.")
app.add_typer(user, name="user")


@verb(user, "list")
def list_(
    ctx: typer.Context,
    words: Filter = None,
    sort: Sort = "",
    limit: Limit = None,
    everything: All = False,
) -> None:
    """List users."""
    state = session(ctx)
    me = state.workspace().user_id
    listed(
        state,
        USER,
        lambda reader, page: (_record(row, me) for row in queries.users(reader, page)),
        words=words,
        sort=sort,
        limit=limit,
        everything=everything,
    )


@verb(user, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name", show_default=False)],
    email: Annotated[str, typer.Option("--email", help="E-mail address")] = "",
    manager: Annotated[str, typer.Option("--manager", help="The user they report to")] = "",
    team: Annotated[str, typer.Option("--team", help="Their team, such as an office")] = "",
) -> None:
    """Add a user, who can then be named by --user and --owner."""
    state = session(ctx)
    with state.write("user add", create=True) as w:
        id = users.create(w, name, email, manager=manager, team=team)
    me = state.workspace().user_id
    editing.told(state, w, f"user:{id}", USER, lambda reader: _record(queries.user(reader, id), me))


@verb(user, "edit")
def edit(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(help="Id, name or its beginning", show_default=False)],
    name: Annotated[str | None, typer.Option("--name", help="Name")] = None,
    email: Annotated[str | None, typer.Option("--email", help="E-mail address")] = None,
    manager: Annotated[
        str | None, typer.Option("--manager", help="The user they report to")
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", help="Their team, such as an office")
    ] = None,
) -> None:
    """Change a user's name, address, manager or team; an empty one is cleared."""
    state = session(ctx)
    if (name, email, manager, team) == (None,) * 4:
        raise UsageError("nothing to change", "name a field, for example --team Central")
    with state.write("user edit") as w:
        id = named(w, "user", which).id
        users.edit(w, id, name=name, email=email, manager=manager, team=team)
    me = state.workspace().user_id
    editing.told(state, w, f"user:{id}", USER, lambda reader: _record(queries.user(reader, id), me))


def _record(row: User, me: int) -> UserRecord:
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "manager": row.manager,
        "team": row.team,
        "me": row.id == me,
    }
