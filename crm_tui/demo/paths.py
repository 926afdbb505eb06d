"""How each deal went: the days it was talked about, and the stages it came into."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from crm_tui.demo import supply_talk, talk
from crm_tui.demo.days import Days
from crm_tui.demo.decks import Decks
from crm_tui.demo.lines import Line
from crm_tui.demo.sales import THIS_MONTH, WON, Sale

_STAGES = ("Lead", "Qualified", "Proposal", "Negotiation")
_SILENT_AFTER = 14  # an open deal with no next step that long in its stage was let lie
_AFTER_SALE = timedelta(days=100)


class Touch(NamedTuple):
    """A day on which something was said; `stage` is what the deal came into by it."""

    day: date
    line: Line
    stage: str = ""


def touches(sale: Sale, days: Days, decks: Decks, rng: Random) -> list[Touch]:
    """The touches of a deal in the order of time, one a day at most. The first one is
    its first stage's."""
    entries = _entries(sale, days, rng)
    ends = [*entries[1:], (_end(sale, days), "")]
    about = supply_talk if sale.supply else talk
    said: list[Line] = []
    found: list[Touch] = []
    for (day, stage), (left, _) in zip(entries, ends, strict=True):
        again = stage == "Lead" and _bought_before(sale)
        said.append(decks.deal(talk.AGAIN if again else about.ENTERED[stage], said))
        found.append(Touch(day, said[-1], stage))
        for later in _days_during(stage, days.between(day, left), rng):
            delivered = stage == "Won" and found[-1].stage
            deck = about.DELIVERED if delivered else about.DURING[stage]
            said.append(decks.deal(deck, said))
            found.append(Touch(later, said[-1]))
    return found


def _bought_before(sale: Sale) -> bool:
    return any(won.company == sale.company and won.days > sale.days for won in WON)


def _entries(sale: Sale, days: Days, rng: Random) -> list[tuple[date, str]]:
    """(day, stage) for every stage that the deal came into, its present one last."""
    last = days.win_day() if sale.days == THIS_MONTH else days.workday(sale.days)
    entries, ago = [(last, sale.stage)], (days.today - last).days
    for stage in reversed(_stages_before(sale, rng)):
        ago += rng.randint(5, 13)
        entries.append((days.workday(ago), stage))
    return entries[::-1]


def _stages_before(sale: Sale, rng: Random) -> tuple[str, ...]:
    if sale.stage == "Lost":
        return _STAGES[: rng.choice((2, 3, 3, 4))]
    if sale.stage == "Won":
        return _STAGES if rng.random() < 0.7 else _STAGES[:3]
    return _STAGES[: _STAGES.index(sale.stage)]


def _end(sale: Sale, days: Days) -> date:
    """The day before which the last words about the deal were said."""
    entered = days.workday(sale.days)
    if sale.stage == "Won":
        return min(days.today, entered + _AFTER_SALE)
    if sale.stage == "Lost" or (sale.step is None and sale.days > _SILENT_AFTER):
        return entered
    if sale.step and sale.step.day < 0:
        return date.fromisoformat(days.due(sale.step))
    return days.today


def _days_during(stage: str, free: list[date], rng: Random) -> list[date]:
    """Some of the free days. After a sale the first one comes soon, if it was not just now."""
    if stage != "Won":
        return sorted(rng.sample(free, min(rng.choice((0, 0, 1, 1, 2)), len(free))))
    soon = [rng.choice(free[4:14])] if free[4:] else []
    rest = [day for day in free if soon and day > soon[0]]
    return soon + sorted(rng.sample(rest, min(rng.choice((1, 2, 2, 3)), len(rest))))
