"""Time: what it is now, in which zone the user lives, and how the store writes it.

The store holds instants as fixed-width UTC text (`2026-03-01T09:30:00.000000Z`)
and dates as `YYYY-MM-DD`, so that both compare as text, the same on SQLite and
PostgreSQL. This module is the one encoder that reads, writes and bulk loads share.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_tui.errors import UsageError

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def encode_instant(moment: datetime) -> str:
    """Aware datetime -> the store's text, UTC with microseconds.

    Raises ValueError for a naive datetime: a time without a zone is a guess.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC).strftime(_FORMAT)


def decode_instant(text: str) -> datetime:
    """The store's text -> aware datetime in UTC."""
    return datetime.fromisoformat(text)


@cache
def zone(name: str) -> ZoneInfo:
    """IANA name -> zone. Raises UsageError for a name that is not one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"'{name}' is not a time zone", "use a name like Europe/Berlin or UTC"
        ) from error


def local_zone_name() -> str:
    """The machine's zone by its IANA name: TZ, then /etc/localtime, else UTC."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if named:
        try:
            ZoneInfo(named)
            return named
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    target = os.path.realpath(Path("/etc/localtime"))
    _, found, name = target.partition("zoneinfo/")
    return name if found else "UTC"


@dataclass(frozen=True, slots=True)
class Clock:
    """Answers "now" and "today" in the user's zone.

    `fixed` (aware) stands still: tests, pictures and `--on DATE` use it.
    """

    zone: ZoneInfo
    fixed: datetime | None = None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self.fixed.astimezone(UTC) if self.fixed else datetime.now(UTC)

    def local(self) -> datetime:
        """The present instant in the user's zone."""
        return self.now().astimezone(self.zone)

    def today(self) -> date:
        """The present date in the user's zone."""
        return self.local().date()

    def at(self, moment: datetime) -> datetime:
        """Any aware instant -> the same in the user's zone."""
        return moment.astimezone(self.zone)

    def on(self, day: date) -> Clock:
        """A clock that stands on `day`, at the present time of day."""
        return Clock(self.zone, datetime.combine(day, self.local().time(), tzinfo=self.zone))
