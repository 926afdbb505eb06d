"""Business days: those that are neither on a weekend nor a public holiday.

Which days are holidays says whoever calls: a function from a day to the holiday's name, ""
for none. `holidays_of` makes one for a region.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from crm_tui.clock import zone as zone_named
from crm_tui.domain.dates import When

Holidays = Callable[[date], str]
_SATURDAY = 5
_DAY = timedelta(days=1)


def no_holidays(_: date) -> str:
    """Where no region is known."""
    return ""


@cache
def holidays_of(region: str) -> Holidays:
    """The public holidays of a whole country (ISO 3166 code), by the holidays library; none
    where the code is empty or the library does not know the country."""
    if not region:
        return no_holidays
    from holidays import country_holidays

    try:
        known = country_holidays(region)
    except NotImplementedError:
        return no_holidays
    return lambda day: known.get(day) or ""


def day_off(day: date, holidays: Holidays) -> str:
    """Why a day is no business day: `weekend`, the holiday's name; "" where it is one."""
    return holidays(day) or ("weekend" if day.weekday() >= _SATURDAY else "")


def from_day(day: date, holidays: Holidays) -> date:
    """The day itself, or the first business day after it."""
    while day_off(day, holidays):
        day += _DAY
    return day


def business_days_on(day: date, count: int, holidays: Holidays) -> date:
    """So many business days after a day, or before it where `count` is negative."""
    way = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += way
        while day_off(day, holidays):
            day += way
    return day


def put_off(when: When, home: ZoneInfo, holidays: Holidays) -> When:
    """A day or a moment, moved on to a business day; a moment keeps its time of day."""
    zone = zone_named(when.zone) if when.zone else home
    day = when.day(zone)
    goal = from_day(day, holidays)
    if goal == day:
        return when
    if when.instant is None:
        return When.on(goal)
    wall = when.instant.astimezone(zone).time()
    return When.at(datetime.combine(goal, wall, tzinfo=zone), zone)
