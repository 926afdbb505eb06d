"""crm pipeline"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.board import pipeline_named
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import PIPELINE
from crm_tui.domain.deals import Pipeline
from crm_tui.queries import deals as queries
from crm_tui.reports import records
from crm_tui.reports.layout import Line

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
) -> None:
    """Show a pipeline's stages."""
    state = session(ctx)
    with state.read() as reader:
        found = pipeline_named(reader, named)
    output.record(state, PIPELINE, records.pipeline(found), _card(found))


def _card(pipeline: Pipeline) -> Iterator[Line]:
    yield Line(f"{pipeline.name}  pipeline:{pipeline.id}", "head")
    for stage in pipeline.stages:
        limit = "" if stage.rotting_days is None else f"  rots after {stage.rotting_days} days"
        yield Line(f"  {stage.name:<20} {stage.status:<5} {stage.probability:>3} %{limit}")
