"""Counts of what awaits the user, each answered by an index."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from crm_tui.clock import encode_instant
from crm_tui.queries.board import WEIGHTED
from crm_tui.queries.deals import no_step
from crm_tui.store.reader import Reader

_OPEN = "done_at IS NULL AND dropped_at IS NULL AND archived_at IS NULL"


class Sum(NamedTuple):
    """How many deals there are in a currency, and what they come to in minor units: in full,
    and each by its probability."""

    currency: str
    number: int
    value: int
    weighted: int


class Figures(NamedTuple):
    """`due` counts the reminders overdue or due today, `reminders` all open ones."""

    due: int
    contacts: int
    deals: int
    reminders: int


def figures(reader: Reader) -> Figures:
    """How much there is of everything that is open."""
    tomorrow = reader.today + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), tzinfo=reader.clock.zone)
    due = reader.count(
        f"SELECT count(*) FROM reminder WHERE {_OPEN}"
        " AND ((length(due) = 10 AND due < :tomorrow) OR (length(due) > 10 AND due < :midnight))",
        {"tomorrow": tomorrow.isoformat(), "midnight": encode_instant(midnight)},
    )
    return Figures(
        due,
        reader.count("SELECT count(*) FROM contact WHERE archived_at IS NULL"),
        reader.count("SELECT count(*) FROM deal WHERE status = 'open' AND archived_at IS NULL"),
        reader.count(f"SELECT count(*) FROM reminder WHERE {_OPEN}"),
    )


def open_sums(reader: Reader) -> list[Sum]:
    """What the open deals come to, per currency, that of most deals first."""
    return _sums(reader, "d.status = 'open'")


def won_sums(reader: Reader, since: str) -> list[Sum]:
    """What the deals won since an instant come to, per currency, that of most deals first."""
    return _sums(reader, "d.status = 'won' AND d.closed_at >= :since", since=since)


def needing_count(reader: Reader) -> int:
    """How many open deals have no next step ahead, or only one that is overdue by a day."""
    test, params = no_step(reader, "d")
    open_ones = "d.status = 'open' AND d.archived_at IS NULL"
    return reader.count(f"SELECT count(*) FROM deal d WHERE {open_ones} AND {test}", params)


def _sums(reader: Reader, test: str, **params: object) -> list[Sum]:
    return reader.rows(
        Sum,
        "SELECT d.currency, count(*) AS number,"
        " CAST(coalesce(sum(d.value), 0) AS BIGINT) AS value,"
        f" CAST(sum({WEIGHTED}) AS BIGINT) AS weighted"
        f" FROM deal d WHERE {test} AND d.archived_at IS NULL"
        " GROUP BY d.currency ORDER BY number DESC, d.currency",
        **params,
    )
