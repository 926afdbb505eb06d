"""crm timeline"""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Limit, group, verb
from crm_tui.cli.session import TEXTS, date_order, is_iso, note, session
from crm_tui.cli.shapes import ENTRY
from crm_tui.clock import encode_instant
from crm_tui.domain.dates import When, parse_past
from crm_tui.queries import interactions as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports import records
from crm_tui.reports import timeline as report

app = group("")
_LATEST = 200


@verb(app, "timeline")
def timeline(
    ctx: typer.Context,
    named: Annotated[
        str, typer.Argument(metavar="[RECORD]", help="Of this one only", show_default=False)
    ] = "",
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILTER]...", help="kind:call,email, or words to find", show_default=False
        ),
    ] = None,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="From that day on")] = "",
    limit: Limit = _LATEST,
) -> None:
    """Print what happened, newest first."""
    state = session(ctx)
    form = output.chosen(state, "text", TEXTS)
    with state.read() as reader:
        noun, id = resolve(reader, named)[:2] if named else ("", 0)
        start = ""
        if since:
            moment = parse_past(since, reader.clock, date_order(state.config))
            day = reader.clock.at(moment).date()
            start = encode_instant(datetime.combine(day, time(), tzinfo=reader.clock.zone))
            if not is_iso(since):
                note(f"since {When.on(day).describe(reader.clock)}")
        most = limit if limit is not None else _LATEST
        entries = queries.timeline(reader, noun, id, start, most, filter=" ".join(words or ()))
        if form == "text":
            output.lines(state, report.lines(entries, reader.clock))
        else:
            output.records(state, ENTRY, (records.entry(row, reader.clock) for row in entries))
