"""Days, months and years: their names and the arithmetic that `date` leaves out."""

from __future__ import annotations

from datetime import date, timedelta

from crm_tui.errors import UsageError

# Years outside these are typing errors; inside them no date arithmetic can overflow and
# every year is written with four digits.
FIRST_YEAR, LAST_YEAR = 1900, 2199

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def make_date(year: int, month: int, day: int) -> date:
    """Numbers -> date. Raises UsageError for a day that no calendar has, or a far-off year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"the year {year} is out of range", f"use a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UsageError(
            f"there is no day {year}-{month:02}-{day:02}", "name a day that the calendar has"
        ) from error


def last_day(year: int, month: int) -> int:
    """The number of the month's last day: 28 to 31."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or the month's last where it has no such day.

    Raises UsageError outside the range of years.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first = make_date(year, month + 1, 1)
    return first.replace(day=min(day.day, last_day(year, month + 1)))


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth (-1: last) such weekday of a month; None where it has no fifth."""
    last = make_date(year, month, last_day(year, month))
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = last.replace(day=1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None
