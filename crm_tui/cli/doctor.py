"""crm doctor"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import session
from crm_tui.clock import Clock, zone
from crm_tui.errors import StoreUnusable
from crm_tui.keymap import problems
from crm_tui.reports.layout import Line
from crm_tui.store.doctor import Finding, examine, mend
from crm_tui.store.files import Files, folder_of

app = group("")
_WRONG = 1


@verb(app, "doctor")
def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend what is safe to mend: nothing that was typed changes"),
    ] = False,
) -> int:
    """Check the store: a line for each check, and what to do. Ends with 1 when something is
    wrong, with 6 when data may be lost."""
    state = session(ctx)
    state.no_other_day()
    form = output.chosen(state, "text", ("text", "json"))
    files = Files(folder_of(state.target, state.config.files))
    findings, mended = examine(state.target, files), set[str]()
    if fix and not any(found.corrupt and not found.mends for found in findings):
        wrong = {found.check for found in findings if found.wrong}
        mend(state.target, findings, Clock(zone(state.config.timezone)), state.config)
        findings = examine(state.target, files)
        mended = wrong - {found.check for found in findings if found.wrong}
    if wrong_keys := problems(state.config.keys):
        findings.append(Finding("keys", "; ".join(wrong_keys), "crm config path names the file"))
    if form == "json":
        output.value([_record(found, mended) for found in findings])
    else:
        output.lines(state, _lines(findings, mended), whole=True)
    return _end(findings)


def _end(findings: list[Finding]) -> int:
    if any(found.corrupt for found in findings):
        return StoreUnusable.exit_code
    return _WRONG if any(found.wrong for found in findings) else 0


def _lines(findings: list[Finding], mended: set[str]) -> Iterator[Line]:
    for found in findings:
        if not found.wrong:
            yield Line(f"{_state(found, mended):<7} {found.check}")
        else:
            yield Line(f"{_state(found, mended):<7} {found.check}: {found.wrong}", "late")
            yield Line(f"        {found.todo}")


def _state(found: Finding, mended: set[str]) -> str:
    if found.wrong:
        return "wrong"
    return "mended" if found.check in mended else "ok"


def _record(found: Finding, mended: set[str]) -> dict[str, object]:
    """A check as scripts read it."""
    return {
        "check": found.check,
        "state": _state(found, mended),
        "wrong": found.wrong,
        "todo": found.todo,
        "corrupt": found.corrupt,
    }
