"""What hangs on records, as scripts read it: key dates, relationships, wishes, notes."""

from __future__ import annotations

from datetime import date

from crm_tui.clock import Clock
from crm_tui.domain.attachments import Attachment
from crm_tui.domain.key_dates import KeyDate, next_on
from crm_tui.domain.preferences import Consent, Preference, state
from crm_tui.domain.relationships import Relationship
from crm_tui.queries.notes import Note
from crm_tui.queries.resolve import Target
from crm_tui.reports.records import moment
from crm_tui.reports.shapes import (
    AttachmentRecord,
    ConsentRecord,
    KeyDateRecord,
    NoteRecord,
    PreferenceRecord,
    RelationshipRecord,
)


def key_date(row: KeyDate, clock: Clock) -> KeyDateRecord:
    """A key date, and when it comes next."""
    coming = next_on(date.fromisoformat(row.day), clock.today(), yearly=bool(row.yearly))
    return {
        "id": row.id,
        "kind": row.kind,
        "day": row.day,
        "yearly": bool(row.yearly),
        "next": coming.isoformat() if coming else None,
        "of": row.name,
    }


def relationship(row: Relationship, _: Clock) -> RelationshipRecord:
    """A relationship, in the direction in which it was noted."""
    return {"id": row.id, "kind": row.kind, "of": row.from_name, "to": row.to_name}


def preference(row: Preference, contact: Target) -> PreferenceRecord:
    """A contact's preferences; `id` is the contact's."""
    return {
        "id": contact.id,
        "contact": contact.name,
        "channel": row.channel,
        "language": row.language,
        "best_time": row.best_time,
        "timezone": row.timezone,
        "do_not_contact": bool(row.do_not_contact),
    }


def consent(row: Consent, clock: Clock) -> ConsentRecord:
    """A consent or its withdrawal."""
    return {
        "id": row.id,
        "contact": row.contact,
        "channel": row.channel,
        "purpose": row.purpose,
        "given": bool(row.given),
        "state": state(row, clock.today()),
        "source": row.source,
        "at": moment(row.at, clock),
        "expires_on": row.expires_on,
    }


def note(row: Note, clock: Clock) -> NoteRecord:
    """A note in full."""
    return {
        "id": row.id,
        "at": moment(row.created_at, clock),
        "body": row.body,
        "contact": row.contact,
        "company": row.company,
        "deal": row.deal,
        "user": row.user,
    }


def attachment(row: Attachment, clock: Clock) -> AttachmentRecord:
    """An attachment."""
    return {
        "id": row.id,
        "name": row.name,
        "size": row.size,
        "sha256": row.hash,
        "at": moment(row.created_at, clock),
        "contact": row.contact,
        "company": row.company,
        "deal": row.deal,
        "user": row.user,
    }
