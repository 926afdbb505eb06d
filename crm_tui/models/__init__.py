"""The tables, a file per noun: no queries, no rules."""

from sqlmodel import SQLModel

from crm_tui.models import (
    companies,
    contacts,
    deals,
    duplicates,
    interactions,
    lists,
    operations,
    privacy,
    products,
    search,
)
from crm_tui.models.base import DERIVED

METADATA = SQLModel.metadata

# Undo puts rows back in any order and lets the database check at commit.
for _table in METADATA.tables.values():
    for _key in _table.foreign_key_constraints:
        _key.deferrable = True
        _key.initially = "IMMEDIATE"

# Tables whose rows the journal does not watch: they are the journal, or settings.
UNJOURNALED = frozenset({"operation", "change", "current_operation", "setting", "search_mark"})

__all__ = [
    "DERIVED",
    "METADATA",
    "UNJOURNALED",
    "companies",
    "contacts",
    "deals",
    "duplicates",
    "interactions",
    "lists",
    "operations",
    "privacy",
    "products",
    "search",
]
