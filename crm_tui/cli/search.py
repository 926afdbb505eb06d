"""crm search"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Limit, group, verb
from crm_tui.cli.session import note, session
from crm_tui.cli.shapes import HIT
from crm_tui.queries import search as queries
from crm_tui.reports import records

app = group("")
_BEST = 50


@verb(app, "search")
def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Words, or how they begin")],
    limit: Limit = _BEST,
) -> None:
    """Print everything that holds the words, best first; accents and case do not count."""
    state = session(ctx)
    table = output.chosen(state, "table" if output.at_terminal() else "tsv") == "table"
    with state.read() as reader:
        found = queries.search(reader, " ".join(words), _BEST if limit is None else limit)
        shown = [records.hit(each, reader.clock, words=table) for each in found]
    output.records(state, HIT, shown)
    if table and not found:
        note("nothing found")
