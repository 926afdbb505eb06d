"""Records as scripts read them: a row and its details -> a dictionary, ready for JSON.

The names are part of the command line's contract: fields may be added, never renamed.
Times are ISO 8601 with the offset of the user's zone, days `YYYY-MM-DD`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from crm_tui.clock import Clock, decode_instant
from crm_tui.domain import cadences, deals, reminders
from crm_tui.domain.companies import CompanyDetail
from crm_tui.domain.contacts import ContactDetail
from crm_tui.domain.interactions import Interaction, TimelineEntry
from crm_tui.domain.money import decimal_text, decimals
from crm_tui.domain.operations import Operation
from crm_tui.domain.retention import Aged, reasons
from crm_tui.domain.search import Hit
from crm_tui.queries.duplicates import NamedPair
from crm_tui.reports import funnel
from crm_tui.reports.shapes import (
    AgedRecord,
    CompanyRecord,
    ContactRecord,
    DealRecord,
    DuplicateRecord,
    EntryRecord,
    HitRecord,
    InteractionRecord,
    OperationRecord,
    PipelineRecord,
    ReminderRecord,
    StepRecord,
)


class Amount(float):
    """A decimal number of a currency: exact as JSON, with its decimals as text."""

    text: str

    def __str__(self) -> str:
        return self.text


def contact(detail: ContactDetail, clock: Clock) -> ContactRecord:
    """A contact with its channels and tags."""
    row = detail.contact
    cadence = cadences.cadence_of(row)
    return {
        "id": row.id,
        "uid": row.uid,
        "name": row.name,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "company": row.company,
        "title": row.title,
        "emails": list(detail.of_kind("email")),
        "phones": list(detail.of_kind("phone")),
        "tags": list(detail.tags),
        "lifecycle": row.lifecycle,
        "owner": row.owner,
        "created_at": moment(row.created_at, clock),
        "updated_at": moment(row.updated_at, clock),
        "last_contacted_at": moment_or_none(row.last_contacted_at, clock),
        "next_reminder_at": due(row.next_reminder_at, clock),
        "archived_at": moment_or_none(row.archived_at, clock),
        "source": row.source,
        "cadence": str(cadence or ""),
        "cadence_state": cadences.state_of(row, clock),
        "custom": json.loads(row.custom),
    }


def company(detail: CompanyDetail, clock: Clock) -> CompanyRecord:
    """A company with its channels and tags."""
    row = detail.company
    return {
        "id": row.id,
        "uid": row.uid,
        "name": row.name,
        "domain": row.domain,
        "parent": row.parent,
        "emails": [way.value for way in detail.channels if way.kind == "email"],
        "phones": [way.value for way in detail.channels if way.kind == "phone"],
        "websites": [way.value for way in detail.channels if way.kind == "website"],
        "tags": list(detail.tags),
        "owner": row.owner,
        "contacts": row.contacts,
        "open_deals": row.open_deals,
        "created_at": moment(row.created_at, clock),
        "last_contacted_at": moment_or_none(row.last_contacted_at, clock),
        "next_reminder_at": due(row.next_reminder_at, clock),
        "archived_at": moment_or_none(row.archived_at, clock),
        "source": row.source,
        "custom": json.loads(row.custom),
    }


def deal(detail: deals.DealDetail, clock: Clock) -> DealRecord:
    """A deal with its contacts and tags, and what is worked out from it."""
    row = detail.deal
    weighted = deals.weighted(row.value, row.probability, row.status)
    return {
        "id": row.id,
        "uid": row.uid,
        "title": row.title,
        "pipeline": row.pipeline,
        "stage": row.stage,
        "status": row.status,
        "value": None if row.value is None else amount(row.value, row.currency),
        "currency": row.currency,
        "probability": row.probability,
        "weighted": amount(weighted, row.currency),
        "expected_close": row.expected_close,
        "company": row.company,
        "contacts": [person.name for person in detail.contacts],
        "products": [line.product for line in detail.lines],
        "tags": list(detail.tags),
        "owner": row.owner,
        "days_in_stage": deals.days_in_stage(row, clock),
        "silent_days": deals.silence(row, clock),
        "rotting": deals.is_rotting(row, clock),
        "next_step": row.next_step,
        "next_step_at": due(row.next_due, clock),
        "lost_reason": row.lost_reason,
        "closed_at": moment_or_none(row.closed_at, clock),
        "created_at": moment(row.created_at, clock),
        "archived_at": moment_or_none(row.archived_at, clock),
        "source": row.source,
        "custom": json.loads(row.custom),
    }


def reminder(row: reminders.Reminder, clock: Clock) -> ReminderRecord:
    """A reminder; one that is done or dropped is not overdue."""
    closed = row.done_at or row.dropped_at
    return {
        "id": row.id,
        "uid": row.uid,
        "text": row.text,
        "kind": row.kind,
        "due": due(row.due, clock) or "",
        "overdue": not closed and reminders.is_overdue(row.due, clock),
        "repeat": repeat(row.repeat),
        "contact": row.contact,
        "company": row.company,
        "deal": row.deal,
        "owner": row.owner,
        "done_at": moment_or_none(row.done_at, clock),
        "dropped_at": moment_or_none(row.dropped_at, clock),
        "zone": row.zone,
        "repeat_rule": row.repeat,
        "repeat_from": row.repeat_from,
        "anchor": due(row.anchor, clock),
    }


def interaction(row: Interaction, people: Iterable[str], clock: Clock) -> InteractionRecord:
    """An interaction with the names of those who took part."""
    return {
        "id": row.id,
        "uid": row.uid,
        "kind": row.kind,
        "direction": row.direction,
        "at": moment(row.at, clock),
        "minutes": row.minutes,
        "outcome": row.outcome,
        "subject": row.subject,
        "body": row.body,
        "contacts": list(people),
        "company": row.company,
        "deal": row.deal,
        "user": row.user,
    }


def hit(found: Hit, clock: Clock, *, words: bool = False) -> HitRecord:
    """What a search found; a reminder's detail is when it is due, in words since today's with
    `words`."""
    detail = found.detail if words or not found.due else due(found.due, clock)
    return {"noun": found.noun, "id": found.id, "title": found.title, "detail": detail or ""}


def entry(row: TimelineEntry, clock: Clock) -> EntryRecord:
    """An entry of a timeline."""
    return {
        "at": moment(row.at, clock),
        "what": row.what,
        "noun": row.noun,
        "id": row.id,
        "text": row.text,
        "detail": row.detail,
        "about": row.about,
        "user": row.user,
    }


def operation(row: Operation, clock: Clock) -> OperationRecord:
    """An operation of the journal."""
    return {
        "id": row.id,
        "at": moment(row.at, clock),
        "user": row.user,
        "command": row.command,
        "summary": row.summary,
        "state": row.state,
        "records": row.records,
    }


def pipeline(row: deals.Pipeline) -> PipelineRecord:
    """A pipeline with its stages, in order."""
    return {
        "id": row.id,
        "name": row.name,
        "stages": [
            {
                "id": stage.id,
                "name": stage.name,
                "status": stage.status,
                "probability": stage.probability,
                "rotting_days": stage.rotting_days,
                "deal_limit": stage.deal_limit,
            }
            for stage in row.stages
        ],
    }


def step(row: funnel.Step) -> StepRecord:
    """A stage of a pipeline's funnel."""
    return {
        "stage": row.stage.name,
        "deals": row.deals,
        "values": {code: amount(minor, code) for code, minor in row.values},
        "weighted": {code: amount(minor, code) for code, minor in row.weighted},
        "goes_on": row.goes_on,
        "median_days": row.median_days,
    }


def amount(minor: int, currency: str) -> float | int:
    """Minor units -> a decimal number; a whole one where the currency has no decimals."""
    if not decimals(currency):
        return minor
    text = decimal_text(minor, currency)
    number = Amount(text)
    number.text = text
    return number


def duplicate(pair: NamedPair) -> DuplicateRecord:
    """A pair of contacts that may be one person."""
    return {
        **pair._asdict(),  # type: ignore[typeddict-item]
        "score": pair.score / 100,
        "reasons": pair.reasons.split("; "),
    }


def aged(person: Aged, clock: Clock) -> AgedRecord:
    """Somebody who is due to go, or is kept though as old."""
    return {
        "id": person.id,
        "uid": person.uid,
        "name": person.name,
        "company": person.company,
        "last_contacted_at": moment_or_none(person.last_contacted_at, clock),
        "created_at": moment(person.created_at, clock),
        "kept": person.kept,
        "because": [*reasons(person, clock)],
    }


def moment(instant: str, clock: Clock) -> str:
    """The store's instant -> ISO 8601 with the offset of the user's zone."""
    return clock.at(decode_instant(instant)).isoformat(timespec="seconds")


def moment_or_none(instant: str | None, clock: Clock) -> str | None:
    """Like `moment`, for what may not have happened."""
    return moment(instant, clock) if instant else None


def due(text: str | None, clock: Clock) -> str | None:
    """A date as it is, an instant as `moment` gives it."""
    return moment(text, clock) if text and reminders.has_time(text) else text


def repeat(rule: str | None) -> str | None:
    """An RRULE -> the phrase for it."""
    if not rule:
        return None
    from crm_tui.domain.recurrence import describe_repeat

    return describe_repeat(rule)
