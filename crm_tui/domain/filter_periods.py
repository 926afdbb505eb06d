"""The words for times in a filter: periods here, days and moments by `phrases`.

A period is as long as it is called: `last-week` is seven days, `2026-03` a month, `today` a
day and `fri 3pm` no longer than the store can tell. Looking back, `fri` is the last one and
`nov` the latest November; else the next. Shells like a hyphen better than the blank in
`last week`, so that it may stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from crm_tui.clock import Clock
from crm_tui.domain import phrases
from crm_tui.domain.calendar import add_months, last_day, make_date
from crm_tui.domain.day_names import MONTH, month_number
from crm_tui.domain.day_phrases import Frame, read_offset
from crm_tui.domain.filter_values import TICK, Moment
from crm_tui.domain.filters import FilterError, Value, shown
from crm_tui.errors import UsageError

_HINT = "write a time like 2026-11-27, today, eom, -30d or last-week, or a range like -30d.."
_LONGEST = 80
_BLANK = re.compile(r"(?<=[a-z])-(?=[a-z])|_")
_UNSIGNED = re.compile(r"[0-9]+ ?[a-z]+")

Period = tuple[Moment, Moment]


def read_period(value: Value, clock: Clock, *, past: bool) -> Period:
    """What a value means -> its start, and its end, which is outside it.

    Raises FilterError, with examples, for what is no time or may be several.
    """
    period = None
    try:
        if len(value.text) <= _LONGEST:
            words, zone = phrases.split_zone(value.text, clock.zone)
            text = " ".join(_BLANK.sub(" ", words.casefold()).split())
            period = _read(text, Frame(Clock(zone, clock.now()), past))
    except UsageError as error:
        raise FilterError(error.message, error.hint or _HINT, value.place) from error
    if period is None:
        raise FilterError(f"{shown(value.text)} is not a time", _HINT, value.place)
    return period


def _read(text: str, frame: Frame) -> Period | None:
    if frame.past and _UNSIGNED.fullmatch(text) and read_offset(text):
        raise UsageError(f"'{text}' looks ahead", f"write -{text} for the past")
    for pattern, reader in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return reader(found, frame)
    moment = phrases.read(text, frame)
    if moment is None:
        return None
    local = moment.astimezone(frame.clock.zone) if isinstance(moment, datetime) else moment
    make_date(local.year, local.month, local.day)
    return moment, moment + (TICK if isinstance(moment, datetime) else timedelta(days=1))


def _relative(found: re.Match[str], frame: Frame) -> Period:
    """`this week`, `last quarter`, `next year`"""
    step = {"last": -1, "this": 0, "next": 1}[found["which"]]
    today, unit = frame.today, found["unit"]
    if unit == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return monday, monday + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.replace(day=1, month=today.month - (today.month - 1) % months)
    return _months(add_months(first, step * months), months)


def _year(found: re.Match[str], _: Frame) -> Period:
    """`2026`"""
    return _months(make_date(int(found["year"]), 1, 1), 12)


def _quarter(found: re.Match[str], frame: Frame) -> Period:
    """`2026-q1`; `q1` is this year's"""
    year = int(found["year"] or frame.today.year)
    return _months(make_date(year, 3 * int(found["quarter"]) - 2, 1), 3)


def _year_and_month(found: re.Match[str], _: Frame) -> Period:
    """`2026-03`"""
    return _months(make_date(int(found["year"]), int(found["month"]), 1), 1)


def _month(found: re.Match[str], frame: Frame) -> Period | None:
    """`nov`, `november 2026`"""
    number = month_number(found["month"])
    if found["year"]:
        return _months(make_date(int(found["year"]), number, 1), 1)

    def in_year(step: int) -> date:
        year = frame.today.year + step
        return make_date(year, number, 1 if frame.past else last_day(year, number))

    day = frame.nearest(in_year)
    return _months(day.replace(day=1), 1) if day else None


def _months(first: date, count: int) -> Period:
    return first, add_months(first, count)


_READERS: tuple[tuple[str, Callable[[re.Match[str], Frame], Period | None]], ...] = (
    (r"(?P<which>last|this|next) (?P<unit>week|month|quarter|year)", _relative),
    (r"(?P<year>[0-9]{4})", _year),
    (r"(?:(?P<year>[0-9]{4})[- ])?q(?P<quarter>[1-4])", _quarter),
    (r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})", _year_and_month),
    (rf"(?P<month>{MONTH})(?: (?P<year>[0-9]{{4}}))?", _month),
)
_PATTERNS = [(re.compile(pattern), reader) for pattern, reader in _READERS]
