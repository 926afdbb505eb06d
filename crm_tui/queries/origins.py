"""Where the times on contacts, companies and deals come from."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.store.reader import Reader
from crm_tui.store.rules import REAL_TOUCH

_OF = {
    "contact": "i.id IN (SELECT interaction_id FROM interaction_contact WHERE contact_id = :id)",
    "company": "i.company_id = :id",
    "deal": "i.deal_id = :id",
}


class Touch(NamedTuple):
    """An interaction that counts as a contact."""

    id: int
    kind: str
    at: str
    subject: str


def last_touch(reader: Reader, noun: str, id: int) -> Touch | None:
    """The latest interaction that counts; None where there is none."""
    return reader.row(
        Touch,
        f"SELECT i.id, i.kind, i.at, i.subject FROM interaction i WHERE {_OF[noun]}"
        f" AND {REAL_TOUCH} ORDER BY i.at DESC, i.id DESC LIMIT 1",
        id=id,
    )


def untouched(reader: Reader, noun: str, id: int) -> int:
    """How many interactions do not count: notes, talk among ourselves, tries in vain."""
    sql = f"SELECT count(*) FROM interaction i WHERE {_OF[noun]} AND NOT ({REAL_TOUCH})"
    return reader.count(sql, {"id": id})
