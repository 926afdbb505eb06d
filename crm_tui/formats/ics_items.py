"""Reading iCalendar (RFC 5545): one event or to-do -> what it says, as the store has times.

vobject takes an item's lines apart; what they mean is read here, so that what is wrong in one
property is told of that item alone. Times without a zone are the user's. A zone that is named as
the tz database names it is that one; of another its rules in the file count, read by dateutil.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from io import StringIO
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_tui.clock import encode_instant
from crm_tui.clock import zone as zone_named
from crm_tui.domain.calendar import FIRST_YEAR, LAST_YEAR, make_date
from crm_tui.domain.dates import When
from crm_tui.errors import UsageError
from crm_tui.text import clean, clean_line

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?",
    re.ASCII | re.IGNORECASE,
)
# What dateutil reads of a zone; a rule that is not of years it would follow for ever.
_OF_ZONE = re.compile(
    r"(BEGIN|END|TZID|DTSTART|RRULE|TZOFFSETFROM|TZOFFSETTO|TZNAME)(?:;[^:]*)?:(.*)", re.IGNORECASE
)
_ENDLESS = re.compile(r"RRULE:(?!.*FREQ=YEARLY)", re.IGNORECASE)
_ZONE_LIMIT = 20_000
_PRIVATE = "x-crm-"
_MOST_PEOPLE = 500


class Unreadable(Exception):
    """Why an item cannot be read, in words for the user."""


class Attendee(NamedTuple):
    """Who takes part: `state` is NEEDS-ACTION, ACCEPTED, DECLINED …"""

    name: str
    address: str
    state: str = ""


class Entry(NamedTuple):
    """An event, or with `is_todo` something to do.

    `start`, `end`, `due` and `occurrence` (which of a series it is) are days or moments;
    `rule` is an RRULE, `except_` the days and moments that the series leaves out. `own` has what
    only our exports say, by names like `anchor`.
    """

    is_todo: bool
    uid: str
    occurrence: When | None
    summary: str
    description: str
    location: str
    start: When | None
    end: When | None
    due: When | None
    minutes: int | None
    status: str
    completed: datetime | None
    rule: str
    except_: frozenset[str]
    categories: tuple[str, ...]
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]
    own: Mapping[str, str]


class Zones:
    """The zones that a file names; `home` is that of times without one."""

    def __init__(self, home: ZoneInfo) -> None:
        self.home = home
        self._found: dict[str, tzinfo] = {}

    def add(self, text: str) -> None:
        """Take a VTIMEZONE of the file, as far as its rules can be followed."""
        from dateutil.tz import tzical

        lines = list(_zone_lines(text))
        if len(text) > _ZONE_LIMIT or any(map(_ENDLESS.match, lines)):
            return
        try:
            found = tzical(StringIO("\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR"))))
            for name in found.keys():  # noqa: SIM118 (tzical is no dict)
                self._found[str(name)] = found.get(name) or self.home
        except Exception:  # whatever a stranger's zone sets off, its name may still do
            return

    def of(self, name: str) -> tzinfo:
        """The zone of that name; the user's own where nobody knows it."""
        # Mozilla and others put a path before the name.
        parts = name.split("/")
        for known in (name, "/".join(parts[-3:]), "/".join(parts[-2:])):
            try:
                return zone_named(known)
            except UsageError:
                continue
        return self._found.get(name, self.home)


def _zone_lines(text: str) -> Iterator[str]:
    """The lines of a VTIMEZONE that say when it changes, without their parameters."""
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        if found := _OF_ZONE.fullmatch(line.strip()):
            name, value = found[1].upper(), found[2]
            midnight = "T000000" if name == "DTSTART" and len(value) == 8 else ""
            yield f"{name}:{value}{midnight}"


def read_item(text: str, zones: Zones) -> Entry:
    """An item's text -> what it says. Raises Unreadable for what is wrong in it."""
    found = _properties(text)
    start, end, due = (_when(found, name, zones) for name in ("dtstart", "dtend", "due"))
    length = _duration(_text(found, "duration"))
    if due is None and start and length is not None:
        due = _later(start, length)
    return Entry(
        is_todo=text.lstrip().partition("\n")[0].strip().upper().endswith("VTODO"),
        uid=_text(found, "uid"),
        occurrence=_when(found, "recurrence-id", zones),
        summary=clean_line(_text(found, "summary")),
        description=clean(_text(found, "description")),
        location=clean_line(_text(found, "location")),
        start=start,
        end=end,
        due=due,
        minutes=_minutes(start, end, length),
        status=_text(found, "status").upper(),
        completed=_moment(_when(found, "completed", zones)),
        rule=_text(found, "rrule"),
        except_=frozenset(_days(found, "exdate", zones)),
        categories=tuple(_categories(found)),
        organizer=next(_people(found, "organizer"), None),
        attendees=tuple(_people(found, "attendee"))[:_MOST_PEOPLE],
        own={
            name.removeprefix(_PRIVATE): clean_line(_text(found, name))
            for name in found
            if name.startswith(_PRIVATE)
        },
    )


def _properties(text: str) -> Mapping[str, list[Any]]:
    import vobject

    # What it cannot read of an item it would tell on standard error.
    logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
    try:
        found = vobject.readOne(text, transform=False, allowQP=True, ignoreUnreadable=True)
    except Exception as error:  # whatever a stranger's item sets off, the next may be well
        told = str(error).splitlines()
        raise Unreadable(f"it is no iCalendar: {told[0] if told else error!r}") from error
    return found.contents if found is not None else {}


def _text(found: Mapping[str, list[Any]], name: str) -> str:
    value = getattr(found[name][0], "value", "") if name in found else ""
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value)).strip()


def _when(found: Mapping[str, list[Any]], name: str, zones: Zones) -> When | None:
    if name not in found:
        return None
    return _read_when(_text(found, name), found[name][0].params, name, zones)


def _read_when(text: str, params: Mapping[str, list[str]], name: str, zones: Zones) -> When | None:
    """`20260302`, `20260302T093000Z`, `20260302T093000` in the zone that TZID names."""
    if not text:
        return None
    digits = _DATE.fullmatch(text)
    if digits is None:
        raise Unreadable(f"{name.upper()} '{text[:40]}' is no date")
    try:
        day = make_date(*map(int, digits.group(1, 2, 3)))
        if digits[4] is None:
            return When.on(day)
        hour, minute, second = (int(part or 0) for part in digits.group(4, 5, 6))
        at = time(hour, minute, min(second, 59))
    except (UsageError, ValueError) as error:
        raise Unreadable(f"{name.upper()} '{text[:40]}' is no date") from error
    zone = UTC if digits[7] else zones.of("".join(params.get("TZID", ())))
    moment = datetime.combine(day, at, tzinfo=zone)
    meant = zone if isinstance(zone, ZoneInfo) else zones.home
    return When.at(moment, meant)


def _days(found: Mapping[str, list[Any]], name: str, zones: Zones) -> Iterator[str]:
    for line in found.get(name, ()):
        for text in str(line.value).split(","):
            if when := _read_when(text.strip(), line.params, name, zones):
                yield when.due


def _moment(when: When | None) -> datetime | None:
    if when is None:
        return None
    return when.instant or datetime.combine(date.fromisoformat(when.due), time(12), tzinfo=UTC)


def _duration(text: str) -> timedelta | None:
    """`PT1H30M`, `P1D`, `P2W` -> how long that is."""
    parts = _DURATION.fullmatch(text) if text else None
    if parts is None:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def _later(start: When, length: timedelta) -> When:
    if moment := start.instant:
        later = moment + length
        return When(encode_instant(later), start.zone) if later.year <= LAST_YEAR else start
    day = date.fromisoformat(start.due) + length
    return When.on(day) if FIRST_YEAR <= day.year <= LAST_YEAR else start


def _minutes(start: When | None, end: When | None, length: timedelta | None) -> int | None:
    """How long an event with a time of day lasts, at most some days."""
    began, ended = start.instant if start else None, end.instant if end else None
    if began is None:
        return None
    lasts = ended - began if ended else length
    minutes = round(lasts.total_seconds() / 60) if lasts is not None else 0
    return minutes if 0 < minutes < 100_000 else None


def _categories(found: Mapping[str, list[Any]]) -> Iterator[str]:
    for line in found.get("categories", ()):
        value = line.value if isinstance(line.value, list) else str(line.value).split(",")
        yield from filter(None, (clean_line(str(each)) for each in value))


def _people(found: Mapping[str, list[Any]], name: str) -> Iterator[Attendee]:
    """Those with an e-mail address; rooms and projectors are no people."""
    for line in found.get(name, ()):
        kind = "".join(line.params.get("CUTYPE", ())).upper()
        value = str(line.value).strip()
        given = "".join(line.params.get("EMAIL", ())) or value
        address = re.sub(r"(?i)^mailto:", "", given).strip()
        if kind in ("ROOM", "RESOURCE") or "@" not in address:
            continue
        called = clean_line(" ".join(line.params.get("CN", ())))
        state = "".join(line.params.get("PARTSTAT", ())).upper()
        yield Attendee("" if called == address else called, clean_line(address), state)
