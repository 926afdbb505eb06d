"""Recurrence rules: RRULE text (RFC 5545, section 3.3.10) <-> Rule -> days.

The part of the standard that reminders need: FREQ DAILY, WEEKLY, MONTHLY or YEARLY with
INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and UNTIL (a day); weeks begin on Monday.
The days themselves are dateutil's, bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from crm_tui.domain.calendar import LAST_YEAR, last_day
from crm_tui.errors import UsageError
from crm_tui.text import inert

_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_HINT = "write it like: every 2 weeks, every mon and thu, every last friday of the month"
# Weekdays and leap years come round every 28 years: a rule that has had no day by then has
# none; yearly rules may skip many years.
_YEARS_AHEAD = {"YEARLY": 100}
_ROUND = 28
LONGEST_INTERVAL = 999


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence. A weekday is (nth, number): nth 0 is every one, -1 the month's last."""

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    until: date | None = None

    def text(self) -> str:
        """The rule as RRULE text, its parts and their values in one fixed order."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        days = [f"{nth or ''}{_DAY_CODES[number]}" for nth, number in self.weekdays]
        for key, values in (
            ("BYMONTH", self.months),
            ("BYMONTHDAY", self.month_days),
            ("BYDAY", days),
            ("BYSETPOS", self.positions),
        ):
            if values:
                parts.append(f"{key}={','.join(map(str, values))}")
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    def anchored(self, anchor: date) -> Rule:
        """The rule with the days that it leaves to its first day.

        A monthly rule on a day d > 28 means the last of 28..d that a month has, and a
        yearly one on the 29th of February the last of February: nothing is left out.
        """
        if self.freq == "DAILY" or self.weekdays or self.month_days:
            return self
        if self.freq == "WEEKLY":
            return replace(self, weekdays=((0, anchor.weekday()),))
        if self.freq == "MONTHLY":
            return self.on_month_day(anchor.day)
        months = self.months or (anchor.month,)
        if months == (2,) and anchor.day == 29:
            return replace(self, months=months).on_month_day(29)
        return replace(self, months=months, month_days=(anchor.day,))

    def on_month_day(self, day: int) -> Rule:
        """The rule on that day of the month, or the month's last where it is shorter."""
        if day <= 28:
            return replace(self, month_days=(day,))
        return replace(self, month_days=tuple(range(28, day + 1)), positions=(-1,))

    def days(self, anchor: date, start: date) -> Iterator[date]:
        """The rule's days from `start` on, counted from `anchor`, its first; at most
        a hundred years ahead for yearly rules, 28 for others."""
        from dateutil.rrule import rrulestr

        if self._is_never(anchor):
            return
        ahead = _YEARS_AHEAD.get(self.freq, _ROUND)
        # Without an end, dateutil would look for a 31st of February up to the year 9999.
        end = date(min(max(anchor, start).year + ahead, LAST_YEAR), 12, 31)
        bounded = replace(self.anchored(anchor), until=min(self.until or end, end))
        series = rrulestr(
            bounded.text(), dtstart=datetime.combine(self._near(anchor, start), time())
        )
        for moment in series.xafter(datetime.combine(start, time()), inc=True):
            yield moment.date()

    def _is_never(self, anchor: date) -> bool:
        """Is it plain that no day fits? dateutil looks for an end only where it finds a day, and
        would look for a 31st of February up to the year 9999."""
        if self.freq == "DAILY" and self.weekdays and self.interval % 7 == 0:
            return (0, anchor.weekday()) not in self.weekdays
        lasts = [last_day(2000, month) for month in self.months or (1,)]
        days = [sum(abs(day) <= last for day in self.month_days) for last in lasts]
        if not self.month_days:
            days = [31 if self.freq in ("MONTHLY", "YEARLY") else 7 for _ in lasts]
        most = {"DAILY": 1, "YEARLY": 366}.get(self.freq, max(days))
        least = min(map(abs, self.positions), default=1)
        return not any(days) or least > most

    def _near(self, anchor: date, start: date) -> date:
        """A day like the anchor shortly before `start`: dateutil goes through all in between."""
        step = {"DAILY": 1, "WEEKLY": 7}.get(self.freq, 0) * self.interval
        rounds = (start - anchor).days // step - 1 if step else 0
        return anchor + timedelta(days=rounds * step) if rounds > 0 else anchor


def parse_rule(text: str) -> Rule:
    """RRULE text, with or without `RRULE:` -> Rule. Raises UsageError for what is not
    one, or has parts that crm does not follow."""
    parts = _parts(text)
    rule = Rule(
        parts["FREQ"],
        interval=int(parts.get("INTERVAL", "1")),
        months=_numbers(parts.get("BYMONTH")),
        month_days=_numbers(parts.get("BYMONTHDAY")),
        weekdays=_weekdays(parts.get("BYDAY")),
        positions=_numbers(parts.get("BYSETPOS")),
        until=_until(text, parts.get("UNTIL")),
    )
    if rule.month_days and rule.freq == "WEEKLY":
        raise _refused(text, "BYMONTHDAY does not go with WEEKLY")
    monthly = rule.freq == "MONTHLY" or (rule.freq == "YEARLY" and rule.months)
    if any(nth for nth, _ in rule.weekdays) and not monthly:
        raise _refused(text, "a numbered BYDAY needs MONTHLY, or YEARLY with BYMONTH")
    if len({bool(nth) for nth, _ in rule.weekdays}) > 1:
        raise _refused(text, "BYDAY mixes numbered weekdays with plain ones")
    if rule.positions and not (rule.weekdays or rule.month_days):
        raise _refused(text, "BYSETPOS needs BYDAY or BYMONTHDAY")
    return rule


def _parts(text: str) -> dict[str, str]:
    """RRULE text -> its parts, each known, once, and of its form; FREQ among them."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        key, _, value = part.partition("=")
        if key in parts or not re.fullmatch(_FORMS.get(key, "(?!)"), value, re.ASCII):
            raise _refused(text, f"'{inert(part)[:40]}' is wrong there")
        parts[key] = value
    if "FREQ" not in parts:
        raise _refused(text, "FREQ is missing")
    return parts


def _numbers(value: str | None) -> tuple[int, ...]:
    return tuple(sorted({int(number) for number in value.split(",")})) if value else ()


def _weekdays(value: str | None) -> tuple[tuple[int, int], ...]:
    """`MO,-1FR` -> ((-1, 4), (0, 0))"""
    items = value.split(",") if value else ()
    return tuple(sorted({(int(item[:-2] or 0), _DAY_CODES.index(item[-2:])) for item in items}))


def _until(text: str, value: str | None) -> date | None:
    """`20271231`, `20271231T225959Z` -> that day"""
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8])) if value else None
    except ValueError as error:
        raise _refused(text, "UNTIL is no day of the calendar") from error


def _refused(text: str, why: str) -> UsageError:
    return UsageError(f"'{inert(text)[:80]}' is not a rule that crm can follow: {why}", _HINT)


def _listed(form: str) -> str:
    return f"(?:{form})(?:,(?:{form}))*"


_FORMS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": "[1-9][0-9]{0,2}",
    "BYMONTH": _listed("1[0-2]|0?[1-9]"),
    "BYMONTHDAY": _listed("[+-]?(?:3[01]|[12][0-9]|0?[1-9])"),
    "BYDAY": _listed(f"(?:[+-]?0?[1-5])?(?:{'|'.join(_DAY_CODES)})"),
    "BYSETPOS": _listed("[+-]?[1-9][0-9]{0,2}"),
    "UNTIL": "[0-9]{8}(?:T[0-9]{6}Z?)?",
    "WKST": "MO",
}
