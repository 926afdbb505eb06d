"""What the parts of the demo's year share: the days, the decks, and who was met when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from crm_tui.demo.cast import Company, Person
from crm_tui.demo.days import Days
from crm_tui.demo.decks import Decks


@dataclass
class Script:
    """`met` has the day on which each person and company was entered, and before that
    the day by which they must have been."""

    days: Days
    decks: Decks
    rng: Random
    met: dict[str, date] = field(default_factory=dict)

    def fill(self, text: str, person: Person, company: Company | None, reason: str = "") -> str:
        """A line or a step about a person, with all names in it filled in."""
        return self.decks.fill(
            text,
            first=person.name.split()[0],
            company=company.name if company else person.name,
            city=company.city if company else "town",
            reason=reason,
        )

    def some_day(self, name: str) -> date:
        """A working day since `name` was met."""
        return self.rng.choice(self.days.between(self.met[name], self.days.today))
