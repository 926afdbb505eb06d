"""crm status"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.reports import status as report
from crm_tui.reports.layout import Line

app = group("")


@verb(app, "status")
def status(
    ctx: typer.Context,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="T",
            help="With {overdue}, {today}, {next}, {next_day}, {activity}, {goal}, {silent}",
        ),
    ] = "",
    owner: Annotated[
        str, typer.Option("--owner", help="Only this user's; me is who you act as")
    ] = "",
) -> None:
    """Print one short line for a shell prompt or a status bar."""
    state = session(ctx)
    form = output.chosen(state, "text", ("text", "json"))
    workspace = state.workspace()
    owner = workspace.user_name if owner == "me" else owner
    with state.read() as reader:
        found = report.gather(reader, workspace.user_id, workspace.config.daily_goal, owner)
    if form == "json":
        output.value(found._asdict())
    else:
        text = report.filled(template, found) if template else report.line(found)
        output.lines(state, [Line(text)])
