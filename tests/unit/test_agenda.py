"""The agenda's periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.agenda import FIRST, LAST, VIEWS, days, span, step, title

within = st.dates(FIRST + timedelta(days=40), LAST - timedelta(days=40))
periods = st.sampled_from([view for view in VIEWS if view != "list"])


@given(periods, within)
def test_a_period_holds_its_day_and_whole_weeks(view: str, day: date) -> None:
    first, last = span(view, day)
    assert first <= day <= last
    shown = days(first, last)
    assert shown[0] == first
    assert shown[-1] == last
    if view == "week":
        assert (len(shown), first.weekday()) == (7, 0)
    if view == "month":
        assert len(shown) in (28, 35, 42)
        assert first.weekday() == 0
        assert {each for each in shown if each.month == day.month and each.year == day.year} == {
            each
            for each in days(day - timedelta(days=31), day + timedelta(days=31))
            if (each.year, each.month) == (day.year, day.month)
        }


@given(periods, within)
def test_a_step_leads_to_the_period_beside(view: str, day: date) -> None:
    after = step(view, day, 1)
    if view == "month":
        assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == 1
    else:
        assert span(view, after)[0] == span(view, day)[1] + timedelta(days=1)
        assert step(view, after, -1) == day


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_periods_end_where_the_years_do(view: str) -> None:
    assert step(view, LAST, 1) <= LAST
    assert step(view, FIRST, -1) >= FIRST


def test_periods_have_titles() -> None:
    day = date(2026, 3, 2)
    assert title("day", day) == "Mon 2 Mar 2026"
    assert title("week", day) == "Week 10 · 2 Mar – 8 Mar 2026"
    assert title("month", day) == "Mar 2026"
