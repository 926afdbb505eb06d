"""Quick capture: one line becomes an interaction, a next step and deal changes, together."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.domain.capture import DealPart
from crm_tui.domain.money import decimal_text
from crm_tui.errors import UsageError
from crm_tui.queries import deals as deal_queries
from crm_tui.queries.resolve import Target
from crm_tui.services import contacts, deals, interactions, records
from crm_tui.services.captured import EXAMPLE, Plan, understand
from crm_tui.services.captured_deals import meant, worth
from crm_tui.store.write import Write


class Made(NamedTuple):
    """The ids of what a line made or changed."""

    interaction: int | None
    reminder: int | None
    deals: tuple[int, ...]
    contacts: tuple[int, ...]


def capture(w: Write, line: str, subject: Target | None = None) -> Made:
    """Do what a line says; answers what it made and changed.

    Raises the first thing that stands in the way: Ambiguous and NotFound for names,
    InvalidField, UsageError for what is not understood; then nothing was done.
    """
    plan = understand(w, line, w.config, subject)
    if plan.error:
        raise plan.error
    if not plan.points:
        raise UsageError("nothing to capture", f"write it like: {EXAMPLE}")
    return _Doing(w, plan).all()


class _Doing:
    """Does what a plan says, as parts of one operation."""

    def __init__(self, w: Write, plan: Plan) -> None:
        self.w, self.plan = w, plan
        self.told: list[str] = []
        self.people = list(plan.people)
        self.made: list[int] = []

    def all(self) -> Made:
        """Everything, people first, since deals and reminders hang on them."""
        captured = self.plan.captured
        self._new_people()
        named = [self._made_deal(part, deal) for part, deal in self._deals()]
        # An interaction is about one deal: the first that is named.
        others = [target for target in self.people if target.noun != "deal"]
        about = [*others, *named[:1]] if named else [*self.people, *filter(None, [self.plan.only])]
        interaction, reminder = self._happened(about)
        if captured.happened is None and captured.next_step:
            reminder = interactions.plan(self.w, captured.next_step, about)
            self._tell()
        for part, deal in zip(captured.deals, named, strict=True):
            self._change(meant(part, deal), deal.id)
        tagged = others or named
        for target in tagged:
            for name in captured.tags:
                records.tag(self.w, target.noun, target.id, name)
                self._tell()
        self.w.summary = "; ".join(dict.fromkeys(self.told))
        return Made(interaction, reminder, tuple(deal.id for deal in named), tuple(self.made))

    def _tell(self) -> None:
        self.told.append(self.w.summary)

    def _deals(self) -> list[tuple[DealPart, Target | None]]:
        return list(zip(self.plan.captured.deals, self.plan.deals, strict=True))

    def _new_people(self) -> None:
        happened = self.plan.captured.happened
        for name in happened.who if happened and happened.new else ():
            given = {"name": name, "company": happened.company if happened else ""}
            id = contacts.create(self.w, given)
            self.made.append(id)
            self.people.append(Target("contact", id, name))
            self._tell()

    def _made_deal(self, part: DealPart, deal: Target | None) -> Target:
        if deal is not None:
            return deal
        given = {"title": part.title, "value": part.argument}
        for target in self.people:
            if target.noun in ("contact", "company"):
                given.setdefault(target.noun, f"{target.noun}:{target.id}")
        id = deals.create(self.w, given)
        self._tell()
        return Target("deal", id, part.title)

    def _happened(self, about: list[Target]) -> tuple[int | None, int | None]:
        captured = self.plan.captured
        happened = captured.happened
        if happened is None:
            return None, None
        given = {
            "text": happened.text,
            "direction": happened.direction,
            "outcome": happened.outcome,
        }
        made = interactions.log(self.w, happened.kind, about, given, next_step=captured.next_step)
        self._tell()
        return made

    def _change(self, part: DealPart, id: int) -> None:
        if part.action in ("new", "about"):
            return
        if part.action == "won":
            deals.win(self.w, id)
        elif part.action == "lost":
            deals.lose(self.w, id, part.argument)
        elif part.action == "reopened":
            deals.reopen(self.w, id)
        elif part.action == "move":
            deals.move(self.w, id, part.argument)
        else:
            row = deal_queries.deal(self.w, id).deal
            minor, currency = worth(part, row.value, row.currency)
            deals.edit(self.w, id, {"value": decimal_text(minor, currency), "currency": currency})
        self._tell()
