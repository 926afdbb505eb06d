"""The fields of two records in a table, side by side."""

from __future__ import annotations

from collections.abc import Container

from textual.content import Content

from crm_tui.reports.sides import Side
from crm_tui.widgets.safe import safe
from crm_tui.widgets.table import TableRow


def rows(stays: Side, goes: Side, taken: Container[str]) -> list[TableRow]:
    """A row for each field, with a sign at the side that will be: that of `goes` for fields that
    are `taken`, or empty in `stays`. What hangs on both stays with a plus."""
    found = [
        _chosen(name, stays.fields[name], goes.fields[name], name in taken) for name in stays.fields
    ]
    for name in stays.rest:
        both = stays.rest[name], goes.rest[name]
        if any(both):
            cells = (safe(f"+ {text}" if text else "") for text in both)
            found.append(TableRow(name, (safe(name, "$text-muted"), *cells)))
    return found


def _chosen(name: str, stays: str, goes: str, taken: bool) -> TableRow:
    """A field of both sides with a sign at the one that will be."""
    taken = bool(goes) and (taken or not stays)

    def cell(text: str, counts: bool) -> Content:
        if not text:
            return safe("–", "$text-muted")
        return (
            safe("● ", "$text-success") + safe(text, "bold")
            if counts
            else (safe(f"○ {text}", "$text-muted"))
        )

    same = stays == goes
    return TableRow(
        name, (safe(name, "$text-muted"), cell(stays, not taken), cell(goes, taken or same))
    )
