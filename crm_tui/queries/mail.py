"""What the import of mail looks up."""

from __future__ import annotations

from collections.abc import Iterable

from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader
from crm_tui.text import fold


def user_addresses(reader: Reader) -> dict[str, int]:
    """The users' ids by their folded e-mail addresses."""
    rows = reader.db.rows("SELECT email, id FROM \"user\" WHERE email <> ''")
    return {fold(str(email)): int(id) for email, id in rows}


def companies_of(reader: Reader, contacts: Iterable[int]) -> dict[int, int]:
    """The companies of these contacts, by contact."""
    test, params = among("id", contacts)
    sql = f"SELECT id, company_id FROM contact WHERE company_id IS NOT NULL AND {test}"
    return {int(id): int(company) for id, company in reader.db.rows(sql, params)}
