"""A contact on screen."""

from __future__ import annotations

from crm_tui.domain import cadences
from crm_tui.queries import contacts as queries
from crm_tui.queries import deals, reminders
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import (
    RecordView,
    channel_lines,
    custom_lines,
    deal_lines,
    filled,
    reminder_lines,
    timeline_section,
)
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import Section


def view(reader: Reader, id: int) -> RecordView:
    """The contact: who, how to reach, what is going on. Raises NotFound."""
    contact, channels, tags = queries.contact(reader, id)
    target = Target("contact", id, contact.name)
    theirs = deals.open_of(reader, "contact", id)
    ahead = reminders.of_record(reader, "contact", id)
    about = filled(
        ("company", contact.company),
        ("title", contact.title),
        ("lifecycle", contact.lifecycle),
        ("tags", ", ".join(tags)),
        ("last contact", texts.ago(contact.last_contacted_at, reader.clock)),
        ("cadence", cadences.describe(contact, reader.clock)),
        ("source", contact.source),
        ("owner", contact.owner),
        ("archived", texts.ago(contact.archived_at, reader.clock)),
    )
    sections = [
        Section("Reminders", reminder_lines(ahead, reader.clock)),
        Section("Deals", deal_lines(theirs, reader.clock)),
        Section("Reach", channel_lines(channels)),
        Section("About", about + custom_lines(reader, "contact", contact.custom)),
        timeline_section(reader, target),
    ]
    related = [Target("deal", deal.id, deal.title) for deal in theirs]
    if contact.company_id:
        related.insert(0, Target("company", contact.company_id, contact.company or ""))
    related += [Target("reminder", reminder.id, reminder.text) for reminder in ahead]
    return RecordView(target, contact.name, sections, tuple(related))
