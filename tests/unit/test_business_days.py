"""Business days, in words and in arithmetic."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.clock import Clock
from crm_tui.domain.business_days import (
    business_days_on,
    day_off,
    from_day,
    holidays_of,
    no_holidays,
    put_off,
)
from crm_tui.domain.dates import When, parse_when
from crm_tui.errors import UsageError
from tests import factories

BERLIN = ZoneInfo("Europe/Berlin")
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
GERMAN = holidays_of("DE")


@given(days, st.integers(1, 40))
def test_counting_business_days_counts_each_and_no_other(day: date, count: int) -> None:
    goal = business_days_on(day, count, GERMAN)
    passed = [day + timedelta(days=number + 1) for number in range((goal - day).days)]
    assert sum(not day_off(each, GERMAN) for each in passed) == count
    assert not day_off(goal, GERMAN)
    back = business_days_on(goal, -count, GERMAN)
    assert back <= day or not day_off(day, GERMAN)


@given(days)
def test_a_day_off_gives_way_to_the_next_business_day(day: date) -> None:
    goal = from_day(day, GERMAN)
    assert not day_off(goal, GERMAN)
    assert all(day_off(day + timedelta(days=n), GERMAN) for n in range((goal - day).days))


def test_a_moment_keeps_its_time_of_day() -> None:
    # Good Friday 2026 is the 3rd of April; the clocks are a week past the change.
    when = parse_when("2026-04-03 15:00", factories.CLOCK)
    moved = put_off(when, BERLIN, GERMAN)
    assert moved.describe(factories.CLOCK) == "Tue 7 Apr 2026, 15:00"
    assert put_off(When.on(date(2026, 4, 4)), BERLIN, no_holidays).due == "2026-04-06"
    assert put_off(When.on(date(2026, 3, 4)), BERLIN, GERMAN).due == "2026-03-04"


@pytest.mark.parametrize(
    ("text", "region", "due"),
    [
        ("next business day", "", "2026-04-03"),
        ("next business day", "DE", "2026-04-07"),
        ("next working day", "FR", "2026-04-03"),
        ("in 3 business days", "DE", "2026-04-09"),
        ("three business days from now", "DE", "2026-04-09"),
        ("2 business days ago", "DE", "2026-03-31"),
        ("last business day", "", "2026-04-01"),
        ("in 1 business day", "XX", "2026-04-03"),
    ],
)
def test_phrases_of_business_days(text: str, region: str, due: str) -> None:
    thursday = Clock(BERLIN, datetime(2026, 4, 2, 9, 0, tzinfo=BERLIN))
    assert parse_when(text, thursday, region=region).due == due


def test_a_business_day_may_have_a_time() -> None:
    when = parse_when("next business day 10am", factories.CLOCK, region="DE")
    assert when.describe(factories.CLOCK) == "Tue 3 Mar 2026, 10:00"
    with pytest.raises(UsageError, match="twice"):
        parse_when("in 2 business days ago", factories.CLOCK)
