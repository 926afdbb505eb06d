"""A company on screen."""

from __future__ import annotations

from crm_tui.domain.preferences import Preference
from crm_tui.queries import companies as queries
from crm_tui.queries import deals
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records import around
from crm_tui.screens.records.parts import (
    RecordView,
    Spot,
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
    """The company: its people, its deals, how to reach it. Raises NotFound."""
    company, channels, tags = queries.company(reader, id)
    clock, target = reader.clock, Target("company", id, company.name)
    theirs, ahead = deals.open_of(reader, "company", id), ahead_of(reader, target)
    lines = head(
        joined(company.domain, company.parent and f"part of {company.parent}", tag_words(tags)),
        joined(standing(company.last_contacted_at, ahead, clock)),
        joined(archived(company.archived_at, clock)),
    )
    about = filled(
        ("domain", company.domain),
        ("source", company.source),
        ("owner", company.owner),
        ("since", texts.ago(company.created_at, clock)),
    )
    below = queries.subsidiaries(reader, id, around.PEOPLE)
    who = around.people_section(reader, "People", target)
    related = [each.key.target for each in who.rows if isinstance(each.key, Spot)]
    related += [Target("deal", deal.id, deal.title) for deal in theirs]
    if company.parent_id:
        parent = Target("company", company.parent_id, company.parent or "")
        about.insert(0, row("part of", parent.name, parent, "about"))
        related.append(parent)
    parts = [
        reminder_section(ahead, clock),
        deal_section(theirs, clock),
        who,
        around.channel_section(channels, Preference()),
        note_section(reader, target),
        file_section(reader, target),
        ListSection("About", about + custom_rows(reader, "company", company.custom)),
        around.day_section(reader, "company", id),
        around.tie_section(reader, "company", id),
        ListSection("Subsidiaries", [row("", each.name, each, "below") for each in below]),
        timeline_section(reader, target),
    ]
    return RecordView(target, company.name, lines, parts, tuple(related))
