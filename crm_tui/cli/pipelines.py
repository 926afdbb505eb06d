"""crm pipeline"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from crm_tui.cli import editing, output
from crm_tui.cli.board import pipeline_named
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import Session, session
from crm_tui.cli.shapes import PIPELINE
from crm_tui.domain.deals import Pipeline
from crm_tui.queries import deals as queries
from crm_tui.queries.paging import Page
from crm_tui.reports import funnel, records
from crm_tui.reports.layout import Line, pad
from crm_tui.services import pipelines
from crm_tui.store.write import Write

app = group("")
pipeline = group("Pipelines: the stages that deals go through.")
app.add_typer(pipeline, name="pipeline")


@verb(pipeline, "list")
def list_(ctx: typer.Context) -> None:
    """List pipelines."""
    state = session(ctx)
    with state.read() as reader:
        found = queries.pipelines(reader)
    output.records(state, PIPELINE, (records.pipeline(row) for row in found))


@verb(pipeline, "show")
def show(
    ctx: typer.Context,
    named: Annotated[
        str, typer.Argument(metavar="[PIPELINE]", help="The first one when left out")
    ] = "",
    as_funnel: Annotated[
        bool, typer.Option("--funnel", help="With its deals, and how many go on from each stage")
    ] = False,
    filter: Annotated[
        str, typer.Option("--filter", metavar="FILTER", help="Which deals the funnel counts")
    ] = "",
) -> None:
    """Show a pipeline's stages."""
    state = session(ctx)
    page = Page(filter=filter, me=state.workspace().user_id)
    with state.read() as reader:
        found = pipeline_named(reader, named)
        steps = funnel.steps(reader, found, page) if as_funnel else []
    if as_funnel:
        record = {**records.pipeline(found), "funnel": list(map(records.step, steps))}
        output.record(state, PIPELINE, record, funnel.lines(found, steps))
    else:
        output.record(state, PIPELINE, records.pipeline(found), _card(found))


@verb(pipeline, "add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name", show_default=False)],
    stages: Annotated[
        list[str] | None,
        typer.Option("--stage", metavar="NAME", help="An open stage, in order; Won and Lost come"),
    ] = None,
) -> None:
    """Add a pipeline, with the usual stages unless others are named."""
    state = session(ctx)
    with state.write("pipeline add", create=True) as w:
        id = pipelines.create(w, name, stages)
    told(state, w, id)


@verb(pipeline, "edit")
def edit(
    ctx: typer.Context,
    named: Annotated[str, typer.Argument(metavar="PIPELINE", help="Id, name or its beginning")],
    name: Annotated[str, typer.Option("--name", help="The new name", show_default=False)],
) -> None:
    """Change a pipeline's name; `crm stage` changes its stages."""
    state = session(ctx)
    with state.write("pipeline edit") as w:
        id = pipeline_named(w, named).id
        pipelines.rename(w, id, name)
    told(state, w, id)


def told(state: Session, w: Write, id: int) -> None:
    """Say what was done to a pipeline, or write it."""
    editing.told(
        state,
        w,
        f"pipeline:{id}",
        PIPELINE,
        lambda reader: records.pipeline(pipeline_named(reader, f"pipeline:{id}")),
    )


def _card(pipeline: Pipeline) -> Iterator[Line]:
    yield Line(f"{pipeline.name}  pipeline:{pipeline.id}", "head")
    for stage in pipeline.stages:
        limit = "" if stage.rotting_days is None else f"  rots after {stage.rotting_days} days"
        if stage.deal_limit is not None:
            limit += f"  holds {stage.deal_limit} at most"
        name = pad(stage.name, 20)
        yield Line(f"  {stage.id:>5}  {name} {stage.status:<5} {stage.probability:>3} %{limit}")
