"""A note on screen."""

from __future__ import annotations

from crm_tui.queries import notes as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import RecordView, filled, related_rows, text_section
from crm_tui.store.reader import Reader
from crm_tui.widgets.sections import ListSection


def view(reader: Reader, id: int) -> RecordView:
    """The note in full. Raises NotFound."""
    found = queries.note(reader, id)
    sides = (
        ("contact", found.contact_id, found.contact),
        ("deal", found.deal_id, found.deal),
        ("company", found.company_id, found.company),
    )
    related = [Target(noun, id, name or "") for noun, id, name in sides if id]
    lines = filled(("when", texts.full_moment(found.created_at, reader.clock)), ("by", found.user))
    title = found.body.partition("\n")[0]
    parts = [
        ListSection("Note", lines + related_rows(related)),
        text_section("Written", found.body),
    ]
    return RecordView(Target("note", id, title), title, [], parts, tuple(related))
