"""crm due"""

from __future__ import annotations

import re
from itertools import chain
from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import TEXTS, Session, session
from crm_tui.clock import Clock
from crm_tui.errors import UsageError
from crm_tui.reports import due as report
from crm_tui.reports import due_around

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
    sections: Annotated[
        bool,
        typer.Option(
            "--sections", help="JSON as one object: reminders, people to be in touch with, dates"
        ),
    ] = False,
    quiet_if_empty: Annotated[
        bool, typer.Option("--quiet-if-empty", help="Print nothing when nothing is due or ahead")
    ] = False,
) -> int:
    """Print what is overdue, due today and in the days ahead; then the people whose cadence has
    passed, and birthdays, renewals and other days to remember."""
    state = session(ctx)
    form = output.chosen(state, "text", (*TEXTS, "html", "ics"))
    days = _days(within or _AHEAD)
    owner = state.workspace().user_name if owner == "me" else owner
    with state.read() as reader:
        items = report.gather(reader, days, owner)
        around = due_around.gather(reader, days, owner)
        if items or any(around) or not quiet_if_empty:
            _write(state, form, items, around, reader.clock, whole=sections)
    found = bool(items) if within else report.is_due(items)
    return SOMETHING_IS_DUE if exit_code and found else 0


def _write(
    state: Session,
    form: str,
    items: list[report.Item],
    around: due_around.Around,
    clock: Clock,
    *,
    whole: bool,
) -> None:
    # The text is what prompts and cron wait for: what it does not need is loaded later.
    if form == "text":
        output.lines(state, chain(report.lines(items), due_around.lines(around, clock)))
    elif form == "html":
        from crm_tui.reports import due_files

        output.page(due_files.html(items, around, clock))
    elif form == "ics":
        from crm_tui.reports import due_files

        output.page(due_files.ics(items, clock))
    elif form == "json" and whole:
        from crm_tui.reports import due_records

        output.value(due_records.whole(items, around, clock))
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
