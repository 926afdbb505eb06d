"""What the fields of records hold, as they would be typed: reading it back changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from crm_tui.clock import Clock
from crm_tui.domain.cadences import cadence_of
from crm_tui.domain.companies import CompanyDetail
from crm_tui.domain.contacts import Channel, ContactDetail
from crm_tui.domain.dates import When
from crm_tui.domain.deals import Deal, Stage
from crm_tui.domain.money import decimal_text
from crm_tui.domain.products import LineItem, Product, discount_text, quantity_text
from crm_tui.domain.reminders import Reminder

Written = dict[str, str]


def contact(detail: ContactDetail) -> Written:
    """A contact's fields; of its channels the first of each kind."""
    row = detail.contact
    return {
        **_custom(row.custom),
        **_channels(detail.channels, ("email", "phone")),
        "name": row.name,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "company": row.company or "",
        "title": row.title,
        "lifecycle": row.lifecycle or "",
        "cadence": str(cadence_of(row) or ""),
        "source": row.source,
        "owner": row.owner or "",
    }


def company(detail: CompanyDetail) -> Written:
    """A company's fields; of its channels the first of each kind."""
    row = detail.company
    return {
        **_custom(row.custom),
        **_channels(detail.channels, ("email", "phone", "website")),
        "name": row.name,
        "domain": row.domain,
        "parent": row.parent or "",
        "source": row.source,
        "owner": row.owner or "",
    }


def deal(row: Deal) -> Written:
    """A deal's fields; the probability only where it was set by hand."""
    return {
        **_custom(row.custom),
        "title": row.title,
        "value": _money(row.value, row.currency),
        "currency": row.currency,
        "company": row.company or "",
        "pipeline": row.pipeline,
        "stage": row.stage,
        "probability": str(row.probability) if row.probability_by_hand else "",
        "expected_close": row.expected_close or "",
        "source": row.source,
        "owner": row.owner or "",
    }


def product(row: Product) -> Written:
    """A product's fields."""
    return {
        **_custom(row.custom),
        "name": row.name,
        "code": row.code,
        "series": row.series,
        "price": _money(row.price, row.currency),
        "currency": row.currency,
        "unit": row.unit,
    }


def line_item(row: LineItem) -> Written:
    """A line item's fields, but for its product."""
    return {
        "quantity": quantity_text(row.quantity),
        "price": _money(row.price, row.currency),
        "discount": discount_text(row.discount) if row.discount else "",
    }


def reminder(row: Reminder, clock: Clock) -> Written:
    """A reminder's fields."""
    repeat = ""
    if row.repeat:
        from crm_tui.domain.recurrence import describe_repeat

        repeat = describe_repeat(row.repeat)
        repeat += " after done" if row.repeat_from == "done" else ""
    return {
        "text": row.text,
        "due": _due(row.due, row.zone, clock),
        "kind": row.kind,
        "repeat": repeat,
        "owner": row.owner or "",
    }


def stage(row: Stage) -> Written:
    """A stage's fields."""
    return {
        "name": row.name,
        "status": row.status,
        "probability": str(row.probability),
        "rotting_days": "" if row.rotting_days is None else str(row.rotting_days),
        "deal_limit": "" if row.deal_limit is None else str(row.deal_limit),
    }


def _custom(custom: str) -> Written:
    found: Mapping[str, object] = json.loads(custom)
    return {name: str(value) for name, value in found.items()}


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{decimal_text(minor, currency)} {currency}"


def _channels(channels: tuple[Channel, ...], kinds: tuple[str, ...]) -> Written:
    first = {channel.kind: channel.value for channel in reversed(channels)}
    return {kind: first.get(kind, "") for kind in kinds}


def _due(due: str, zone: str | None, clock: Clock) -> str:
    when = When(due, zone)
    if when.is_date or (zone and zone != clock.zone.key):
        return when.due if when.is_date else when.describe(clock)
    return f"{clock.at(datetime.fromisoformat(due)):%Y-%m-%d %H:%M}"
