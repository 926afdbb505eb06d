"""A contact on screen."""

from __future__ import annotations

from crm_tui.domain import cadences
from crm_tui.queries import contacts as queries
from crm_tui.queries import deals, preferences
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records import around
from crm_tui.screens.records.parts import (
    RecordView,
    ahead_of,
    archived,
    custom_rows,
    deal_section,
    file_section,
    filled,
    head,
    joined,
    note_section,
    reminder_section,
    row,
    standing,
    tag_words,
    timeline_section,
)
from crm_tui.store.reader import Reader
from crm_tui.widgets.sections import ListSection


def view(reader: Reader, id: int) -> RecordView:
    """The contact: who, how to reach, what is going on. Raises NotFound."""
    contact, channels, tags = queries.contact(reader, id)
    clock, target = reader.clock, Target("contact", id, contact.name)
    wishes = preferences.preference(reader, id)
    theirs, ahead = deals.open_of(reader, "contact", id), ahead_of(reader, target)
    lines = head(
        joined(contact.title, contact.company, contact.lifecycle, tag_words(tags)),
        joined(standing(contact.last_contacted_at, ahead, clock), around.local_time(wishes, clock)),
        joined(around.warning(wishes), archived(contact.archived_at, clock)),
    )
    about = filled(
        ("title", contact.title),
        ("lifecycle", contact.lifecycle),
        ("cadence", cadences.describe(contact, clock)),
        ("source", contact.source),
        ("owner", contact.owner),
        ("since", texts.ago(contact.created_at, clock)),
    )
    related = [Target("deal", deal.id, deal.title) for deal in theirs]
    colleagues = []
    if contact.company_id:
        company = Target("company", contact.company_id, contact.company or "")
        about.insert(0, row("company", company.name, company, "about"))
        related.insert(0, company)
        me = 0 if contact.archived_at else id
        colleagues = [around.people_section(reader, "Colleagues", company, me)]
    related += [Target("reminder", reminder.id, reminder.text) for reminder in ahead]
    parts = [
        reminder_section(ahead, clock),
        deal_section(theirs, clock),
        around.channel_section(channels, wishes),
        note_section(reader, target),
        file_section(reader, target),
        ListSection("About", about + custom_rows(reader, "contact", contact.custom)),
        around.wish_section(wishes, target),
        around.day_section(reader, "contact", id),
        around.tie_section(reader, "contact", id),
        *colleagues,
        around.consent_section(reader, id),
        timeline_section(reader, target),
    ]
    return RecordView(target, contact.name, lines, parts, tuple(related))
