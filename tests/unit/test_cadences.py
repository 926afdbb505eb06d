"""Cadences: what people write, and when one has passed."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.cadences import (
    LONGEST,
    Cadence,
    days_since,
    describe,
    latest_day,
    parse_cadence,
    state,
)
from crm_tui.errors import UsageError
from tests.factories import BERLIN, CLOCK, NOW


class Contact(NamedTuple):
    cadence_days: int | None
    cadence_max_days: int | None
    last_contacted_at: str | None
    created_at: str


@pytest.mark.parametrize(
    ("text", "days", "most"),
    [
        ("30", 30, 45),
        ("30 60", 30, 60),
        ("30/60", 30, 60),
        ("30 days, at most 60 days", 30, 60),
        ("every 2 weeks", 14, 21),
        ("2w", 14, 21),
        ("Weekly at most 10", 7, 10),
        ("monthly, at most 2 months", 30, 60),
        ("every quarter max 120", 91, 120),
        ("every day", 1, 2),
        ("yearly", 365, 548),
    ],
)
def test_a_cadence_is_read_as_people_write_it(text: str, days: int, most: int) -> None:
    assert parse_cadence(text) == (days, most)


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_one_is_none(text: str) -> None:
    assert parse_cadence(text) is None


@pytest.mark.parametrize(
    "text", ["often", "0", "30 20", "1 2 3", "-5", "4000", "every", "30 fortnights", "½", "٣"]
)
def test_what_is_no_cadence_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_cadence(text)
    assert refused.value.hint


@given(st.integers(1, LONGEST), st.integers(0, 500))
def test_what_is_kept_reads_as_the_same(days: int, more: int) -> None:
    cadence = Cadence(days, min(days + more, LONGEST))
    assert parse_cadence(str(cadence)) == cadence
    assert parse_cadence(cadence.describe()) == cadence


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 900))
def test_the_last_day_to_be_late_is_where_the_state_begins(days: int, more: int, ago: int) -> None:
    cadence, today = Cadence(days, days + more), CLOCK.today()
    contacted = today - timedelta(days=ago)
    is_due = contacted <= latest_day("due", cadence.days, today)
    is_overdue = contacted <= latest_day("overdue", cadence.most, today)
    assert state(cadence, ago) == ("overdue" if is_overdue else "due" if is_due else "")


def test_days_are_those_of_the_users_calendar() -> None:
    late = encode_instant(NOW - timedelta(hours=10))  # 23:00 the evening before
    assert days_since(Contact(7, 10, late, late), CLOCK) == 1
    assert days_since(Contact(7, 10, late, late), Clock(BERLIN, NOW - timedelta(hours=9.5))) == 0


def test_in_words_it_says_how_it_stands() -> None:
    old = encode_instant(NOW - timedelta(days=41))
    assert describe(Contact(30, 60, old, old), CLOCK) == (
        "every 30 days, at most 60 · last 41 days ago · due"
    )
    assert describe(Contact(30, 40, None, old), CLOCK) == (
        "every 30 days, at most 40 · no contact since added 41 days ago · overdue"
    )
    assert describe(Contact(None, None, old, old), CLOCK) == ""
