"""Reading how much was done, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_tui.clock import encode_instant
from crm_tui.domain.activity import DayCount
from crm_tui.store.reader import Reader


def by_day(reader: Reader, days: Sequence[date], user_id: int) -> list[DayCount]:
    """How many interactions of each kind a user had on each of the days."""
    if not days:
        return []
    # Each day on its own, by the index of times; joined with the days, PostgreSQL reads them all.
    params = _bounds(reader.clock.zone, days)
    each_day = " UNION ALL ".join(
        f"SELECT CAST(:day{number} AS TEXT) AS day, i.kind, count(*) AS number FROM interaction i"
        f" WHERE i.at >= :first{number} AND i.at < :past{number} AND i.user_id = :user"
        " AND i.archived_at IS NULL GROUP BY i.kind"
        for number in range(len(days))
    )
    return reader.rows(DayCount, each_day, user=user_id, **params)


def day_windows(zone: ZoneInfo, days: Sequence[date]) -> tuple[str, dict[str, object]]:
    """A VALUES list of days, each with the instants at which it begins and is past in a zone,
    and its parameters."""
    rows = [f"(:day{number}, :first{number}, :past{number})" for number in range(len(days))]
    return f"VALUES {', '.join(rows)}", _bounds(zone, days)


def _bounds(zone: ZoneInfo, days: Sequence[date]) -> dict[str, object]:
    def midnight(day: date) -> str:
        return encode_instant(datetime.combine(day, time(), tzinfo=zone))

    params: dict[str, object] = {}
    for number, day in enumerate(days):
        params |= {
            f"day{number}": day.isoformat(),
            f"first{number}": midnight(day),
            f"past{number}": midnight(day + timedelta(days=1)),
        }
    return params
