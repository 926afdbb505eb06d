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
    windows, params = day_windows(reader.clock.zone, days)
    return reader.rows(
        DayCount,
        f"WITH w (day, first, past) AS ({windows})"
        " SELECT w.day, i.kind, count(*) AS number FROM w"
        " JOIN interaction i ON i.at >= w.first AND i.at < w.past"
        " WHERE i.user_id = :user AND i.archived_at IS NULL GROUP BY w.day, i.kind",
        user=user_id,
        **params,
    )


def day_windows(zone: ZoneInfo, days: Sequence[date]) -> tuple[str, dict[str, object]]:
    """A VALUES list of days, each with the instants at which it begins and is past in a zone,
    and its parameters."""

    def midnight(day: date) -> str:
        return encode_instant(datetime.combine(day, time(), tzinfo=zone))

    params: dict[str, object] = {}
    for number, day in enumerate(days):
        params |= {
            f"day{number}": day.isoformat(),
            f"first{number}": midnight(day),
            f"past{number}": midnight(day + timedelta(days=1)),
        }
    rows = [f"(:day{number}, :first{number}, :past{number})" for number in range(len(days))]
    return f"VALUES {', '.join(rows)}", params
