"""A company on screen."""

from __future__ import annotations

from crm_tui.queries import companies as queries
from crm_tui.queries import deals, people, reminders
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

SHOWN = 30


def view(reader: Reader, id: int) -> RecordView:
    """The company: its people, its deals, how to reach it. Raises NotFound."""
    company, channels, tags = queries.company(reader, id)
    target = Target("company", id, company.name)
    who = people.of_company(reader, id, SHOWN)
    theirs = deals.open_of(reader, "company", id)
    ahead = reminders.of_record(reader, "company", id)
    about = filled(
        ("domain", company.domain),
        ("part of", company.parent),
        ("tags", ", ".join(tags)),
        ("last contact", texts.ago(company.last_contacted_at, reader.clock)),
        ("source", company.source),
        ("owner", company.owner),
    )
    more = company.contacts - len(who)
    sections = [
        Section("Reminders", reminder_lines(ahead, reader.clock)),
        Section("Deals", deal_lines(theirs, reader.clock)),
        Section(
            f"People ({company.contacts})",
            [("", person.name) for person in who]
            + ([("", f"and {more:,} more")] if more > 0 else []),
        ),
        Section("Reach", channel_lines(channels)),
        Section("About", about + custom_lines(reader, "company", company.custom)),
        timeline_section(reader, target),
    ]
    related = [*who, *(Target("deal", deal.id, deal.title) for deal in theirs)]
    return RecordView(target, company.name, sections, tuple(related))
