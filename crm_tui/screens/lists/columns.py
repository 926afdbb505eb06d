"""What a list can show of each record, a column for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.content import Content

from crm_tui.clock import Clock
from crm_tui.domain.companies import CompanyDetail
from crm_tui.domain.contacts import ContactDetail
from crm_tui.domain.money import format_money
from crm_tui.domain.products import Product
from crm_tui.screens import texts
from crm_tui.widgets.safe import Align, safe

Detail = ContactDetail | CompanyDetail | tuple[Product]
Cell = Callable[[Any, Clock], str | Content]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: how its cell is written, by which order of the noun's list it sorts, and
    which field an edit of its cell sets; "" where there is none."""

    name: str
    label: str
    cell: Cell
    width: int = 14
    flex: int = 1
    sort: str = ""
    field: str = ""
    align: Align = "left"


def contact_columns() -> tuple[ListColumn, ...]:
    """What a list of contacts can show."""
    return (
        ListColumn("name", "Name", _of("name"), 29, 3, "name", "name"),
        ListColumn("company", "Company", _of("company"), 18, 2, field="company"),
        ListColumn("title", "Job title", _of("title"), 18, field="title"),
        ListColumn("email", "E-mail", _way("email"), 24, field="email"),
        ListColumn("phone", "Phone", _way("phone"), 18, 0, field="phone"),
        ListColumn("tags", "Tags", _tags, 16),
        ListColumn("lifecycle", "Lifecycle", _of("lifecycle"), 14, field="lifecycle"),
        ListColumn("cadence", "Cadence", _cadence, 16, field="cadence"),
        *_kept(),
    )


def company_columns() -> tuple[ListColumn, ...]:
    """What a list of companies can show."""
    return (
        ListColumn("name", "Name", _of("name"), 24, 3, "name", "name"),
        ListColumn("domain", "Domain", _of("domain"), 18, 2, field="domain"),
        ListColumn("contacts", "People", _of("contacts"), 7, 0, align="right"),
        ListColumn("open_deals", "Deals", _of("open_deals"), 6, 0, align="right"),
        ListColumn("email", "E-mail", _way("email"), 24, field="email"),
        ListColumn("phone", "Phone", _way("phone"), 18, 0, field="phone"),
        ListColumn("website", "Website", _way("website"), 24, field="website"),
        ListColumn("tags", "Tags", _tags, 16),
        ListColumn("parent", "Part of", _of("parent"), 18, field="parent"),
        *_kept(),
    )


def product_columns() -> tuple[ListColumn, ...]:
    """What a list of products can show."""
    return (
        ListColumn("name", "Name", _of("name"), 22, 3, "name", "name"),
        ListColumn("code", "Code", _of("code"), 8, 1, "code", "code"),
        ListColumn("series", "Series", _of("series"), 10, 1, "series", "series"),
        ListColumn("price", "Price", _price, 12, 0, "price", "price", "right"),
        ListColumn("unit", "Unit", _of("unit"), 6, 0, field="unit"),
        ListColumn("deals", "Deals", _of("deals"), 6, 0, align="right"),
        ListColumn("created", "Created", _ago("created_at"), 12, 0, "created_at"),
    )


def custom_columns(labels: dict[str, str], taken: Iterable[str]) -> list[ListColumn]:
    """A column for each custom field that is not called like one of the usual."""
    usual = set(taken)
    return [
        ListColumn(name, label, _custom(name), field=name)
        for name, label in labels.items()
        if name not in usual
    ]


def _kept() -> tuple[ListColumn, ...]:
    return (
        ListColumn("owner", "Owner", _of("owner"), 12, field="owner"),
        ListColumn("source", "Source", _of("source"), 12, field="source"),
        ListColumn("next", "Next step", _next, 12, 0, "next_reminder_at"),
        ListColumn("last", "Last contact", _ago("last_contacted_at"), 12, 1, "last_contacted_at"),
        ListColumn("created", "Created", _ago("created_at"), 12, 0, "created_at"),
    )


def record_of(detail: Detail) -> Any:
    """The record itself of what was read of it."""
    return detail[0]


def _of(name: str) -> Cell:
    def cell(detail: Any, clock: Clock) -> str:  # noqa: ARG001
        value = getattr(record_of(detail), name)
        return "" if value is None else str(value)

    return cell


def _ago(name: str) -> Cell:
    return lambda detail, clock: texts.ago(getattr(record_of(detail), name), clock)


def _way(kind: str) -> Cell:
    """The first channel of a kind, and how many more there are."""

    def cell(detail: Any, clock: Clock) -> str:  # noqa: ARG001
        found = [channel.value for channel in detail.channels if channel.kind == kind]
        more = f" +{len(found) - 1}" if len(found) > 1 else ""
        return f"{found[0]}{more}" if found else ""

    return cell


def _cadence(detail: Any, clock: Clock) -> str:  # noqa: ARG001
    kept = record_of(detail)
    return "" if kept.cadence_days is None else f"{kept.cadence_days} to {kept.cadence_max_days} d"


def _price(detail: Any, clock: Clock) -> str:  # noqa: ARG001
    row = record_of(detail)
    return "" if row.price is None else format_money(row.price, row.currency)


def _tags(detail: Any, clock: Clock) -> str:  # noqa: ARG001
    return ", ".join(detail.tags)


def _custom(name: str) -> Cell:
    return lambda detail, clock: str(json.loads(record_of(detail).custom).get(name, ""))  # noqa: ARG005


def _next(detail: Any, clock: Clock) -> str | Content:
    due = record_of(detail).next_reminder_at
    if not due:
        return ""
    from crm_tui.domain.reminders import bucket

    return safe(texts.due_text(due, clock), texts.DUE_STYLES.get(bucket(due, clock), ""))
