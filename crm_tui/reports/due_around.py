"""What the report of due reminders says beside them: people whose cadence has passed, and
the days to remember ahead."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.cadences import cadence_of, days_since, state_of
from crm_tui.domain.dates import describe_day
from crm_tui.domain.key_dates import Ahead
from crm_tui.queries import cadences, key_dates
from crm_tui.queries.cadences import Passed
from crm_tui.reports.layout import Line
from crm_tui.store.reader import Reader
from crm_tui.text import fold, inert

Row = tuple[str, str, bool]

MOST = 50
PEOPLE, DATES = "Time to be in touch", "Days to remember"


class Around(NamedTuple):
    """Contacts who have been silent for longer than their cadence, those for longest first,
    and the days to remember, the next first."""

    people: list[Passed]
    dates: list[Ahead]


def gather(reader: Reader, days: int, owner: str = "") -> Around:
    """The people (50 at most), and the days up to so many ahead; of one user with `owner`."""
    key = fold(owner)
    return Around(cadences.passed(reader, MOST, owner=key), key_dates.ahead(reader, days, key))


def lines(around: Around, clock: Clock) -> Iterator[Line]:
    """Both as sections of the text, each after a blank line."""
    for title, rows in _sections(around, clock):
        yield Line("")
        yield Line(f"{title} ({len(rows)})", "head")
        for when, what, late in rows:
            yield Line(f"         {when:<18} {what}", "late" if late else "")


def html(around: Around, clock: Clock) -> Iterator[str]:
    """Both as sections of the page."""
    for title, rows in _sections(around, clock):
        yield f"<h3>{title} ({len(rows)})</h3>\n<table>\n"
        for when, what, late in rows:
            kind = " class=overdue" if late else ""
            yield f"<tr{kind}><td>{escape(when)}</td><td dir=auto>{escape(inert(what))}</td></tr>\n"
        yield "</table>\n"


def _sections(around: Around, clock: Clock) -> list[tuple[str, list[Row]]]:
    """The titles of those that have rows, and these: when, what, and whether it is late."""
    people = [
        (
            f"{days_since(each, clock)} days silent",
            " · ".join(filter(None, (each.name, each.company, _often(each)))),
            state_of(each, clock) == "overdue",
        )
        for each in around.people
    ]
    dates = [
        (
            describe_day(each.on, clock.today()),
            f"{each.key_date.kind} · {each.key_date.name}",
            False,
        )
        for each in around.dates
    ]
    return [(title, rows) for title, rows in ((PEOPLE, people), (DATES, dates)) if rows]


def _often(each: Passed) -> str:
    cadence = cadence_of(each)
    return cadence.describe() if cadence else ""
