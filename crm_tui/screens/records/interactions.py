"""An interaction on screen."""

from __future__ import annotations

from crm_tui.queries import interactions as queries
from crm_tui.queries import people
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import RecordView, filled
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import Section


def view(reader: Reader, id: int) -> RecordView:
    """The interaction in full. Raises NotFound."""
    found = queries.interaction(reader, id)
    who = people.of_interaction(reader, id)
    lines = filled(
        ("when", texts.full_moment(found.at, reader.clock)),
        ("direction", found.direction),
        ("with", ", ".join(person.name for person in who)),
        ("company", found.company),
        ("deal", found.deal),
        ("minutes", str(found.minutes) if found.minutes else ""),
        ("outcome", found.outcome),
        ("by", found.user),
    )
    related = list(who)
    if found.deal_id:
        related.append(Target("deal", found.deal_id, found.deal or ""))
    if found.company_id:
        related.append(Target("company", found.company_id, found.company or ""))
    title = f"{found.kind}: {found.subject}" if found.subject else found.kind
    return RecordView(
        Target("interaction", id, title),
        title,
        [Section("What", lines), Section("Said", [("", found.body)] if found.body else [])],
        tuple(related),
    )
