"""Reminders: when one is due, and which part of the agenda it belongs to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.calendar import MONTHS
from crm_tui.domain.dates import describe_day

# What is to be done, by kind; `waiting` is for what others promised us.
KINDS = ("to-do", "call", "email", "meeting", "visit", "chat", "waiting")

# The parts of the agenda, in order.
BUCKETS = ("overdue", "today", "tomorrow", "this week", "later")


class Reminder(NamedTuple):
    """A reminder as it is read. `due` is a date (10 characters) or a UTC instant meant
    in `zone`; `repeat` is an RRULE (RFC 5545) and `anchor` where its series began."""

    id: int
    uid: str
    version: int
    text: str
    kind: str
    due: str
    zone: str | None
    repeat: str | None
    repeat_from: str
    anchor: str | None
    contact_id: int | None
    contact: str | None
    company_id: int | None
    company: str | None
    deal_id: int | None
    deal: str | None
    owner_id: int | None
    owner: str | None
    done_at: str | None
    dropped_at: str | None

    @property
    def about(self) -> str:
        """Whom or what it is about: the contact, else the deal, else the company."""
        return self.contact or self.deal or self.company or ""


def has_time(due: str) -> bool:
    """Is this due text an instant rather than a date?"""
    return len(due) > 10


def is_overdue(due: str, clock: Clock) -> bool:
    """A date is overdue once its day is over where the user lives, an instant at once."""
    if has_time(due):
        return datetime.fromisoformat(due) < clock.now()
    return due < clock.today().isoformat()


def local_day(due: str, clock: Clock) -> date:
    """The day on which it is due, where the user lives."""
    if has_time(due):
        return clock.at(datetime.fromisoformat(due)).date()
    return date.fromisoformat(due)


def standing(due: str, done_at: str | None, dropped_at: str | None, clock: Clock) -> str:
    """`today 14:00`, `Fri 27 Nov`, `done 13 Feb`, `dropped 13 Feb 2025`: where it stands."""
    if ended := done_at or dropped_at:
        day = local_day(ended, clock)
        year = f" {day.year}" if day.year != clock.today().year else ""
        return f"{'done' if done_at else 'dropped'} {day.day} {MONTHS[day.month - 1]}{year}"
    at = f" {clock.at(datetime.fromisoformat(due)):%H:%M}" if has_time(due) else ""
    return describe_day(local_day(due, clock), clock.today()) + at


def bucket(due: str, clock: Clock) -> str:
    """Which part of the agenda a due text belongs to; weeks end on Sunday."""
    if is_overdue(due, clock):
        return "overdue"
    today = clock.today()
    day = local_day(due, clock)
    if day <= today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    return "this week" if day <= today + timedelta(days=6 - today.weekday()) else "later"


def bucket_fact(due: str, clock: Clock) -> str:
    """Why a due text belongs to its part of the agenda."""
    if has_time(due):
        if is_overdue(due, clock):
            return "its time is past"
    elif is_overdue(due, clock):
        return f"its day is over in {clock.zone.key}"
    return {
        "today": f"it is that day in {clock.zone.key}",
        "tomorrow": "that is the day after today",
        "this week": "that is before the week ends, on Sunday",
        "later": "that is after this week",
    }[bucket(due, clock)]
