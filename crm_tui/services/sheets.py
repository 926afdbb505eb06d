"""Records as they are edited as text: which can be, their columns, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from crm_tui.domain import written
from crm_tui.domain.fields import choice, unknown
from crm_tui.errors import InvalidField, UsageError
from crm_tui.queries import companies, contacts, deals, operations, products, reminders, selection
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import NOUNS
from crm_tui.queries.selection import Selection
from crm_tui.services import companies as company_service
from crm_tui.services import contacts as contact_service
from crm_tui.services import deals as deal_service
from crm_tui.services import products as product_service
from crm_tui.services import reminders as reminder_service
from crm_tui.services import stages as stage_service
from crm_tui.services import values
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import fold

TAGS = "tags"
MOST = 5_000  # records of one text
_CHUNK = 200  # ids, as many as a filter takes
# What a filter says to have those too that lists leave out.
_ARCHIVED = "(is:archived or not is:archived)"
_ANY = {
    "contact": _ARCHIVED, "company": _ARCHIVED, "deal": _ARCHIVED,
    "reminder": "(is:open or is:closed)",
}  # fmt: skip


class Row(NamedTuple):
    """A record: what it is called, and what all its fields hold, as they would be typed."""

    id: int
    name: str
    cells: Mapping[str, str]


class Kind(NamedTuple):
    """A kind of record that is edited as text: the columns it usually has, those that only
    tell what it is about, how its rows are read and how one is edited."""

    noun: str
    usual: tuple[str, ...]
    fixed: tuple[str, ...]
    read: Callable[[Reader, Page], Iterator[Row]]
    edit: Callable[[Write, int, Values], None]


class Sheet(NamedTuple):
    """Records as they were when the text was opened, by id, under these columns; `since` is
    the journal's latest change then."""

    kind: Kind
    columns: tuple[str, ...]
    rows: Mapping[int, Row]
    since: int


def kind_named(name: str) -> Kind:
    """The kind of record that a plural names. Raises UsageError."""
    try:
        return KINDS[choice("kind of record", name, KINDS)]
    except InvalidField as error:
        raise UsageError(f"{name} cannot be edited as text", error.hint) from error


def sheet(
    reader: Reader,
    kind: Kind,
    wanted: Page | Selection,
    columns: Iterable[str] = (),
) -> Sheet:
    """The records in a window of a list, or those that are chosen, under the usual columns or
    those that are named.

    Raises FilterError, InvalidField for a column that is not there, and UsageError for more
    records than a text should have, unless the window has a limit of its own.
    """
    names = tuple(columns) or kind.usual
    for name in names:
        if name not in known_columns(reader, kind):
            raise unknown(kind.noun, name, known_columns(reader, kind))
    since = operations.cursor(reader)
    if isinstance(wanted, Selection):
        ids = selection.ids(reader, wanted)
        _check(len(ids))
        by_id = rows_by_id(reader, kind, ids)
        return Sheet(kind, names, {id: by_id[id] for id in ids if id in by_id}, since)
    page = replace(wanted, limit=MOST + 1) if wanted.limit is None else wanted
    rows = {row.id: row for row in kind.read(reader, page)}
    if wanted.limit is None:
        _check(len(rows))
    return Sheet(kind, names, rows, since)


def _check(number: int) -> None:
    if number > MOST:
        raise UsageError(f"more than {MOST:,} records are too many for a text", "filter them first")


def known_columns(reader: Reader, kind: Kind) -> list[str]:
    """Every column that a kind of record can have, beside its id."""
    if kind.noun == "stage":
        return [*kind.fixed, *stage_service.FIELDS]
    names = [name for name in values.field_names(reader, kind.noun) if name != "contact"]
    tagged = [TAGS] if kind.noun in NOUNS else []
    return list(dict.fromkeys([*names, *tagged, *kind.fixed]))


def rows_by_id(reader: Reader, kind: Kind, ids: Iterable[int]) -> dict[int, Row]:
    """Those of the records that are still there, as they are now."""
    wanted = sorted(ids)
    if kind.noun == "stage":
        return {row.id: row for row in kind.read(reader, Page()) if row.id in set(wanted)}
    found = dict[int, Row]()
    for start in range(0, len(wanted), _CHUNK):
        numbers = ",".join(map(str, wanted[start : start + _CHUNK]))
        page = Page(filter=f"id:{numbers} {_ANY[kind.noun]}")
        found.update((row.id, row) for row in kind.read(reader, page))
    return found


def _contacts(reader: Reader, page: Page) -> Iterator[Row]:
    for detail in contacts.details(reader, page):
        cells = {**written.contact(detail), TAGS: ", ".join(detail.tags)}
        yield Row(detail.contact.id, detail.contact.name, cells)


def _companies(reader: Reader, page: Page) -> Iterator[Row]:
    for detail in companies.details(reader, page):
        cells = {**written.company(detail), TAGS: ", ".join(detail.tags)}
        yield Row(detail.company.id, detail.company.name, cells)


def _deals(reader: Reader, page: Page) -> Iterator[Row]:
    for detail in deals.details(reader, page):
        people = ", ".join(person.name for person in detail.contacts)
        cells = {
            **written.deal(detail.deal), "contacts": people, TAGS: ", ".join(detail.tags)
        }  # fmt: skip
        yield Row(detail.deal.id, detail.deal.title, cells)


def _products(reader: Reader, page: Page) -> Iterator[Row]:
    for row in products.products(reader, page):
        yield Row(row.id, row.name, written.product(row))


def _reminders(reader: Reader, page: Page) -> Iterator[Row]:
    for row in reminders.reminders(reader, page):
        yield Row(row.id, row.text, {**written.reminder(row, reader.clock), "about": row.about})


def _stages(reader: Reader, page: Page) -> Iterator[Row]:
    """Stages have no filters: words are a pipeline's name, or its beginning."""
    found, named = deals.pipelines(reader), fold(page.filter)
    if named:
        wanted = choice("pipeline", named, [fold(pipeline.name) for pipeline in found])
        found = [pipeline for pipeline in found if fold(pipeline.name) == wanted]
    for pipeline in found:
        for stage in pipeline.stages[: page.limit]:
            cells = {**written.stage(stage), "pipeline": pipeline.name}
            yield Row(stage.id, stage.name, cells)


KINDS = {
    "contacts": Kind(
        "contact",
        ("name", "company", "title", "email", "phone", "lifecycle", "owner", TAGS),
        (),
        _contacts,
        contact_service.edit,
    ),
    "companies": Kind(
        "company",
        ("name", "domain", "email", "phone", "parent", "owner", TAGS),
        (),
        _companies,
        company_service.edit,
    ),
    "deals": Kind(
        "deal",
        ("title", "value", "stage", "expected_close", "company", "contacts", "owner", TAGS),
        ("contacts",),
        _deals,
        deal_service.edit,
    ),
    "products": Kind(
        "product",
        ("name", "code", "series", "price", "unit"),
        (),
        _products,
        product_service.edit,
    ),
    "reminders": Kind(
        "reminder",
        ("due", "text", "about", "kind", "repeat", "owner"),
        ("about",),
        _reminders,
        reminder_service.edit,
    ),
    "stages": Kind(
        "stage",
        ("pipeline", "name", "status", "probability", "rotting_days", "deal_limit"),
        ("pipeline",),
        _stages,
        stage_service.edit,
    ),
}
