"""Companies."""

from __future__ import annotations

from sqlalchemy import Index

from crm_tui.models.base import LIVE, SORTED, Record, link, words


class Company(Record, table=True):
    __tablename__ = "company"
    __table_args__ = (
        Index("company_by_name", "name_key", "id"),
        *(
            Index(f"company_by_{name}", column, "id", sqlite_where=LIVE, postgresql_where=LIVE)
            for name, column in SORTED.items()
        ),
        {"sqlite_autoincrement": True},
    )

    name: str = words()
    name_key: str = words()
    domain: str = words(default="", index=True)
    parent_id: int | None = link("company", default=None)
    source: str = words(default="")
    custom: str = words(default="{}")
    last_contacted_at: str | None = words(default=None)
    next_reminder_at: str | None = words(default=None)
