"""crm relationship"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import hanging
from crm_tui.cli.hanging import Hanging, Of
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import RELATIONSHIP
from crm_tui.domain.relationships import KINDS
from crm_tui.queries import relationships as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import around
from crm_tui.services import relationships

app = group("")
relationship = group("Relationships: how two people or companies belong together.")
app.add_typer(relationship, name="relationship")

RELATION = Hanging(
    "relationship",
    "relationship",
    ("contact", "company"),
    RELATIONSHIP,
    lambda reader, target: queries.of_record(reader, target.noun, target.id),
    queries.relationship,
    around.relationship,
)


@verb(relationship, "add")
def add(
    ctx: typer.Context,
    one: Of,
    kind: Annotated[str, typer.Argument(help=", ".join(KINDS), show_default=False)],
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="To whom: id, name or e-mail", show_default=False)
    ],
) -> None:
    """Note that one is, for example, "referred by" the other."""
    state = session(ctx)
    with state.write("relationship add") as w:
        sides = [resolve(w, named, RELATION.nouns) for named in (one, other)]
        id = relationships.add(w, sides[0], kind, sides[1])
    RELATION.told(state, w, id)


hanging.add_list(relationship, RELATION, "relationships")
hanging.add_delete(relationship, RELATION, relationships.delete)
