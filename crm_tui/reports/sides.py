"""Two records side by side: what each holds in the same fields, to tell whether they are one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm_tui.domain.companies import Company
from crm_tui.domain.contacts import Channel, Contact
from crm_tui.domain.dates import describe_instant
from crm_tui.queries import companies, contacts, deals, duplicates
from crm_tui.queries.resolve import Target
from crm_tui.store.reader import Reader
from crm_tui.text import counted

# The fields of which one side is taken; of everything else both stay.
CHOSEN = {
    "contact": ("name", "title", "company", "lifecycle", "source", "owner"),
    "company": ("name", "domain", "parent", "source", "owner"),
}


class Side(NamedTuple):
    """One record: its fields, and what hangs on it."""

    target: Target
    fields: dict[str, str]
    rest: dict[str, str]


def side(reader: Reader, noun: str, id: int) -> Side:
    """A contact or a company as one side. Raises NotFound."""
    return _company(reader, id) if noun == "company" else _contact(reader, id)


def _contact(reader: Reader, id: int) -> Side:
    detail = contacts.contact(reader, id)
    row, clock = detail.contact, reader.clock
    talks = duplicates.interactions_with(reader, id)
    rest = {
        "tags": ", ".join(detail.tags),
        "deals": ", ".join(deal.title for deal in deals.open_of(reader, "contact", id)),
        "interactions": counted(talks, "interaction") if talks else "",
        "last contact": describe_instant(row.last_contacted_at, clock),
        "added": describe_instant(row.created_at, clock),
    }
    return Side(
        Target("contact", id, row.name), _chosen("contact", row), _ways(detail.channels) | rest
    )


def _company(reader: Reader, id: int) -> Side:
    detail = companies.company(reader, id)
    row = detail.company
    rest = {
        "tags": ", ".join(detail.tags),
        "people": counted(row.contacts, "contact") if row.contacts else "",
        "deals": ", ".join(deal.title for deal in deals.open_of(reader, "company", id)),
        "added": describe_instant(row.created_at, reader.clock),
    }
    return Side(
        Target("company", id, row.name), _chosen("company", row), _ways(detail.channels) | rest
    )


def _chosen(noun: str, row: Contact | Company) -> dict[str, str]:
    return {name: getattr(row, name) or "" for name in CHOSEN[noun]}


def _ways(channels: Iterable[Channel]) -> dict[str, str]:
    kinds = ("email", "phone", "address")
    found = {kind: [each.value for each in channels if each.kind == kind] for kind in kinds}
    return {kind: ", ".join(values) for kind, values in found.items()}
