"""Calendar items -> drafts: an event that was is an interaction, one that is to come a reminder of
it, a to-do a reminder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from crm_tui.clock import Clock, encode_instant
from crm_tui.clock import zone as zone_named
from crm_tui.domain.dates import When
from crm_tui.domain.interactions import KINDS
from crm_tui.domain.reminders import KINDS as TO_DO
from crm_tui.domain.rrule import parse_rule
from crm_tui.errors import UsageError
from crm_tui.formats.ics_items import Attendee, Entry, Unreadable
from crm_tui.importing.activities.drafts import Draft, Who, hash_of, uid_of, who
from crm_tui.importing.calendar.series import has_been, moment_of, rule_of, times_of
from crm_tui.text import clean, clean_line, fold

SOURCE = "ical"
# What only our exports say, see `reports.exports.todo`.
_OURS = "reminder"


@dataclass(slots=True)
class Made:
    """What an item becomes, or by `left_out` why nothing; `told` counts for notes."""

    drafts: list[Draft]
    left_out: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of all items: the user's own folded addresses, those of the users, and by UID
    the times of a series that the file has items of their own for."""

    clock: Clock
    own: frozenset[str]
    users: frozenset[str]
    moved: Mapping[str, frozenset[str]]

    def made(self, entry: Entry, line: int, raw: str) -> Made:
        """An item -> drafts. Raises Unreadable for one that says too little."""
        if entry.status == "CANCELLED":
            return Made([], "cancelled")
        if entry.is_todo:
            return self._todo(entry, line, raw)
        if any(fold(each.address) in self.own and each.state == "DECLINED"
               for each in entry.attendees):  # fmt: skip
            return Made([], "declined")
        return self._event(entry, line, raw)

    # -- to-dos ------------------------------------------------------------------------------------

    def _todo(self, entry: Entry, line: int, raw: str) -> Made:
        ours = _OURS in entry.own
        due = entry.due or entry.start or self._day_of(entry.completed)
        if due is None:
            raise Unreadable("it has no day on which it is due")
        more = "" if ours else clean_line(entry.description)
        text = clean_line(": ".join(filter(None, (entry.summary, more))))
        if not text:
            raise Unreadable("it has no SUMMARY")
        zone = self._zone(entry.own.get("zone", "")) or due.zone
        columns, told = self._repeat(entry, due)
        is_done = entry.completed is not None or entry.status == "COMPLETED"
        done = entry.completed or moment_of(due, self.clock.zone)
        draft = Draft(
            line,
            "reminder",
            self._todo_uid(entry),
            {
                "text": text,
                "kind": next((word for word in map(fold, entry.categories) if word in TO_DO),
                             "to-do"),
                "due": due.due,
                "zone": None if due.is_date else zone,
                **columns,
                "done_at": encode_instant(min(done, self.clock.now())) if is_done else None,
                "dropped_at": None,
            },
            self._people(entry),
            entry.own.get("company", ""),
            entry.own.get("deal", ""),
            entry.own.get("owner", ""),
            alone=True,
            raw=raw,
        )  # fmt: skip
        return Made([draft], told=told)

    def _repeat(self, entry: Entry, due: When) -> tuple[dict[str, Any], tuple[str, ...]]:
        none = {"repeat": None, "repeat_from": "due", "anchor": None}
        if rule := entry.own.get("repeat"):
            try:
                repeat = parse_rule(rule).text()
            except UsageError as error:
                raise Unreadable(error.message) from error
            from_ = "done" if entry.own.get("repeat-from") == "done" else "due"
            anchor = _due_text(entry.own.get("anchor", "")) or due.due
            return {"repeat": repeat, "repeat_from": from_, "anchor": anchor}, ()
        if not entry.rule:
            return none, ()
        start = entry.start or due
        try:
            repeat = rule_of(entry.rule, start, self.clock.zone)
        except UsageError:
            return none, ("rules",)
        return {"repeat": repeat, "repeat_from": "due", "anchor": start.due}, ()

    def _todo_uid(self, entry: Entry) -> str:
        """A reminder of ours keeps its uid."""
        try:
            return str(UUID(entry.uid)) if entry.occurrence is None else _uid(entry)
        except ValueError:
            return _uid(entry)

    def _day_of(self, moment: datetime | None) -> When | None:
        return When.on(self.clock.at(moment).date()) if moment else None

    def _zone(self, name: str) -> str:
        try:
            return zone_named(name).key if name else ""
        except UsageError:
            return ""

    # -- events ------------------------------------------------------------------------------------

    def _event(self, entry: Entry, line: int, raw: str) -> Made:
        start, zone = entry.start, self.clock.zone
        if start is None:
            raise Unreadable("it has no DTSTART")
        rule, told = "", tuple[str, ...]()
        if entry.rule and entry.occurrence is None:
            try:
                rule = rule_of(entry.rule, start, zone)
            except UsageError:
                told = ("rules",)
        if not rule:
            drafts = self._single(entry, start, _uid(entry), line, raw)
            return Made(drafts, told=(*told, *_lost(entry, drafts)))
        left_out = entry.except_ | self.moved.get(entry.uid, frozenset())
        series = times_of(rule, start, left_out, self.clock)
        drafts = [self._held(entry, when, _uid(entry, when.due), line, raw) for when in series.past]
        if series.following:
            repeat = {"repeat": rule, "repeat_from": "due", "anchor": start.due}
            drafts.append(self._planned(entry, series.following, _uid(entry), line, raw, repeat))
        if not drafts:
            return Made([], "over long ago")
        told = ("cut",) if series.is_cut else ()
        return Made(drafts, told=(*told, *_lost(entry, drafts)))

    def _single(self, entry: Entry, start: When, uid: str, line: int, raw: str) -> list[Draft]:
        if has_been(start, self.clock):
            return [self._held(entry, start, uid, line, raw)]
        none = {"repeat": None, "repeat_from": "due", "anchor": None}
        return [self._planned(entry, start, uid, line, raw, none)]

    def _held(self, entry: Entry, when: When, uid: str, line: int, raw: str) -> Draft:
        """A meeting that was."""
        place = f"Location: {entry.location}" if entry.location else ""
        organizer = entry.organizer
        is_theirs = organizer is not None and fold(organizer.address) not in self.own
        columns = {
            "kind": _kind(entry, KINDS),
            "direction": "inbound" if is_theirs and self.own else "outbound",
            "at": encode_instant(moment_of(when, self.clock.zone)),
            "minutes": entry.minutes,
            "outcome": "",
            "subject": clean_line(entry.summary, 200),
            "body": clean("\n\n".join(filter(None, (entry.description, place)))),
        }
        return Draft(line, "interaction", uid, columns, self._people(entry),
                     user=self._user(entry), raw=raw)  # fmt: skip

    def _planned(
        self, entry: Entry, when: When, uid: str, line: int, raw: str, repeat: dict[str, Any]
    ) -> Draft:
        """A meeting that is to come: something to do at a time."""
        kind = _kind(entry, TO_DO)
        columns = {
            "text": entry.summary or kind.capitalize(),
            "kind": kind,
            "due": when.due,
            "zone": when.zone,
            **repeat,
            "done_at": None,
            "dropped_at": None,
        }
        return Draft(line, "reminder", uid, columns, self._people(entry),
                     user=self._user(entry), raw=raw)  # fmt: skip

    # -- people ------------------------------------------------------------------------------------

    def _people(self, entry: Entry) -> tuple[Who, ...]:
        """Who takes part beside the user, once each."""
        named = [who(entry.own["contact"])] if entry.own.get("contact") else []
        found = {fold(each.address): Who(each.name, each.address) for each in _present(entry)}
        return (*named, *(each for key, each in found.items() if key not in self.own))

    def _user(self, entry: Entry) -> str:
        """The address of the user whose meeting it is."""
        addresses = (fold(each.address) for each in _present(entry))
        return next((key for key in addresses if key in self.users), "")


def _present(entry: Entry) -> Iterator[Attendee]:
    if entry.organizer:
        yield entry.organizer
    yield from (each for each in entry.attendees if each.state != "DECLINED")


def _uid(entry: Entry, occurrence: str = "") -> str:
    """By what an item is known: its UID, and which of a series it is."""
    at = occurrence or (entry.occurrence.due if entry.occurrence else "")
    start = entry.start or entry.due
    key = entry.uid or hash_of([entry.summary, start.due if start else "", entry.description])
    return uid_of(SOURCE, f"{key}/{at}" if at else key)


def _kind(entry: Entry, kinds: tuple[str, ...]) -> str:
    """What the categories say it is; else a meeting."""
    return next((word for word in map(fold, entry.categories) if word in kinds), "meeting")


def _lost(entry: Entry, drafts: list[Draft]) -> tuple[str, ...]:
    planned = any(draft.noun == "reminder" for draft in drafts)
    return ("texts",) if planned and (entry.description or entry.location) else ()


def _due_text(text: str) -> str:
    """A day or an instant as the store writes it; "" for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if len(text) == 10:
        return text
    return encode_instant(found) if found.tzinfo else ""
