"""Dates as exports write them: only what can be read in one way is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from crm_tui.domain.calendar import FIRST_YEAR, LAST_YEAR, MONTHS

_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_CLOCK_12 = re.compile(r"(\d{1,2})(:\d{2}(?::\d{2})?) ?([ap])\.?m\.?", re.IGNORECASE)
_DAY_MONTH = re.compile(r"(\d{1,2})[ .-]+([^\W\d]{3})[^\W\d]*[ .,-]+(\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d]{3})[^\W\d]*\.? (\d{1,2}),? (\d{4})")
_CLOCK = re.compile(r"(.+?)[T, ]+(\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)", re.IGNORECASE)


def shows_order(text: str) -> str:
    """What a cell tells of its column: DMY, MDY, `open` for `03/04/1990`, else nothing."""
    found = _NUMBERS.match(text.strip())
    if found is None or found[1].zfill(2) == found[2].zfill(2):
        return ""
    one, two = int(found[1]), int(found[2])
    if one <= 12 and two <= 12:
        return "open"
    return ("DMY" if one > 12 else "MDY") if one <= 12 or two <= 12 else ""


def read_date(text: str, order: str = "") -> date | None:
    """`1990-05-14`, `14/05/1990`, `14 May 1990`, `May 14, 1990` -> date.

    None for anything else, and for `03/04/1990` unless `order` says DMY or MDY.
    """
    text = text.strip()
    try:
        day = date.fromisoformat(text[:10]) if len(text) in (8, 10) else None
    except ValueError:
        day = None
    day = day or _written_out(text, order)
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_instant(text: str, zone: tzinfo, order: str = "") -> datetime | None:
    """A date, or a date and a time -> the instant in UTC; without an offset it is in `zone`."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = _CLOCK.fullmatch(text)
        day = read_date(found[1] if found else text, order)
        if day is None:
            return None
        try:
            at = _time(found[2]) if found else time()
        except ValueError:
            return None
        moment = datetime.combine(day, at)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _time(text: str) -> time:
    if found := _CLOCK_12.fullmatch(text):
        hour = int(found[1]) % 12 + 12 * (found[3] in "pP")
        return time.fromisoformat(f"{hour:02}{found[2]}")
    return time.fromisoformat(text.zfill(5))


def _written_out(text: str, order: str) -> date | None:
    if found := _NUMBERS.fullmatch(text):
        one, two, year = map(int, found.groups())
        if one == two or (one > 12) != (two > 12):
            return _make(year, min(one, two), max(one, two))
        return _make(year, *((two, one) if order == "DMY" else (one, two))) if order else None
    if found := _DAY_MONTH.fullmatch(text):
        return _make(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _make(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(name: str) -> int:
    name = name.capitalize()
    return MONTHS.index(name) + 1 if name in MONTHS else 0


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
