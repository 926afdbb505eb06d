"""Contacts that may be one person, and where the records went that were merged."""

from __future__ import annotations

from sqlalchemy import Index

from crm_tui.models.base import Row, link, number, words


class Duplicate(Row, table=True):
    """A pair of contacts, the smaller id first: found by a scan (`open`), or told to be
    `distinct` and never found again. `score` is in hundredths of a point."""

    __tablename__ = "duplicate"
    __table_args__ = (
        Index("duplicate_pair", "first_id", "second_id", unique=True),
        Index("duplicate_by_score", "state", "score"),
        {"sqlite_autoincrement": True},
    )

    first_id: int = link("contact", index=False)
    second_id: int = link("contact")
    state: str = words(default="open")
    score: int = number(default=0)
    reasons: str = words(default="")


class Redirect(Row, table=True):
    """Where a contact or company is found that was merged into another."""

    __tablename__ = "redirect"
    __table_args__ = (
        Index("redirect_id", "noun", "old_id", unique=True),
        Index("redirect_uid", "old_uid"),
        Index("redirect_record", "noun", "record_id"),
        {"sqlite_autoincrement": True},
    )

    noun: str = words()
    old_id: int = number()
    old_uid: str = words()
    old_name: str = words(default="")
    record_id: int = number()
