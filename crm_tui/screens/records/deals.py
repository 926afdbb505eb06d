"""A deal on screen."""

from __future__ import annotations

from crm_tui.clock import Clock
from crm_tui.domain.deals import Deal, StageChange, rot_reason, weighted
from crm_tui.domain.money import format_money
from crm_tui.domain.products import LineItem, describe
from crm_tui.queries import deals as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.records.parts import (
    RecordView,
    ahead_of,
    archived,
    custom_rows,
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
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionRow


def view(reader: Reader, id: int) -> RecordView:
    """The deal: where it stands and why, who takes part, its moves. Raises NotFound."""
    deal, people, tags, moves, products = queries.deal(reader, id)
    clock, target = reader.clock, Target("deal", id, deal.title)
    ahead = ahead_of(reader, target)
    lines = head(
        joined(deal.company, tag_words(tags), archived(deal.archived_at, clock)),
        joined(standing(deal.last_contacted_at, ahead, clock)),
    )
    about = filled(("pipeline", deal.pipeline), ("source", deal.source), ("owner", deal.owner))
    related = [Target("contact", person.contact_id, person.name) for person in people]
    who = [
        row(person.role or "contact", person.name, each, "people")
        for person, each in zip(people, related, strict=True)
    ]
    if deal.company_id:
        company = Target("company", deal.company_id, deal.company or "")
        who.append(row("company", company.name, company, "people"))
        related.append(company)
    related += dict.fromkeys(Target("product", line.product_id, line.product) for line in products)
    related += [Target("reminder", reminder.id, reminder.text) for reminder in ahead]
    parts = [
        ListSection("Standing", _standing(deal, clock)),
        reminder_section(ahead, clock),
        ListSection("People", who),
        _products(deal, products),
        note_section(reader, target),
        file_section(reader, target),
        ListSection("About", about + custom_rows(reader, "deal", deal.custom)),
        ListSection("Moves", [_move(move, clock) for move in moves]),
        timeline_section(reader, target),
    ]
    return RecordView(target, deal.title, lines, parts, tuple(related))


def _standing(deal: Deal, clock: Clock) -> list[SectionRow]:
    worth = texts.value_text(deal)
    if worth and deal.status == "open":
        share = format_money(weighted(deal.value, deal.probability, "open"), deal.currency)
        worth = f"{worth}  × {deal.probability} % = {share}"
    age = f"for {texts.stage_age(deal, clock)}" if deal.status == "open" else ""
    lines = [row("stage", safe(deal.stage, "bold") + safe(f"  {age}", "$text-muted"))]
    lines += filled(("value", worth))
    if why := rot_reason(deal, clock):
        lines.append(row("rotting", safe(f"▲ {why}", "$text-warning"), lines=3))
    return lines + filled(
        ("expected", texts.day_text(deal.expected_close, clock)),
        ("closed", texts.ago(deal.closed_at, clock)),
        ("lost because", deal.lost_reason),
    )


def _products(deal: Deal, lines: tuple[LineItem, ...]) -> ListSection:
    """The line items, each with what it comes to; their sum where it is not the value."""
    rows = []
    for line in lines:
        text = safe(line.product, "bold") + safe(f"  {describe(line)}", "$text-muted")
        opens = Target("product", line.product_id, line.product)
        part = Target("line item", line.id, line.product)
        rows.append(row(line.code, text, part, "products", lines=2, opens=opens))
    worth = sum(line.amount for line in lines)
    note = format_money(worth, deal.currency) if lines and worth != deal.value else ""
    return ListSection("Products", rows, note)


def _move(move: StageChange, clock: Clock) -> SectionRow:
    way = safe(f"{move.from_stage} → {move.to_stage}" if move.from_stage else move.to_stage)
    spent = "" if move.days_spent is None else f"  after {move.days_spent}d"
    by = f"  {move.user}" if move.user else ""
    return row(texts.moment(move.at, clock), way + safe(f"{spent}{by}", "$text-muted"))
