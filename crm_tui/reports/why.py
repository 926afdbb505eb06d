"""Why a computed value is what it is: `crm why`, as text and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crm_tui.clock import Clock, decode_instant
from crm_tui.domain import cadences
from crm_tui.domain import deals as rules
from crm_tui.domain.contacts import Contact
from crm_tui.domain.dates import When
from crm_tui.domain.money import format_money
from crm_tui.domain.products import LineItem, describe
from crm_tui.domain.reminders import Reminder, bucket, bucket_fact
from crm_tui.queries import contacts, deals, line_items, origins, queue, reminders
from crm_tui.reports.layout import Line
from crm_tui.reports.records import repeat
from crm_tui.store.reader import Reader


class Reason(NamedTuple):
    """A computed field, its value as people read it, and why it is so, a line for each fact."""

    field: str
    value: str
    because: tuple[str, ...]


def deal(reader: Reader, id: int) -> list[Reason]:
    """Whether it rots, what it is worth now, and how long it has been where it is.

    Raises NotFound.
    """
    row, clock = deals.deal(reader, id).deal, reader.clock
    days = rules.days_in_stage(row, clock)
    since = f"it came into {row.stage} on {_day(row.stage_since, clock)}"
    rotting = "yes" if rules.is_rotting(row, clock) else "no"
    return [
        Reason("rotting", rotting, (*rules.rot_facts(row, clock), *_silence(row, clock))),
        Reason("days in stage", str(days), (since,)),
        _value(row, line_items.of_deal(reader, id)),
        Reason("probability", f"{row.probability} %", (rules.probability_fact(row),)),
        _weighted(row),
        _next(reader, "deal", id),
        _last(reader, "deal", id),
    ]


def reminder(reader: Reader, id: int) -> list[Reason]:
    """Which part of the agenda it is in, and how its series goes on. Raises NotFound."""
    row, clock = reminders.reminder(reader, id), reader.clock
    due = f"due {When(row.due, row.zone).describe(clock)}"
    closed = next((name for name in ("done", "dropped") if getattr(row, f"{name}_at")), "")
    if closed:
        on = _day(getattr(row, f"{closed}_at"), clock)
        return [Reason("part", closed, (due, f"{closed} on {on}"))]
    today = f"today is {When.on(clock.today()).describe(clock)}"
    part = Reason("part", bucket(row.due, clock), (due, today, bucket_fact(row.due, clock)))
    return [part, _series(row, clock)]


def contact(reader: Reader, id: int) -> list[Reason]:
    """Where the times of the last contact and of the next reminder come from, and how the
    cadence stands. Raises NotFound."""
    row = contacts.contact(reader, id).contact
    return [
        _last(reader, "contact", id),
        _next(reader, "contact", id),
        _cadence(row, reader.clock),
    ]


def company(reader: Reader, id: int) -> list[Reason]:
    """Where the times of the last contact and of the next reminder come from."""
    return [_last(reader, "company", id), _next(reader, "company", id)]


def turn(reader: Reader, user_id: int, noun: str, id: int) -> Reason:
    """Where a record stands in a user's work queue, and what each of its points is for."""
    present = queue.standing(reader, user_id)
    order = [(each.noun, each.id) for each in present.turns]
    found = next((each for each in present.turns if (each.noun, each.id) == (noun, id)), None)
    if found is None:
        visits = {(visit.noun, visit.record_id): visit for visit in present.round.visits}
        had = visits.get((noun, id))
        fact = (
            f"it had its turn in this round: {had.outcome}"
            if had
            else "nothing presses; a deal has the turn of the first person in it"
        )
        return Reason("turn", "none", (fact,))
    points = [
        f"{each.words}: {each.points} points ({each.noun}:{each.id})" for each in found.reasons
    ]
    if found.stake:
        share = f"{found.stake.share:.0%} of the largest weighted value of its currency"
        points.append(f"{found.stake.words}: {found.stake.points} points, {share}")
    place = order.index((noun, id)) + 1
    value = f"number {place} of {len(order)}, with {found.score} points"
    return Reason("turn", value, tuple(points))


REPORTS = {"contact": contact, "company": company, "deal": deal, "reminder": reminder}


def lines(head: str, reasons: list[Reason]) -> Iterator[Line]:
    """The explanation as text."""
    yield Line(head, "head")
    for reason in reasons:
        yield Line(f"  {reason.field}: {reason.value}")
        yield from (Line(f"    - {fact}") for fact in reason.because)


def _value(row: rules.Deal, lines: tuple[LineItem, ...]) -> Reason:
    value = "none" if row.value is None else format_money(row.value, row.currency)
    told = [f"{line.product}: {describe(line)}" for line in lines]
    if row.value_from_lines:
        return Reason("value", value, ("the sum of its products, since nobody set another", *told))
    if row.value is None:
        return Reason("value", value, ("nobody set one, and it has no products",))
    if not lines:
        return Reason("value", value, ("set by hand",))
    worth = format_money(sum(line.amount for line in lines), row.currency)
    clear = f"cleared, it follows its products, which come to {worth}"
    return Reason("value", value, ("set by hand", clear, *told))


def _weighted(row: rules.Deal) -> Reason:
    worth = rules.weighted(row.value, row.probability, row.status)
    value = format_money(worth, row.currency)
    if row.value is None:
        return Reason("weighted", value, ("it has no value yet",))
    whole = format_money(row.value, row.currency)
    fact = {"won": f"a won deal counts in full: {whole}", "lost": "a lost deal counts nothing"}
    return Reason("weighted", value, (fact.get(row.status, f"{whole} × {row.probability} %"),))


def _silence(row: rules.Deal, clock: Clock) -> tuple[str, ...]:
    if row.status != "open":
        return ()
    if row.last_contacted_at is None:
        return ("nobody was ever in touch about it",)
    days = rules.days_between(row.last_contacted_at, clock.now())
    return (f"silent for {days} days, which is told but does not decide",)


def _series(row: Reminder, clock: Clock) -> Reason:
    if not row.repeat:
        return Reason("repeat", "no", ("once it is done, nothing follows",))
    from crm_tui.domain.series import next_of_series

    following = next_of_series(row, clock)
    counted = "done" if row.repeat_from == "done" else "due"
    began = When(row.anchor or row.due, row.zone).describe(clock)
    goes_on = f"done now, it comes again on {following.describe(clock)}" if following else ""
    return Reason(
        "repeat",
        repeat(row.repeat) or "",
        (
            f"the series began on {began}",
            f"the next one counts from the day on which this one is {counted}",
            goes_on or "done now, it does not come again: the series has ended",
            "what was missed is not made up for",
        ),
    )


def _last(reader: Reader, noun: str, id: int) -> Reason:
    found, without = origins.last_touch(reader, noun, id), origins.untouched(reader, noun, id)
    rule = "notes, talk among yourselves and tries that reached nobody do not count"
    if without:
        rule += f": {without} left out"
    if found is None:
        return Reason("last contact", "never", ("no interaction with them counts", rule))
    what = " ".join(filter(None, (f"{found.kind} (interaction:{found.id})", found.subject)))
    return Reason("last contact", _day(found.at, reader.clock), (what, rule))


def _next(reader: Reader, noun: str, id: int) -> Reason:
    found = reminders.of_record(reader, noun, id)
    if not found:
        return Reason("next reminder", "none", ("no reminder on it is open",))
    first = found[0]
    due = When(first.due, first.zone).describe(reader.clock)
    of = f", the earliest of {len(found)} that are open" if len(found) > 1 else ""
    return Reason("next reminder", due, (f"{first.text} (reminder:{first.id}){of}",))


def _cadence(row: Contact, clock: Clock) -> Reason:
    cadence = cadences.cadence_of(row)
    if cadence is None:
        return Reason("cadence", "none", ("no cadence is set; --set cadence=30 sets one",))
    days = cadences.days_since(row, clock)
    began = "the last contact" if row.last_contacted_at else "it was added: there was no contact"
    value = cadences.state(cadence, days) or "on track"
    return Reason(
        "cadence",
        value,
        (
            cadence.describe(),
            f"{days} days since {began}",
            f"due from {cadence.days} days on, overdue after {cadence.most}",
        ),
    )


def _day(instant: str, clock: Clock) -> str:
    return When.on(clock.at(decode_instant(instant)).date()).describe(clock)
