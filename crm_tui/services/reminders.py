"""Writing reminders: done makes the next one, snooze moves, drop ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm_tui.domain import recurrence
from crm_tui.domain.business_days import day_off, holidays_of, put_off
from crm_tui.domain.dates import When
from crm_tui.domain.fields import choice
from crm_tui.domain.next_steps import kind_of
from crm_tui.domain.reminders import KINDS, Reminder, local_day
from crm_tui.domain.series import next_of_series
from crm_tui.errors import InvalidField
from crm_tui.queries import reminders as queries
from crm_tui.services import records, values
from crm_tui.services.values import Values, named
from crm_tui.store.write import Write

# What the next one of a series has from the one before; its company is asked for, since
# the reading shows the contact's where the reminder has none of its own.
_COPIED = ("text", "kind", "repeat", "repeat_from", "anchor", "contact_id", "deal_id", "owner_id")
# What repeats from the day it was done has no day of its own: any first of a month will do.
_NO_DAY = date(2000, 1, 1)


def create(
    w: Write, given: Values, noun: str = "", record_id: int = 0, *, deal: int | None = None
) -> int:
    """A new reminder from `{field: text}` on a contact, company or deal; answers its id. With
    `deal` it is about that one besides, whose next step it is.

    Raises InvalidField, and NotFound for the records.
    """
    columns = planned(w, given)
    if noun:
        records.there(w, noun, record_id)
        columns[f"{noun}_id"] = record_id
    if deal is not None:
        records.there(w, "deal", deal)
        columns["deal_id"] = deal
    w.summary = f"planned: {columns['text']}"
    return w.insert("reminder", **columns)


def planned(w: Write, given: Values) -> dict[str, Any]:
    """The columns of a new reminder, on whatever it will be; its kind follows from the text where
    none is given. Raises InvalidField."""
    values.check_names(w, "reminder", given)
    text = values.required_line("text", given.get("text", ""))
    due = values.when(w, "due", values.required_line("due", given.get("due", "")))
    columns = {"kind": kind_of(text), "text": text, "due": due.due, "zone": due.zone}
    columns |= _columns(w, given)
    if given.get("repeat", "").strip():
        columns |= _repeat(w, given["repeat"], due)
    return columns


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set a reminder's fields; a new time moves the whole series.

    Raises InvalidField, NotFound, Conflict.
    """
    values.check_names(w, "reminder", given)
    before = queries.reminder(w, id)
    columns = _columns(w, given)
    if "text" in given:
        columns["text"] = values.required_line("text", given["text"])
    due = When(before.due, before.zone)
    if "due" in given:
        due = values.when(w, "due", values.required_line("due", given["due"]))
        columns |= {"due": due.due, "zone": due.zone}
        if before.repeat:
            columns["anchor"] = due.due
    if "repeat" in given:
        repeats = given["repeat"].strip()
        columns |= _repeat(w, repeats, due) if repeats else {"repeat": None, "anchor": None}
    records.change(w, "reminder", before, columns, version)
    w.summary = f"edited reminder: {columns.get('text', before.text)}"


def done(w: Write, id: int, version: int | None = None) -> int | None:
    """Mark a reminder done; of a recurring one, make the next and answer its id.

    Occurrences that were missed are not made up for: the next one lies ahead. Raises
    InvalidField when it is closed already.
    """
    before = _open(w, id)
    w.update("reminder", id, version, done_at=w.now)
    w.summary = f"done: {before.text}"
    following = next_of_series(before, w.clock)
    if following is None:
        return None
    columns = {name: getattr(before, name) for name in _COPIED}
    return w.insert(
        "reminder",
        due=following.due,
        zone=following.zone,
        company_id=_own_company(w, id),
        **columns,
    )


def snooze(w: Write, id: int, until: str, version: int | None = None) -> When:
    """Move a reminder to a later time, typed; answers what was understood.

    Where the settings want business days, a weekend or a holiday gives way to the next of
    them; else the summary says so. A recurring one keeps its series. Raises InvalidField for
    a time that is past.
    """
    before = _open(w, id)
    due = values.when(w, "due", until)
    if due.overdue(w.clock):
        raise InvalidField("due", f"{due.describe(w.clock)} is past", "name a time ahead")
    holidays = holidays_of(w.config.region)
    off = day_off(due.day(w.clock.zone), holidays)
    asked = due
    if off and w.config.only_business_days:
        due = put_off(due, w.clock.zone, holidays)
    w.update("reminder", id, version, due=due.due, zone=due.zone)
    w.summary = f"snoozed: {before.text} until {due.describe(w.clock)}"
    if off:
        not_then = f"not {asked.describe(w.clock)}, " if due != asked else ""
        w.summary += f" ({not_then}{off})"
    return due


def drop(w: Write, id: int, version: int | None = None) -> None:
    """End a reminder undone; a recurring one ends with its series."""
    before = _open(w, id)
    w.update("reminder", id, version, dropped_at=w.now)
    w.summary = f"dropped: {before.text}"


def _open(w: Write, id: int) -> Reminder:
    found = queries.reminder(w, id)
    if found.done_at or found.dropped_at:
        state = "done" if found.done_at else "dropped"
        raise InvalidField("reminder", f"reminder {id} is {state} already", "undo that first")
    return found


def _columns(w: Write, given: Values) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "kind" in given:
        columns["kind"] = choice("kind", given["kind"], KINDS)
    if "owner" in given:
        columns["owner_id"] = values.user_or_none(w, "owner", given["owner"])
    return columns


def _repeat(w: Write, phrase: str, due: When) -> dict[str, Any]:
    # "… after done" counts from the day it was done instead of the day it was due.
    words = phrase.strip()
    from_done = words.endswith(" after done")
    start = _NO_DAY if from_done else local_day(due.due, w.clock)
    with named("repeat"):
        rule = recurrence.parse_repeat(words.removesuffix(" after done"), start)
    return {"repeat": rule, "repeat_from": "done" if from_done else "due", "anchor": due.due}


def _own_company(w: Write, id: int) -> int | None:
    found = w.scalar("SELECT company_id FROM reminder WHERE id = :id", {"id": id})
    return None if found is None else int(str(found))
