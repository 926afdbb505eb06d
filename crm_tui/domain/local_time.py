"""What time it is for somebody: from their own zone, else from where their phone is.

phonenumbers (Google's libphonenumber) knows the zones of calling codes and area codes. It
loads here, when the first number is asked about: that takes about 20 ms.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_tui.clock import zone as zone_named
from crm_tui.errors import UsageError

MORNING, EVENING = 7, 21  # before and from these hours on nobody is called


class LocalTime(NamedTuple):
    """The time there; `place` is the zone's name, or "" where several agree; `source` says
    where it is known from."""

    at: datetime
    place: str
    source: str

    @property
    def is_night(self) -> bool:
        """Is it too early or too late for a call?"""
        return not MORNING <= self.at.hour < EVENING

    def describe(self, today: datetime) -> str:
        """`14:32 in Europe/Berlin`, with the day where it is another one than at `today`."""
        day = "" if self.at.date() == today.date() else f"{self.at:%a} "
        place = f" in {self.place}" if self.place else " there"
        night = " · it is night there" if self.is_night else ""
        return f"{day}{self.at:%H:%M}{place}{night}"


def in_zone(name: str, now: datetime) -> LocalTime | None:
    """The time in a contact's own zone; None for none, and for a name that is no zone."""
    try:
        return LocalTime(now.astimezone(zone_named(name)), name, "their zone") if name else None
    except UsageError:
        return None


def by_phone(number: str, region: str, now: datetime) -> LocalTime | None:
    """The time where a phone number is from, one without a country being of `region`.

    None where it is no number, and where the zones that it can be in do not agree.
    """
    import phonenumbers
    from phonenumbers import timezone

    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return None
    names = [name for name in timezone.time_zones_for_number(parsed) if _is_known(name)]
    there = {now.astimezone(ZoneInfo(name)).replace(tzinfo=None) for name in names}
    if len(there) != 1:
        return None
    place = names[0] if len(names) == 1 else ""
    return LocalTime(now.astimezone(ZoneInfo(names[0])), place, "by their phone")


def _is_known(name: str) -> bool:
    """Is it a zone that the time zone data here have? `Etc/Unknown` is none."""
    try:
        return bool(zone_named(name))
    except UsageError:
        return False
