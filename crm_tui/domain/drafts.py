"""Drafts: records as an imported file states them, before they are matched or stored.

Formats and importing fill them, the import plan compares them with the store. They
are plain slots dataclasses, since a file makes a hundred thousand of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(slots=True)
class Rejected:
    """A part of a file that cannot be imported.

    `line` is its first physical line, counted from 1; `raw` is its text as it
    stands in the file, so that it can be mended and imported again.
    """

    line: int
    reason: str
    raw: str


@dataclass(slots=True)
class ChannelDraft:
    """One way to reach somebody; kind: email, phone, website, social or address.

    `invalid` marks a value that is kept although it cannot be right.
    """

    kind: str
    label: str
    value: str
    preferred: bool = False
    invalid: bool = False


@dataclass(slots=True)
class CompanyDraft:
    """The company that a row names; `name` is never empty, `parent` is its parent's name."""

    name: str = ""
    external_id: str = ""
    domain: str = ""
    parent: str = ""
    channels: list[ChannelDraft] = field(default_factory=list)


@dataclass(slots=True)
class KeyDateDraft:
    """A day to remember: kind (birthday, anniversary …) and `YYYY-MM-DD`."""

    kind: str
    day: str
    yearly: bool = True


@dataclass(slots=True)
class PreferenceDraft:
    """How somebody wants to be reached; an empty text says nothing."""

    channel: str = ""
    language: str = ""
    best_time: str = ""
    timezone: str = ""
    do_not_contact: bool = False


@dataclass(slots=True)
class ConsentDraft:
    """What somebody allowed, or withdrew; `at` is an instant as the store writes it."""

    channel: str
    purpose: str
    given: bool
    source: str
    at: str
    expires_on: str | None = None


@dataclass(slots=True)
class RelationshipDraft:
    """To whom a record belongs and how; `uid` is the other's in the store it came from."""

    kind: str
    noun: str
    uid: str


class NoteDraft(NamedTuple):
    """A note; `at` is the instant at which it was written, `author` who wrote it, both "" where
    the file does not say."""

    body: str
    at: str = ""
    author: str = ""


@dataclass(slots=True)
class ContactDraft:
    """A contact with its company, from one row.

    `name` is empty only when the row is about a company alone: then `channels` are
    the company's already, and all else here is its own too. `middle_name` is part
    of `name`. `lifecycle` is a stage's word or empty, `cadence` a text that
    `domain.cadences` reads or empty, `created_at`
    an instant as the store writes it or empty. `row_hash` is the same for the same
    content under the same fields, whatever the order of the columns.
    """

    line: int
    row_hash: str = ""
    external_id: str = ""
    name: str = ""
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    title: str = ""
    company: CompanyDraft | None = None
    lifecycle: str = ""
    cadence: str = ""
    owner: str = ""
    source: str = ""
    channels: list[ChannelDraft] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[NoteDraft] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)
    key_dates: list[KeyDateDraft] = field(default_factory=list)
    created_at: str = ""
    preference: PreferenceDraft | None = None
    consents: tuple[ConsentDraft, ...] = ()
    relationships: tuple[RelationshipDraft, ...] = ()
