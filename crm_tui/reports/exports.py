"""Records with all that hangs on them, as files hold them: read page by page.

To the fields of `reports.records` an export adds `channels`, `key_dates`, `preferences`,
`consents`, `relationships`, `line_items` and `notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.contacts import Channel
from crm_tui.formats.cells import CHANNEL_COLUMNS, CUSTOM
from crm_tui.formats.ics import Todo, calendar
from crm_tui.queries import companies, contacts, deals, hanging, interactions, products, reminders
from crm_tui.queries.paging import Page
from crm_tui.reports import records, shapes
from crm_tui.reports.products import line_item, product
from crm_tui.store.reader import Reader

Record = dict[str, Any]
_PAGE = 500


class Noun(NamedTuple):
    """What is exported under a name: `read` gives one page, `fields` its columns."""

    noun: str
    fields: tuple[str, ...]
    read: Callable[[Reader, Page], list[Record]]
    counted: Callable[[Reader, Page], int] | None = None


def stream(reader: Reader, name: str, page: Page) -> Iterator[Record]:
    """The records called `name` ("contacts") in `page`'s order, never all in memory."""
    noun = NOUNS[name]
    # By id unless told otherwise: out and in again, they stand in the same order.
    page = replace(page, sort=page.sort or "id", limit=_PAGE)
    while found := noun.read(reader, page):
        yield from found
        page = replace(page, offset=page.offset + _PAGE)


def between(reader: Reader, name: str, first: int, last: int) -> dict[int, Record]:
    """The records called `name` with ids from `first` to `last` by id, archived ones too."""
    span = f"id:{first}..{last}"
    return {
        row["id"]: row
        for archived in (False, True)
        for row in NOUNS[name].read(reader, Page(sort="id", filter=span, archived=archived))
    }


def count(reader: Reader, name: str, page: Page) -> int:
    """How many records `stream` will give, or 0 where that is not known beforehand."""
    counted = NOUNS[name].counted
    return counted(reader, page) if counted else 0


def columns(reader: Reader, name: str) -> list[str]:
    """The columns of a table of such records, custom fields last."""
    noun = NOUNS[name]
    custom = [f"{CUSTOM}{field}" for field in hanging.custom_names(reader, noun.noun)]
    return [field for field in noun.fields if field != "custom"] + custom


def kinds(reader: Reader, name: str) -> dict[str, str]:
    """Which of those columns hold numbers, days or times: {column: "number", "date", "time",
    "yes/no"}; the others hold text."""
    noun = NOUNS[name]
    fields = _SHAPES[name].__annotations__.items()
    kinds = {field: kind for field, type in fields if (kind := _kind(field, type.__forward_arg__))}
    # The words yes and no of a custom field stay words, and so come back as they are.
    return kinds | {
        f"{CUSTOM}{field}": type
        for field, type in hanging.custom_types(reader, noun.noun).items()
        if type in {"number", "date"}
    }


def _kind(field: str, type: str) -> str:
    """What a field of a record holds, by its declaration; "" for text."""
    if type == "bool":
        return "yes/no"
    if type.startswith(("int", "float")):
        return "number"
    return "time" if field in _TIMES or field.endswith("_at") else ""


def _contacts(reader: Reader, page: Page) -> list[Record]:
    found = list(contacts.details(reader, page))
    rest = _Rest(reader, "contact", [detail.contact.id for detail in found])
    return [
        {**records.contact(detail, reader.clock), **rest.of(detail.contact.id, detail.channels)}
        for detail in found
    ]


def _companies(reader: Reader, page: Page) -> list[Record]:
    found = list(companies.details(reader, page))
    rest = _Rest(reader, "company", [detail.company.id for detail in found])
    return [
        {**records.company(detail, reader.clock), **rest.of(detail.company.id, detail.channels)}
        for detail in found
    ]


def _deals(reader: Reader, page: Page) -> list[Record]:
    found = list(deals.details(reader, page))
    notes = hanging.notes(reader, "deal", [detail.deal.id for detail in found])
    return [
        {
            **records.deal(detail, reader.clock),
            "line_items": list(map(line_item, detail.lines)),
            "notes": _notes(notes.get(detail.deal.id, ()), reader.clock),
        }
        for detail in found
    ]


def _products(reader: Reader, page: Page) -> list[Record]:
    return [{**product(row, reader.clock)} for row in products.products(reader, page)]


def _interactions(reader: Reader, page: Page) -> list[Record]:
    found = interactions.interactions(reader, page)
    people = interactions.contacts_of(reader, [row.id for row in found])
    return [{**records.interaction(row, people.get(row.id, []), reader.clock)} for row in found]


def _reminders(reader: Reader, page: Page) -> list[Record]:
    found = reminders.reminders(reader, page, closed=True)
    return [{**records.reminder(row, reader.clock)} for row in found]


def calendar_of(reminders: Iterable[Record], clock: Clock) -> Iterator[str]:
    """Exported reminders that are still open -> the text of an iCalendar file; a to-do keeps
    its UID, so that a calendar that subscribes to the file knows it again."""
    todos = (
        todo(row, " · ".join(filter(None, (row["contact"], row["company"], row["deal"]))))
        for row in reminders
        if not row["done_at"] and not row["dropped_at"]
    )
    return calendar(todos, clock.now())


def todo(row: Record, description: str) -> Todo:
    """A reminder's record -> an iCalendar to-do, from which the same reminder can be imported."""
    own = {
        "reminder": str(row["id"]),
        "zone": row["zone"],
        "repeat": row["repeat_rule"],
        "repeat-from": row["repeat_rule"] and row["repeat_from"],
        "anchor": row["anchor"] and _stored(row["anchor"]),
        **{name: row[name] for name in ("contact", "company", "deal", "owner")},
    }
    return Todo(row["uid"], row["text"], _stored(row["due"]), description, row["kind"], own)


def _stored(due: str) -> str:
    """A due time as records have it -> as the store has it."""
    return due if len(due) == 10 else encode_instant(datetime.fromisoformat(due))


class _Rest:
    """What hangs on the contacts or companies of one page besides their tags."""

    def __init__(self, reader: Reader, owner: str, ids: list[int]) -> None:
        self._clock = reader.clock
        self._notes = hanging.notes(reader, owner, ids)
        self._days = hanging.key_dates(reader, owner, ids)
        self._related = hanging.relationships(reader, owner, ids)
        self._people = _People(reader, ids) if owner == "contact" else None

    def of(self, id: int, channels: Iterable[Channel]) -> Record:
        return {
            "channels": [_channel(way) for way in channels],
            "key_dates": [
                {"kind": day.kind, "day": day.day, "yearly": bool(day.yearly)}
                for day in self._days.get(id, ())
            ],
            **(self._people.of(id) if self._people else {}),
            "relationships": [related._asdict() for related in self._related.get(id, ())],
            "notes": _notes(self._notes.get(id, ()), self._clock),
        }


def _notes(found: Iterable[hanging.Written], clock: Clock) -> list[Record]:
    return [{**note._asdict(), "at": records.moment(note.at, clock)} for note in found]


class _People:
    """What says how the contacts of one page may be reached."""

    def __init__(self, reader: Reader, ids: list[int]) -> None:
        self._clock = reader.clock
        self._preferences = hanging.preferences(reader, ids)
        self._consents = hanging.consents(reader, ids)

    def of(self, id: int) -> Record:
        wants = self._preferences.get(id)
        return {
            "preferences": wants
            and {**wants._asdict(), "do_not_contact": bool(wants.do_not_contact)},
            "consents": [
                {
                    **said._asdict(),
                    "given": bool(said.given),
                    "at": records.moment(said.at, self._clock),
                }
                for said in self._consents.get(id, ())
            ],
        }


def _channel(way: Channel) -> Record:
    return {
        "kind": way.kind,
        "label": way.label,
        "value": way.value,
        "preferred": bool(way.preferred),
        "invalid": bool(way.invalid),
    }


def _fields(shape: Any, *more: str) -> tuple[str, ...]:
    """The fields of a record and more, in order and once each."""
    names: Mapping[str, Any] = shape.__annotations__
    return tuple(dict.fromkeys((*names, *more)))


_TIMES = frozenset({"at", "due", "anchor", "expected_close"})
_SHAPES: Mapping[str, Any] = {
    "contacts": shapes.ContactRecord,
    "companies": shapes.CompanyRecord,
    "products": shapes.ProductRecord,
    "deals": shapes.DealRecord,
    "interactions": shapes.InteractionRecord,
    "reminders": shapes.ReminderRecord,
}
_HANGING: Sequence[str] = (*CHANNEL_COLUMNS.values(), "key_dates", "relationships", "notes")
NOUNS = {
    "contacts": Noun(
        "contact",
        _fields(shapes.ContactRecord, "preferences", "consents", *_HANGING),
        _contacts,
        contacts.count,
    ),
    "companies": Noun(
        "company", _fields(shapes.CompanyRecord, *_HANGING), _companies, companies.count
    ),
    "products": Noun("product", _fields(shapes.ProductRecord), _products, products.count),
    "deals": Noun("deal", _fields(shapes.DealRecord, "line_items", "notes"), _deals, deals.count),
    "interactions": Noun("interaction", _fields(shapes.InteractionRecord), _interactions),
    "reminders": Noun("reminder", _fields(shapes.ReminderRecord), _reminders),
}
