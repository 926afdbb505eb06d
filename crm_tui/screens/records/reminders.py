"""A reminder on screen."""

from __future__ import annotations

from crm_tui.domain.dates import When
from crm_tui.queries import reminders as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import RecordView, filled, related_rows
from crm_tui.store.reader import Reader
from crm_tui.widgets.sections import ListSection


def view(reader: Reader, id: int) -> RecordView:
    """The reminder: what, when, how often, about whom. Raises NotFound."""
    found = queries.reminder(reader, id)
    sides = (
        ("contact", found.contact_id, found.contact),
        ("deal", found.deal_id, found.deal),
        ("company", found.company_id, found.company),
    )
    related = [Target(noun, id, name or "") for noun, id, name in sides if id]
    lines = filled(
        ("due", When(found.due, found.zone).describe(reader.clock)),
        ("kind", found.kind),
        ("repeats", _repeat(found.repeat, found.repeat_from)),
        ("owner", found.owner),
        ("done", texts.ago(found.done_at, reader.clock)),
        ("dropped", texts.ago(found.dropped_at, reader.clock)),
    )
    parts = [ListSection("Reminder", lines + related_rows(related))]
    return RecordView(Target("reminder", id, found.text), found.text, [], parts, tuple(related))


def _repeat(rule: str | None, counted_from: str) -> str:
    if not rule:
        return ""
    from crm_tui.domain.recurrence import describe_repeat

    return describe_repeat(rule) + (" after done" if counted_from == "done" else "")
