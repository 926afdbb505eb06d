"""Cadences, attachments, saved filters, pinned records, the work queue's rounds."""

from __future__ import annotations

from alembic import op

from crm_tui.store.migrations.columns import index, link, number, record, row, words

revision = "0002"
down_revision = "0001"

_SORTED = {
    "last_contact": "last_contacted_at",
    "next_reminder": "next_reminder_at",
    "creation": "created_at",
}


def upgrade() -> None:
    columns()
    tables()
    indexes()
    last_contacts()


def columns() -> None:
    op.add_column("contact", number("cadence_days", nullable=True))
    op.add_column("contact", number("cadence_max_days", nullable=True))
    op.add_column("preference", words("timezone", default=""))
    op.add_column("stage", number("deal_limit", nullable=True))


def tables() -> None:
    parents = ("contact", "company", "deal")
    record(
        "attachment",
        words("name"),
        words("hash"),
        number("size"),
        *(link(f"{parent}_id", parent) for parent in parents),
    )
    record(
        "segment",
        words("noun"),
        words("name"),
        words("name_key"),
        words("filter", default=""),
        words("sort", default=""),
        words("columns", default=""),
        number("position", default="0"),
    )
    row(
        "pin",
        link("user_id", "user", nullable=False),
        *(link(f"{parent}_id", parent) for parent in parents),
    )
    row(
        "queue_visit",
        link("user_id", "user", nullable=False),
        words("round"),
        words("noun"),
        number("record_id"),
        words("at"),
        words("outcome", default=""),
    )


def indexes() -> None:
    op.drop_index("contact_by_last_contact", "contact")
    for noun in ("contact", "company"):
        for name, column in _SORTED.items():
            index(f"{noun}_by_{name}", noun, [column, "id"], "archived_at IS NULL")
    index("contact_by_cadence", "contact", ["cadence_max_days"], "cadence_max_days IS NOT NULL")
    index("deal_by_value", "deal", ["value", "id"])
    index("deal_by_expected_close", "deal", ["expected_close", "id"])
    for column in ("owner_id", "hash", "contact_id", "company_id", "deal_id"):
        index(f"ix_attachment_{column}", "attachment", [column])
    index("ix_segment_owner_id", "segment", ["owner_id"])
    index("segment_name", "segment", ["noun", "name_key"], unique=True)
    for parent in ("contact", "company", "deal"):
        index(f"ix_pin_{parent}_id", "pin", [f"{parent}_id"])
        index(f"pin_{parent}", "pin", ["user_id", f"{parent}_id"], unique=True)
    visit = ["user_id", "round", "noun", "record_id"]
    index("queue_visit_once", "queue_visit", visit, unique=True)


def last_contacts() -> None:
    """A try that reached nobody is no contact any more."""
    counts = (
        "i.kind <> 'note' AND i.direction <> 'internal' AND i.archived_at IS NULL"
        " AND (i.direction = 'inbound' OR lower(i.outcome) NOT IN"
        " ('no answer', 'voicemail', 'left a message', 'busy', 'bounced'))"
    )
    for parent in ("company", "deal"):
        op.execute(
            f"UPDATE {parent} SET last_contacted_at = (SELECT max(i.at) FROM interaction i"
            f" WHERE i.{parent}_id = {parent}.id AND {counts})"
        )
    op.execute(
        "UPDATE contact SET last_contacted_at = (SELECT max(i.at) FROM interaction_contact ic"
        " JOIN interaction i ON i.id = ic.interaction_id"
        f" WHERE ic.contact_id = contact.id AND {counts})"
    )
