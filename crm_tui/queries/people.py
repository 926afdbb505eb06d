"""Which contacts belong to another record."""

from __future__ import annotations

from crm_tui.queries.resolve import Target
from crm_tui.store.reader import Reader


def of_company(reader: Reader, id: int, limit: int) -> list[Target]:
    """The first contacts of a company, by name."""
    return reader.rows(
        Target,
        "SELECT 'contact' AS noun, id, name FROM contact WHERE company_id = :id"
        f" AND archived_at IS NULL ORDER BY name_key, id LIMIT {int(limit)}",
        id=id,
    )


def of_interaction(reader: Reader, id: int) -> list[Target]:
    """The contacts that took part in an interaction."""
    return reader.rows(
        Target,
        "SELECT 'contact' AS noun, c.id, c.name FROM interaction_contact ic"
        " JOIN contact c ON c.id = ic.contact_id WHERE ic.interaction_id = :id ORDER BY ic.id",
        id=id,
    )
