"""The cells of a row, by field, and what times, lengths and words in them mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.dates import When
from crm_tui.errors import InvalidField
from crm_tui.importing.dates import read_date, read_instant
from crm_tui.text import clean_line, fold

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)")
_LENGTH = re.compile(
    r"(?:(\d{1,4}(?:[.,]\d{1,4})?) ?h[a-z]*)?[ ,]*(?:(\d{1,5}(?:[.,]\d{1,4})?) ?(?:m[a-z]*)?)?"
    r"[ ,]*(?:(\d{1,6}) ?s[a-z]*)?"
)
_MOST_MINUTES = 100_000
# The times of day that have columns of their own.
_HOURS = {"at": "time", "due": "time", "end": "end_time"}


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row has in its fields; `orders` are those of its dates, DMY or MDY. `kind` is that
    of rows that say none."""

    texts: Mapping[str, str]
    orders: Mapping[str, str]
    clock: Clock
    kind: str = ""

    def get(self, name: str) -> str:
        """A field's text, or ""."""
        return self.texts.get(name, "")

    def line(self, name: str) -> str:
        """A field's text as one line."""
        return clean_line(self.get(name))

    def when(self, name: str, zone: ZoneInfo | None = None) -> When | None:
        """The day or moment in a field, with the time that has a column of its own; None where
        it is empty. Raises InvalidField."""
        text, order = self.get(name), self.orders.get(name, "")
        if not text:
            return None
        zone = zone or self.clock.zone
        day, hour = read_date(text, order), self.get(_HOURS.get(name, ""))
        if day and not hour:
            return When.on(day)
        moment = read_instant(f"{day} {hour}" if day else text, zone, order)
        if moment is None:
            said = f"{text} {hour}".strip()
            raise InvalidField(name, f"{name}: '{said[:40]}' is not a date or time")
        return When.at(moment, zone)

    def past(self, name: str) -> str | None:
        """When something was, as the store has it: of a day its noon, or the present where that
        is still ahead. Raises InvalidField for what lies in the future."""
        when, now = self.when(name), self.clock.now()
        if when is None:
            return None
        moment = when.instant
        if moment is None:
            day = date.fromisoformat(when.due)
            moment = datetime.combine(day, time(12), tzinfo=self.clock.zone)
            moment = min(moment, now) if day == self.clock.today() else moment
        if moment > now:
            hint = "what is planned is a reminder: --as reminders"
            raise InvalidField(name, f"{self.get(name)[:40]} is in the future", hint)
        return encode_instant(moment)


def word(name: str, text: str, words: Mapping[str, str]) -> str:
    """What a word means by a table of `one: "its synonyms folded, with commas"`; "" for none.
    Raises InvalidField for a word that is in no line."""
    key = fold(text)
    if not key:
        return ""
    for meaning, synonyms in words.items():
        if key in synonyms.split(","):
            return meaning
    meanings = ", ".join(dict.fromkeys(words))
    raise InvalidField(name, f"'{clean_line(text, 40)}' is no {name}: one of {meanings}")


def minutes(text: str, seconds: str, *, is_call: bool) -> int | None:
    """`20`, `45 min`, `1h30`, `0:12:30`, `12:30` (of a call minutes and seconds), or a number of
    seconds -> whole minutes, of what is shorter 1. Raises InvalidField."""
    if not text and not seconds:
        return None
    total = _seconds(fold(text), is_call) if text else _number(seconds)
    if total is None or not 0 <= total < _MOST_MINUTES * 60:
        said = clean_line(text or seconds, 40)
        raise InvalidField("minutes", f"'{said}' is not a duration")
    return max(1, round(total / 60)) if total else 0


def _seconds(text: str, is_call: bool) -> float | None:
    if found := _CLOCK.fullmatch(text):
        first, one, two = int(found[1] or 0), int(found[2]), int(found[3])
        if found[1] is None and not is_call:
            return one * 3600 + two * 60
        return first * 3600 + one * 60 + two
    found = _LENGTH.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    hours, mins, secs = (float((part or "0").replace(",", ".")) for part in found.groups())
    return hours * 3600 + mins * 60 + secs


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
