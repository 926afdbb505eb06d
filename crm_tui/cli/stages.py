"""crm stage"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.board import pipeline_named
from crm_tui.cli.options import Yes, group, verb
from crm_tui.cli.pipelines import told
from crm_tui.cli.session import session
from crm_tui.queries.names import Named, named
from crm_tui.services import stages
from crm_tui.store.reader import Reader

app = group("")
stage = group("Stages: what a pipeline's deals go through, in order.")
app.add_typer(stage, name="stage")

Which = Annotated[str, typer.Argument(metavar="STAGE", help="Id, name or its beginning")]
Pipeline = Annotated[
    str, typer.Option("--pipeline", help="The one that has it; needed where several have")
]
Probability = Annotated[str | None, typer.Option("--probability", metavar="PERCENT")]
Rotting = Annotated[
    str | None, typer.Option("--rotting-days", metavar="DAYS", help="So long and a deal rots")
]
Limit = Annotated[
    str | None,
    typer.Option("--limit", metavar="DEALS", help="How many it should hold; empty for any"),
]
Status = Annotated[str | None, typer.Option("--status", help="open, won or lost")]


@verb(stage, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name", show_default=False)],
    pipeline: Annotated[str, typer.Option("--pipeline", help="The first one when left out")] = "",
    probability: Probability = None,
    rotting: Rotting = None,
    limit: Limit = None,
    status: Status = None,
) -> None:
    """Add a stage behind the open ones; `crm stage reorder` puts it elsewhere."""
    state = session(ctx)
    values = editing.given(
        None, name=name, probability=probability, rotting_days=rotting, deal_limit=limit,
        status=status,
    )  # fmt: skip
    with state.write("stage add") as w:
        owner = pipeline_named(w, pipeline).id
        stages.add(w, owner, values)
    told(state, w, owner)


@verb(stage, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option("--name", help="The new name")] = None,
    pipeline: Pipeline = "",
    probability: Probability = None,
    rotting: Rotting = None,
    limit: Limit = None,
    status: Status = None,
) -> None:
    """Change a stage; its deals get its probability unless theirs was set by hand."""
    state = session(ctx)
    values = editing.given(
        None, name=name, probability=probability, rotting_days=rotting, deal_limit=limit,
        status=status,
    )  # fmt: skip
    editing.something(values)
    with state.write("stage edit") as w:
        found = _stage(w, which, pipeline)
        stages.edit(w, found.id, values)
        owner = pipeline_named(w, found.owner).id
    told(state, w, owner)


@verb(stage, "reorder")
def reorder(
    ctx: typer.Context,
    order: Annotated[list[str], typer.Argument(metavar="STAGE...", help="These first, so")],
    pipeline: Pipeline = "",
) -> None:
    """Put stages in another order; those that are not named follow in theirs."""
    state = session(ctx)
    with state.write("stage reorder") as w:
        first = _stage(w, order[0], pipeline)
        found = [first, *(_stage(w, name, first.owner) for name in order[1:])]
        owner = pipeline_named(w, first.owner).id
        stages.reorder(w, owner, [row.id for row in found])
    told(state, w, owner)


@verb(stage, "delete")
def delete(
    ctx: typer.Context,
    which: Which,
    move_to: Annotated[
        str, typer.Option("--move-to", metavar="STAGE", help="Where its deals go")
    ] = "",
    pipeline: Pipeline = "",
    yes: Yes = False,
) -> None:
    """Delete a stage; the deals in it are moved to another."""
    state = session(ctx)
    with state.read() as reader:
        found = _stage(reader, which, pipeline)
    editing.confirm(f"Delete stage {found.name} of {found.owner}?", yes)
    with state.write("stage delete") as w:
        target = _stage(w, move_to, found.owner).id if move_to else None
        stages.delete(w, found.id, target)
        owner = pipeline_named(w, found.owner).id
    told(state, w, owner)


def _stage(reader: Reader, which: str, pipeline: str) -> Named:
    owner = pipeline_named(reader, pipeline).name if pipeline else ""
    return named(reader, "stage", which, owner)
