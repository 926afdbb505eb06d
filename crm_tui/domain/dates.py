"""When something is: a day or a zoned moment, read from what people type and shown back.

A reminder due "on Friday" is a date and stays that date in every zone; one due "Friday
3pm" is an instant that keeps the zone it was meant in. `When` holds both in the store's
text forms. The words themselves are read by `phrases`, loaded only when there is
something to read.

A local time that daylight saving skips or repeats is taken with the offset in force
before the change (zoneinfo's fold=0): 02:30 in a spring gap becomes 03:30, 02:30 in an
autumn overlap is the first of the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from crm_tui.clock import Clock, decode_instant, encode_instant
from crm_tui.clock import zone as zone_named
from crm_tui.domain.calendar import MONTHS, WEEKDAYS, make_date
from crm_tui.errors import UsageError
from crm_tui.text import inert

DateOrder = Literal["DMY", "MDY"]

EXAMPLES = "write it like: fri 3pm, tomorrow, in 2 weeks, 27 nov, eom, 2026-11-27 15:00"
_PAST_EXAMPLES = "write it like: yesterday 3pm, 2 hours ago, mon 9am, 2026-11-27 15:00"
_LONGEST = 80
_LATELY = 14


@dataclass(frozen=True, slots=True)
class When:
    """A day (`2026-11-27`, zone None) or an instant (the store's UTC text, zone named)."""

    due: str
    zone: str | None = None

    @classmethod
    def on(cls, day: date) -> When:
        """The whole of `day`, wherever one is."""
        return cls(day.isoformat())

    @classmethod
    def at(cls, moment: datetime, zone: ZoneInfo) -> When:
        """An aware moment, meant in `zone`."""
        return cls(encode_instant(moment), zone.key)

    @property
    def is_date(self) -> bool:
        """True for a day, False for an instant."""
        return len(self.due) == 10

    @property
    def instant(self) -> datetime | None:
        """The moment in UTC; None for a day, which is none in particular."""
        return None if self.is_date else decode_instant(self.due)

    def day(self, zone: ZoneInfo) -> date:
        """The day it falls on for someone in `zone`."""
        moment = self.instant
        return moment.astimezone(zone).date() if moment else date.fromisoformat(self.due)

    def overdue(self, clock: Clock) -> bool:
        """A day is overdue once it is over in the user's zone, an instant once it is past."""
        moment = self.instant
        return moment < clock.now() if moment else self.day(clock.zone) < clock.today()

    def describe(self, clock: Clock) -> str:
        """`Fri 27 Nov 2026` or `Fri 27 Nov 2026, 15:00`, with the zone where it is not the user's
        (`15:00 Asia/Tokyo`); parse_when reads it back."""
        moment = self.instant
        if moment is None:
            return _full_day(self.day(clock.zone))
        zone = zone_named(self.zone) if self.zone else clock.zone
        local = moment.astimezone(zone)
        told = f"{_full_day(local.date())}, {local:%H:%M}"
        return told if zone.key == clock.zone.key else f"{told} {zone.key}"


def parse_when(
    text: str, clock: Clock, date_order: DateOrder | None = None, region: str = ""
) -> When:
    """What someone typed -> the next day or moment it can mean. See `phrases` for the words.

    A bare time is today if still ahead, else tomorrow. `date_order` says how to read
    03/04/2026, `region` whose holidays are no business days. Raises UsageError, with
    examples, for what is no date, is ambiguous, or lies outside 1900-2199.
    """
    value, zone = _read(text, clock, past=False, order=date_order, region=region)
    return When.at(value, zone) if isinstance(value, datetime) else When.on(value)


def parse_date(
    text: str, clock: Clock, date_order: DateOrder | None = None, region: str = ""
) -> date:
    """Like `parse_when`, for a field that holds a day.

    Of a date-time in digits (as programs write them) the day is taken, in the user's
    zone; a time in words ("fri 3pm") raises UsageError, since it would be lost.
    """
    value, _ = _read(text, clock, past=False, order=date_order, region=region)
    if not isinstance(value, datetime):
        return value
    if not re.match(r"\s*\d+[-/.]\d+[-/.]\d+", text):
        raise UsageError(f"'{_shown(text)}' has a time; a day is wanted here", EXAMPLES)
    return clock.at(value).date()


def parse_past(text: str, clock: Clock, date_order: DateOrder | None = None) -> datetime:
    """What someone typed -> the latest moment it can mean, aware, in UTC: when it happened.

    "fri" is the last Friday, "3pm" today's or yesterday's. A day without a time gives
    its noon, or the present if that is still ahead. Raises UsageError like `parse_when`,
    and for a moment in the future.
    """
    value, zone = _read(text, clock, past=True, order=date_order)
    now = clock.now()
    if isinstance(value, datetime):
        moment = value.astimezone(UTC)
    else:
        moment = datetime.combine(value, time(12), tzinfo=zone).astimezone(UTC)
        if value == clock.at(now).date():
            moment = min(moment, now)
    if moment > now:
        raise UsageError(f"'{_shown(text)}' is in the future", _PAST_EXAMPLES)
    return moment


def describe_instant(instant: str | None, clock: Clock) -> str:
    """The day of a stored instant, as `describe_day` tells it; "" for None."""
    if not instant:
        return ""
    return describe_day(clock.at(datetime.fromisoformat(instant)).date(), clock.today())


def describe_day(day: date, today: date) -> str:
    """Short text for lists: `today`, `tomorrow`, `5 days ago`, `Fri 27 Nov`, `3 Mar 2027`."""
    ahead = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(ahead)
    if near:
        return near
    if -_LATELY <= ahead < 0:
        return f"{-ahead} days ago"
    month = MONTHS[day.month - 1]
    if day.year != today.year:
        return f"{day.day} {month} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {month}"


def _full_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _shown(text: str) -> str:
    """What was typed, safe and short enough to stand in a message."""
    return inert(text)[:_LONGEST]


def _read(
    text: str, clock: Clock, *, past: bool, order: DateOrder | None, region: str = ""
) -> tuple[date | datetime, ZoneInfo]:
    """Text -> (a date or an aware datetime within range, the zone it was meant in)."""
    from crm_tui.domain import phrases
    from crm_tui.domain.day_phrases import Frame

    value, zone = None, clock.zone
    if len(text) <= _LONGEST:
        text, zone = phrases.split_zone(text, clock.zone)
        frame = Frame(Clock(zone, clock.now()), past, order, region)
        value = phrases.read(text, frame)
    if value is None:
        hint = _PAST_EXAMPLES if past else EXAMPLES
        raise UsageError(f"'{_shown(text)}' is not a date or time that crm can read", hint)
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    make_date(local.year, local.month, local.day)
    return value, zone
