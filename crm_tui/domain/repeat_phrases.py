"""The words for repetition: `every 2 weeks`, `every mon and thu`, `monthly on the 15th`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from crm_tui.domain.calendar import last_day
from crm_tui.domain.day_names import (
    MONTH,
    ORDINAL,
    ORDINALS,
    WEEKDAY,
    month_number,
    weekday_number,
)
from crm_tui.domain.rrule import LONGEST_INTERVAL, Rule

# What a field offers to begin with.
PRESETS = (
    "every day",
    "every weekday",
    "every week",
    "every 2 weeks",
    "every month",
    "every month on the last day",
    "every first mon of the month",
    "every quarter",
    "every year",
    "every week after done",
)
_SHORT = {
    "daily": "every day",
    "weekdays": "every weekday",
    "weekly": "every week",
    "fortnightly": "every 2 weeks",
    "monthly": "every month",
    "quarterly": "every quarter",
    "yearly": "every year",
    "annually": "every year",
}
# unit -> FREQ and how many of it the unit is
_FREQS = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
}
_WEEKDAYS = f"{WEEKDAY}(?:(?: and | ){WEEKDAY})*"
_COUNT = "(?:(?P<count>[1-9][0-9]{0,2}|other) )?"
_EVERY = re.compile(rf"every {_COUNT}(?P<unit>{'|'.join(_FREQS)})s?(?: on (?P<on>.+))?")
_EVERY_WEEKDAY = re.compile(rf"every {_COUNT}(?P<days>{_WEEKDAYS})")
_OF_THE_MONTH = re.compile(r"every (?P<on>.+) of (?:the|every|each) month")
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_NTH = rf"(?P<nth>{ORDINAL}) (?P<name>{WEEKDAY})"
_ON_MONTH = re.compile(rf"(?:the )?(?:{_DAY}|(?P<last>last day)|{_NTH})")
_ON_YEAR = re.compile(
    rf"(?:the )?(?:{_DAY} (?:of )?(?P<month>{MONTH})|{_NTH} (?:of|in) (?P<month_of>{MONTH}))"
)
_UNTIL = re.compile(r"(?P<rest>.+) until (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")


def read_repeat(text: str) -> Rule | None:
    """A phrase -> its rule; None for what is none."""
    words = " ".join(text.casefold().replace(",", " ").split())
    ended = _UNTIL.fullmatch(words)
    if not ended:
        return _read(words)
    rule = _read(ended["rest"])
    try:
        return rule and replace(rule, until=date.fromisoformat(ended["day"]))
    except ValueError:
        return None


def _read(words: str) -> Rule | None:
    """A phrase without an end -> its rule."""
    first, _, rest = words.partition(" ")
    words = f"{_SHORT.get(first, first)} {rest}".strip()
    if words in ("every weekday", "every workday"):
        words = "every mon tue wed thu fri"
    of_month = _OF_THE_MONTH.fullmatch(words)
    if of_month:
        return _on_month(Rule("MONTHLY"), of_month["on"])
    weekdays = _EVERY_WEEKDAY.fullmatch(words)
    if weekdays:
        return _on_week(Rule("WEEKLY", _count(weekdays["count"])), weekdays["days"])
    every = _EVERY.fullmatch(words)
    if not every:
        return None
    freq, times = _FREQS[every["unit"]]
    rule = Rule(freq, _count(every["count"]) * times)
    if rule.interval > LONGEST_INTERVAL:
        return None
    if every["on"] is None:
        return rule
    readers = {"WEEKLY": _on_week, "MONTHLY": _on_month, "YEARLY": _on_year}
    return readers[freq](rule, every["on"]) if freq in readers else None


def _count(word: str | None) -> int:
    """`other` -> 2; without a word 1"""
    return 2 if word == "other" else int(word or 1)


def _on_week(rule: Rule, on: str) -> Rule | None:
    """`mon and thu`"""
    if not re.fullmatch(_WEEKDAYS, on):
        return None
    numbers = {weekday_number(name) for name in re.findall(WEEKDAY, on)}
    return replace(rule, weekdays=tuple((0, number) for number in sorted(numbers)))


def _on_month(rule: Rule, on: str) -> Rule | None:
    """`the 15th`, `the last day`, `the last friday`"""
    found = _ON_MONTH.fullmatch(on)
    if not found:
        return None
    if found["last"]:
        return replace(rule, month_days=(-1,))
    if found["day"]:
        day = int(found["day"])
        return rule.on_month_day(day) if 1 <= day <= 31 else None
    return _on_nth(rule, found)


def _on_year(rule: Rule, on: str) -> Rule | None:
    """`24 dec`, `the last friday of november`"""
    found = _ON_YEAR.fullmatch(on)
    if not found:
        return None
    month = month_number(found["month"] or found["month_of"])
    rule = replace(rule, months=(month,))
    if found["day"]:
        day = int(found["day"])
        fits = 1 <= day <= last_day(2000, month)
        return rule.anchored(date(2000, month, day)) if fits else None
    return _on_nth(rule, found)


def _on_nth(rule: Rule, found: re.Match[str]) -> Rule:
    nth, number = ORDINALS[found["nth"]], weekday_number(found["name"])
    return replace(rule, weekdays=((nth, number),))
