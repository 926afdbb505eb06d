"""crm next"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing, output
from crm_tui.cli.options import Limit, group, verb
from crm_tui.cli.session import TEXTS, Session, session
from crm_tui.cli.shapes import TURN
from crm_tui.domain.dates import When
from crm_tui.domain.fields import choice
from crm_tui.domain.queue import OUTCOMES, Subject
from crm_tui.errors import NotFound, UsageError
from crm_tui.queries import queue as queries
from crm_tui.queries import reminders
from crm_tui.queries.resolve import resolve
from crm_tui.reports import turns as report
from crm_tui.reports.brief import brief
from crm_tui.reports.layout import Line
from crm_tui.services import queue
from crm_tui.store.reader import Reader

app = group("")
_TYPED = tuple(outcome.replace(" ", "-") for outcome in OUTCOMES)
_OUTCOMES = ", ".join(_TYPED)
_HOW = f"then: crm next {_OUTCOMES.replace(', ', '|')}"

_AGAIN = "crm next --restart begins another"


@verb(app, "next")
def next_(
    ctx: typer.Context,
    outcome: Annotated[
        str | None, typer.Argument(help=f"What came of it: {_OUTCOMES}", show_default=False)
    ] = None,
    when: Annotated[
        str | None, typer.Argument(help="With snooze: until when", show_default=False)
    ] = None,
    text: Annotated[str, typer.Option("--text", help="What was said")] = "",
    next_step: Annotated[
        str, typer.Option("--next", metavar="STEP", help='What is next: "call fri 3pm"')
    ] = "",
    who: Annotated[
        str | None, typer.Option("--who", help="This record's turn, not that of the first one")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="The queue, in order")] = False,
    limit: Limit = None,
    restart: Annotated[bool, typer.Option("--restart", help="Begin a new round")] = False,
) -> None:
    """Print whose turn it is, with a brief; or say what came of it, and print the next one."""
    state = session(ctx)
    if outcome is None and (when or text or next_step):
        raise UsageError("say what came of it first", f"one of: {_OUTCOMES}")
    if listed and outcome is not None:
        raise UsageError("--list only reads", "leave the outcome out")
    if outcome is not None:
        outcome = choice("outcome", outcome.replace(" ", "-"), _TYPED)
        if outcome == "snooze" and not (when or "").strip():
            raise UsageError("until when?", 'crm next snooze "mon 9am"')
    did = ""
    if restart:
        with state.write("next restart") as w:
            queue.restart(w)
        did = w.summary
    if outcome is not None:
        did = _settle(state, outcome, who, {"text": text, "next_step": next_step}, when or "")
    with state.read() as reader:
        if listed:
            _list(state, reader, limit)
        else:
            _show(state, reader, None if outcome else who, did)


def _settle(
    state: Session, outcome: str, who: str | None, given: dict[str, str], until: str
) -> str:
    with state.write("next") as w:
        noun, id = _whose(w, state, who)
        settled = queue.settle(w, noun, id, outcome, until=until, **given)
    with state.read() as reader:
        if settled.planned:
            row = reminders.reminder(reader, settled.planned)
            due = When(row.due, row.zone).describe(reader.clock)
            editing.understood(f"next: {row.text} (reminder:{row.id})", due)
    return f"{w.summary} ({noun}:{id})"


def _whose(reader: Reader, state: Session, who: str | None) -> Subject:
    """The record whose turn it is: the one that is named, else the first."""
    if who:
        if who.startswith("reminder:"):
            from crm_tui.cli.reminders import id_of

            return "reminder", id_of(reader, who)
        target = resolve(reader, who)
        return target.noun, target.id
    present = queries.standing(reader, _me(state))
    if present.through:
        raise NotFound("the round is through", _AGAIN)
    if not present.turns:
        raise NotFound("nobody's turn is left", "crm next --list shows the queue")
    return present.turns[0].noun, present.turns[0].id


def _show(state: Session, reader: Reader, who: str | None, did: str) -> None:
    form = output.chosen(state, "text", ("text", "json"))
    present = queries.standing(reader, _me(state))
    turn = present.turns[0] if present.turns else None
    if who:
        turn = queries.turn_of(reader, _me(state), *_whose(reader, state, who))
    found = brief(reader, turn, state.config.region) if turn else None
    if form == "json":
        output.value(
            {
                "did": did or None,
                "round": report.round_record(present),
                "turn": report.brief_record(found, reader.clock) if found else None,
            }
        )
        return
    if did:
        output.lines(state, [Line(did), Line("")], whole=True)
    if found is None:
        _end(state, present)
        return
    output.lines(state, report.lines(found, present, reader.clock), whole=True)
    output.lines(state, [Line(""), Line(_HOW)], whole=True)


def _end(state: Session, present: queries.Standing) -> None:
    """Nobody's turn is left: that the round is through, or that there was nobody."""
    output.said(state, report.through(present.round) if present.through else report.EMPTY)
    if present.again:
        output.said(state, f"{_AGAIN}: {present.again} still wait{'s' * (present.again == 1)}")


def _list(state: Session, reader: Reader, limit: int | None) -> None:
    output.chosen(state, "table", TEXTS[1:])
    turns = queries.standing(reader, _me(state)).turns[:limit]
    names = queries.names(reader, turns)
    rows = (report.record(turn, place, names) for place, turn in enumerate(turns, 1))
    output.records(state, TURN, rows)


def _me(state: Session) -> int:
    return state.workspace().user_id
