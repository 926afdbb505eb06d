"""crm privacy retain: who is due to go, and their erasure"""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

import typer

from crm_tui import erasing
from crm_tui.cli import output
from crm_tui.cli.erasing import agreed, told
from crm_tui.cli.options import Filter, Yes
from crm_tui.cli.progress import bar
from crm_tui.cli.session import Session, at_terminal, note, session
from crm_tui.cli.shapes import AGED
from crm_tui.domain.erasing import parse_age
from crm_tui.domain.filter_grammar import has_words, parse_filter
from crm_tui.domain.retention import Aged, rule
from crm_tui.errors import UsageError
from crm_tui.queries import retention
from crm_tui.reports import records
from crm_tui.store.reader import Reader
from crm_tui.text import counted

SOMEBODY_IS_DUE = 10


class _Asked(NamedTuple):
    """Whom it is about: those with whom there was no contact `since`, whom `filter` keeps."""

    since: date
    filter: str
    me: int

    def people(self, reader: Reader, *, kept: bool = False) -> list[Aged]:
        return retention.aged(reader, self.since, self.filter, self.me, kept=kept)

    def ids(self, reader: Reader) -> list[int]:
        return [person.id for person in self.people(reader)]


def retain(
    ctx: typer.Context,
    older: Annotated[
        str, typer.Option("--older", metavar="SPAN", help="For how long: 3y, 18m, 26w, 400d")
    ],
    filter: Filter = None,
    kept: Annotated[
        bool, typer.Option("--kept", help="List who is as old but kept, and on what ground")
    ] = False,
    apply: Annotated[
        bool | None,
        typer.Option("--apply/--dry-run", help="Erase them; without it they are only listed"),
    ] = None,
    yes: Yes = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 10 when somebody is due to go")
    ] = False,
    quiet_if_empty: Annotated[
        bool, typer.Option("--quiet-if-empty", help="Print nothing when there is nobody")
    ] = False,
) -> int:
    """List the people with whom there was no real contact for so long, and who have no other
    ground to be kept: a deal, a reminder, a consent, a contract, the tag hold. With --apply
    (or --yes) they are erased, as crm privacy erase does it."""
    state = session(ctx)
    with state.read() as reader:
        me = state.workspace().user_id
        asked = _Asked(parse_age(older, reader.today), " ".join(filter or ()), me)
    if apply or (yes and apply is None):
        if kept or exit_code:
            raise UsageError("--kept and --exit-code are for looking only", "leave --apply out")
        _retire(state, asked, yes=yes, quiet=quiet_if_empty)
        return 0
    with state.read() as reader:
        people = asked.people(reader, kept=kept)
        if people or not quiet_if_empty:
            rows = (records.aged(person, reader.clock) for person in people)
            output.records(state, AGED, rows)
            are = "is" if len(people) == 1 else "are"
            so = "as old, and kept" if kept else "due to go"
            said = rule(asked.since, reader.clock)
            note(f"{counted(len(people), 'contact')} {are} {so}: {said}")
    return SOMEBODY_IS_DUE if exit_code and people and not kept else 0


def _retire(state: Session, asked: _Asked, *, yes: bool, quiet: bool) -> None:
    """Erase those who are due to go, after a question. Raises UsageError for a filter of free
    words without a terminal."""
    state.no_other_day()
    state.known_format(("text", "json"))
    if has_words(parse_filter(asked.filter)) and not at_terminal():
        hint = "name a field: name:…"
        raise UsageError("without a terminal, words are not enough to say which", hint)
    workspace = state.workspace()
    with state.read() as reader:
        ids = asked.ids(reader)
    if not ids:
        if not quiet:
            told(state, erasing.NOTHING)
        return
    if not yes:
        note(f"due to go: {rule(asked.since, workspace.clock)}")
        agreed(erasing.told(erasing.preview(workspace, ids)), yes)
    with bar("privacy retain") as progress:
        done = erasing.erase(workspace, ids, progress, asked.ids)
    told(state, done)
