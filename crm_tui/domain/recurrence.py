"""How a reminder repeats: a phrase <-> an RRULE, and when it is due next.

The phrases that describe_repeat writes, parse_repeat reads; a rule that no phrase fits
is shown as its RRULE text, which parse_repeat reads too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from crm_tui.clock import Clock
from crm_tui.clock import zone as zone_named
from crm_tui.domain.calendar import MONTHS, WEEKDAYS, last_day
from crm_tui.domain.dates import When
from crm_tui.domain.rrule import Rule, parse_rule
from crm_tui.errors import UsageError
from crm_tui.text import inert

_HINT = "write it like: every day, every 2 weeks, every mon and thu, every last friday of the month"
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_WORKDAYS = tuple((0, number) for number in range(5))
_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def parse_repeat(text: str, start: date) -> str:
    """A phrase or an RRULE -> RRULE text for what begins on `start`.

    Reads: daily, weekly, monthly, quarterly, yearly; every [2|other] day, week, month,
    quarter, year; every weekday; every [other] mon and thu; `on` mon, the 15th, the last
    day, the last friday, 24 dec; every last friday of the month; `until 2027-12-31` at
    the end. Raises UsageError for anything else.
    """
    if "=" in text:
        rule = parse_rule(text)
    else:
        from crm_tui.domain.repeat_phrases import read_repeat

        found = read_repeat(text)
        if found is None:
            raise UsageError(f"'{inert(text)[:80]}' is not a repetition that crm can read", _HINT)
        rule = found
    anchored = rule.anchored(start)
    # Only where the first day alone would lose days in shorter months is it written out.
    return (anchored if anchored.positions else rule).text()


def describe_repeat(rrule: str) -> str:
    """RRULE text -> the phrase for it, or the RRULE itself. Raises UsageError if it is none."""
    rule = parse_rule(rrule)
    until = f" until {rule.until.isoformat()}" if rule.until else ""
    phrase = _phrase(replace(rule, until=None))
    return phrase + until if phrase else rule.text()


def next_due(
    rrule: str, anchor: When | date, after: date | datetime, zone: ZoneInfo
) -> When | None:
    """The first time strictly after `after`: when a reminder that repeats is due again.

    The series begins at `anchor`, whose time of day it keeps on the wall clock of the
    anchor's own zone, else of `zone`. `after` is a day or an aware moment. What was
    missed before it is not made up for. None when the rule has ended, or has no day
    that its search comes to (`Rule.days`). Raises UsageError for a rule that is none.
    """
    if isinstance(anchor, date):
        anchor = When.on(anchor)
    home = zone_named(anchor.zone) if anchor.zone else zone
    start = after.astimezone(home).date() if isinstance(after, datetime) else after
    found = occurrences(parse_rule(rrule), anchor, start, zone)
    return next((due for due in found if _is_after(due, after, home)), None)


def occurrences(rule: Rule, anchor: When, start: date, zone: ZoneInfo) -> Iterator[When]:
    """The times of a series that begins at `anchor`, from the day `start` on: at its time of day
    on the wall clock of its own zone, else of `zone`."""
    home = zone_named(anchor.zone) if anchor.zone else zone
    began = anchor.instant
    wall = began.astimezone(home).time().replace(fold=0) if began else None
    for day in rule.days(anchor.day(home), start):
        if wall is None:
            yield When.on(day)
        else:
            yield When.at(datetime.combine(day, wall, tzinfo=home), home)


def preview(phrase: str, first: When, clock: Clock, count: int = 3) -> list[When]:
    """When a reminder that is due at `first` and repeats as the phrase says comes again: the
    next few times, each done on its day. Raises UsageError for what is no repetition."""
    rule = parse_repeat(phrase.removesuffix(" after done"), first.day(clock.zone))
    found: list[When] = []
    due = first
    for _ in range(count):
        following = next_due(rule, first, due.instant or due.day(clock.zone), clock.zone)
        if following is None:
            break
        due = following
        found.append(due)
    return found


def _is_after(due: When, after: date | datetime, home: ZoneInfo) -> bool:
    """By the moment where both have one, else by the day."""
    if isinstance(after, datetime):
        if due.instant:
            return due.instant > after
        after = after.astimezone(home).date()
    return due.day(home) > after


def _phrase(rule: Rule) -> str | None:
    """A rule without an end -> its phrase; None where there is none."""
    unit = _UNITS[rule.freq]
    each = f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"
    if rule == Rule(rule.freq, rule.interval):
        return each
    if rule == Rule("WEEKLY", weekdays=_WORKDAYS):
        return "every weekday"
    if rule == Rule("WEEKLY", rule.interval, weekdays=rule.weekdays):
        days = _joined([WEEKDAYS[number] for _, number in rule.weekdays])
        return f"every {days}" if rule.interval == 1 else f"{each} on {days}"
    if rule.freq == "MONTHLY" and not rule.months:
        day = _day_of_month(rule)
        return day and f"{each} on {day}"
    if rule.freq == "YEARLY" and len(rule.months) == 1:
        day = _day_of_year(rule, rule.months[0])
        return day and f"{each} on {day}"
    return None


def _day_of_month(rule: Rule) -> str | None:
    """`the 15th`, `the last day`, `the last Fri`"""
    plain = replace(rule, month_days=(), weekdays=(), positions=())
    if rule == replace(plain, month_days=(-1,)):
        return "the last day"
    last = max(rule.month_days, default=0)
    if last > 0 and rule == plain.on_month_day(last):
        return f"the {_ordinal(rule.month_days[-1])}"
    return _nth_weekday(rule, plain)


def _day_of_year(rule: Rule, month: int) -> str | None:
    """`24 Dec`, `29 Feb`, `the last Fri of Nov`"""
    plain = replace(rule, month_days=(), weekdays=(), positions=())
    if rule.month_days:
        day = rule.month_days[-1]
        fits = 1 <= day <= last_day(2000, month)
        same = fits and rule == plain.anchored(date(2000, month, day))
        return f"{day} {MONTHS[month - 1]}" if same else None
    nth = _nth_weekday(rule, plain)
    return nth and f"{nth} of {MONTHS[month - 1]}"


def _nth_weekday(rule: Rule, plain: Rule) -> str | None:
    if rule != replace(plain, weekdays=rule.weekdays) or len(rule.weekdays) != 1:
        return None
    nth, number = rule.weekdays[0]
    return f"the {_NTHS[nth]} {WEEKDAYS[number]}" if nth in _NTHS else None


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 11 <= number <= 13 else ending}"


def _joined(words: list[str]) -> str:
    """`Mon`, `Mon and Thu`, `Mon, Wed and Fri`"""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if words[1:] else words[0]
