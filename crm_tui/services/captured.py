"""What a captured line means on this store: names looked up, each part told."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.config import Config
from crm_tui.domain.capture import Captured, DealPart, read_capture, with_said
from crm_tui.domain.next_steps import read_next_step
from crm_tui.errors import Ambiguous, CrmError, NotFound, UsageError
from crm_tui.queries import deals as deal_queries
from crm_tui.queries.near import near
from crm_tui.queries.resolve import Target, resolve
from crm_tui.services.captured_deals import (
    meant,
    named_deal,
    unnamed_deal,
    what_changes,
    worth_of_new,
)
from crm_tui.services.values import date_order_of
from crm_tui.store.reader import Reader

EXAMPLE = "call Ada Lovelace: wants a quote; next: send quote fri 3pm; deal Engine +5000"


class Point(NamedTuple):
    """What a part of the line means, under a label: call, next, deal, tag; `error` is why it
    cannot be done as it stands, `choices` are the records that `named` may have meant."""

    label: str
    text: str
    error: CrmError | None = None
    named: str = ""
    choices: tuple[Target, ...] = ()


class Plan(NamedTuple):
    """A line with its names looked up. `deals` are in the order of the line's parts, None for
    those that are to be made. `only` is the one open deal of the one person, if no deal is
    named: what happened is about it."""

    captured: Captured
    people: tuple[Target, ...]
    deals: tuple[Target | None, ...]
    points: tuple[Point, ...]
    only: Target | None = None

    @property
    def error(self) -> CrmError | None:
        """The first thing that stands in the way."""
        return next((point.error for point in self.points if point.error), None)


def understand(reader: Reader, line: str, config: Config, subject: Target | None = None) -> Plan:
    """What a line means on this store; `subject` is whom it is about where it names nobody.

    Raises nothing: what stands in the way is told at its point.
    """
    looked = _Looking(reader, config, subject)
    captured = looked.apart(read_capture(line))
    people = looked.people(captured)
    only = looked.only_deal(captured, people)
    found = [looked.deal(part, people) for part in captured.deals]
    if captured.next_step:
        looked.next_step(captured.next_step)
    about = [*people, *filter(None, found)]
    happened = captured.happened
    if happened and not (about or happened.who or captured.deals):
        nobody = UsageError("with whom?", f"name somebody: {happened.kind} Ada: …")
        looked.points.append(Point(happened.kind, "with nobody", nobody))
    if captured.tags:
        nowhere = UsageError("a tag for whom?", "name somebody, or a deal")
        on_something = about or captured.deals or (happened and happened.new)
        looked.points.append(
            Point("tag", ", ".join(captured.tags), None if on_something else nowhere)
        )
    for part in captured.unknown:
        strange = UsageError(f"'{part.text}' is not understood", part.hint)
        looked.points.append(Point("?", part.text, strange))
    return Plan(captured, tuple(people), tuple(found), tuple(looked.points), only)


class _Looking:
    """Looks up the names of a line, and notes what each part means."""

    def __init__(self, reader: Reader, config: Config, subject: Target | None) -> None:
        self.reader, self.config, self.subject = reader, config, subject
        self.points: list[Point] = []

    def apart(self, captured: Captured) -> Captured:
        """What stands after those who are known, with a comma and no colon, was said."""
        happened = captured.happened
        if happened is None or happened.new or happened.text or not happened.who:
            return captured
        who = happened.who
        said = (at for at, part in enumerate(who) if at and self._is_said(part))
        if not self._is_known(who[0]) or not (known := next(said, 0)):
            return captured
        step = not captured.next_step and self._is_step(who[-1])
        return with_said(captured, known, step=step)

    def _is_known(self, named: str) -> bool:
        try:
            resolve(self.reader, named, ("contact", "company", "deal"))
        except Ambiguous:
            return True
        except CrmError:
            return False
        return True

    def _is_said(self, part: str) -> bool:
        """Is it no name: it begins small, or with a number, and nobody is called so?"""
        if not (part[0].islower() or (part[0].isdigit() and " " in part)) or set(":@") & set(part):
            return False
        return not self._is_known(part) and not near(self.reader, "contact", part)

    def _is_step(self, part: str) -> bool:
        try:
            read_next_step(part, self.reader.clock, date_order_of(self.config))
        except CrmError:
            return False
        return True

    def only_deal(self, captured: Captured, people: list[Target]) -> Target | None:
        """The one open deal of the one person that something happened with."""
        alone = captured.happened and not captured.deals and len(people) == 1
        if not alone or people[0].noun != "contact":
            return None
        theirs = deal_queries.open_deals(self.reader, people[0].id)
        if len(theirs) != 1:
            return None
        self.points.append(Point("deal", f"{theirs[0].name} (their only open one)"))
        return theirs[0]

    def people(self, captured: Captured) -> list[Target]:
        """Whom the line is about: those who are named, else the subject."""
        happened = captured.happened
        if happened is None or not happened.who:
            # A deal that is named is what the line is about, if nothing else happened.
            asked = self.subject and (happened or not captured.deals)
            found = [self.subject] if self.subject and asked else []
            if happened and found:
                self._tell(captured, found[0].name)
            elif happened and captured.deals:
                self._tell(captured, captured.deals[0].title)
            return found
        if happened.new:
            at = f" at {happened.company}" if happened.company else ""
            self._tell(captured, f"{', '.join(happened.who)} (new contact{at})")
            return []
        looked = [self._person(name, happened.kind) for name in happened.who]
        people = [target for target in looked if target]
        if people:
            self._tell(captured, ", ".join(target.name for target in people))
        return people

    def _tell(self, captured: Captured, names: str) -> None:
        happened = captured.happened
        assert happened is not None
        way = "from " if happened.direction == "inbound" else ""
        said = f": {happened.text}" if happened.text else ""
        self.points.append(Point(happened.kind, f"{way}{names}{said}"))

    def _person(self, named: str, kind: str) -> Target | None:
        for noun in ("contact", "company", "deal"):
            try:
                return resolve(self.reader, named, (noun,))
            except Ambiguous as error:
                self._doubt(kind, named, error, near(self.reader, noun, named))
                return None
            except CrmError:
                continue
        nobody = NotFound(f"nobody called '{named}'", f"to add them: {kind} new {named}: …")
        self._doubt(kind, named, nobody, near(self.reader, "contact", named))
        return None

    def _doubt(self, label: str, named: str, error: CrmError, choices: list[Target]) -> None:
        if choices and isinstance(error, NotFound):
            error = NotFound(error.message, f"did you mean {choices[0].name}? {error.hint}")
        self.points.append(Point(label, named, error, named, tuple(choices)))

    def next_step(self, text: str) -> None:
        """What is to be done, and when."""
        try:
            step = read_next_step(text, self.reader.clock, date_order_of(self.config))
        except CrmError as error:
            self.points.append(Point("next", text, error))
            return
        self.points.append(Point("next", f"{step.text}: {step.when.describe(self.reader.clock)}"))

    def deal(self, part: DealPart, people: list[Target]) -> Target | None:
        """The deal that a part names, None for a new one, and where it is in doubt."""
        try:
            if part.action == "new":
                worth = worth_of_new(part.argument, self.config.currency)
                self.points.append(Point("deal", f"{part.title}: new{', ' * bool(worth)}{worth}"))
                return None
            if part.title:
                deal = named_deal(self.reader, part, people)
            else:
                about = people or [target for target in [self.subject] if target]
                deal = unnamed_deal(self.reader, part, about)
        except (Ambiguous, NotFound) as error:
            if isinstance(error, NotFound):
                error = NotFound(error.message, f"to make it: deal new {part.title}")
            choices = near(self.reader, "deal", part.title)
            self._doubt("deal", part.title, error, choices)
            return None
        except CrmError as error:
            self.points.append(Point("deal", part.whole, error))
            return None
        try:
            told = what_changes(self.reader, meant(part, deal), deal.id)
            self.points.append(Point("deal", f"{deal.name}{told}"))
        except CrmError as error:
            self.points.append(Point("deal", part.whole, error))
        return deal
