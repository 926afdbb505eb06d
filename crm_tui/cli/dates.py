"""crm date"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import hanging
from crm_tui.cli.hanging import Hanging, Id, Of
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import KEY_DATE
from crm_tui.errors import UsageError
from crm_tui.queries import key_dates as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import around
from crm_tui.services import key_dates

app = group("")
date = group("Key dates of contacts and companies: birthdays, renewals, ends of contracts.")
app.add_typer(date, name="date")

DATE = Hanging(
    "key_date",
    "date",
    key_dates.OWNERS,
    KEY_DATE,
    lambda reader, target: queries.of_record(reader, target.noun, target.id),
    queries.key_date,
    around.key_date,
)
_YEARLY = "--yearly/--once"


@verb(date, "add")
def add(
    ctx: typer.Context,
    who: Of,
    kind: Annotated[
        str, typer.Argument(help="birthday, renewal, contract end …", show_default=False)
    ],
    day: Annotated[str, typer.Argument(help="1980-05-14, 3 may", show_default=False)],
    yearly: Annotated[
        bool | None, typer.Option(_YEARLY, help="Every year; goes by the kind if left out")
    ] = None,
) -> None:
    """Remember a day of a contact or a company."""
    state = session(ctx)
    with state.write("date add") as w:
        target = resolve(w, who, DATE.nouns)
        id = key_dates.add(w, target.noun, target.id, kind, day, yearly=yearly)
    DATE.told(state, w, id)


@verb(date, "edit")
def edit(
    ctx: typer.Context,
    which: Id,
    kind: Annotated[str | None, typer.Option("--kind", help="What day it is")] = None,
    day: Annotated[str | None, typer.Option("--day", help="1980-05-14, 3 may")] = None,
    yearly: Annotated[bool | None, typer.Option(_YEARLY, help="Every year")] = None,
) -> None:
    """Change a key date."""
    state = session(ctx)
    if (kind, day, yearly) == (None,) * 3:
        raise UsageError("nothing to change", "name a field, for example --day 1980-05-14")
    with state.write("date edit") as w:
        id = DATE.id_of(w, which)
        key_dates.edit(w, id, kind=kind, day=day, yearly=yearly)
    DATE.told(state, w, id)


hanging.add_list(date, DATE, "key dates")
hanging.add_delete(date, DATE, key_dates.delete)
