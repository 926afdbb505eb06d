"""crm board, also crm deal board"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Filter, group, verb
from crm_tui.cli.session import TEXTS, session
from crm_tui.cli.shapes import DEAL
from crm_tui.domain.deals import Pipeline
from crm_tui.domain.fields import choice
from crm_tui.queries import deals as queries
from crm_tui.queries.paging import Page
from crm_tui.reports import board as report
from crm_tui.reports import records
from crm_tui.reports.shapes import DealRecord
from crm_tui.store.reader import Reader
from crm_tui.text import fold

app = group("")


@verb(app, "board")
def board(
    ctx: typer.Context,
    words: Filter = None,
    pipeline: Annotated[str, typer.Option("--pipeline", help="The first one when left out")] = "",
    sort: Annotated[
        str, typer.Option("--sort", metavar="FIELD", help="Else those longest in their stage first")
    ] = "",
) -> None:
    """Print the pipeline as columns."""
    state = session(ctx)
    form = output.chosen(state, "text", TEXTS)
    page = Page(filter=" ".join(words or ()), sort=sort, me=state.workspace().user_id)
    with state.read() as reader:
        found = pipeline_named(reader, pipeline)
        columns = report.columns(reader, found, page)
        if form == "text":
            output.lines(state, report.lines(found, columns, reader.clock, output.cells()))
        elif form == "json":
            output.value(_board(found, columns, reader))
        else:
            rows = [row for column in _deals(columns, reader) for row in column]
            output.records(state, DEAL, rows)


def pipeline_named(reader: Reader, name: str) -> Pipeline:
    """The pipeline of that name, id or beginning of a name; the first with none.

    Raises InvalidField with all their names.
    """
    pipelines = queries.pipelines(reader)
    if not name.strip():
        return pipelines[0]
    by_id = [row for row in pipelines if str(row.id) == name.strip().removeprefix("pipeline:")]
    if by_id:
        return by_id[0]
    wanted = choice("pipeline", fold(name), [fold(row.name) for row in pipelines])
    return next(row for row in pipelines if fold(row.name) == wanted)


def _board(pipeline: Pipeline, columns: list[report.Column], reader: Reader) -> dict[str, Any]:
    stages = [
        {
            "id": column.stage.id,
            "name": column.stage.name,
            "status": column.stage.status,
            "count": len(column.deals),
            "deal_limit": column.stage.deal_limit,
            "totals": [
                {
                    "currency": total.currency,
                    "value": records.amount(total.value, total.currency),
                    "weighted": records.amount(total.weighted, total.currency),
                }
                for total in column.totals
            ],
            "deals": deals,
        }
        for column, deals in zip(columns, _deals(columns, reader), strict=True)
    ]
    return {"pipeline": pipeline.name, "stages": stages}


def _deals(columns: list[report.Column], reader: Reader) -> list[list[DealRecord]]:
    """The deals of each column as scripts read them."""
    rows = [row for column in columns for row in column.deals]
    found = queries.with_details(reader, rows)
    by_id = {detail.deal.id: records.deal(detail, reader.clock) for detail in found}
    return [[by_id[row.id] for row in column.deals] for column in columns]
