"""The work queue's rule: what makes somebody's turn, how much, and in whose order.

Each reason for a turn has points; of several reasons of one kind the strongest counts. A
record's score is the sum of its reasons' points and of those for the value at stake:

    reminder overdue          60, and 1 for each day, 20 at most
    reminder due today        50
    close date passed         40
    cadence past its most     40, and 1 for each day, 20 at most
    deal rots                 40, and 1 for each day over the limit, 20 at most
    cadence past its ideal    30
    close date near           20, and 1 for each day that it is nearer than a week
    deal without next step    20
    value at stake            0 to 20: its weighted value, as a share of the largest one
                              among the open deals of that currency
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain import cadences
from crm_tui.domain.deals import Deal, days_in_stage, is_rotting, next_state, weighted
from crm_tui.domain.money import compact
from crm_tui.domain.reminders import is_overdue, local_day

# What can come of a turn.
OUTCOMES = ("reached", "no answer", "voicemail", "emailed", "done", "skip", "snooze")
MOST_EXTRA = 20
NEAR = 7  # days before its close date from which on a deal is near it
STAKE = 20

Subject = tuple[str, int]


class Reason(NamedTuple):
    """Why it is a record's turn, in words; `noun` and `id` name what it is about."""

    kind: str
    noun: str
    id: int
    words: str
    points: int


class Stake(NamedTuple):
    """The open deal with the most at stake of a record; `share` of the largest, 0 to 1."""

    deal: int
    words: str
    share: float

    @property
    def points(self) -> int:
        """What it adds to the score."""
        return round(STAKE * self.share)


class Turn(NamedTuple):
    """A record whose turn it is: its reasons, the strongest first."""

    noun: str
    id: int
    reasons: tuple[Reason, ...]
    stake: Stake | None

    @property
    def score(self) -> int:
        """The sum of all points."""
        stake = self.stake.points if self.stake else 0
        return stake + sum(reason.points for reason in self.reasons)

    @property
    def words(self) -> str:
        """`call overdue 3 days · €48k at stake in Proposal`"""
        stake = (self.stake.words,) if self.stake else ()
        return " · ".join((*(reason.words for reason in self.reasons), *stake))

    def about(self, noun: str) -> int | None:
        """The id of the strongest reason's record of that noun."""
        return next((reason.id for reason in self.reasons if reason.noun == noun), None)


def rank(found: Iterable[tuple[Subject, Reason]], stakes: Mapping[Subject, Stake]) -> list[Turn]:
    """The records in the order of their turns, each once, with all that speaks for it."""
    by_subject: dict[Subject, list[Reason]] = defaultdict(list)
    for subject, reason in found:
        by_subject[subject].append(reason)
    turns = [
        Turn(*subject, _strongest(reasons), stakes.get(subject))
        for subject, reasons in by_subject.items()
    ]
    return sorted(turns, key=lambda turn: (-turn.score, turn.noun, turn.id))


def of_reminder(id: int, kind: str, due: str, clock: Clock) -> Reason:
    """A reminder that is overdue, or due today."""
    late = (clock.today() - local_day(due, clock)).days
    what = {"to-do": "to-do", "email": "e-mail"}.get(kind, kind)
    if not is_overdue(due, clock):
        return Reason("reminder", "reminder", id, f"{what} due today", 50)
    words = f"{what} overdue" + (f" {_days(late)}" if late else " since today")
    return Reason("reminder", "reminder", id, words, 60 + min(MOST_EXTRA, max(0, late)))


def of_cadence(id: int, contact: cadences.Kept, clock: Clock) -> Reason | None:
    """A contact whose cadence has passed."""
    cadence, days = cadences.cadence_of(contact), cadences.days_since(contact, clock)
    state = cadences.state(cadence, days) if cadence else ""
    if cadence is None or not state:
        return None
    silent = f"no contact for {_days(days)}"
    if state == "due":
        return Reason("cadence", "contact", id, f"{silent} (every {cadence.days})", 30)
    extra = min(MOST_EXTRA, days - cadence.most)
    return Reason("cadence", "contact", id, f"{silent} (at most {cadence.most})", 40 + extra)


def of_deal(deal: Deal, clock: Clock) -> list[Reason]:
    """What presses about an open deal: it rots or has no next step, its close is near."""
    found = []
    days, close = days_in_stage(deal, clock), deal.expected_close
    if is_rotting(deal, clock) and deal.rotting_days is not None:
        extra = min(MOST_EXTRA, days - deal.rotting_days)
        words = f"{days} days in {deal.stage} (limit {deal.rotting_days})"
        found.append(Reason("step", "deal", deal.id, words, 40 + extra))
    elif next_state(deal, clock) == "none":
        found.append(Reason("step", "deal", deal.id, f"no next step in {deal.stage}", 20))
    if close is not None:
        ahead = (date.fromisoformat(close) - clock.today()).days
        if ahead < 0:
            words = f"was to close {_days(-ahead)} ago"
            found.append(Reason("close", "deal", deal.id, words, 40))
        elif ahead <= NEAR:
            words = "is to close " + ("today" if ahead == 0 else f"in {_days(ahead)}")
            found.append(Reason("close", "deal", deal.id, words, 20 + NEAR - ahead))
    return found


def at_stake(
    deal: int, value: int, currency: str, probability: int, stage: str, largest: int
) -> Stake:
    """What an open deal's value, in minor units, adds; `largest` is the largest weighted
    value of its currency."""
    share = weighted(value, probability, "open") / largest if largest > 0 else 0.0
    return Stake(deal, f"{compact(value, currency)} at stake in {stage}", min(1.0, share))


def _strongest(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Of each kind the reason with the most points, the strongest kind first."""
    best: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda reason: (-reason.points, *reason)):
        best.setdefault(reason.kind, reason)
    return tuple(best.values())


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
