"""Which contacts belong to another record."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.queries.resolve import Target
from crm_tui.store.reader import Reader


class Person(NamedTuple):
    """A contact among the people of a company."""

    id: int
    name: str
    title: str
    last_contacted_at: str | None


def of_company(reader: Reader, id: int, limit: int, but: int = 0) -> list[Person]:
    """The first contacts of a company, by name, without contact `but`."""
    return reader.rows(
        Person,
        "SELECT id, name, title, last_contacted_at FROM contact WHERE company_id = :id"
        f" AND archived_at IS NULL AND id <> :but ORDER BY name_key, id LIMIT {int(limit)}",
        id=id,
        but=but,
    )


def of_interaction(reader: Reader, id: int) -> list[Target]:
    """The contacts that took part in an interaction."""
    return reader.rows(
        Target,
        "SELECT 'contact' AS noun, c.id, c.name FROM interaction_contact ic"
        " JOIN contact c ON c.id = ic.contact_id WHERE ic.interaction_id = :id ORDER BY ic.id",
        id=id,
    )
