"""Amounts as people type them, and as they are shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.money import (
    CURRENCIES,
    LIMIT,
    check_currency,
    compact,
    decimal_text,
    decimals,
    format_money,
    parse_money,
)
from crm_tui.errors import CrmError, InvalidField


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1200", 120_000),
        ("0", 0),
        ("1,200", 120_000),
        ("1.200", 120_000),
        ("1,200.50", 120_050),
        ("1.200,50", 120_050),
        ("1200.5", 120_050),
        ("1200,5", 120_050),
        ("1 200", 120_000),
        ("1\u202f200,50", 120_050),
        ("1'200.00", 120_000),
        ("1,234,567", 123_456_700),
        ("1.234.567,89", 123_456_789),
        ("12,34,567.50", 123_456_750),
        ("0.500", 50),
        (".5", 50),
        ("1.200,-", 120_000),
        ("10k", 1_000_000),
        ("1,5k", 150_000),
        ("1.234k", 123_400),
        ("1.5m", 150_000_000),
        ("2 mio", 200_000_000),
        ("1bn", 100_000_000_000),
        ("１２００", 120_000),
    ],
)
def test_amounts_in_the_default_currency(text: str, minor: int) -> None:
    assert parse_money(text, "EUR") == (minor, "EUR")


@pytest.mark.parametrize(
    ("text", "default", "amount"),
    [
        ("€1200", "USD", (120_000, "EUR")),
        ("1200 EUR", "USD", (120_000, "EUR")),
        ("eur 1200", "USD", (120_000, "EUR")),
        ("$1,200", "EUR", (120_000, "USD")),
        ("$1,200", "CAD", (120_000, "CAD")),
        ("US$1,200", "CAD", (120_000, "USD")),
        ("$1,200 CAD", "EUR", (120_000, "CAD")),
        ("10k€", "USD", (1_000_000, "EUR")),
        ("5 mxn", "EUR", (500, "MXN")),
        ("¥1200", "EUR", (1200, "JPY")),
        ("¥1200", "CNY", (120_000, "CNY")),
        ("500 kr", "NOK", (50_000, "NOK")),
        ("1.200 KWD", "EUR", (1200, "KWD")),
        ("1,200 KWD", "EUR", (1_200_000, "KWD")),
        ("5 Kč", "EUR", (500, "CZK")),
    ],
)
def test_amounts_that_name_their_currency(text: str, default: str, amount: tuple) -> None:
    assert parse_money(text, default) == amount


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not an amount"),
        ("cheap", "not an amount"),
        ("1e5", "not an amount"),
        ("nan", "not an amount"),
        ("1,2,3", "not an amount"),
        ("1 2", "not an amount"),
        ("1.2.3", "not an amount"),
        ("1" * 61, "not an amount"),
        ("-5", "negative"),
        ("€-5", "negative"),
        ("(1,200)", "negative"),
        ("1200.567", "finer than EUR"),
        ("0.5 JPY", "finer than JPY"),
        ("10001b", "more than"),
        ("9" * 40, "more than"),
        ("5 bananas", "not a currency"),
        ("5 XXX", "not a currency"),
        ("€5 USD", "two currencies"),
    ],
)
def test_what_is_no_amount_is_refused_with_help(text: str, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as refused:
        parse_money(text, "EUR")
    assert refused.value.hint


def test_an_unknown_default_currency_is_refused() -> None:
    with pytest.raises(InvalidField) as refused:
        parse_money("5", "EURO")
    assert refused.value.field == "currency"
    assert check_currency(" eur ") == "EUR"


@pytest.mark.parametrize(
    ("minor", "currency", "shown", "short", "exact"),
    [
        (120_000, "EUR", "EUR 1,200", "€1.2k", "1200.00"),
        (120_050, "EUR", "EUR 1,200.50", "€1.2k", "1200.50"),
        (950, "EUR", "EUR 9.50", "€9.50", "9.50"),
        (1_250_000, "EUR", "EUR 12,500", "€12.5k", "12500.00"),
        (12_540_000, "EUR", "EUR 125,400", "€125k", "125400.00"),
        (99_960_000, "EUR", "EUR 999,600", "€1m", "999600.00"),
        (1200, "JPY", "JPY 1,200", "¥1.2k", "1200"),
        (1200, "KWD", "KWD 1.200", "KWD 1.200", "1.200"),
        (123_456_789_00, "CHF", "CHF 123,456,789", "CHF 123m", "123456789.00"),
        (LIMIT, "EUR", "EUR 10,000,000,000,000", "€10000b", "10000000000000.00"),
        (-5050, "EUR", "EUR -50.50", "-€50.50", "-50.50"),
        (0, "EUR", "EUR 0", "€0", "0.00"),
    ],
)
def test_how_money_is_shown(minor: int, currency: str, shown: str, short: str, exact: str) -> None:
    assert format_money(minor, currency) == shown
    assert compact(minor, currency) == short
    assert decimal_text(minor, currency) == exact


@pytest.mark.parametrize(
    ("currency", "places"), [("EUR", 2), ("JPY", 0), ("VND", 0), ("KWD", 3), ("TND", 3), ("HUF", 2)]
)
def test_decimals_are_those_of_the_standard(currency: str, places: int) -> None:
    assert decimals(currency) == places


MONEY = st.tuples(st.integers(0, LIMIT), st.sampled_from(sorted(CURRENCIES)))


@given(MONEY)
def test_what_is_shown_reads_back(money: tuple[int, str]) -> None:
    assert parse_money(format_money(*money), "EUR") == money
    assert parse_money(decimal_text(*money), money[1]) == money


@given(MONEY)
def test_short_text_is_short_and_near(money: tuple[int, str]) -> None:
    minor, currency = money
    short = compact(minor, currency)
    assert len(short) <= len("BIF 1000000b")  # the largest amount there is
    near, code = parse_money(short, currency)
    assert code == currency
    assert abs(near - minor) <= minor / 20
    assert not re.search(r"\.0[kmb]?$", short)


@given(
    st.one_of(st.text(max_size=70), st.text("0123456789.,' kmb€$EUR-+()", max_size=20)),
    st.sampled_from(["EUR", "JPY", "KWD", ""]),
)
def test_any_text_is_read_or_refused(text: str, currency: str) -> None:
    try:
        minor, code = parse_money(text, currency)
    except CrmError as refused:
        assert refused.message
    else:
        assert 0 <= minor <= LIMIT
        assert code in CURRENCIES
