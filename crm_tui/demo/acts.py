"""Acts: what the demo's seller did, each at its moment and through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from crm_tui.demo.cast import Company, Person
from crm_tui.demo.lines import Line
from crm_tui.demo.sales import Sale
from crm_tui.demo.wares import Sold, Ware
from crm_tui.queries.deals import open_of
from crm_tui.queries.resolve import Target
from crm_tui.services import (
    companies,
    contacts,
    deals,
    interactions,
    line_items,
    products,
    records,
    reminders,
)
from crm_tui.store.write import Write

# The records made so far, by the names that the data gives them.
Known = dict[str, Target]
Do = Callable[[Write, Known], object]


class Act(NamedTuple):
    """One operation: when, the command that the journal names, and what it does."""

    at: datetime
    command: str
    do: Do


def add_company(company: Company, source: str) -> Do:
    """A company with its domain and tags."""

    def do(w: Write, known: Known) -> None:
        given = {"name": company.name, "domain": company.domain, "source": source}
        known[company.name] = Target("company", companies.create(w, given), company.name)
        _tag(w, known[company.name], company.tags)

    return do


def add_contact(person: Person, email: str, company: str, lifecycle: str, source: str) -> Do:
    """A person with channels and tags."""

    def do(w: Write, known: Known) -> None:
        id = contacts.create(
            w,
            {
                "name": person.name,
                "title": person.title,
                "email": email,
                "phone": person.phone,
                "company": company,
                "lifecycle": lifecycle,
                "source": source,
            },
        )
        known[person.name] = Target("contact", id, person.name)
        _tag(w, known[person.name], person.tags)

    return do


def add_deal(key: str, sale: Sale, company: Company, close: str, *, both: bool, summed: bool) -> Do:
    """A deal with the company's first contact; with `both`, the second takes part too. The
    value of one that is `summed` is left to its products."""

    def do(w: Write, known: Known) -> None:
        person = known[company.people[0].name]
        if _lifecycle(w, person) != "customer":
            contacts.edit(w, person.id, {"lifecycle": "opportunity"})
        given = {
            "title": sale.title,
            "value": "" if summed else sale.value,
            "currency": company.currency,
            "contact": str(person.id),
            "expected_close": close,
        }
        known[key] = Target("deal", deals.create(w, given), sale.title)
        if both:
            second = known[company.people[1].name]
            deals.add_contact(w, known[key].id, second.id, "decides")

    return do


def add_product(ware: Ware) -> Do:
    """A product of the catalogue, known by its code."""

    def do(w: Write, known: Known) -> None:
        given = {"name": ware.name, "code": ware.code, "series": ware.series, "unit": ware.unit}
        id = products.create(w, {**given, "price": f"{ware.price} EUR"})
        known[ware.code] = Target("product", id, ware.name)

    return do


def archive_product(ware: Ware) -> Do:
    """A product that is not sold any more."""
    return lambda w, known: products.archive(w, known[ware.code].id)


def add_line(key: str, sold: Sold) -> Do:
    """Some of a product into a deal."""

    def do(w: Write, known: Known) -> None:
        given = {"quantity": sold.quantity, "discount": sold.discount}
        line_items.add(w, known[key].id, known[sold.code].id, given)

    return do


def move_deal(key: str, sale: Sale, stage: str, person: str) -> Do:
    """A deal into a stage; the person's lifecycle goes with it when the deal is closed."""

    def do(w: Write, known: Known) -> None:
        id, who = known[key].id, known[person]
        if stage == "Won":
            contacts.edit(w, who.id, {"lifecycle": "customer"})
            deals.win(w, id)
        elif stage == "Lost":
            deals.lose(w, id, sale.reason)
            summary = w.summary
            _cool_down(w, who)
            w.summary = summary
        else:
            deals.move(w, id, stage)

    return do


def log(line: Line, text: str, about: tuple[str, ...], plan: str = "", key: str = "") -> Do:
    """An interaction; `plan` is the next step with its time, kept under `key`."""

    def do(w: Write, known: Known) -> None:
        given = {
            "text": text,
            "direction": line.direction,
            "duration": line.minutes,
            "outcome": line.outcome,
        }
        targets = [known[name] for name in about]
        _, planned = interactions.log(w, line.kind, targets, given, next_step=plan)
        if planned is not None and key:
            known[key] = Target("reminder", planned, plan)

    return do


def remind(text: str, due: str, record: str = "", kind: str = "", repeat: str = "") -> Do:
    """A reminder on a record, or on none; kept under its text."""

    def do(w: Write, known: Known) -> None:
        target = known.get(record)
        given = {"text": text, "due": due, "kind": kind or "to-do", "repeat": repeat}
        id = reminders.create(w, given, *(target[:2] if target else ()))
        known[text] = Target("reminder", id, text)

    return do


def finish(key: str) -> Do:
    """The reminder kept under `key` is done; of a recurring one, its next is kept."""

    def do(w: Write, known: Known) -> None:
        following = reminders.done(w, known[key].id)
        if following is not None:
            known[key] = Target("reminder", following, key)

    return do


def note(record: str, text: str) -> Do:
    """A note on a record."""

    def do(w: Write, known: Known) -> None:
        target = known[record]
        records.add_note(w, target.noun, target.id, text)
        w.summary = f"noted on {target.name}"

    return do


def _tag(w: Write, target: Target, tags: str) -> None:
    summary = w.summary
    for name in filter(None, tags.split(", ")):
        records.tag(w, target.noun, target.id, name)
    w.summary = summary


def _lifecycle(w: Write, person: Target) -> object:
    return w.scalar("SELECT lifecycle FROM contact WHERE id = :id", {"id": person.id})


def _cool_down(w: Write, person: Target) -> None:
    """Who has no open deal left, and bought nothing yet, is a lead again."""
    still_open = any(deal.status == "open" for deal in open_of(w, "contact", person.id))
    if not still_open and _lifecycle(w, person) != "customer":
        contacts.edit(w, person.id, {"lifecycle": "nurtured lead"})
