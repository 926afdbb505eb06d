"""crm due"""

from __future__ import annotations

import re
from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import TEXTS, Session, session
from crm_tui.clock import Clock
from crm_tui.errors import UsageError
from crm_tui.reports import due as report

app = group("")
SOMETHING_IS_DUE = 10
_AHEAD = "7d"
_SPAN = re.compile(r"([0-9]{1,4})([dw]?)")


@verb(app, "due")
def due(
    ctx: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="DAYS", help="So far ahead: 7d (default), 2w")
    ] = None,
    owner: Annotated[
        str, typer.Option("--owner", help="Only this user's; me is who you act as")
    ] = "",
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="End with 10 when something is overdue or due today,"
            " or ahead as far as --within says",
        ),
    ] = False,
    quiet_if_empty: Annotated[
        bool, typer.Option("--quiet-if-empty", help="Print nothing when nothing is due or ahead")
    ] = False,
) -> int:
    """Print what is overdue, due today and in the days ahead."""
    state = session(ctx)
    form = output.chosen(state, "text", (*TEXTS, "html", "ics"))
    days = _days(within or _AHEAD)
    owner = state.workspace().user_name if owner == "me" else owner
    with state.read() as reader:
        items = report.gather(reader, days, owner)
        if items or not quiet_if_empty:
            _write(state, form, items, reader.clock)
    found = bool(items) if within else report.is_due(items)
    return SOMETHING_IS_DUE if exit_code and found else 0


def _write(state: Session, form: str, items: list[report.Item], clock: Clock) -> None:
    # The text is what prompts and cron wait for: what it does not need is loaded later.
    if form == "text":
        output.lines(state, report.lines(items))
    elif form in ("html", "ics"):
        from crm_tui.reports import due_files

        made = due_files.html if form == "html" else due_files.ics
        output.page(made(items, clock))
    else:
        from crm_tui.cli.shapes import REMINDER
        from crm_tui.reports import records

        output.records(state, REMINDER, (records.reminder(item.reminder, clock) for item in items))


def _days(span: str) -> int:
    """`7d`, `2w` or `7` -> days. Raises UsageError."""
    found = _SPAN.fullmatch(span.strip().lower())
    if not found:
        raise UsageError(f"'{span}' is not a number of days", "write it like: 7d, 2w")
    return int(found[1]) * (7 if found[2] == "w" else 1)
