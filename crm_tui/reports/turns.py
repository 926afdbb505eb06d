"""Turns of the work queue as both faces print them: a brief, the round, records for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from crm_tui.clock import Clock
from crm_tui.domain.dates import When
from crm_tui.domain.deals import Deal, standing
from crm_tui.domain.money import format_money
from crm_tui.domain.queue import Subject, Turn
from crm_tui.domain.reminders import Reminder
from crm_tui.queries.queue import Round, Standing
from crm_tui.reports import timeline
from crm_tui.reports.brief import Brief
from crm_tui.reports.layout import Line
from crm_tui.reports.records import moment

EMPTY = (
    "Nobody is waiting for you: nothing is due, no cadence has passed, and every deal has a"
    " next step."
)
_LABEL = 16


class TurnRecord(TypedDict):
    place: int
    noun: str
    id: int
    name: str
    company: str
    score: int
    why: str
    reasons: list[dict[str, Any]]
    stake: dict[str, Any] | None


def record(turn: Turn, place: int, names: dict[Subject, tuple[str, str]]) -> TurnRecord:
    """A turn for scripts; `place` is where it stands in the queue, from 1."""
    name, company = names.get((turn.noun, turn.id), ("", ""))
    stake = turn.stake
    return {
        "place": place,
        "noun": turn.noun,
        "id": turn.id,
        "name": name,
        "company": company,
        "score": turn.score,
        "why": turn.words,
        "reasons": [reason._asdict() for reason in turn.reasons],
        "stake": stake and {"deal": stake.deal, "words": stake.words, "points": stake.points},
    }


def brief_record(brief: Brief, clock: Clock) -> dict[str, Any]:
    """A brief for scripts."""
    local = brief.local
    return {
        "noun": brief.turn.noun,
        "id": brief.turn.id,
        "name": brief.name,
        "about": brief.about,
        "score": brief.turn.score,
        "why": brief.turn.words,
        "do_not_contact": bool(brief.warning),
        "ways": [way._asdict() for way in brief.ways],
        "local_time": local and local.at.isoformat(timespec="minutes"),
        "night": local.is_night if local else None,
        "best_time": brief.best_time,
        "language": brief.language,
        "cadence": brief.cadence,
        "promised": [_step(row) for row in brief.ours],
        "waiting_for": [_step(row) for row in brief.theirs],
        "deals": [{"id": row.id, "title": row.title, "stage": row.stage} for row in brief.deals],
        "latest": [
            {"at": moment(row.at, clock), "what": row.what, "text": row.text}
            for row in brief.latest
        ],
    }


def round_record(present: Standing) -> dict[str, int | bool]:
    """How far a round has come, for scripts."""
    done = present.round
    return {"done": done.done, "skipped": done.skipped, "left": len(present.turns),
            "through": present.through}  # fmt: skip


def progress(present: Standing) -> str:
    """`3 of 17 · 2 done`"""
    return " · ".join(filter(None, (present.place, counted(present.round))))


def counted(present: Round) -> str:
    """`5 done, 1 skipped`; "" for a round that has just begun."""
    parts = ((present.done, "done"), (present.skipped, "skipped"))
    return ", ".join(f"{number} {what}" for number, what in parts if number)


def through(last: Round) -> str:
    """That everybody had their turn."""
    return f"The round is through: {counted(last) or 'nothing was to do'}."


def lines(brief: Brief, present: Standing, clock: Clock) -> Iterator[Line]:
    """The brief as text."""
    yield Line(f"{brief.name}  {brief.turn.noun}:{brief.turn.id}  ({progress(present)})", "head")
    yield Line(f"  {brief.turn.words}")
    if brief.warning:
        yield Line(f"  ! {brief.warning}", "late")
    yield from fields(brief, clock)
    yield from _section("Promised", (reminder_line(row, clock) for row in brief.ours))
    yield from _section("Waiting for", (reminder_line(row, clock) for row in brief.theirs))
    yield from _section("Deals", (deal_line(row, clock) for row in brief.deals))
    yield from _section("Latest", (timeline.line(row, clock) for row in brief.latest))


def fields(brief: Brief, clock: Clock) -> Iterator[Line]:
    """Who it is and how to reach them, a labelled line each."""
    local = brief.local.describe(clock.local()) if brief.local else ""
    source = f"{local}  ({brief.local.source})" if brief.local else ""
    ways = ((f"{way.kind} {way.label}".strip(), _way(way.value, way.remark)) for way in brief.ways)
    for label, value in (
        ("who", brief.about),
        *ways,
        ("local time", source),
        ("best time", brief.best_time),
        ("language", brief.language),
        ("cadence", brief.cadence),
    ):
        if value:
            yield Line(f"  {label:<{_LABEL}}{value}")


def reminder_line(row: Reminder, clock: Clock) -> str:
    """When, of which kind, and what."""
    deal = f" · {row.deal}" if row.deal else ""
    return f"{When(row.due, row.zone).describe(clock)}  {row.kind:<7}  {row.text}{deal}"


def deal_line(row: Deal, clock: Clock) -> str:
    """What it is worth, and how it stands."""
    worth = "" if row.value is None else f" · {format_money(row.value, row.currency)}"
    return f"{row.title}{worth} · {standing(row, clock)}"


def _way(value: str, remark: str) -> str:
    return f"{value}  ({remark})" if remark else value


def _step(row: Reminder) -> dict[str, Any]:
    return {"id": row.id, "kind": row.kind, "text": row.text, "due": row.due}


def _section(head: str, texts: Iterable[str]) -> Iterator[Line]:
    found = [Line(f"  {text}") for text in texts]
    if found:
        yield from (Line(""), Line(head, "head"), *found)
