"""Changing every record that a filter keeps, after saying what will happen."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.progress import bar
from crm_tui.cli.session import Session, asked, at_terminal, date_order, note
from crm_tui.domain.bulk import Edit
from crm_tui.errors import CrmError, UsageError

Where = Annotated[
    str | None,
    typer.Option("--where", metavar="FILTER", help="Not one record but all that fit a filter"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --where: only say what would happen")]
Remind = Annotated[
    str, typer.Option("--remind", metavar="STEP", help='With --where: plan "call fri 3pm" on each')
]


def one(which: str | None, where: str | None, *only_many: object) -> str | None:
    """The record that is named; None where a filter says which are meant.

    Raises UsageError for both or neither, and for what only many can take.
    """
    if where is None:
        if which is None:
            raise UsageError("no record named", "name one, or several by --where FILTER")
        if any(only_many):
            raise UsageError(
                "--dry-run and --remind go with --where", "crm remind add plans one reminder"
            )
        return which
    if which is not None:
        raise UsageError(f"both '{which}' and --where", "name one record, or say --where")
    return None


def changed(state: Session, noun: str, where: str, edit: Edit, *, dry_run: bool, yes: bool) -> None:
    """Say what the edit will do to all that fit, and do it after a yes, as one operation.

    Raises UsageError for nothing to change, for a filter that keeps everything, and without
    a terminal for one of free words or a missing --yes.
    """
    from crm_tui.queries.selection import Selection
    from crm_tui.services import bulk

    picked = Selection(noun, _careful(where), me=state.workspace().user_id)
    if not edit:
        raise UsageError("nothing to change", "name a field, for example --set title=CEO")
    with state.read() as reader:
        total, lines = bulk.preview(reader, picked, edit, date_order(state.config))
    if dry_run or not total:
        for line in lines:
            output.said(state, line)
        return
    if not yes:
        if not at_terminal():
            raise UsageError("without a terminal this needs --yes", "look first with --dry-run")
        for line in lines:
            note(line)
        if not asked("Do it?"):
            raise CrmError("nothing was changed")
    with bar(f"{noun} edit") as progress, state.write(f"{noun} edit") as w:
        bulk.apply(w, picked, edit, progress)
    output.said(state, w.summary)


def _careful(where: str) -> str:
    from crm_tui.domain.filter_grammar import has_words, parse_filter

    tree = parse_filter(where)
    if not where.strip():
        raise UsageError("--where is empty, which is everything", "for all of them: --where id:1..")
    if has_words(tree) and not at_terminal():
        raise UsageError(
            "without a terminal, words are not enough to say which", "name a field: name:…"
        )
    return where
