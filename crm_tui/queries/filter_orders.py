"""Tests of fields that have an order: numbers, money, times, and custom fields as either.

Everything that was written reaches the SQL as a bound parameter.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from crm_tui.clock import encode_instant
from crm_tui.domain.calendar import FIRST_YEAR, LAST_YEAR
from crm_tui.domain.filter_values import Figures, Span, read_money, read_number, read_span
from crm_tui.domain.filters import FilterError
from crm_tui.domain.money import CURRENCIES, decimals
from crm_tui.queries.filter_asked import NEVER, Asked, Site
from crm_tui.queries.filter_fields import State

_FAR = 100_000  # days: before any record

_LONGEST = 15
_LONGEST_TYPED = _LONGEST + 2  # a sign and a point
# Is the text in {0} a number, or a day? Long numbers would lose their last digits.
_NUMERIC = {
    "sqlite": (
        "({0} GLOB '[0-9]*' OR {0} GLOB '-[0-9]*') AND substr({0}, 2) NOT GLOB '*[^0-9.]*'"
        " AND {0} NOT GLOB '*.*.*' AND {0} NOT GLOB '*.' AND length({0}) <= {1}"
    ),
    "postgresql": "{0} ~ '^-?[0-9]+([.][0-9]+)?$' AND length({0}) <= {1}",
}
_DAYLIKE = {
    "sqlite": "{0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
    "postgresql": "{0} ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$'",
}


def number(site: Site, asked: Asked) -> str:
    """A whole number: `5`, `5..10`, `>5`."""
    return _within(site, asked.column, *read_number(asked.mark, asked.choice).whole())


def amount(site: Site, asked: Asked) -> str:
    """Money: in the currency that was named, else in each deal's own."""
    figures = read_money(asked.mark, asked.choice)
    currency = asked.beside("currency")

    def of(places: int) -> str:
        return _within(site, asked.column, *figures.whole(places))

    if figures.currency:
        return f"{currency} = {site.bind(figures.currency)} AND {of(decimals(figures.currency))}"
    return (
        f"CASE WHEN {currency} IN ({_with_decimals(0)}) THEN {of(0)}"
        f" WHEN {currency} IN ({_with_decimals(3)}) THEN {of(3)} ELSE {of(2)} END"
    )


def age(site: Site, asked: Asked) -> str:
    """Whole days since an instant, which is none in the future."""
    low, high = read_number(asked.mark, asked.choice).whole()
    if high is not None and high < 0:
        return NEVER
    latest = _ago(site, low) if low is not None and low > 0 else None
    earliest = _ago(site, high + 1) if high is not None else None
    tests = [f"{asked.column} <= {site.bind(latest)}"] if latest is not None else []
    tests += [f"{asked.column} > {site.bind(earliest)}"] if earliest is not None else []
    return " AND ".join(tests) or f"{asked.column} IS NOT NULL"


def past(site: Site, asked: Asked) -> str:
    """An instant at which something happened."""
    return _between(site, asked.column, *_span(site, asked, past=True).instants(_zone(site)))


def day(site: Site, asked: Asked) -> str:
    """A day, most likely ahead."""
    return _between(site, asked.column, *_days(site, _span(site, asked)))


def when(site: Site, asked: Asked) -> str:
    """A day or an instant, most likely ahead."""
    span = _span(site, asked)
    on_day = _between(site, asked.column, *_days(site, span))
    at_instant = _between(site, asked.column, *span.instants(_zone(site)))
    return f"CASE WHEN length({asked.column}) = 10 THEN {on_day} ELSE {at_instant} END"


def yearly(site: Site, asked: Asked) -> str:
    """A day that comes every year, unless its row says it comes but once."""
    span = _span(site, asked)
    start, end = span.days(_zone(site))
    once = _between(site, asked.column, *_days(site, span))
    if start is None or end is None or (end - start).days > 365:
        raise FilterError(
            f"{asked.field.name} comes every year, so it needs a range within one",
            "write both ends: today..30d",
            asked.choice.place,
        )
    first, last = (site.bind(f"{edge:%m-%d}") for edge in (start, end - timedelta(days=1)))
    month_day = f"substr({asked.column}, 6, 5)"
    if start >= end:
        every = NEVER
    elif f"{start:%m-%d}" <= f"{end - timedelta(days=1):%m-%d}":
        every = f"{month_day} BETWEEN {first} AND {last}"
    else:
        every = f"({month_day} >= {first} OR {month_day} <= {last})"
    return f"CASE WHEN {asked.beside('yearly')} = 1 THEN {every} ELSE {once} END"


def custom(site: Site, asked: Asked) -> str:
    """A custom field's text, where it is a number or a day as the store writes it."""
    tests = []
    try:
        figures = read_number(asked.mark, asked.choice)
    except FilterError:
        figures = None
    if figures:
        tests.append(_as_number(site, asked.column, figures))
    if figures is None or _years(figures):
        tests.append(_as_day(site, asked))
    return " OR ".join(tests)


def custom_number(site: Site, asked: Asked) -> str:
    """A custom field that holds numbers."""
    figures = read_number(asked.mark, asked.choice)
    return _as_number(site, asked.column, figures, _LONGEST_TYPED)


def custom_day(site: Site, asked: Asked) -> str:
    """A custom field that holds days."""
    return _as_day(site, asked)


def _as_number(site: Site, column: str, figures: Figures, longest: int = _LONGEST) -> str:
    low, high = (">", "<") if figures.strict else (">=", "<=")
    tests = [
        f"CAST({column} AS DOUBLE PRECISION) {sign}"
        f" CAST({site.bind(f'{float(bound):.6f}')} AS DOUBLE PRECISION)"
        for sign, bound in ((low, figures.low), (high, figures.high))
        if bound is not None
    ]
    numeric = _NUMERIC[site.reader.db.dialect].format(column, longest)
    return f"CASE WHEN {numeric} THEN {' AND '.join(tests)} END"


def _as_day(site: Site, asked: Asked) -> str:
    between = _between(site, asked.column, *_days(site, _span(site, asked)))
    return f"CASE WHEN {_DAYLIKE[site.reader.db.dialect].format(asked.column)} THEN {between} END"


def _years(figures: Figures) -> bool:
    return all(
        bound is None or FIRST_YEAR <= bound <= LAST_YEAR for bound in (figures.low, figures.high)
    )


def state(site: Site, asked: State, alias: str, place: int) -> str:
    """SQL that holds where a record is in a state."""
    given = {"a": alias}
    if "{me}" in asked.sql:
        given |= {"me": site.bind(me(site, place))}
    if "{now}" in asked.sql:
        given |= {"now": site.bind(site.reader.now)}
        given |= {"today": site.bind(site.reader.today.isoformat())}
    if "{stale}" in asked.sql:
        given |= {"stale": _stale(site, alias)}
    return asked.sql.format(**given)


def me(site: Site, place: int) -> int:
    """Who asks. Raises FilterError where nobody does."""
    if site.user_id is None:
        raise FilterError("nobody is 'me' here", "name the user", place)
    return site.user_id


def _stale(site: Site, alias: str) -> str:
    """Has a deal been in its stage for longer than the stage allows?"""
    limits = site.reader.db.rows(
        "SELECT DISTINCT rotting_days FROM stage WHERE rotting_days IS NOT NULL ORDER BY 1"
    )
    tests = [
        f"({alias}.stage_since <= {site.bind(_ago(site, days + 1))} AND {alias}.stage_id IN"
        f" (SELECT m.id FROM stage m WHERE m.rotting_days = {site.bind(days)}))"
        for (days,) in limits
    ]
    return " OR ".join(tests) or NEVER


def _within(site: Site, column: str, low: int | None, high: int | None) -> str:
    if low == high:
        return f"{column} = {site.bind(low)}"
    tests = [f"{column} >= {site.bind(low)}"] if low is not None else []
    tests += [f"{column} <= {site.bind(high)}"] if high is not None else []
    return " AND ".join(tests)


def _between(site: Site, column: str, start: str | None, end: str | None) -> str:
    tests = [f"{column} >= {site.bind(start)}"] if start is not None else []
    tests += [f"{column} < {site.bind(end)}"] if end is not None else []
    return " AND ".join(tests)


def _span(site: Site, asked: Asked, *, past: bool = False) -> Span:
    return read_span(asked.mark, asked.choice, site.reader.clock, past=past)


def _days(site: Site, span: Span) -> tuple[str | None, str | None]:
    start, end = span.days(_zone(site))
    return start.isoformat() if start else None, end.isoformat() if end else None


def _zone(site: Site) -> ZoneInfo:
    return site.reader.clock.zone


def _ago(site: Site, days: int) -> str:
    """The instant so many days ago; a text before all instants when it is too long ago."""
    return encode_instant(site.reader.clock.now() - timedelta(days=days)) if days < _FAR else ""


@cache
def _with_decimals(places: int) -> str:
    """The currencies with so many decimals, as they stand in SQL."""
    return ", ".join(f"'{code}'" for code in sorted(CURRENCIES) if decimals(code) == places)
