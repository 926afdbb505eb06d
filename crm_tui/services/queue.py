"""Writing the work queue: what came of a record's turn, in one operation with all that
follows from it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from crm_tui.clock import decode_instant, encode_instant
from crm_tui.domain.dates import When
from crm_tui.domain.fields import choice
from crm_tui.domain.queue import OUTCOMES, Turn
from crm_tui.errors import InvalidField
from crm_tui.queries import queue as queries
from crm_tui.queries import reminders as reminder_queries
from crm_tui.queries.resolve import NOUNS, Target
from crm_tui.services import interactions, records, reminders, values
from crm_tui.store.write import Write

# An outcome -> the kind of interaction that it is; the others log none, unless there is a text.
_KINDS = {"reached": "call", "no answer": "call", "voicemail": "call", "emailed": "email"}
# Outcomes after which the step that was due is done; after others only one that takes its place.
_FULFILS = ("reached", "emailed", "done")
_TALKS = ("call", "meeting", "visit", "chat")


class Settled(NamedTuple):
    """What was written: the interaction, the reminder that was planned or moved, and whose
    turn it was; `fulfilled` is the text of the reminder that is done by it."""

    turn: Turn
    interaction: int | None = None
    planned: int | None = None
    fulfilled: str = ""


def settle(
    w: Write,
    noun: str,
    id: int,
    outcome: str,
    *,
    text: str = "",
    next_step: str = "",
    until: str = "",
) -> Settled:
    """Note what came of a record's turn: log the interaction, mark the step that was due
    done, plan `next_step` ("call fri 3pm"), and let the round go on.

    `skip` only passes it over; `snooze` moves the step that was due to `until`, or plans to
    follow up then. A try that reached nobody leaves the step due, and so does talk about what
    they promised, unless a next one takes its place. Raises InvalidField, and NotFound for
    a record that is gone.
    """
    outcome = choice("outcome", outcome.replace("-", " "), OUTCOMES)
    turn = queries.turn_of(w, w.user_id or 0, noun, id)
    about = _about(w, turn)
    settled = Settled(turn)
    if outcome == "snooze":
        settled = Settled(turn, planned=_snooze(w, turn, about, until))
    elif outcome != "skip":
        settled = _done(w, turn, about, outcome, text, next_step)
    _visit(w, noun, id, outcome)
    done = f" · done: {settled.fulfilled}" if about and settled.fulfilled else ""
    ahead = _ahead(w, outcome, settled.planned) if settled.planned is not None else ""
    w.summary = f"{_PAST.get(outcome, outcome)} {_name(w, turn, about)}{done}{ahead}"
    return settled


def _ahead(w: Write, outcome: str, planned: int) -> str:
    """When it is their turn again: ` until Fri 6 Mar 2026`, ` · next: call Fri 6 Mar 2026`."""
    step = reminder_queries.reminder(w, planned)
    due = When(step.due, step.zone).describe(w.clock)
    return f" until {due}" if outcome == "snooze" else f" · next: {step.text} {due}"


_PAST = {"emailed": "e-mailed", "no answer": "no answer from", "voicemail": "left a voicemail for",
         "done": "done with", "skip": "skipped", "snooze": "snoozed"}  # fmt: skip


def restart(w: Write) -> None:
    """Begin a new round: everyone's turn may come again."""
    w.insert(  # a visit to no record
        "queue_visit", user_id=w.user_id, round=_new_round(w), noun="", record_id=0, at=w.now,
        outcome=queries.BEGUN,
    )  # fmt: skip
    w.summary = "began a new round"


def _done(
    w: Write, turn: Turn, about: list[Target], outcome: str, text: str, next_step: str
) -> Settled:
    kind, planned, logged = _KINDS.get(outcome, ""), None, None
    step = turn.about("reminder")
    if not about and (kind or next_step.strip() or text.strip()):
        hint = "say done, snooze or skip"
        raise InvalidField("outcome", "this reminder is on no record to log anything with", hint)
    before = reminder_queries.reminder(w, step) if step is not None else None
    due = before.kind if before else ""
    if outcome == "reached" and due in _TALKS:
        kind = due
    if kind or text.strip():
        given = {"text": text, "outcome": "" if outcome in ("emailed", "done") else outcome}
        logged, planned = interactions.log(w, kind or "note", about, given, next_step=next_step)
    elif next_step.strip():
        planned = interactions.plan(w, next_step, about)
    # To have spoken about what they promised does not bring it.
    fulfilled = outcome == "done" or (outcome in _FULFILS and due != "waiting")
    if before is None or not (fulfilled or planned is not None):
        return Settled(turn, logged, planned)
    reminders.done(w, before.id)
    return Settled(turn, logged, planned, before.text)


def _snooze(w: Write, turn: Turn, about: list[Target], until: str) -> int:
    due = values.when(w, "until", values.required_line("until", until))
    step = turn.about("reminder")
    if step is not None:
        reminders.snooze(w, step, until)
        return step
    if due.overdue(w.clock):
        raise InvalidField("until", f"{due.describe(w.clock)} is past", "name a time ahead")
    return interactions.plan(w, f"follow up {until}", about)


def _visit(w: Write, noun: str, id: int, outcome: str) -> None:
    """The record has had its turn in this round."""
    me = w.user_id or 0
    begun = queries.round_of(w, me).begun or _new_round(w)
    w.delete("queue_visit", user_id=me, round=begun, noun=noun, record_id=id)
    w.insert(
        "queue_visit", user_id=me, round=begun, noun=noun, record_id=id, at=w.now, outcome=outcome
    )


def _new_round(w: Write) -> str:
    """The instant that a round goes by: now, or just after the latest round's."""
    sql = "SELECT max(round) FROM queue_visit WHERE user_id = :me"
    latest = w.scalar(sql, {"me": w.user_id})
    if latest is None or str(latest) < w.now:
        return w.now
    return encode_instant(decode_instant(str(latest)) + timedelta(microseconds=1))


def _about(w: Write, turn: Turn) -> list[Target]:
    """The record, and with a person the deal that it is their turn for."""
    if turn.noun not in NOUNS:
        return []
    about = [records.there(w, turn.noun, turn.id)]
    step = turn.about("reminder")
    deal = reminder_queries.reminder(w, step).deal_id if step is not None else None
    deal = deal or turn.about("deal")
    if deal is not None and turn.noun != "deal":
        about.append(records.there(w, "deal", deal))
    return about


def _name(w: Write, turn: Turn, about: list[Target]) -> str:
    return about[0].name if about else reminder_queries.reminder(w, turn.id).text
