"""A note on screen."""

from __future__ import annotations

from crm_tui.queries import notes as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import RecordView, filled
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import Section


def view(reader: Reader, id: int) -> RecordView:
    """The note in full. Raises NotFound."""
    found = queries.note(reader, id)
    lines = filled(
        ("when", texts.full_moment(found.created_at, reader.clock)),
        ("contact", found.contact),
        ("company", found.company),
        ("deal", found.deal),
        ("by", found.user),
    )
    related = (
        ("contact", found.contact_id, found.contact),
        ("deal", found.deal_id, found.deal),
        ("company", found.company_id, found.company),
    )
    title = found.body.partition("\n")[0]
    return RecordView(
        Target("note", id, title),
        title,
        [Section("Note", lines), Section("Written", [("", found.body)])],
        tuple(Target(noun, id, name or "") for noun, id, name in related if id),
    )
