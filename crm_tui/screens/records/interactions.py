"""An interaction on screen."""

from __future__ import annotations

from crm_tui.queries import interactions as queries
from crm_tui.queries import people
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import RecordView, filled, related_rows, text_section
from crm_tui.store.reader import Reader
from crm_tui.widgets.sections import ListSection


def view(reader: Reader, id: int) -> RecordView:
    """The interaction in full. Raises NotFound."""
    found = queries.interaction(reader, id)
    related = people.of_interaction(reader, id)
    if found.deal_id:
        related.append(Target("deal", found.deal_id, found.deal or ""))
    if found.company_id:
        related.append(Target("company", found.company_id, found.company or ""))
    lines = filled(
        ("when", texts.full_moment(found.at, reader.clock)),
        ("direction", found.direction),
        ("minutes", str(found.minutes) if found.minutes else ""),
        ("outcome", found.outcome),
        ("by", found.user),
    )
    title = f"{found.kind}: {found.subject}" if found.subject else found.kind
    parts = [ListSection("What", lines + related_rows(related)), text_section("Said", found.body)]
    return RecordView(Target("interaction", id, title), title, [], parts, tuple(related))
