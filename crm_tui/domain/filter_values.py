"""What the values of a filter mean: bounds of numbers and money, spans of time.

Times come out half-open, from a start up to but without an end, so that a day, a month and
a moment differ in nothing but their length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.filters import Choice, FilterError, Range, Value, shown
from crm_tui.domain.money import decimals, parse_money
from crm_tui.errors import UsageError

# Figures above this are typing errors, and the databases hold them all.
_MOST = 10**15
_NUMBER = re.compile(r"(-?[0-9]{1,16})(?:\.([0-9]{1,6}))?([km])?%?")
_TIMES = {None: 1, "k": 10**3, "m": 10**6}
_NUMBER_HINT = "write a number like 5, 2.5 or 10k, or a range like 5..10"
_MONEY_HINT = 'write an amount like 1200, 10k or "1200 EUR", or a range like 1k..5k'

TICK = timedelta(microseconds=1)  # the store's instants are no finer
Moment = date | datetime


class Bounds(NamedTuple):
    """Whole numbers from `low` to `high`, both included; None for no bound."""

    low: int | None
    high: int | None


class Figures(NamedTuple):
    """From `low` to `high`, both included unless `strict`; None for no bound. `currency` is
    that of amounts of money where one was named."""

    low: Fraction | None
    high: Fraction | None
    strict: bool
    currency: str | None = None

    def whole(self, places: int = 0) -> Bounds:
        """The whole numbers meant, once the point is moved so many places: minor units."""
        least, most, times = None, None, 10**places
        if self.low is not None:
            low = self.low * times
            least = floor(low) + 1 if self.strict else ceil(low)
        if self.high is not None:
            high = self.high * times
            most = ceil(high) - 1 if self.strict else floor(high)
        return Bounds(least, most)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, without, `end`; None for no bound. A date stands for midnight."""

    start: Moment | None
    end: Moment | None

    def instants(self, zone: ZoneInfo) -> tuple[str | None, str | None]:
        """Both ends as the store writes instants."""
        return _instant(self.start, zone), _instant(self.end, zone)

    def days(self, zone: ZoneInfo) -> tuple[date | None, date | None]:
        """Both ends as days; a moment belongs to its whole day."""
        end = self.end
        if isinstance(end, datetime):
            end = (end - TICK).astimezone(zone).date() + timedelta(days=1)
        start = self.start
        return start.astimezone(zone).date() if isinstance(start, datetime) else start, end


def read_number(mark: str, choice: Choice) -> Figures:
    """`5`, `5..10`, `>2.5`, `10k..`, `50%` -> the numbers meant. Raises FilterError."""
    low, high = _ends(mark, choice)
    least, most = _number(low) if low else None, _number(high) if high else None
    return _figures(mark, choice, least, most)


def read_money(mark: str, choice: Choice) -> Figures:
    """`10k..`, `1k..5k`, `"1200 EUR"` -> amounts in one currency, or whatever the currency.

    Raises FilterError.
    """
    low, high = _ends(mark, choice)
    least, first = _money(low) if low else (None, None)
    most, second = _money(high) if high else (None, None)
    if first and second and first != second:
        raise FilterError("the range has two currencies", "name one", choice.place)
    return _figures(mark, choice, least, most, first or second)


def read_span(mark: str, choice: Choice, clock: Clock, *, past: bool) -> Span:
    """`today`, `-30d..`, `2026-03`, `last-week`, `<=eom` -> the time meant.

    `past` says which way to look for a day that has no year: `fri` is then the last one.
    Raises FilterError.
    """
    # The words for days are loaded only where there is a day to read.
    from crm_tui.domain.filter_periods import read_period

    low, high = _ends(mark, choice)
    start = read_period(low, clock, past=past)[mark == ">"] if low else None
    end = read_period(high, clock, past=past)[mark != "<"] if high else None
    return Span(start, end)


def _ends(mark: str, choice: Choice) -> tuple[Value | None, Value | None]:
    """The lower and the upper value; of a single one, whichever the mark leaves."""
    if isinstance(choice, Value) and ".." in choice.text and mark in (":", "="):
        low, _, high = choice.text.partition("..")
        if not low.strip() and not high.strip():
            raise FilterError("the range has no end", "write 10.., ..20 or 10..20", choice.place)
        choice = Range(_value(low, choice.place), _value(high, choice.place), choice.place)
    if isinstance(choice, Range):
        return choice.low, choice.high
    return (None if "<" in mark else choice), (None if ">" in mark else choice)


def _value(text: str, place: int) -> Value | None:
    return Value((text.strip(),), place) if text.strip() else None


def _figures(
    mark: str,
    choice: Choice,
    low: Fraction | None,
    high: Fraction | None,
    currency: str | None = None,
) -> Figures:
    if low is not None and high is not None and low > high:
        raise FilterError("the range ends before it begins", "write 5..10", choice.place)
    return Figures(low, high, mark in ("<", ">"), currency)


def _number(value: Value) -> Fraction:
    found = _NUMBER.fullmatch(value.text.strip().casefold())
    if not found:
        raise FilterError(f"{shown(value.text)} is not a number", _NUMBER_HINT, value.place)
    number = Fraction(f"{found[1]}.{found[2] or 0}") * _TIMES[found[3]]
    if abs(number) > _MOST:
        raise FilterError(f"{shown(value.text)} is too large", _NUMBER_HINT, value.place)
    return number


def _money(value: Value) -> tuple[Fraction, str | None]:
    """An amount in whole units, and its currency where one is named."""
    try:
        minor, code = parse_money(value.text, "EUR")
        # Where none is named, another default gives another currency.
        _, other = parse_money(value.text, "PLN")
    except UsageError as error:
        raise FilterError(error.message, _MONEY_HINT, value.place) from error
    return Fraction(minor, 10 ** decimals(code)), code if code == other else None


def _instant(moment: Moment | None, zone: ZoneInfo) -> str | None:
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), tzinfo=zone)
    return encode_instant(moment)
