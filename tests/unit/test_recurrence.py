"""How reminders repeat: phrases, rules and the next time due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.clock import zone
from crm_tui.domain.dates import When, parse_when
from crm_tui.domain.recurrence import describe_repeat, next_due, parse_repeat, preview
from crm_tui.domain.rrule import Rule, parse_rule
from crm_tui.errors import CrmError, UsageError
from tests import factories

BERLIN = zone("Europe/Berlin")
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("phrase", "rule", "shown"),
    [
        ("daily", "FREQ=DAILY", "every day"),
        ("every 3 days", "FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("Every Weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("weekly", "FREQ=WEEKLY", "every week"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("every mon and thu", "FREQ=WEEKLY;BYDAY=MO,TH", "every Mon and Thu"),
        ("every fri, monday, wed", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Mon, Wed and Fri"),
        ("every other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Fri"),
        ("monthly", "FREQ=MONTHLY", "every month"),
        ("every 3 months", "FREQ=MONTHLY;INTERVAL=3", "every 3 months"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3", "every 3 months"),
        ("monthly on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th"),
        ("every 22nd of the month", "FREQ=MONTHLY;BYMONTHDAY=22", "every month on the 22nd"),
        (
            "every month on the 30th",
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "every month on the 30th",
        ),
        (
            "every last day of the month",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "every month on the last day",
        ),
        (
            "every last friday of the month",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "every month on the last Fri",
        ),
        ("every year", "FREQ=YEARLY", "every year"),
        ("yearly on 24 dec", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "every year on 24 Dec"),
        (
            "every year on the last friday of november",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR",
            "every year on the last Fri of Nov",
        ),
        (
            "every week until 2027-12-31",
            "FREQ=WEEKLY;UNTIL=20271231",
            "every week until 2027-12-31",
        ),
        ("rrule:freq=weekly;byday=th,mo;wkst=mo", "FREQ=WEEKLY;BYDAY=MO,TH", "every Mon and Thu"),
        ("FREQ=DAILY;BYMONTH=1,2", "FREQ=DAILY;BYMONTH=1,2", "FREQ=DAILY;BYMONTH=1,2"),
    ],
)
def test_phrases(phrase: str, rule: str, shown: str) -> None:
    assert parse_repeat(phrase, MONDAY) == rule
    assert describe_repeat(rule) == shown


@pytest.mark.parametrize(
    "text",
    [
        "", "sometimes", "every", "every 0 weeks", "every 0 mon", "every -1 days",
        "every 1000 days", "every 400 quarters",
        "every 32nd of the month", "every year on 31 june", "every day on mon", "mon",
        "every week until 2027-02-30", "FREQ=HOURLY", "FREQ=WEEKLY;INTERVAL=0", "INTERVAL=2",
        "FREQ=DAILY;COUNT=3", "FREQ=DAILY;FREQ=DAILY", "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=6FR", "FREQ=DAILY;UNTIL=20270230", "FREQ=WEEKLY;WKST=SU", "=",
        "FREQ=DAILY;INTERVAL=٣",
    ],
)  # fmt: skip
def test_what_is_no_repetition_is_refused_with_help(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_repeat(text, MONDAY)
    assert refused.value.hint


def following(rule: str, anchor: When | date, after: date | datetime, count: int = 4) -> list[str]:
    """The next times, as a reminder that is done each time would get them."""
    shown: list[str] = []
    while len(shown) < count and (due := next_due(rule, anchor, after, BERLIN)):
        shown.append(due.due)
        after = due.instant or due.day(BERLIN)
    return shown


def test_the_31st_is_the_last_day_of_shorter_months_and_comes_back() -> None:
    start = date(2027, 1, 31)
    rule = parse_repeat("monthly", start)
    assert rule == "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    due = ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]
    assert following(rule, start, start) == due
    assert following("FREQ=MONTHLY", start, start) == due


def test_the_29th_of_february_is_kept_every_year() -> None:
    start = date(2028, 2, 29)
    due = ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]
    assert following(parse_repeat("yearly", start), start, start) == due


def test_every_two_weeks_counts_from_the_first_and_makes_up_for_nothing() -> None:
    rule = parse_repeat("every 2 weeks", MONDAY)
    assert following(rule, MONDAY, MONDAY, 2) == ["2026-12-07", "2026-12-21"]
    assert following(rule, MONDAY, date(2027, 11, 20), 1) == ["2027-11-22"]
    assert following(rule, MONDAY, date(2026, 12, 7), 1) == ["2026-12-21"]


def test_a_series_that_has_not_begun_begins_with_its_first_day() -> None:
    assert following("FREQ=DAILY;INTERVAL=5", MONDAY, date(2026, 1, 1), 1) == ["2026-11-23"]


def test_the_wall_time_stays_when_the_clocks_change() -> None:
    anchor = When.at(datetime(2027, 3, 26, 9, 0, tzinfo=BERLIN), BERLIN)
    due = following("FREQ=DAILY", anchor, anchor.instant, 3)
    assert due == [
        "2027-03-27T08:00:00.000000Z",
        "2027-03-28T07:00:00.000000Z",
        "2027-03-29T07:00:00.000000Z",
    ]


def test_a_wall_time_that_one_day_skips_is_back_on_the_next() -> None:
    anchor = When.at(datetime(2027, 3, 27, 2, 30, tzinfo=BERLIN), BERLIN)
    local = [
        datetime.fromisoformat(due).astimezone(BERLIN).strftime("%d %H:%M")
        for due in following("FREQ=DAILY", anchor, anchor.instant, 2)
    ]
    assert local == ["28 03:30", "29 02:30"]


def test_the_same_day_counts_if_its_time_is_still_ahead() -> None:
    anchor = When.at(datetime(2026, 11, 23, 15, 0, tzinfo=BERLIN), BERLIN)
    morning = datetime(2026, 11, 24, 9, 0, tzinfo=BERLIN)
    assert following("FREQ=DAILY", anchor, morning, 1) == ["2026-11-24T14:00:00.000000Z"]
    assert following("FREQ=DAILY", anchor, morning.date(), 1) == ["2026-11-25T14:00:00.000000Z"]


def test_the_zone_of_the_reminder_counts_before_the_users() -> None:
    tokyo = zone("Asia/Tokyo")
    anchor = When.at(datetime(2026, 11, 23, 1, 0, tzinfo=tokyo), tokyo)
    due = next_due("FREQ=WEEKLY;BYDAY=TU", anchor, anchor.instant, BERLIN)
    assert due == When.at(datetime(2026, 11, 24, 1, 0, tzinfo=tokyo), tokyo)


def test_a_rule_ends_with_its_last_day() -> None:
    rule = "FREQ=DAILY;UNTIL=20261125"
    assert following(rule, MONDAY, MONDAY) == ["2026-11-24", "2026-11-25"]
    anchor = When.at(datetime(2026, 11, 23, 15, 0, tzinfo=BERLIN), BERLIN)
    assert len(following(rule, anchor, anchor.instant)) == 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31,-31",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=9",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=YEARLY;INTERVAL=999",
    ],
)
def test_a_rule_without_a_day_has_no_next(rule: str) -> None:
    assert next_due(rule, MONDAY, MONDAY, BERLIN) is None


def test_nothing_is_due_after_the_last_year() -> None:
    for freq in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        assert next_due(f"FREQ={freq}", date(9999, 12, 31), date(9999, 12, 31), BERLIN) is None
        assert next_due(f"FREQ={freq}", MONDAY, date(2199, 12, 31), BERLIN) is None


def several(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple]:
    return st.lists(values, max_size=most, unique=True).map(lambda found: tuple(sorted(found)))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    months = draw(several(st.integers(1, 12)))
    numbered = freq == "MONTHLY" or (freq == "YEARLY" and months)
    nths = st.sampled_from([0, 0, 1, 2, 5, -1, -3]) if numbered else st.just(0)
    weekdays = draw(several(st.tuples(nths, st.integers(0, 6))))
    if len({bool(nth) for nth, _ in weekdays}) > 1:
        weekdays = tuple(pair for pair in weekdays if pair[0])
    days = st.integers(-31, 31).filter(bool)
    month_days = () if freq == "WEEKLY" else draw(several(days))
    positions = several(st.sampled_from([1, 2, -1, -2]), 2)
    return Rule(
        freq,
        draw(st.integers(1, 5)),
        months,
        month_days,
        weekdays,
        draw(positions) if weekdays or month_days else (),
        draw(st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))),
    )


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))


@given(rules())
def test_rule_text_reads_back(rule: Rule) -> None:
    assert parse_rule(rule.text()) == rule


@given(rules(), DAYS)
def test_what_is_shown_reads_back(rule: Rule, start: date) -> None:
    text = parse_repeat(rule.text(), start)
    assert parse_repeat(describe_repeat(text), start) == text


SIMPLE = st.builds(
    lambda freq, interval: f"FREQ={freq};INTERVAL={interval}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 30),
)


@given(SIMPLE, DAYS)
def test_simple_rules_are_shown_as_words(rule: str, start: date) -> None:
    assert describe_repeat(parse_repeat(rule, start)).startswith("every ")


@settings(deadline=None)
@given(rules(), DAYS, MOMENTS, st.booleans())
def test_next_is_always_after(rule: Rule, day: date, after: datetime, timed: bool) -> None:
    anchor = When.at(datetime(day.year, day.month, day.day, 2, 30, tzinfo=BERLIN), BERLIN)
    due = next_due(rule.text(), anchor if timed else day, after, BERLIN)
    if due and due.instant:
        assert due.instant > after
    elif due:
        assert due.day(BERLIN) > after.astimezone(BERLIN).date()


@given(st.one_of(st.text(), st.text("FREQ=DAILYWKMONTHB;,0123456789-+").map("FREQ=DAILY;".__add__)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert describe_repeat(parse_repeat(text, MONDAY))
    except CrmError as refused:
        assert refused.message


@pytest.mark.parametrize(
    ("phrase", "first", "again"),
    [
        ("every 2 weeks on mon", "2026-03-02", ["2026-03-16", "2026-03-30", "2026-04-13"]),
        ("monthly", "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("every week after done", "2026-03-02", ["2026-03-09", "2026-03-16", "2026-03-23"]),
        ("every day until 2026-03-03", "2026-03-02", ["2026-03-03"]),
        ("every day until 2026-03-02", "2026-03-02", []),
    ],
)
def test_a_preview_shows_when_it_comes_again(phrase: str, first: str, again: list[str]) -> None:
    found = preview(phrase, When(first), factories.CLOCK)
    assert [each.due for each in found] == again


def test_a_preview_keeps_the_time_of_day_over_a_change_of_the_clocks() -> None:
    first = parse_when("2026-03-23 15:00", factories.CLOCK)
    found = preview("every week", first, factories.CLOCK, 1)
    assert found[0].describe(factories.CLOCK) == "Mon 30 Mar 2026, 15:00"
