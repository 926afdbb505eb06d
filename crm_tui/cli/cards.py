"""One record as text: its fields, then what hangs on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from crm_tui.cli.cards_around import around
from crm_tui.clock import Clock, decode_instant
from crm_tui.domain import cadences
from crm_tui.domain.contacts import Channel
from crm_tui.domain.dates import When
from crm_tui.domain.deals import Deal, DealDetail, days_in_stage, rot_reason
from crm_tui.domain.interactions import Interaction
from crm_tui.domain.money import format_money
from crm_tui.domain.products import LineItem, describe
from crm_tui.domain.reminders import Reminder
from crm_tui.queries import companies, contacts, deals, interactions, products, reminders
from crm_tui.reports import due, timeline
from crm_tui.reports.layout import Line
from crm_tui.reports.records import repeat
from crm_tui.store.reader import Reader

_LATEST = 10
_LABEL = 16
Field = tuple[str, str | None]


def contact(reader: Reader, id: int) -> Iterator[Line]:
    """A contact with channels, deals, reminders and the latest of the timeline."""
    detail = contacts.contact(reader, id)
    row = detail.contact
    yield Line(f"{row.name}  contact:{id}", "head")
    yield from _fields(
        ("title", row.title),
        ("company", row.company),
        ("lifecycle", row.lifecycle),
        ("owner", row.owner),
        ("tags", ", ".join(detail.tags)),
        ("source", row.source),
        ("last contacted", _day(row.last_contacted_at, reader.clock)),
        ("cadence", cadences.describe(row, reader.clock)),
        ("archived", _day(row.archived_at, reader.clock)),
        *_custom(row.custom),
    )
    yield from _channels(detail.channels)
    yield from _around(reader, "contact", id)


def company(reader: Reader, id: int) -> Iterator[Line]:
    """A company with channels, deals, reminders and the latest of the timeline."""
    detail = companies.company(reader, id)
    row = detail.company
    yield Line(f"{row.name}  company:{id}", "head")
    yield from _fields(
        ("domain", row.domain),
        ("parent", row.parent),
        ("contacts", str(row.contacts)),
        ("owner", row.owner),
        ("tags", ", ".join(detail.tags)),
        ("source", row.source),
        ("last contacted", _day(row.last_contacted_at, reader.clock)),
        ("archived", _day(row.archived_at, reader.clock)),
        *_custom(row.custom),
    )
    yield from _channels(detail.channels)
    yield from _around(reader, "company", id)


def deal(reader: Reader, id: int) -> Iterator[Line]:
    """A deal with its people, its moves, reminders and the latest of the timeline."""
    detail = deals.deal(reader, id)
    yield Line(f"{detail.deal.title}  deal:{id}", "head")
    yield from _deal_fields(detail, reader.clock)
    yield from _section("Products", map(_line_item, detail.lines))
    yield from _section("Reminders", _reminders(reminders.of_record(reader, "deal", id), reader))
    for head, lines in around(reader, "deal", id):
        yield from _section(head, lines)
    yield from _section("Latest", _latest(reader, "deal", id))


def product(reader: Reader, id: int) -> Iterator[Line]:
    """A product of the catalogue, and the latest deals that have it."""
    row = products.product(reader, id)
    yield Line(f"{row.name}  product:{id}", "head")
    yield from _fields(
        ("code", row.code),
        ("series", row.series),
        ("price", None if row.price is None else format_money(row.price, row.currency)),
        ("unit", row.unit),
        ("deals", str(row.deals)),
        ("archived", _day(row.archived_at, reader.clock)),
        *_custom(row.custom),
    )
    found = deals.with_product(reader, id, _LATEST)
    yield from _section("Deals", map(_deal_line, found))


def _line_item(row: LineItem) -> Line:
    return Line(f"  {row.product}  {describe(row)}  (line:{row.id})")


def reminder(row: Reminder, clock: Clock) -> Iterator[Line]:
    """A reminder."""
    yield Line(f"{row.text}  reminder:{row.id}", "head")
    yield from _fields(
        ("due", When(row.due, row.zone).describe(clock)),
        ("kind", row.kind),
        ("repeat", repeat(row.repeat)),
        ("contact", row.contact),
        ("company", row.company),
        ("deal", row.deal),
        ("owner", row.owner),
        ("done", _day(row.done_at, clock)),
        ("dropped", _day(row.dropped_at, clock)),
    )


def interaction(row: Interaction, people: Iterable[str], clock: Clock) -> Iterator[Line]:
    """An interaction with its whole text."""
    yield Line(f"{row.kind}  interaction:{row.id}", "head")
    yield from _fields(
        ("at", moment(row.at, clock)),
        ("with", ", ".join(people)),
        ("company", row.company),
        ("deal", row.deal),
        ("direction", row.direction),
        ("minutes", str(row.minutes) if row.minutes is not None else None),
        ("outcome", row.outcome),
        ("user", row.user),
    )
    if row.body:
        yield Line("")
        yield from map(Line, row.body.split("\n"))


def moment(instant: str, clock: Clock) -> str:
    """An instant in full, in the user's zone."""
    return When.at(decode_instant(instant), clock.zone).describe(clock)


def _fields(*fields: Field) -> Iterator[Line]:
    for name, value in fields:
        if value:
            yield Line(f"  {name:<{_LABEL}}{value}")


def _custom(custom: str) -> list[Field]:
    return [(name.replace("_", " "), str(value)) for name, value in json.loads(custom).items()]


def _channels(channels: Iterable[Channel]) -> Iterator[Line]:
    for way in channels:
        marks = [way.label, "preferred" * way.preferred, "invalid" * way.invalid]
        shown = ", ".join(filter(None, [*marks, f"channel:{way.id}"]))
        yield Line(f"  {way.kind:<{_LABEL}}{way.value}  ({shown})")


def _around(reader: Reader, noun: str, id: int) -> Iterator[Line]:
    found = deals.open_of(reader, noun, id)
    yield from _section("Deals", (_deal_line(row) for row in found))
    yield from _section("Reminders", _reminders(reminders.of_record(reader, noun, id), reader))
    for head, lines in around(reader, noun, id):
        yield from _section(head, lines)
    yield from _section("Latest", _latest(reader, noun, id))


def _section(head: str, lines: Iterable[Line]) -> Iterator[Line]:
    found = list(lines)
    if found:
        yield from (Line(""), Line(head, "head"), *found)


def _deal_line(row: Deal) -> Line:
    worth = "" if row.value is None else f" · {format_money(row.value, row.currency)}"
    return Line(f"  {row.id:>5}  {row.title} · {row.stage}{worth}")


def _reminders(rows: Iterable[Reminder], reader: Reader) -> Iterator[Line]:
    for row in rows:
        when = When(row.due, row.zone).describe(reader.clock)
        yield Line(f"  {row.id:>5}  {when}  {row.kind}  {due.describe(row)}")


def _latest(reader: Reader, noun: str, id: int) -> Iterator[Line]:
    for entry in interactions.timeline(reader, noun, id, limit=_LATEST):
        yield Line(f"  {timeline.line(entry, reader.clock)}")


def _deal_fields(detail: DealDetail, clock: Clock) -> Iterator[Line]:
    row = detail.deal
    people = [
        person.name + (f" ({person.role})" if person.role else "") for person in detail.contacts
    ]
    yield from _fields(
        ("stage", f"{row.stage} ({row.pipeline}), {days_in_stage(row, clock)} days"),
        ("rotting", rot_reason(row, clock)),
        ("value", _worth(row)),
        ("probability", f"{row.probability} %"),
        ("expected close", row.expected_close),
        ("closed", _day(row.closed_at, clock)),
        ("lost because", row.lost_reason),
        ("company", row.company),
        ("contacts", ", ".join(people)),
        ("owner", row.owner),
        ("tags", ", ".join(detail.tags)),
        ("source", row.source),
        ("archived", _day(row.archived_at, clock)),
        *_custom(row.custom),
    )


def _worth(row: Deal) -> str | None:
    if row.value is None:
        return None
    follows = " (the sum of its products)" if row.value_from_lines else ""
    return format_money(row.value, row.currency) + follows


def _day(instant: str | None, clock: Clock) -> str | None:
    return When.on(When(instant).day(clock.zone)).describe(clock) if instant else None
