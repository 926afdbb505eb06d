"""Companies, as they are read."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.domain.contacts import Channel


class Company(NamedTuple):
    """A company as lists and screens read it; see `Contact` for the columns' forms."""

    id: int
    uid: str
    version: int
    name: str
    domain: str
    parent_id: int | None
    parent: str | None
    source: str
    owner: str | None
    contacts: int
    open_deals: int
    created_at: str
    archived_at: str | None
    last_contacted_at: str | None
    next_reminder_at: str | None
    custom: str


class CompanyDetail(NamedTuple):
    """A company with what hangs on it."""

    company: Company
    channels: tuple[Channel, ...]
    tags: tuple[str, ...]
