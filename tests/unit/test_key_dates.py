"""When a day to remember comes next."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from crm_tui.domain.key_dates import next_on

days = st.dates(date(1920, 1, 1), date(2100, 12, 31))


@given(days, days)
@example(date(1988, 2, 29), date(2026, 2, 28))
@example(date(1988, 2, 29), date(2026, 3, 1))
@example(date(1990, 12, 31), date(2026, 1, 1))
def test_a_yearly_day_comes_within_a_year_on_its_own_day(day: date, today: date) -> None:
    on = next_on(day, today, yearly=True)
    assert on is not None
    assert today <= on <= today + timedelta(days=366)
    leap = (day.month, day.day) == (2, 29)
    assert (on.month, on.day) in ({(2, 28), (2, 29)} if leap else {(day.month, day.day)})
    if leap:
        assert (on + timedelta(days=1)).month == 3


@given(days, days)
def test_a_day_that_comes_once_is_over_when_it_is_past(day: date, today: date) -> None:
    assert next_on(day, today, yearly=False) == (day if day >= today else None)
