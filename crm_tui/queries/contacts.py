"""Reading contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from crm_tui.domain.contacts import Channel, Contact, ContactDetail
from crm_tui.errors import NotFound
from crm_tui.queries.paging import Listed, Page, among, count_of, rows_of
from crm_tui.store.reader import Reader

CHUNK = 500  # details are fetched for so many contacts at a time

_SELECT = """
SELECT c.id, c.uid, c.version, c.name, c.first_name, c.last_name, c.title,
       c.company_id, co.name AS company, c.lifecycle, c.source, u.name AS owner,
       c.created_at, c.updated_at, c.archived_at, c.last_contacted_at, c.next_reminder_at, c.custom,
       c.cadence_days, c.cadence_max_days
  FROM contact c
  LEFT JOIN company co ON co.id = c.company_id
  LEFT JOIN "user" u ON u.id = c.owner_id
"""
LIST = Listed(
    "contact",
    _SELECT,
    {
        "name": "c.name_key",
        "company": "co.name_key",
        "last_contacted_at": "c.last_contacted_at",
        "next_reminder_at": "c.next_reminder_at",
        "created_at": "c.created_at",
        "id": "c.id",
    },
    (
        "c.name_key",
        "co.name_key",
        "EXISTS (SELECT 1 FROM channel ch WHERE ch.contact_id = c.id AND ch.value_key {})",
    ),
    "LEFT JOIN company co ON co.id = c.company_id",
)


def contacts(reader: Reader, page: Page) -> list[Contact]:
    """The contacts in a window of the list, in its order. Raises FilterError."""
    return rows_of(reader, Contact, LIST, page)


def count(reader: Reader, page: Page) -> int:
    """How many contacts the list has. Raises FilterError."""
    return count_of(reader, LIST, page)


def details(reader: Reader, page: Page) -> Iterator[ContactDetail]:
    """Contacts with their channels and tags, a chunk at a time."""
    rows = contacts(reader, page)
    for start in range(0, len(rows), CHUNK):
        yield from _with_details(reader, rows[start : start + CHUNK])


def contact(reader: Reader, id: int) -> ContactDetail:
    """One contact with its channels and tags. Raises NotFound."""
    found = reader.row(Contact, f"{_SELECT} WHERE c.id = :id", id=id)
    if found is None:
        raise NotFound(f"no contact {id}", "list them with: crm contact list")
    return next(iter(_with_details(reader, [found])))


def channels(reader: Reader, owner: str, ids: Iterable[int]) -> dict[int, list[Channel]]:
    """The channels of contacts or companies (`owner`), by record, preferred ones first."""
    test, params = among(f"{owner}_id", ids)
    rows = reader.rows(
        Channel,
        "SELECT id, contact_id, company_id, kind, label, value, preferred, invalid"
        f" FROM channel WHERE {test} AND archived_at IS NULL"
        f" ORDER BY {owner}_id, invalid, preferred DESC, id",
        **params,
    )
    by_owner = groupby(rows, lambda row: int(getattr(row, f"{owner}_id")))
    return {id: list(group) for id, group in by_owner}


def tags(reader: Reader, owner: str, ids: Iterable[int]) -> dict[int, list[str]]:
    """The tags of contacts, companies or deals (`owner`), by record."""
    test, params = among(f"g.{owner}_id", ids)
    rows = reader.db.rows(
        f"SELECT g.{owner}_id, t.name FROM tagging g JOIN tag t ON t.id = g.tag_id"
        f" WHERE {test} ORDER BY g.{owner}_id, t.name_key",
        params,
    )
    return {id: [row[1] for row in group] for id, group in groupby(rows, lambda row: int(row[0]))}


def _with_details(reader: Reader, rows: list[Contact]) -> Iterator[ContactDetail]:
    ids = [row.id for row in rows]
    ways, labels = channels(reader, "contact", ids), tags(reader, "contact", ids)
    for row in rows:
        yield ContactDetail(row, tuple(ways.get(row.id, ())), tuple(labels.get(row.id, ())))
