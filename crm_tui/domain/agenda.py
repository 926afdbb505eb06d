"""The agenda's periods: which days a view shows, and which come before and after them."""

from __future__ import annotations

from datetime import date, timedelta

from crm_tui.domain.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    WEEKDAYS,
    add_months,
    last_day,
)

# `list` is everything that is open, by when it is due.
VIEWS = ("list", "day", "week", "month")
_WEEK = timedelta(days=6)
FIRST, LAST = date(FIRST_YEAR, 2, 1), date(LAST_YEAR, 11, 30)


def span(view: str, day: date) -> tuple[date, date]:
    """The first and the last day that a view of `day` shows; a month in whole weeks, which
    begin on Monday."""
    if view == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + _WEEK
    if view == "month":
        first, last = day.replace(day=1), day.replace(day=last_day(day.year, day.month))
        return span("week", first)[0], span("week", last)[1]
    return day, day


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def step(view: str, day: date, by: int) -> date:
    """The same day one period on or back, within the years that crm knows."""
    if view == "month":
        goal = add_months(day, by)
    else:
        goal = day + timedelta(days=by * (7 if view == "week" else 1))
    return min(max(goal, FIRST), LAST)


def title(view: str, day: date) -> str:
    """`Mon 2 Mar 2026`, `Week 10 · 2 Mar – 8 Mar 2026`, `Mar 2026`"""
    if view == "month":
        return f"{MONTHS[day.month - 1]} {day.year}"
    if view == "week":
        first, last = span("week", day)
        return f"Week {day.isocalendar().week} · {_short(first)} – {_short(last)} {last.year}"
    return f"{WEEKDAYS[day.weekday()]} {_short(day)} {day.year}"


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
