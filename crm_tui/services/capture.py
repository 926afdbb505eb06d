"""Quick capture: one line becomes an interaction, a next step and deal changes, together."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.config import Config
from crm_tui.domain.capture import Captured, DealPart, read_capture
from crm_tui.domain.fields import choice
from crm_tui.domain.money import decimal_text, format_money, parse_money
from crm_tui.domain.next_steps import read_next_step
from crm_tui.errors import Ambiguous, CrmError, InvalidField, NotFound, UsageError
from crm_tui.queries import deals as deal_queries
from crm_tui.queries.near import near
from crm_tui.queries.resolve import Target, resolve
from crm_tui.services import contacts, deals, interactions, records
from crm_tui.services.values import date_order_of
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold

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
    those that are to be made."""

    captured: Captured
    people: tuple[Target, ...]
    deals: tuple[Target | None, ...]
    points: tuple[Point, ...]

    @property
    def error(self) -> CrmError | None:
        """The first thing that stands in the way."""
        return next((point.error for point in self.points if point.error), None)


class Made(NamedTuple):
    """The ids of what a line made or changed."""

    interaction: int | None
    reminder: int | None
    deals: tuple[int, ...]
    contacts: tuple[int, ...]


def understand(reader: Reader, line: str, config: Config, subject: Target | None = None) -> Plan:
    """What a line means on this store; `subject` is whom it is about where it names nobody.

    Raises nothing: what stands in the way is told at its point.
    """
    captured = read_capture(line)
    looked = _Looking(reader, config, subject)
    people = looked.people(captured)
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
    return Plan(captured, tuple(people), tuple(found), tuple(looked.points))


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


class _Looking:
    """Looks up the names of a line, and notes what each part means."""

    def __init__(self, reader: Reader, config: Config, subject: Target | None) -> None:
        self.reader, self.config, self.subject = reader, config, subject
        self.points: list[Point] = []

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
                worth = _money(part.argument, self.config.currency)
                self.points.append(Point("deal", f"{part.title}: new{', ' * bool(worth)}{worth}"))
                return None
            deal = self._named(part, people)
        except (Ambiguous, NotFound) as error:
            choices = near(self.reader, "deal", part.title)
            self._doubt("deal", part.title, error, choices)
            return None
        except CrmError as error:
            self.points.append(Point("deal", part.whole, error))
            return None
        try:
            told = _change(self.reader, _meant(part, deal), deal.id)
            self.points.append(Point("deal", f"{deal.name}{told}"))
        except CrmError as error:
            self.points.append(Point("deal", part.whole, error))
        return deal

    def _named(self, part: DealPart, people: list[Target]) -> Target:
        """A title may end like an action: a deal of that very name comes first."""
        if part.whole != part.title:
            try:
                return resolve(self.reader, part.whole, ("deal",), exact=True)
            except CrmError:
                pass
        try:
            return resolve(self.reader, part.title, ("deal",))
        except Ambiguous:
            theirs = {
                deal.id: deal.title
                for target in people
                if target.noun != "deal"
                for deal in deal_queries.open_of(self.reader, target.noun, target.id)
                if deal.status == "open" and fold(part.title) in fold(deal.title)
            }
            if len(theirs) != 1:
                raise
            ((id, title),) = theirs.items()
            return Target("deal", id, title)


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
        about = [*others, *named[:1]] if named else self.people
        interaction, reminder = self._happened(about)
        if captured.happened is None and captured.next_step:
            reminder = interactions.plan(self.w, captured.next_step, about)
            self._tell()
        for part, deal in zip(captured.deals, named, strict=True):
            self._change(_meant(part, deal), deal.id)
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
            minor, currency = _worth(part, row.value, row.currency)
            deals.edit(self.w, id, {"value": decimal_text(minor, currency), "currency": currency})
        self._tell()


def _meant(part: DealPart, deal: Target) -> DealPart:
    """The part as it is meant of this deal, whose name may be all that was written."""
    if part.action != "new" and fold(clean_line(part.whole)) == fold(deal.name):
        return part._replace(action="about", argument="")
    return part


def _change(reader: Reader, part: DealPart, id: int) -> str:
    """What is to happen to a deal, in words. Raises InvalidField where it cannot."""
    row = deal_queries.deal(reader, id).deal
    if part.action == "about":
        return ""
    if part.action == "lost" and not part.argument:
        raise InvalidField("reason", "why was it lost?", f"deal {part.title} lost: too dear")
    if part.action == "move":
        pipelines = deal_queries.pipelines(reader)
        stages = next(each.stages for each in pipelines if each.id == row.pipeline_id)
        key = choice("stage", fold(part.argument), [fold(stage.name) for stage in stages])
        stage = next(stage for stage in stages if fold(stage.name) == key)
        return f": {row.stage} → {stage.name}"
    if part.action in ("value", "add"):
        minor, currency = _worth(part, row.value, row.currency)
        before = "" if row.value is None else f"{format_money(row.value, row.currency)} → "
        return f": {before}{format_money(minor, currency)}"
    reason = f", {part.argument}" if part.argument else ""
    return f": {part.action}{reason}"


def _worth(part: DealPart, value: int | None, currency: str) -> tuple[int, str]:
    """What a deal is worth after a part. Raises InvalidField."""
    minor, code = parse_money(part.argument.lstrip("+-"), currency)
    if part.action == "value":
        return minor, code
    if code != currency:
        raise InvalidField("value", f"the deal is in {currency}", "name its whole value instead")
    total = (value or 0) + (-minor if part.argument.startswith("-") else minor)
    if total < 0:
        raise InvalidField("value", "the deal would be worth less than nothing", "look at it again")
    return total, currency


def _money(text: str, currency: str) -> str:
    return format_money(*parse_money(text, currency)) if text else ""
