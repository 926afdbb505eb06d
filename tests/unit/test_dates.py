"""What people type for days and times, and what they are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.clock import Clock, zone
from crm_tui.domain.dates import When, describe_day, parse_date, parse_past, parse_when
from crm_tui.errors import CrmError, UsageError

BERLIN = zone("Europe/Berlin")
# Monday, 10:00 in Berlin
MONDAY = Clock(BERLIN, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
FRIDAY = MONDAY.on(date(2026, 11, 27))


def said(text: str, clock: Clock = MONDAY) -> str:
    return parse_when(text, clock).describe(clock)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        ("tod", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("TMRW", "2026-11-24"),
        ("tom", "2026-11-24"),
        ("day after tomorrow", "2026-11-25"),
        ("yesterday", "2026-11-22"),
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("thurs", "2026-11-26"),
        ("monday", "2026-11-30"),
        ("this mon", "2026-11-23"),
        ("next fri", "2026-12-04"),
        ("last fri", "2026-11-20"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("last month", "2026-10-01"),
        ("next quarter", "2027-01-01"),
        ("2d", "2026-11-25"),
        ("2w", "2026-12-07"),
        ("3m", "2027-02-23"),
        ("1y", "2027-11-23"),
        ("+3d", "2026-11-26"),
        ("-3d", "2026-11-20"),
        ("in 2 weeks", "2026-12-07"),
        ("two weeks from now", "2026-12-07"),
        ("3 days ago", "2026-11-20"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("first monday of december", "2026-12-07"),
        ("last friday of the month", "2026-11-27"),
        ("first mon of the month", "2026-12-07"),
        ("last friday of next month", "2026-12-25"),
        ("2nd tue of jan 2027", "2027-01-12"),
        ("2026-11-27", "2026-11-27"),
        ("27 nov", "2026-11-27"),
        ("22 nov", "2027-11-22"),
        ("Nov 27", "2026-11-27"),
        ("27 nov 2027", "2027-11-27"),
        ("november 27th, 2027", "2027-11-27"),
        ("27-Nov-26", "2026-11-27"),
        ("fri 27 nov", "2026-11-27"),
        ("29 feb", "2028-02-29"),
        ("27.11.2026", "2026-11-27"),
        ("03.04.2027", "2027-04-03"),
        ("27/11/2026", "2026-11-27"),
        ("11/27/2026", "2026-11-27"),
        ("a fortnight from now", "2026-12-07"),
        ("3 weeks and 2 days", "2026-12-16"),
    ],
)
def test_words_for_days(text: str, day: str) -> None:
    assert parse_when(text, MONDAY) == When(day)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("fri 3pm", "Fri 27 Nov 2026, 15:00"),
        ("3pm on friday", "Fri 27 Nov 2026, 15:00"),
        ("fri, 3 p.m.", "Fri 27 Nov 2026, 15:00"),
        ("2w 15:00", "Mon 7 Dec 2026, 15:00"),
        ("27 nov 9:30am", "Fri 27 Nov 2026, 09:30"),
        ("tomorrow at 9", "Tue 24 Nov 2026, 09:00"),
        ("eom noon", "Mon 30 Nov 2026, 12:00"),
        ("fri midnight", "Fri 27 Nov 2026, 00:00"),
        ("12am tomorrow", "Tue 24 Nov 2026, 00:00"),
        ("tomorrow 12pm", "Tue 24 Nov 2026, 12:00"),
        ("2026-11-27T15:00", "Fri 27 Nov 2026, 15:00"),
        ("2026-11-27 15:00:30", "Fri 27 Nov 2026, 15:00"),
        ("2026-11-27T15:00Z", "Fri 27 Nov 2026, 16:00"),
        ("2026-11-27T15:00-05:00", "Fri 27 Nov 2026, 21:00"),
        ("2026-11-27 15:00 America/New_York", "Fri 27 Nov 2026, 15:00 America/New_York"),
        ("fri 3pm UTC", "Fri 27 Nov 2026, 15:00 UTC"),
        ("3pm", "Mon 23 Nov 2026, 15:00"),
        ("9am", "Tue 24 Nov 2026, 09:00"),
        ("10:00", "Tue 24 Nov 2026, 10:00"),
        ("midnight", "Tue 24 Nov 2026, 00:00"),
        ("in 2 hours", "Mon 23 Nov 2026, 12:00"),
        ("in 30 minutes", "Mon 23 Nov 2026, 10:30"),
        ("27 november 2026 3pm EST", "Fri 27 Nov 2026, 21:00"),
    ],
)
def test_words_for_moments(text: str, understood: str) -> None:
    assert said(text) == understood


def test_on_a_friday_its_own_name_is_a_week_ahead_and_the_week_ends_today() -> None:
    assert said("fri", FRIDAY) == "Fri 4 Dec 2026"
    assert said("eow", FRIDAY) == "Fri 27 Nov 2026"
    assert said("eow", MONDAY.on(date(2026, 11, 28))) == "Fri 4 Dec 2026"


def test_today_is_the_day_in_the_zone_that_is_named() -> None:
    late = Clock(BERLIN, datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    assert said("today 11:59pm", late) == "Mon 23 Nov 2026, 23:59"
    assert said("today 11:59pm Asia/Tokyo", late) == "Tue 24 Nov 2026, 23:59 Asia/Tokyo"


@pytest.mark.parametrize(
    "text",
    [
        "", "5", "may", "at", "fri 9", "2026", "nov 2026", "1700000000", "hello", "soon", "a",
        "in 3 days ago", "31 june", "2026-02-30", "0", "00 nov", "25:00", "13pm", "0am", "fri 9:60",
        "thu 27 nov", "at 3", "27/11/26", "wed 03/04/2026", "fifth monday of next month",
        "fri Nowhere/City", "2026-11-27T15:00+99:00", "x" * 10_000, "\ud800", "۵ nov",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_help(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_when(text, MONDAY)
    assert refused.value.hint


def test_day_and_month_in_unknown_order_are_refused_unless_it_is_given() -> None:
    with pytest.raises(UsageError, match="day or month first") as refused:
        parse_when("03/04/2026", MONDAY)
    assert "2026-04-03" in refused.value.hint
    assert parse_when("03/04/2026", MONDAY, "DMY") == When("2026-04-03")
    assert parse_when("03/04/26", MONDAY, "MDY") == When("2026-03-04")
    assert parse_when("03/04/2026 3pm", MONDAY, "DMY").day(BERLIN) == date(2026, 4, 3)
    assert parse_when("04/04/2026", MONDAY) == When("2026-04-04")
    with pytest.raises(UsageError):
        parse_when("27/11/2026", MONDAY, "MDY")


@pytest.mark.parametrize(
    "text",
    ["1899-12-31", "2200-01-01", "9999y", "-9999w", "in 900 years", "0001-01-01T00:00+14:00",
     "9999-12-31T23:59-10:00", "27 nov 9999"],
)  # fmt: skip
def test_far_off_years_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="out of range"):
        parse_when(text, MONDAY)


def test_a_time_that_the_clocks_skip_or_repeat() -> None:
    assert said("2027-03-28 02:30") == "Sun 28 Mar 2027, 03:30"
    first_of_two = parse_when("2026-10-25 02:30", MONDAY)
    assert first_of_two.due == "2026-10-25T00:30:00.000000Z"


def test_hours_are_counted_across_a_change_of_the_clocks() -> None:
    before = Clock(BERLIN, datetime(2026, 10, 24, 23, 30, tzinfo=UTC))
    assert said("in 2 hours", before) == "Sun 25 Oct 2026, 02:30"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("now", "2026-11-23T10:00"),
        ("today", "2026-11-23T10:00"),
        ("yesterday", "2026-11-22T12:00"),
        ("yesterday 3pm", "2026-11-22T15:00"),
        ("2 hours ago", "2026-11-23T08:00"),
        ("3pm", "2026-11-22T15:00"),
        ("9am", "2026-11-23T09:00"),
        ("10:00", "2026-11-23T10:00"),
        ("fri", "2026-11-20T12:00"),
        ("mon 9am", "2026-11-16T09:00"),
        ("27 nov", "2025-11-27T12:00"),
        ("last week", "2026-11-16T12:00"),
        ("1 month 2 days ago", "2026-10-21T12:00"),
    ],
)
def test_looking_back(text: str, local: str) -> None:
    assert parse_past(text, MONDAY) == datetime.fromisoformat(local).replace(tzinfo=BERLIN)


@pytest.mark.parametrize("text", ["tomorrow", "in 2 hours", "eow", "2026-11-23 10:01"])
def test_what_happened_is_not_in_the_future(text: str) -> None:
    with pytest.raises(UsageError, match="in the future"):
        parse_past(text, MONDAY)


def test_a_day_field_takes_the_day_of_a_written_moment_but_no_spoken_time() -> None:
    assert parse_date("eom", MONDAY) == date(2026, 11, 30)
    assert parse_date("2026-11-27T23:30:00Z", MONDAY) == date(2026, 11, 28)
    assert parse_date("27.11.2026 15:00", MONDAY) == date(2026, 11, 27)
    for text in ("fri 3pm", "in 2 hours"):
        with pytest.raises(UsageError, match="has a time"):
            parse_date(text, MONDAY)


def test_overdue_is_after_the_day_or_after_the_moment() -> None:
    assert not When("2026-11-23").overdue(MONDAY)
    assert When("2026-11-22").overdue(MONDAY)
    assert When.at(MONDAY.now() - timedelta(seconds=1), BERLIN).overdue(MONDAY)
    assert not When.at(MONDAY.now(), BERLIN).overdue(MONDAY)
    # the same instant is still the 22nd in New York
    assert not When("2026-11-22").overdue(
        Clock(zone("America/New_York"), datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
    )


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (0, "today"), (1, "tomorrow"), (-1, "yesterday"), (-5, "5 days ago"), (4, "Fri 27 Nov"),
        (-30, "Sat 24 Oct"), (100, "3 Mar 2027"),
    ],
)  # fmt: skip
def test_days_in_lists(days: int, shown: str) -> None:
    assert describe_day(MONDAY.today() + timedelta(days=days), MONDAY.today()) == shown


INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(INSTANTS, st.sampled_from(["UTC", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo"]))
def test_what_is_echoed_reads_back(moment: datetime, name: str) -> None:
    when = When.at(moment, zone(name))
    shown = when.describe(MONDAY)
    assert parse_when(shown, MONDAY).describe(MONDAY) == shown
    day = When.on(moment.date())
    assert parse_when(day.describe(MONDAY), MONDAY) == day


VOCABULARY = [
    "next", "last", "this", "in", "ago", "at", "on", "of", "the", "mon", "fri", "may", "nov",
    "feb", "29", "31", "27", "5", "0", "9999", "2026", "3pm", "15:00", "w", "2w", "-3d", "+1y",
    "first", "fifth", "month", "week", "days", "hours", "noon", "eom", "03/04/2026",
    "2026-11-27", "T", "Z", "and", "Europe/Berlin",
]  # fmt: skip
PHRASES = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=90), PHRASES), st.sampled_from([None, "DMY", "MDY"]))
def test_any_text_is_read_or_refused(text: str, order) -> None:
    for parse in (parse_when, parse_date, parse_past):
        try:
            parse(text, MONDAY, order)
        except CrmError as refused:
            assert refused.message
