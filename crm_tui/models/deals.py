"""Deals, the pipelines and stages they go through, and every move they made."""

from __future__ import annotations

from sqlalchemy import Index

from crm_tui.models.base import Record, Row, link, number, words


class Pipeline(Record, table=True):
    __tablename__ = "pipeline"

    name: str = words()
    name_key: str = words(unique=True)
    position: int = number(default=0)


class Stage(Record, table=True):
    __tablename__ = "stage"
    __table_args__ = (
        Index("stage_name", "pipeline_id", "name_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    pipeline_id: int = link("pipeline")
    name: str = words()
    name_key: str = words()
    position: int = number(default=0)
    status: str = words(default="open")
    probability: int = number(default=0)
    rotting_days: int | None = number(default=None)
    deal_limit: int | None = number(default=None)
    criteria: str = words(default="")


# All that a board adds up, so that it need not look at the deals themselves.
BOARD = (
    "pipeline_id",
    "stage_id",
    "currency",
    "status",
    "archived_at",
    "closed_at",
    "value",
    "probability",
)


class Deal(Record, table=True):
    __tablename__ = "deal"
    __table_args__ = (
        Index("deal_by_stage", "stage_id", "stage_since", "id"),
        Index("deal_on_board", *BOARD),
        Index("deal_by_close", "status", "closed_at"),
        Index("deal_by_title", "title_key", "id"),
        Index("deal_by_value", "value", "id"),
        Index("deal_by_expected_close", "expected_close", "id"),
        {"sqlite_autoincrement": True},
    )

    title: str = words()
    title_key: str = words()
    pipeline_id: int = link("pipeline", index=False)
    stage_id: int = link("stage", index=False)
    status: str = words(default="open")
    stage_since: str = words()
    value: int | None = number(default=None)
    value_from_lines: int = number(default=0)
    currency: str = words()
    probability: int = number(default=0)
    probability_by_hand: int = number(default=0)
    expected_close: str | None = words(default=None)
    closed_at: str | None = words(default=None)
    lost_reason: str = words(default="")
    source: str = words(default="")
    company_id: int | None = link("company", default=None)
    custom: str = words(default="{}")
    last_contacted_at: str | None = words(default=None)
    next_reminder_at: str | None = words(default=None)


class DealContact(Row, table=True):
    __tablename__ = "deal_contact"
    __table_args__ = (
        Index("deal_contact_pair", "deal_id", "contact_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    deal_id: int = link("deal", index=False)
    contact_id: int = link("contact")
    role: str = words(default="")


class StageChange(Row, table=True):
    __tablename__ = "stage_change"

    deal_id: int = link("deal")
    from_stage_id: int | None = link("stage", default=None)
    to_stage_id: int = link("stage")
    at: str = words(index=True)
    user_id: int | None = link("user", default=None, index=False)
    days_spent: int | None = number(default=None)
