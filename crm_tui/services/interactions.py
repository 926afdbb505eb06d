"""Logging interactions, with the next step in the same operation."""

from __future__ import annotations

from typing import Any

from crm_tui.clock import encode_instant
from crm_tui.domain import dates
from crm_tui.domain.fields import choice
from crm_tui.domain.interactions import DIRECTIONS, KINDS
from crm_tui.domain.next_steps import read_next_step
from crm_tui.errors import InvalidField
from crm_tui.queries import interactions as queries
from crm_tui.queries.resolve import Target
from crm_tui.services import records, reminders, values
from crm_tui.services.values import Values, named
from crm_tui.store.write import Write
from crm_tui.text import clean, clean_line


def log(
    w: Write,
    kind: str,
    about: list[Target],
    given: Values,
    *,
    next_step: str = "",
    fulfils: int | None = None,
) -> tuple[int, int | None]:
    """Record an interaction with contacts, a company or a deal; answers its id, and the
    id of the reminder made of `next_step` ("call fri 3pm"), if any. The reminder that it
    `fulfils` is done by it.

    `about` names at most one company and one deal; a deal's or a first contact's
    company is taken where none is named. Raises InvalidField, and NotFound for a record
    that was deleted since it was named.
    """
    values.check_names(w, "interaction", given)
    about = [records.there(w, target.noun, target.id) for target in about]
    kind = choice("kind", kind, KINDS)
    text = clean(given.get("text", ""))
    subject, _, _ = text.partition("\n")
    columns = {
        "kind": kind,
        "at": w.now,
        "user_id": w.user_id,
        "direction": "internal" if kind == "note" else "outbound",
        "subject": clean_line(subject, 200),
        "body": text,
        **_columns(w, given),
        "deal_id": _only(about, "deal"),
        "company_id": _only(about, "company") or _company(w, about),
    }
    id = w.insert("interaction", **columns)
    people = [target.id for target in about if target.noun == "contact"] or _people(w, about)
    for contact in dict.fromkeys(people):
        w.insert("interaction_contact", interaction_id=id, contact_id=contact)
    planned = plan(w, next_step, about) if next_step.strip() else None
    ended = ""
    if fulfils is not None:
        reminders.done(w, fulfils)
        ended = f" · {w.summary}"
    w.summary = f"logged {kind} with {', '.join(target.name for target in about)}{ended}"
    return id, planned


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set an interaction's fields. Raises InvalidField, NotFound, Conflict."""
    values.check_names(w, "interaction", given)
    before = queries.interaction(w, id)
    columns = _columns(w, given)
    if "kind" in given:
        columns["kind"] = choice("kind", given["kind"], KINDS)
    if "text" in given:
        text = clean(given["text"])
        columns |= {"body": text, "subject": clean_line(text.partition("\n")[0], 200)}
    records.change(w, "interaction", before, columns, version)
    w.summary = f"edited {before.kind} {id}"


def delete(w: Write, id: int) -> None:
    """Remove an interaction; undo brings it back."""
    before = queries.interaction(w, id)
    w.delete("interaction_contact", interaction_id=id)
    w.delete("interaction", id=id)
    w.summary = f"deleted {before.kind} {id}"


def _columns(w: Write, given: Values) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if given.get("at", "").strip():
        with named("at"):
            moment = dates.parse_past(given["at"], w.clock, values.date_order(w))
        columns["at"] = encode_instant(moment)
    if given.get("direction", "").strip():
        columns["direction"] = choice("direction", given["direction"], DIRECTIONS)
    if "outcome" in given:
        columns["outcome"] = clean_line(given["outcome"])
    if "duration" in given:
        columns["minutes"] = values.minutes_or_none("duration", given["duration"])
    return columns


def plan(w: Write, text: str, about: list[Target]) -> int:
    """A reminder from a next step ("call fri 3pm") on the deal among these, else on the
    first, else on nothing; answers its id. Raises InvalidField where no time is in it."""
    step = read_next_step(text, w.clock, values.date_order(w))
    given = {"text": step.text, "kind": step.kind, "due": step.phrase}
    if not about:
        return reminders.create(w, given)
    deal, person = _first(about, "deal"), _first(about, "contact")
    if deal and person:
        return reminders.create(w, given, "contact", person, deal=deal)
    first = next((target for target in about if target.noun == "deal"), about[0])
    return reminders.create(w, given, first.noun, first.id)


def _only(about: list[Target], noun: str) -> int | None:
    ids = {target.id for target in about if target.noun == noun}
    if len(ids) > 1:
        raise InvalidField("who", f"an interaction has one {noun}", "log it for each")
    return next(iter(ids), None)


def _first(about: list[Target], noun: str) -> int | None:
    return next((target.id for target in about if target.noun == noun), None)


def _company(w: Write, about: list[Target]) -> int | None:
    for target in about:
        if target.noun in ("deal", "contact"):
            id = w.scalar(f"SELECT company_id FROM {target.noun} WHERE id = :id", {"id": target.id})
            if id is not None:
                return int(str(id))
    return None


def _people(w: Write, about: list[Target]) -> list[int]:
    deal = _only(about, "deal")
    if deal is None:
        return []
    sql = "SELECT contact_id FROM deal_contact WHERE deal_id = :deal ORDER BY id LIMIT 1"
    return [int(row[0]) for row in w.db.rows(sql, {"deal": deal})]
