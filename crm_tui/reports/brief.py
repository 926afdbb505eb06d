"""The brief before a turn: who it is, how and when to reach them, what was last said, what
is promised both ways, and why it is their turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm_tui.domain import cadences, deals
from crm_tui.domain.contacts import Channel
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.domain.local_time import LocalTime, by_phone, in_zone
from crm_tui.domain.preferences import state
from crm_tui.domain.queue import Turn
from crm_tui.domain.reminders import Reminder
from crm_tui.queries import companies, contacts, hanging, interactions, reminders
from crm_tui.queries import deals as deal_queries
from crm_tui.store.reader import Reader

LATEST, MANY = 5, 50  # entries of the timeline: in a text, and where it can be scrolled
_WAYS = ("phone", "email", "social", "website", "address")


class Way(NamedTuple):
    """A channel to reach them by; `remark` says what speaks for it or against it."""

    kind: str
    label: str
    value: str
    remark: str


class Brief(NamedTuple):
    """What to know before a turn. `about` is a line on who it is, `warning` what forbids to
    reach them; `ours` is what we promised, `theirs` what we wait for."""

    turn: Turn
    name: str
    about: str
    warning: str
    cadence: str
    ways: tuple[Way, ...]
    local: LocalTime | None
    best_time: str
    language: str
    ours: tuple[Reminder, ...]
    theirs: tuple[Reminder, ...]
    deals: tuple[deals.Deal, ...]
    latest: tuple[TimelineEntry, ...]


def brief(reader: Reader, turn: Turn, region: str, latest: int = LATEST) -> Brief:
    """The brief for a turn; `region` is that of phone numbers without a country,
    `latest` how many entries of the timeline it has.

    Raises NotFound for a record that is gone.
    """
    made = {"contact": _of_contact, "company": _of_company, "deal": _of_deal}
    if turn.noun in made:
        entries = interactions.timeline(reader, turn.noun, turn.id, limit=latest)
        return made[turn.noun](reader, turn, region)._replace(latest=tuple(entries))
    row = reminders.reminder(reader, turn.id)
    return _nobody(turn, row.text)._replace(ours=(row,))


def _of_contact(reader: Reader, turn: Turn, region: str) -> Brief:
    contact, channels, tags = contacts.contact(reader, turn.id)
    wants = hanging.preferences(reader, [turn.id]).get(turn.id)
    open_deals = _open(deal_queries.open_of(reader, "contact", turn.id))
    promised = _promised(reader, turn, open_deals)
    refused = _refused(hanging.consents(reader, [turn.id]).get(turn.id, []), reader)
    own = _local(reader, channels, wants.timezone if wants else "", region)
    if own is None and contact.company_id:
        ways = contacts.channels(reader, "company", [contact.company_id])
        own = _local(reader, ways.get(contact.company_id, ()), "", region)
    return Brief(
        turn=turn,
        name=contact.name,
        about=_line(contact.title, contact.company, contact.lifecycle, *tags),
        warning="do not contact: they asked not to be" if wants and wants.do_not_contact else "",
        cadence=cadences.describe(contact, reader.clock),
        ways=_ways(channels, wants.channel if wants else "", refused),
        local=own,
        best_time=wants.best_time if wants else "",
        language=wants.language if wants else "",
        ours=tuple(row for row in promised if row.kind != "waiting"),
        theirs=tuple(row for row in promised if row.kind == "waiting"),
        deals=open_deals,
        latest=(),
    )


def _of_company(reader: Reader, turn: Turn, region: str) -> Brief:
    company, channels, tags = companies.company(reader, turn.id)
    open_deals = _open(deal_queries.open_of(reader, "company", turn.id))
    promised = _promised(reader, turn, ())
    return _nobody(turn, company.name)._replace(
        about=_line(company.domain, *tags),
        ways=_ways(channels, "", frozenset()),
        local=_local(reader, channels, "", region),
        ours=tuple(row for row in promised if row.kind != "waiting"),
        theirs=tuple(row for row in promised if row.kind == "waiting"),
        deals=open_deals,
        latest=(),
    )


def _of_deal(reader: Reader, turn: Turn, region: str) -> Brief:
    found = deal_queries.deal(reader, turn.id)
    company = found.deal.company_id
    channels = contacts.channels(reader, "company", [company]).get(company, []) if company else []
    promised = _promised(reader, turn, ())
    return _nobody(turn, found.deal.title)._replace(
        about=_line(found.deal.company, "nobody takes part in it yet", *found.tags),
        ways=_ways(channels, "", frozenset()),
        local=_local(reader, channels, "", region),
        ours=tuple(row for row in promised if row.kind != "waiting"),
        theirs=tuple(row for row in promised if row.kind == "waiting"),
        deals=(found.deal,),
        latest=(),
    )


def _nobody(turn: Turn, name: str) -> Brief:
    return Brief(turn, name, "", "", "", (), None, "", "", (), (), (), ())


def _open(found: Iterable[deals.Deal]) -> tuple[deals.Deal, ...]:
    return tuple(deal for deal in found if deal.status == "open")


def _promised(reader: Reader, turn: Turn, theirs: Iterable[deals.Deal]) -> list[Reminder]:
    """The open reminders on the record and on the deals, the next one first."""
    found = {row.id: row for row in reminders.of_record(reader, turn.noun, turn.id)}
    for deal in theirs:
        found |= {row.id: row for row in reminders.of_record(reader, "deal", deal.id)}
    return sorted(found.values(), key=lambda row: (row.due, row.id))


def _refused(consents: Iterable[hanging.Consent], reader: Reader) -> frozenset[str]:
    """The kinds of channel for which what was said last is a no, or has run out."""
    said: dict[tuple[str, str], bool] = {}
    for each in consents:
        said[each.channel, each.purpose] = state(each, reader.today) == "given"
    return frozenset(channel for (channel, _), given in said.items() if not given)


def _ways(channels: Iterable[Channel], preferred: str, refused: frozenset[str]) -> tuple[Way, ...]:
    """The channels, those that they prefer first and those that they refused last."""

    def place(way: Channel) -> tuple[bool, bool, bool, int]:
        order = _WAYS.index(way.kind) if way.kind in _WAYS else len(_WAYS)
        return bool(way.invalid), way.kind in refused, way.kind != preferred, order

    return tuple(
        Way(way.kind, way.label, way.value, _remark(way, preferred, refused))
        for way in sorted(channels, key=place)
    )


def _remark(way: Channel, preferred: str, refused: frozenset[str]) -> str:
    if way.invalid:
        return "does not work"
    if way.kind in refused:
        return "no consent"
    return "preferred" if way.kind == preferred else ""


def _local(
    reader: Reader, channels: Iterable[Channel], timezone: str, region: str
) -> LocalTime | None:
    now = reader.clock.now()
    own = in_zone(timezone, now)
    if own:
        return own
    phones = (way.value for way in channels if way.kind == "phone" and not way.invalid)
    return next((there for phone in phones if (there := by_phone(phone, region, now))), None)


def _line(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
