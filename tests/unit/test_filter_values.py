"""What numbers, amounts and times in a filter mean. Today is Monday 2 March 2026."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.filter_values import read_money, read_number, read_span
from crm_tui.domain.filters import FilterError, Range, Value
from tests.factories import BERLIN, CLOCK


def value(text: str) -> Value:
    return Value((text,))


def days(text: str, *, past: bool = False, mark: str = ":") -> tuple[str, str]:
    """The first day meant, and the first one after."""
    start, end = read_span(mark, value(text), CLOCK, past=past).days(BERLIN)
    return str(start or ""), str(end or "")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-03-02", "2026-03-03"),
        ("2026-11-27", "2026-11-27", "2026-11-28"),
        ("2026-11", "2026-11-01", "2026-12-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("q2", "2026-04-01", "2026-07-01"),
        ("2025-q4", "2025-10-01", "2026-01-01"),
        ("last week", "2026-02-23", "2026-03-02"),
        ("last-week", "2026-02-23", "2026-03-02"),
        ("LAST_WEEK", "2026-02-23", "2026-03-02"),
        ("this-week", "2026-03-02", "2026-03-09"),
        ("next-month", "2026-04-01", "2026-05-01"),
        ("this-quarter", "2026-01-01", "2026-04-01"),
        ("last-year", "2025-01-01", "2026-01-01"),
        ("march 2027", "2027-03-01", "2027-04-01"),
        ("eom", "2026-03-31", "2026-04-01"),
        ("-30d", "2026-01-31", "2026-02-01"),
        ("2w", "2026-03-16", "2026-03-17"),
        ("27-nov-2026", "2026-11-27", "2026-11-28"),
        ("first-monday-of-may", "2026-05-04", "2026-05-05"),
        ("today 15:00", "2026-03-02", "2026-03-03"),
        ("..-30d", "", "2026-02-01"),
        ("-7d..", "2026-02-23", ""),
        ("-7d..today", "2026-02-23", "2026-03-03"),
        ("last-month..2026-03", "2026-02-01", "2026-04-01"),
    ],
)
def test_reads_times(text: str, start: str, end: str) -> None:
    assert days(text) == (start, end)


@pytest.mark.parametrize(
    ("mark", "start", "end"),
    [
        (":", "2026-02-01", "2026-03-01"),
        ("=", "2026-02-01", "2026-03-01"),
        (">", "2026-03-01", ""),
        (">=", "2026-02-01", ""),
        ("<", "", "2026-02-01"),
        ("<=", "", "2026-03-01"),
    ],
)
def test_a_mark_takes_a_period_as_a_whole(mark: str, start: str, end: str) -> None:
    assert days("2026-02", mark=mark) == (start, end)


@pytest.mark.parametrize(
    ("text", "ahead", "back"),
    [
        ("fri", "2026-03-06", "2026-02-27"),
        ("nov", "2026-11-01", "2025-11-01"),
        ("march", "2026-03-01", "2026-03-01"),
        ("27 nov", "2026-11-27", "2025-11-27"),
    ],
)
def test_looks_the_way_the_field_does(text: str, ahead: str, back: str) -> None:
    assert days(text)[0] == ahead
    assert days(text, past=True)[0] == back


def test_days_begin_at_midnight_where_the_user_lives() -> None:
    span = read_span(":", value("2026-03-29"), CLOCK, past=True)
    # The clocks go forward on that day.
    assert span.instants(BERLIN) == ("2026-03-28T23:00:00.000000Z", "2026-03-29T22:00:00.000000Z")


def test_a_moment_is_exact() -> None:
    span = read_span(">=", value("2026-03-01 15:00 UTC"), CLOCK, past=True)
    assert span.instants(BERLIN) == ("2026-03-01T15:00:00.000000Z", None)
    span = read_span(">", value("2026-03-01 15:00 UTC"), CLOCK, past=True)
    assert span.instants(BERLIN) == ("2026-03-01T15:00:00.000001Z", None)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "",
        "2026-02-30",
        "1800",
        "03/04/2026",
        "at 3",
        "today*",
        "9" * 90,
        "a..b",
        "..",
        "fri x",
    ],
)
def test_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(FilterError) as raised:
        read_span(":", Value((text,), 7), CLOCK, past=False)
    assert raised.value.place == 7
    assert raised.value.hint


def test_says_how_to_write_days_ago() -> None:
    with pytest.raises(FilterError, match="'30d' looks ahead") as raised:
        read_span(":", value("30d"), CLOCK, past=True)
    assert raised.value.hint == "write -30d for the past"


@pytest.mark.parametrize(
    ("mark", "text", "low", "high"),
    [
        (":", "5", 5, 5),
        (":", "50%", 50, 50),
        (":", "10k", 10_000, 10_000),
        (":", "1.5k..2m", 1500, 2_000_000),
        (":", "-3..3", -3, 3),
        (":", "2.5..", 3, None),
        (":", "..2.5", None, 2),
        (">", "2.5", 3, None),
        (">", "2", 3, None),
        (">=", "2", 2, None),
        ("<", "2", None, 1),
        ("<", "2.5", None, 2),
        ("<=", "2", None, 2),
    ],
)
def test_reads_numbers(mark: str, text: str, low: int | None, high: int | None) -> None:
    assert read_number(mark, value(text)).whole() == (low, high)


@pytest.mark.parametrize("text", ["x", "1e5", "1,5", "5..1", "9" * 16, "2" + "0" * 12 + "k", "٣"])
def test_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(FilterError):
        read_number(":", value(text))


@pytest.mark.parametrize(
    ("text", "currency", "euros", "yen"),
    [
        ("10k..", None, (1_000_000, None), (10_000, None)),
        ("1k..5k", None, (100_000, 500_000), (1000, 5000)),
        ("10000 EUR..", "EUR", (1_000_000, None), (10_000, None)),
        ("..5k USD", "USD", (None, 500_000), (None, 5000)),
        ("€5", "EUR", (500, 500), (5, 5)),
        ("10.5..", None, (1050, None), (11, None)),
    ],
)
def test_reads_money(text: str, currency: str | None, euros: object, yen: object) -> None:
    figures = read_money(":", value(text))
    assert (figures.currency, figures.whole(2), figures.whole(0)) == (currency, euros, yen)


@pytest.mark.parametrize("text", ["x", "-5", "1 EUR..2 USD", "5k..1k", "9999999b", "1 XYZ"])
def test_refuses_what_is_no_money(text: str) -> None:
    with pytest.raises(FilterError):
        read_money(":", value(text))


@given(st.text(max_size=30), st.sampled_from([":", "=", "<", ">="]), st.booleans())
def test_any_text_is_read_or_refused(text: str, mark: str, past: bool) -> None:
    readers = (read_number, read_money, lambda m, c: read_span(m, c, CLOCK, past=past))
    for choice in (value(text), Range(value(text), None)):
        for reader in readers:
            try:
                reader(mark, choice)
            except FilterError as error:
                assert error.message


@given(st.integers(-(10**6), 10**6), st.integers(1, 100))
def test_whole_numbers_lie_between_the_bounds(top: int, bottom: int) -> None:
    exact = Fraction(top, bottom)
    text = f"{float(exact):.6f}"
    bound = Fraction(text)
    low = read_number(">=", value(text)).whole().low
    above = read_number(">", value(text)).whole().low
    assert low is not None and low - 1 < bound <= low
    assert above is not None and above - 1 <= bound < above
