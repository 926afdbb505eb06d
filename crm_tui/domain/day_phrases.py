"""The words for days: `tmrw`, `next fri`, `27 nov`, `2w`, `first monday of may`, `eom`.

Conventions where words alone leave it open:

- a weekday is the next such day, today's own name a week ahead; `next fri` is the one in
  next week (weeks begin on Monday); `this fri` may be today;
- `next week`, `next month`, `next quarter` and `next year` are their first day, `eow` is
  Friday, `eom`, `eoq` and `eoy` the last day;
- `next business day` is the first one after today that is neither on a weekend nor a holiday
  of the frame's region, `in 3 business days` the third;
- a day without a year is the next such day, today included;
- `m` is months; a month after the 31st of January is the last of February;
- 27.11.2026 is day first, 27/11/2026 can only be one; 03/04/2026 is refused unless the
  frame says which comes first, and so are years of two digits.

Looking back (`Frame.past`) "next such day" turns into the latest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from crm_tui.clock import Clock
from crm_tui.domain.business_days import business_days_on, holidays_of
from crm_tui.domain.calendar import (
    MONTHS,
    WEEKDAYS,
    add_months,
    last_day,
    make_date,
    nth_weekday,
)
from crm_tui.domain.dates import DateOrder
from crm_tui.domain.day_names import (
    MONTH,
    ORDINAL,
    ORDINALS,
    WEEKDAY,
    month_number,
    weekday_number,
)
from crm_tui.errors import UsageError

_NUMBERS = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_UNITS = {
    "d": "days", "day": "days", "w": "weeks", "wk": "weeks", "week": "weeks",
    "m": "months", "mo": "months", "month": "months", "y": "years", "yr": "years",
    "year": "years", "min": "minutes", "minute": "minutes", "h": "hours", "hr": "hours",
    "hour": "hours",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What a phrase is read against: the clock of its zone, the way it looks, and the
    region whose holidays are no business days."""

    clock: Clock
    past: bool = False
    order: DateOrder | None = None
    region: str = ""

    @property
    def today(self) -> date:
        """The present date in the phrase's zone."""
        return self.clock.today()

    def nearest(self, candidate: Callable[[int], date | None]) -> date | None:
        """The first of candidate(0), (1), … from today on; looking back, of (0), (-1), …"""
        for step in range(9):
            day = candidate(-step if self.past else step)
            if day and (day <= self.today if self.past else day >= self.today):
                return day
        return None


def read_day(text: str, frame: Frame) -> date | None:
    """Folded text -> date; None for what is no day.

    Raises UsageError for what is ambiguous, contradicts itself or is in no calendar.
    """
    if text in _WORDS:
        return _WORDS[text](frame.today)
    for pattern, reader in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return reader(found, frame)
    return None


def read_offset(text: str) -> tuple[int, str] | None:
    """`in 2 weeks`, `3 days ago`, `+3d`, `90 min` -> (signed count, plural unit), else None.

    Raises UsageError for one that says its direction twice.
    """
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    if found["lead"] and found["tail"]:
        raise UsageError(f"'{text}' says twice which way", "write in 3 days, or 3 days ago")
    word = found["word"]
    if word:
        count = 1 if word in ("a", "an") else _NUMBERS.index(word) + 1
    else:
        count = int(found["digits"])
    backward = found["lead"] == "-" or found["tail"] == " ago"
    return (-count if backward else count), _UNITS[found["unit"]]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_start(day: date, months: int) -> date:
    return add_months(day, months).replace(day=1)


def _quarter_start(day: date, quarters: int) -> date:
    return _month_start(day, -((day.month - 1) % 3) + 3 * quarters)


def _days(count: int) -> Callable[[date], date]:
    return lambda today: today + timedelta(days=count)


def _end_of_month(today: date) -> date:
    return today.replace(day=last_day(today.year, today.month))


_WORDS: dict[str, Callable[[date], date]] = {
    **dict.fromkeys(("today", "tod", "eod"), _days(0)),
    **dict.fromkeys(("tomorrow", "tmrw", "tmr", "tom"), _days(1)),
    "day after tomorrow": _days(2),
    "yesterday": _days(-1),
    "day before yesterday": _days(-2),
    "next week": lambda today: _monday(today) + timedelta(days=7),
    "last week": lambda today: _monday(today) - timedelta(days=7),
    "next month": lambda today: _month_start(today, 1),
    "last month": lambda today: _month_start(today, -1),
    "next quarter": lambda today: _quarter_start(today, 1),
    "last quarter": lambda today: _quarter_start(today, -1),
    "next year": lambda today: make_date(today.year + 1, 1, 1),
    "last year": lambda today: make_date(today.year - 1, 1, 1),
    "eow": lambda today: today + timedelta(days=(4 - today.weekday()) % 7),
    "eom": _end_of_month,
    "eoq": lambda today: _end_of_month(_quarter_start(today, 0) + timedelta(days=62)),
    "eoy": lambda today: today.replace(month=12, day=31),
}


def _year_first(found: re.Match[str], _: Frame) -> date:
    """`2026-11-27`, `2026/11/27`"""
    return make_date(int(found[1]), int(found[2]), int(found[3]))


def _numbers(found: re.Match[str], frame: Frame) -> date | None:
    """`27.11.2026`, `27/11/2026`: the order is the mark's, the frame's, or the only possible."""
    first, second, year = int(found["a"]), int(found["b"]), found["year"]
    order = "DMY" if found["mark"] == "." else frame.order
    if not order:
        if len(year) == 2:
            raise UsageError(f"'{found[0]}' has a short year", "write it as YYYY-MM-DD")
        if first <= 12 and second <= 12 and first != second:
            raise UsageError(
                f"'{found[0]}' may be day or month first",
                f"write {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}",
            )
        order = "MDY" if second > 12 else "DMY"
    day, month = (first, second) if order == "DMY" else (second, first)
    return _dated(year, month, day, frame)


def _day_and_month(found: re.Match[str], frame: Frame) -> date | None:
    """`27 nov`, `fri 27 nov 2026`, `nov 27`, `27-Nov-26`; a weekday with it must be right."""
    day = _dated(found["year"], month_number(found["month"]), int(found["day"]), frame)
    named = found["weekday"]
    if day and named and day.weekday() != weekday_number(named):
        raise UsageError(
            f"{day.isoformat()} is a {WEEKDAYS[day.weekday()]}, not a {named.capitalize()}",
            "leave the weekday out, or add the year",
        )
    return day


def _dated(year: str | None, month: int, day: int, frame: Frame) -> date | None:
    """Day and month in the year that was typed (26 is 2026, 75 is 1975), else the nearest."""
    if year:
        number = int(year)
        if len(year) == 2:
            number += 2000 if number < 69 else 1900
        return make_date(number, month, day)
    if not 1 <= day <= last_day(2000, month):  # a leap year: what it has not, no year has
        raise UsageError(f"there is no {day} {MONTHS[month - 1]}", "name a day of that month")

    def in_year(step: int) -> date | None:
        number = frame.today.year + step
        return make_date(number, month, day) if day <= last_day(number, month) else None

    return frame.nearest(in_year)


def _weekday(found: re.Match[str], frame: Frame) -> date:
    """`fri`, `next fri`, `this fri`, `last fri`"""
    which, number, today = found["which"], weekday_number(found["name"]), frame.today
    if which == "next":
        return _monday(today) + timedelta(days=7 + number)
    if which == "this":
        return today + timedelta(days=(number - today.weekday()) % 7)
    if which == "last" or frame.past:
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _nth_of_month(found: re.Match[str], frame: Frame) -> date | None:
    """`first monday of december`, `last fri of next month`, `2nd tue of jan 2027`"""
    nth, number = ORDINALS[found["nth"]], weekday_number(found["name"])
    today = frame.today
    if found["month"]:
        month = month_number(found["month"])
        if found["year"]:
            return nth_weekday(int(found["year"]), month, nth, number)
        return frame.nearest(lambda step: nth_weekday(today.year + step, month, nth, number))

    def in_month(step: int) -> date | None:
        start = _month_start(today, step)
        return nth_weekday(start.year, start.month, nth, number)

    named = {"next": 1, "last": -1, "this": 0}.get(found["which"])
    return frame.nearest(in_month) if named is None else in_month(named)


def _offset_days(found: re.Match[str], frame: Frame) -> date | None:
    """`2w`, `in 3 months`, `a year ago`; hours and minutes are no days."""
    offset = read_offset(found[0])
    if offset is None or offset[1] in ("hours", "minutes"):
        return None
    count, unit = offset
    if unit in ("days", "weeks"):
        return frame.today + timedelta(days=count * (7 if unit == "weeks" else 1))
    return add_months(frame.today, count * (12 if unit == "years" else 1))


def _business_days(found: re.Match[str], frame: Frame) -> date:
    """`next business day`, `in 3 business days`, `2 working days ago`"""
    if found["lead"] and found["tail"]:
        raise UsageError(f"'{found[0]}' says twice which way", "write in 3 business days")
    word = found["count"] or "1"
    count = int(word) if word.isdigit() else _NUMBERS.index(word) + 1
    backward = found["tail"] == " ago" or found["which"] == "last"
    return business_days_on(frame.today, -count if backward else count, holidays_of(frame.region))


_OFFSET = re.compile(
    rf"(?P<lead>in |\+|-)?(?:(?P<digits>[0-9]{{1,4}}) ?|(?P<word>an?|{'|'.join(_NUMBERS)}) )"
    rf"(?P<unit>{'|'.join(_UNITS)})s?(?P<tail> ago| from now| from today| later)?"
)
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_MAYBE_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY}) )?"
_READERS: tuple[tuple[str, Callable[[re.Match[str], Frame], date | None]], ...] = (
    (r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", _year_first),
    (rf"(?P<a>[0-9]{{1,2}})(?P<mark>[-/.])(?P<b>[0-9]{{1,2}})(?P=mark){_YEAR}", _numbers),
    (
        rf"{_MAYBE_WEEKDAY}(?:the )?{_DAY}(?:st|nd|rd|th|\.)?(?: of)?[ -]?"
        rf"(?P<month>{MONTH})(?:[ -]{_YEAR})?",
        _day_and_month,
    ),
    (
        rf"{_MAYBE_WEEKDAY}(?P<month>{MONTH})[ -]?{_DAY}(?:st|nd|rd|th)?"
        r"(?: (?P<year>[0-9]{4}))?",
        _day_and_month,
    ),
    (rf"(?:(?P<which>next|this|last|on) )?(?P<name>{WEEKDAY})", _weekday),
    (
        rf"(?:the )?(?P<nth>{ORDINAL}) (?P<name>{WEEKDAY}) (?:of|in) "
        rf"(?:(?P<which>the|this|next|last) month|(?P<month>{MONTH})(?: (?P<year>[0-9]{{4}}))?)",
        _nth_of_month,
    ),
    (
        rf"(?:(?P<which>next|last) |(?P<lead>in )?(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)}) )"
        r"(?:business|working|work) ?days?(?P<tail> ago| from now| from today| later)?",
        _business_days,
    ),
    (_OFFSET.pattern, _offset_days),
)
_PATTERNS = [(re.compile(pattern), reader) for pattern, reader in _READERS]
