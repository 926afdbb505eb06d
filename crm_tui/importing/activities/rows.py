"""Rows of a file -> drafts of interactions or reminders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm_tui.clock import Clock, encode_instant
from crm_tui.clock import zone as zone_named
from crm_tui.domain import recurrence
from crm_tui.domain.drafts import Rejected
from crm_tui.domain.interactions import KINDS
from crm_tui.domain.reminders import KINDS as TO_DO
from crm_tui.domain.rrule import parse_rule
from crm_tui.errors import InvalidField, UsageError
from crm_tui.formats.cells import split
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.activities.cells import Cells, minutes, word
from crm_tui.importing.activities.drafts import Draft, Who, hash_of, uid_of, who
from crm_tui.importing.columns import Column
from crm_tui.importing.dates import read_date
from crm_tui.importing.fields import IGNORED
from crm_tui.importing.recipe import Recipe
from crm_tui.text import clean, clean_line

# What others call the kinds, folded.
_KINDS = {
    "call": "call,calls,phone,phone call,telephone,logged call,outgoing call,incoming call",
    "email": "email,emails,e-mail,mail,logged email,incoming email,outgoing email",
    "meeting": "meeting,meetings,appointment,event,demo,lunch,dinner,conference,video call",
    "visit": "visit,visits,site visit,on site",
    "chat": "chat,chats,sms,text message,whatsapp,im,slack",
    "post": "post,letter,postal mail,linkedin message,social",
    "web": "web,website,web visit,form submission",
    "note": "note,notes,other,task",
}
_TO_DO = {
    "to-do": "to-do,todo,to do,task,tasks,other,follow up,follow-up,deadline",
    **{kind: _KINDS[kind] for kind in TO_DO if kind in _KINDS},
    "waiting": "waiting,waiting for,waiting on",
}
_DIRECTIONS = {
    "inbound": "inbound,incoming,in,received,i",
    "outbound": "outbound,outgoing,out,sent,o",
    "internal": "internal",
}
_ENDED = {
    "done": "done,completed,complete,closed,finished,yes,y,true,1,x,held",
    "dropped": "dropped,cancelled,canceled,deleted,no show",
    "": "open,no,n,false,0,to do,todo,not started,not_started,in progress,in_progress,waiting,"
    "waiting on someone else,deferred,planned,pending,needs-action,scheduled",
}
_SEVERAL = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read. `kind` is that of interactions that say none; cells of
    our `own` export have several people by their names."""

    noun: str
    columns: Sequence[Column]
    recipe: Recipe
    source: str
    clock: Clock
    kind: str
    own: bool

    def draft(self, row: CsvRow) -> Draft | Rejected:
        """A row -> its draft, or why it is none."""
        cells, filled, more = self._cells(row)
        people = self._people(cells)
        try:
            read = _interaction if self.noun == "interaction" else _reminder
            columns = read(cells, more)
        except InvalidField as error:
            return Rejected(row.line, error.message, row.raw)
        id = cells.line("id")
        draft = Draft(
            row.line,
            self.noun,
            id if self.own and id else uid_of(self.source, id or hash_of(filled)),
            columns,
            people,
            cells.line("company"),
            cells.line("deal"),
            self.recipe.owner(cells.line("user")),
            raw=row.raw,
        )
        draft.alone = not draft.about and self.noun == "reminder"
        if not (draft.about or draft.alone):
            return Rejected(row.line, "it names nobody: no person, company or deal", row.raw)
        return draft

    def _cells(self, row: CsvRow) -> tuple[Cells, list[str], list[str]]:
        """The first filled cell of each field, all that is filled, and texts beside the first."""
        texts, orders = dict[str, str](), dict[str, str]()
        filled, more = list[str](), list[str]()
        for column in self.columns:
            text, kind = row.cells[column.index].strip(), column.field.kind
            if text:  # whatever it is taken for: a row stays the same with another --map
                filled.append(f"{column.header} {text}")
            if not text or kind == IGNORED:
                continue
            if kind == "text" and kind in texts:
                more.append(f"{column.header}: {text}")
            texts.setdefault(kind, text)
            orders.setdefault(kind, column.order)
        return Cells(texts, orders, self.clock, self.kind), sorted(filled), more

    def _people(self, cells: Cells) -> tuple[Who, ...]:
        person, email, phone = cells.get("person"), cells.line("email"), cells.line("phone")
        names = split(person) if self.own else _SEVERAL.split(person)
        found = [who(name) for name in names if clean_line(name)]
        if not (email or phone):
            return tuple(found)
        if len(found) > 1 or (found and not found[0].name):
            return (*found, Who(email=email, phone=phone))
        return (Who(found[0].name if found else "", email, phone),)


def _interaction(cells: Cells, more: Sequence[str]) -> dict[str, Any]:
    at = cells.past("at")
    if at is None:
        raise InvalidField("at", "it does not say when it was")
    kind = word("kind", cells.get("kind"), _KINDS) or cells.kind
    text = clean("\n\n".join((cells.get("text"), *more)))
    subject = cells.line("subject") or clean_line(text.partition("\n")[0], 200)
    return {
        "kind": kind,
        "direction": word("direction", cells.get("direction"), _DIRECTIONS)
        or ("internal" if kind == "note" else "outbound"),
        "at": at,
        "minutes": _minutes(cells, is_call=kind == "call"),
        "outcome": cells.line("outcome"),
        "subject": subject,
        "body": text,
    }


def _minutes(cells: Cells, *, is_call: bool) -> int | None:
    """How long it was: as it says, else from its beginning to its end."""
    said, seconds = cells.get("minutes"), cells.get("seconds")
    began, ended = cells.when("at"), cells.when("end")
    if said or seconds or not (began and ended and began.instant and ended.instant):
        return minutes(said, seconds, is_call=is_call)
    return minutes("", str((ended.instant - began.instant).total_seconds()), is_call=False)


def _reminder(cells: Cells, more: Sequence[str]) -> dict[str, Any]:
    try:
        zone = zone_named(cells.get("zone")) if cells.get("zone") else None
    except UsageError as error:
        raise InvalidField("zone", error.message) from error
    due = cells.when("due", zone)
    if due is None:
        raise InvalidField("due", "it does not say when it is due")
    text = cells.line("text")
    if notes := clean_line("; ".join(filter(None, (cells.get("notes"), *more)))):
        text = clean_line(f"{text}: {notes}" if text else notes)
    if not text:
        raise InvalidField("text", "it does not say what is to be done")
    when_done = read_date(cells.get("done"), cells.orders.get("done", ""))
    ended = "done" if when_done else word("done", cells.get("done"), _ENDED)
    done = (
        cells.past("done_at" if not when_done else "done")
        or (ended == "done" and _end_of(due, cells.clock))
        or None
    )
    dropped = cells.past("dropped_at") or (ended == "dropped" and _end_of(due, cells.clock)) or None
    return {
        "text": text,
        "kind": word("kind", cells.get("kind"), _TO_DO) or "to-do",
        "due": due.due,
        "zone": due.zone,
        **_repeat(cells, due.day(cells.clock.zone), due.due),
        "done_at": done,
        "dropped_at": dropped if not done else None,
    }


def _end_of(due: Any, clock: Clock) -> str:
    """When something was done that says only that it was: when it was due, or by now."""
    moment = due.instant or datetime.combine(
        date.fromisoformat(due.due), datetime.min.time().replace(hour=12), tzinfo=clock.zone
    )
    return encode_instant(min(moment, clock.now()))


def _repeat(cells: Cells, start: date, due: str) -> dict[str, Any]:
    """How it repeats: by a rule of our own export, else by a phrase or an RRULE."""
    phrase, rule = cells.line("repeat"), cells.line("rule")
    if not (phrase or rule):
        return {"repeat": None, "repeat_from": "due", "anchor": None}
    from_done = phrase.endswith(" after done") or cells.get("repeat_from") == "done"
    try:
        repeat = parse_rule(rule).text() if rule else recurrence.parse_repeat(
            phrase.removesuffix(" after done"), start)  # fmt: skip
    except UsageError as error:
        raise InvalidField("repeat", error.message) from error
    anchor = cells.when("anchor")
    return {
        "repeat": repeat,
        "repeat_from": "done" if from_done else "due",
        "anchor": anchor.due if anchor else due,
    }


def kind_by_name(name: str) -> str:
    """The kind of interactions that a file's name tells: `calls.csv`; a note else."""
    return next((kind for kind in KINDS if kind in name.casefold()), "note")
