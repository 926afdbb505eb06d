"""What people keep of lists: saved filters, pinned records, and where the work queue stands."""

from __future__ import annotations

from sqlalchemy import Index

from crm_tui.models.base import Record, Row, link, number, words


class Segment(Record, table=True):
    """A named filter over a noun's list, with its order and its columns (names, comma
    separated), both "" for the usual ones."""

    __tablename__ = "segment"
    __table_args__ = (
        Index("segment_name", "noun", "name_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    noun: str = words()
    name: str = words()
    name_key: str = words()
    filter: str = words(default="")
    sort: str = words(default="")
    columns: str = words(default="")
    position: int = number(default=0)


class Pin(Row, table=True):
    """A record that a user keeps at hand."""

    __tablename__ = "pin"
    __table_args__ = (
        Index("pin_contact", "user_id", "contact_id", unique=True),
        Index("pin_company", "user_id", "company_id", unique=True),
        Index("pin_deal", "user_id", "deal_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    user_id: int = link("user", index=False)
    contact_id: int | None = link("contact", default=None)
    company_id: int | None = link("company", default=None)
    deal_id: int | None = link("deal", default=None)


class QueueVisit(Row, table=True):
    """A record that a user's round of the work queue has dealt with; `round` is the instant
    at which it began. In the journal like all else: who takes a call back meets it again."""

    __tablename__ = "queue_visit"
    __table_args__ = (
        Index("queue_visit_once", "user_id", "round", "noun", "record_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    user_id: int = link("user", index=False)
    round: str = words()
    noun: str = words()
    record_id: int = number()
    at: str = words()
    outcome: str = words(default="")
