"""The words for when: a day (`day_phrases`), a time, or both, in a zone.

A table of patterns reads what people type most, without a library; what it does not
know goes to dateparser, in English and strictly. Conventions for times:

- `h` is hours, `min` minutes; both count from the present minute;
- a bare time is the next such time, looking back the latest;
- `at 9` is nine in the morning; `at 1` to `at 6` are refused, since either half of the
  day may be meant;
- morning is 9:00, noon 12:00, afternoon 14:00, evening 18:00; midnight is 0:00, the
  start of the day it stands with.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_tui.clock import zone as zone_named
from crm_tui.domain.calendar import make_date
from crm_tui.domain.dates import EXAMPLES
from crm_tui.domain.day_phrases import Frame, read_day, read_offset
from crm_tui.errors import UsageError

_TIMES = {"morning": 9, "noon": 12, "afternoon": 14, "evening": 18, "midnight": 0}
_TIME = (
    r"(?:(?:at |@ ?)?(?:(?P<hour12>[0-9]{1,2})(?::(?P<minute12>[0-9]{2}))? ?(?P<half>[ap]m)"
    r"|(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?"
    rf"|(?P<word>{'|'.join(_TIMES)}))"
    r"|(?:at |@ ?)(?P<bare>[0-9]{1,2}))"
)
_ONLY_TIME = re.compile(_TIME)
_TIME_LAST = re.compile(rf"(?P<day>.*\S) {_TIME}")
_TIME_FIRST = re.compile(rf"{_TIME} (?:on )?(?P<day>.*\S)")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:?[0-9]{2}")
_ZONE = re.compile(r"\s([A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+|UTC)\s*$")


def split_zone(text: str, default: ZoneInfo) -> tuple[str, ZoneInfo]:
    """`fri 3pm Europe/Berlin` -> ("fri 3pm", that zone); the default where none is named.

    Raises UsageError for what has the form of a zone's name and is none.
    """
    found = _ZONE.search(text)
    return (text[: found.start()], zone_named(found[1])) if found else (text, default)


def read(text: str, frame: Frame) -> date | datetime | None:
    """Text -> date, aware datetime, or None for what is neither.

    Raises UsageError for what is ambiguous, contradicts itself or is in no calendar.
    """
    plain = " ".join(text.casefold().replace(",", " ").replace(".m.", "m").split())
    for reader in (_read_iso, _read_instant, read_day, _read_day_and_time):
        value = reader(plain, frame)
        if value is not None:
            return value
    return _ask_dateparser(plain, frame)


def _read_iso(text: str, frame: Frame) -> datetime | None:
    """`2026-11-27t15:00`, with or without seconds, offset or z."""
    if not _ISO.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    make_date(moment.year, moment.month, moment.day)
    return moment if moment.tzinfo else moment.replace(tzinfo=frame.clock.zone)


def _read_instant(text: str, frame: Frame) -> datetime | None:
    """`now`, `in 2 hours`, `30 min ago`, `3pm`: what stands without a day."""
    now = frame.clock.now()
    if text == "now":
        return now
    offset = read_offset(text)
    if offset and offset[1] in ("hours", "minutes"):
        return now.replace(second=0, microsecond=0) + timedelta(**{offset[1]: offset[0]})
    found = _ONLY_TIME.fullmatch(text)
    if not found:
        return None
    wall = _wall_time(found)
    here = [_combine(frame.today + timedelta(days=step), wall, frame) for step in (-1, 0, 1)]
    if frame.past:
        return max(moment for moment in here if moment <= now)
    return min(moment for moment in here if moment > now)


def _read_day_and_time(text: str, frame: Frame) -> datetime | None:
    """`fri 3pm`, `tomorrow at 9`, `3pm on fri`"""
    found = _TIME_LAST.fullmatch(text) or _TIME_FIRST.fullmatch(text)
    day = read_day(found["day"], frame) if found else None
    return _combine(day, _wall_time(found), frame) if found and day else None


def _wall_time(found: re.Match[str]) -> time:
    """A match of _TIME -> time of day. Raises UsageError for 25:00, 13pm or `at 3`."""
    if found["word"]:
        return time(_TIMES[found["word"]])
    bare = found["bare"]
    if bare and 1 <= int(bare) <= 6:
        raise UsageError(f"'at {bare}' may be morning or afternoon", f"write {bare}am or {bare}pm")
    hour = int(found["hour12"] or found["hour"] or bare)
    minute = int(found["minute12"] or found["minute"] or 0)
    fits = 1 <= hour <= 12 if found["half"] else hour <= 23
    if not fits or minute > 59:
        raise UsageError(f"there is no time {hour}:{minute:02}{found['half'] or ''}", EXAMPLES)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, minute)


def _combine(day: date, wall: time, frame: Frame) -> datetime:
    """A local time as an instant, in UTC: only there do instants compare and subtract truly."""
    return datetime.combine(day, wall, tzinfo=frame.clock.zone).astimezone(UTC)


def _ask_dateparser(text: str, frame: Frame) -> date | datetime | None:
    """Rarer wordings ("a fortnight from now"). Relative ones, and full dates with a long year.

    Numbers with marks between are left to the table, since dateparser guesses their order.
    """
    if not re.search(r"[a-z]{2}.* |[0-9][a-z]", text) or re.search(r"[0-9][-/.][0-9]", text):
        return None
    from dateparser import parse

    base = frame.clock.local().replace(tzinfo=None)
    full = re.search(r"\b[0-9]{4}\b", text)
    settings = {
        "PARSERS": ["relative-time", "absolute-time"] if full else ["relative-time"],
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PREFER_DATES_FROM": "past" if frame.past else "future",
        "RELATIVE_BASE": base,
        "TIMEZONE": frame.clock.zone.key,
        "RETURN_AS_TIMEZONE_AWARE": True,
    }
    moment: datetime | None
    try:
        moment = parse(text, languages=["en"], settings=settings)
    except Exception:  # whatever a guessing library trips over, the text is no date
        return None
    if moment is None:
        return None
    # A phrase of days keeps the base's time of day, a bare date has none.
    bare = moment.time() in (base.time(), time())
    return moment.date() if bare else moment
