"""A next step as people type it: what, then when, on one line (`call fri 3pm`)."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.dates import DateOrder, When, parse_when
from crm_tui.domain.reminders import KINDS
from crm_tui.errors import InvalidField, UsageError
from crm_tui.text import clean_line

# The words that a step of each kind begins with: `wait for the contract fri`.
_KIND = {kind: kind for kind in KINDS} | {"wait": "waiting", "e-mail": "email"}


class NextStep(NamedTuple):
    """What is to be done, of which kind, and when; `phrase` is the when as typed."""

    kind: str
    text: str
    when: When
    phrase: str


def kind_of(text: str) -> str:
    """The kind of what is to be done, by the word that it begins with: `Call about the offer` is
    a call; else it is a to-do."""
    first, _, _ = clean_line(text).partition(" ")
    return _KIND.get(first.casefold(), "to-do")


def read_next_step(text: str, clock: Clock, order: DateOrder | None = None) -> NextStep:
    """The longest tail that reads as a time is when; what stands before it is what.

    Raises InvalidField where no tail is a time.
    """
    words = clean_line(text).split()
    for start in range(len(words)):
        phrase = " ".join(words[start:])
        try:
            when = parse_when(phrase, clock, order)
        except UsageError:
            continue
        return NextStep(kind_of(text), " ".join(words[:start]) or "follow up", when, phrase)
    raise InvalidField(
        "next", f"no time in the next step '{text}'", "end it with one: call fri 3pm"
    )
