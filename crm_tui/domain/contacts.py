"""Contacts: what a contact is when it is read, and the words of its funnel."""

from __future__ import annotations

from typing import NamedTuple

# The funnel, in order (docs: "lifecycle stage"); any lead may end as disqualified.
LIFECYCLE = (
    "raw lead",
    "viable lead",
    "nurtured lead",
    "active lead",
    "marketing-qualified lead",
    "sales-accepted lead",
    "opportunity",
    "customer",
    "disqualified",
)


class Channel(NamedTuple):
    """One way to reach a contact or a company; `preferred` and `invalid` are 0 or 1."""

    id: int
    contact_id: int | None
    company_id: int | None
    kind: str
    label: str
    value: str
    preferred: int
    invalid: int


class Contact(NamedTuple):
    """A contact as lists and screens read it. Instants are the store's UTC text;
    `custom` is a JSON object; `next_reminder_at` is a date or an instant."""

    id: int
    uid: str
    version: int
    name: str
    first_name: str
    last_name: str
    title: str
    company_id: int | None
    company: str | None
    lifecycle: str | None
    source: str
    owner: str | None
    created_at: str
    updated_at: str
    archived_at: str | None
    last_contacted_at: str | None
    next_reminder_at: str | None
    custom: str
    cadence_days: int | None
    cadence_max_days: int | None


class ContactDetail(NamedTuple):
    """A contact with what hangs on it."""

    contact: Contact
    channels: tuple[Channel, ...]
    tags: tuple[str, ...]

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The values of one kind of channel, the preferred one first."""
        return tuple(channel.value for channel in self.channels if channel.kind == kind)


def split_name(name: str) -> tuple[str, str]:
    """A person's name -> first and last name.

    One word is a first name; two are first and last; what is longer or has a comma
    or a title in it is read by nameparser.
    """
    words = name.split()
    if len(words) < 2:
        return name, ""
    if len(words) == 2 and "," not in name and not words[0].endswith("."):
        return words[0], words[1]
    from nameparser import HumanName

    parsed = HumanName(name)
    first = " ".join(part for part in (parsed.first, parsed.middle) if part)
    last = " ".join(part for part in (parsed.last, parsed.suffix) if part)
    return (first, last) if first and last else (words[0], " ".join(words[1:]))
