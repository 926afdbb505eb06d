"""A deal on screen."""

from __future__ import annotations

from crm_tui.clock import Clock
from crm_tui.domain.deals import Deal, StageChange, rot_reason, weighted
from crm_tui.domain.money import format_money
from crm_tui.queries import deals as queries
from crm_tui.queries import reminders
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import (
    Line,
    RecordView,
    custom_lines,
    filled,
    reminder_lines,
    timeline_section,
)
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import Section
from crm_tui.widgets.safe import safe


def view(reader: Reader, id: int) -> RecordView:
    """The deal: where it stands and why, who takes part, its moves. Raises NotFound."""
    deal, people, tags, moves = queries.deal(reader, id)
    target = Target("deal", id, deal.title)
    ahead = reminders.of_record(reader, "deal", id)
    sections = [
        Section("Standing", _standing(deal, reader.clock)),
        Section("Next", reminder_lines(ahead, reader.clock)),
        Section("People", [(person.role or "contact", person.name) for person in people]),
        Section(
            "About",
            filled(
                ("company", deal.company),
                ("pipeline", deal.pipeline),
                ("tags", ", ".join(tags)),
                ("source", deal.source),
                ("owner", deal.owner),
            )
            + custom_lines(reader, "deal", deal.custom),
        ),
        Section("Moves", [_move(move, reader.clock) for move in moves]),
        timeline_section(reader, target),
    ]
    related = [Target("contact", person.contact_id, person.name) for person in people]
    if deal.company_id:
        related.append(Target("company", deal.company_id, deal.company or ""))
    related += [Target("reminder", reminder.id, reminder.text) for reminder in ahead]
    return RecordView(target, deal.title, sections, tuple(related))


def _standing(deal: Deal, clock: Clock) -> list[Line]:
    worth = texts.value_text(deal)
    if worth and deal.status == "open":
        share = format_money(weighted(deal.value, deal.probability, "open"), deal.currency)
        worth = f"{worth}  × {deal.probability} % = {share}"
    age = f"for {texts.stage_age(deal, clock)}" if deal.status == "open" else ""
    lines: list[Line] = [("stage", safe(deal.stage, "bold") + safe(f"  {age}", "$text-muted"))]
    lines += filled(("value", worth))
    if why := rot_reason(deal, clock):
        lines.append(("rotting", safe(f"▲ {why}", "$text-warning")))
    return lines + filled(
        ("expected", texts.day_text(deal.expected_close, clock)),
        ("closed", texts.ago(deal.closed_at, clock)),
        ("lost because", deal.lost_reason),
    )


def _move(move: StageChange, clock: Clock) -> Line:
    way = safe(f"{move.from_stage} → {move.to_stage}" if move.from_stage else move.to_stage)
    spent = "" if move.days_spent is None else f"  after {move.days_spent}d"
    by = f"  {move.user}" if move.user else ""
    return (texts.moment(move.at, clock), way + safe(f"{spent}{by}", "$text-muted"))
