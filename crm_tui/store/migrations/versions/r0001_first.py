"""The first schema: every noun of the first release, and the journal."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from crm_tui.store.migrations.columns import index, link, number, record, row, words

revision = "0001"
down_revision = None


def upgrade() -> None:
    people_and_settings()
    contacts()
    deals()
    interactions()
    journal()
    for name, table, columns, *more in INDEXES:
        index(name, table, columns, *more)
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute("INSERT INTO current_operation (id) VALUES (1)")


SEARCH = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search USING fts5"
        "(title, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3')"
    ],
    "postgresql": [
        "CREATE TABLE search (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX search_words ON search USING GIN (words)",
    ],
}


def people_and_settings() -> None:
    op.create_table(
        "search_mark", words("noun", primary_key=True), number("record_id", primary_key=True)
    )
    op.create_table(
        "current_operation", number("id", primary_key=True), number("operation_id", nullable=True)
    )
    op.create_table("setting", words("key", primary_key=True), words("value", default=""))
    record(
        "user",
        words("name"),
        words("name_key"),
        words("email", default=""),
        sa.UniqueConstraint("name_key"),
    )
    record("tag", words("name"), words("name_key"), sa.UniqueConstraint("name_key"))
    record(
        "custom_field",
        words("noun"),
        words("name"),
        words("label"),
        words("type", default="text"),
        words("choices", default="[]"),
    )
    row(
        "import_key",
        words("noun"),
        words("source"),
        words("key"),
        words("row_hash"),
        number("record_id"),
    )


def contacts() -> None:
    record(
        "company",
        words("name"),
        words("name_key"),
        words("domain", default=""),
        link("parent_id", "company"),
        words("source", default=""),
        words("custom", default="{}"),
        words("last_contacted_at", nullable=True),
        words("next_reminder_at", nullable=True),
    )
    record(
        "contact",
        words("name"),
        words("name_key"),
        words("first_name", default=""),
        words("last_name", default=""),
        words("title", default=""),
        link("company_id", "company"),
        words("lifecycle", nullable=True),
        words("source", default=""),
        words("custom", default="{}"),
        words("last_contacted_at", nullable=True),
        words("next_reminder_at", nullable=True),
    )
    record(
        "channel",
        link("contact_id", "contact"),
        link("company_id", "company"),
        words("kind"),
        words("label", default=""),
        words("value"),
        words("value_key"),
        number("preferred", default="0"),
        number("invalid", default="0"),
    )
    record(
        "preference",
        link("contact_id", "contact", nullable=False),
        words("channel", default=""),
        words("language", default=""),
        words("best_time", default=""),
        number("do_not_contact", default="0"),
    )
    record(
        "consent",
        link("contact_id", "contact", nullable=False),
        words("channel"),
        words("purpose"),
        number("given", default="1"),
        words("source", default=""),
        words("at"),
        words("expires_on", nullable=True),
    )
    record(
        "key_date",
        link("contact_id", "contact"),
        link("company_id", "company"),
        words("kind"),
        words("day"),
        number("yearly", default="1"),
    )
    record(
        "relationship",
        words("kind"),
        link("from_contact_id", "contact"),
        link("from_company_id", "company"),
        link("to_contact_id", "contact"),
        link("to_company_id", "company"),
    )


def deals() -> None:
    record(
        "pipeline",
        words("name"),
        words("name_key"),
        number("position", default="0"),
        sa.UniqueConstraint("name_key"),
    )
    record(
        "stage",
        link("pipeline_id", "pipeline", nullable=False),
        words("name"),
        words("name_key"),
        number("position", default="0"),
        words("status", default="open"),
        number("probability", default="0"),
        number("rotting_days", nullable=True),
        words("criteria", default=""),
    )
    record(
        "deal",
        words("title"),
        words("title_key"),
        link("pipeline_id", "pipeline", nullable=False),
        link("stage_id", "stage", nullable=False),
        words("status", default="open"),
        words("stage_since"),
        number("value", nullable=True),
        words("currency"),
        number("probability", default="0"),
        number("probability_by_hand", default="0"),
        words("expected_close", nullable=True),
        words("closed_at", nullable=True),
        words("lost_reason", default=""),
        words("source", default=""),
        link("company_id", "company"),
        words("custom", default="{}"),
        words("last_contacted_at", nullable=True),
        words("next_reminder_at", nullable=True),
    )
    row(
        "deal_contact",
        link("deal_id", "deal", nullable=False),
        link("contact_id", "contact", nullable=False),
        words("role", default=""),
    )
    row(
        "stage_change",
        link("deal_id", "deal", nullable=False),
        link("from_stage_id", "stage"),
        link("to_stage_id", "stage", nullable=False),
        words("at"),
        link("user_id", "user"),
        number("days_spent", nullable=True),
    )
    row(
        "tagging",
        link("tag_id", "tag", nullable=False),
        link("contact_id", "contact"),
        link("company_id", "company"),
        link("deal_id", "deal"),
    )


def interactions() -> None:
    record(
        "interaction",
        words("kind"),
        words("direction", default="outbound"),
        words("at"),
        number("minutes", nullable=True),
        words("outcome", default=""),
        words("subject", default=""),
        words("body", default=""),
        link("company_id", "company"),
        link("deal_id", "deal"),
        link("user_id", "user"),
    )
    row(
        "interaction_contact",
        link("interaction_id", "interaction", nullable=False),
        link("contact_id", "contact", nullable=False),
    )
    record(
        "reminder",
        words("text"),
        words("kind", default="to-do"),
        words("due"),
        words("zone", nullable=True),
        words("repeat", nullable=True),
        words("repeat_from", default="due"),
        words("anchor", nullable=True),
        link("contact_id", "contact"),
        link("company_id", "company"),
        link("deal_id", "deal"),
        words("done_at", nullable=True),
        words("dropped_at", nullable=True),
    )
    record(
        "note",
        words("body"),
        link("contact_id", "contact"),
        link("company_id", "company"),
        link("deal_id", "deal"),
    )


def journal() -> None:
    row(
        "operation",
        words("uid"),
        words("at"),
        link("user_id", "user"),
        words("session", default=""),
        words("command"),
        words("summary", default=""),
        words("state", default="done"),
        link("undoes_id", "operation"),
        words("resume_key", nullable=True),
        sa.UniqueConstraint("uid"),
    )
    row(
        "change",
        link("operation_id", "operation", nullable=False),
        words("noun"),
        number("record_id"),
        words("action"),
        words("before", nullable=True),
        words("after", nullable=True),
    )


INDEXES: list[tuple[Any, ...]] = [
    ("import_key_record", "import_key", ["noun", "record_id"]),
    ("import_key_row", "import_key", ["noun", "source", "key"], "", True),
    ("ix_user_owner_id", "user", ["owner_id"]),
    ("company_by_name", "company", ["name_key", "id"]),
    ("ix_company_domain", "company", ["domain"]),
    ("ix_company_owner_id", "company", ["owner_id"]),
    ("ix_company_parent_id", "company", ["parent_id"]),
    ("custom_field_name", "custom_field", ["noun", "name"], "", True),
    ("ix_custom_field_owner_id", "custom_field", ["owner_id"]),
    ("ix_operation_resume_key", "operation", ["resume_key"]),
    ("ix_operation_undoes_id", "operation", ["undoes_id"]),
    ("operation_latest", "operation", ["user_id", "id"]),
    ("ix_pipeline_owner_id", "pipeline", ["owner_id"]),
    ("ix_tag_owner_id", "tag", ["owner_id"]),
    ("change_record", "change", ["noun", "record_id", "id"]),
    ("change_operation", "change", ["operation_id", "id"]),
    ("contact_by_last_contact", "contact", ["last_contacted_at", "id"]),
    ("contact_by_name", "contact", ["name_key", "id"], "archived_at IS NULL"),
    ("ix_contact_company_id", "contact", ["company_id"]),
    ("ix_contact_owner_id", "contact", ["owner_id"]),
    ("ix_stage_owner_id", "stage", ["owner_id"]),
    ("ix_stage_pipeline_id", "stage", ["pipeline_id"]),
    ("stage_name", "stage", ["pipeline_id", "name_key"], "", True),
    ("channel_by_key", "channel", ["kind", "value_key"]),
    ("ix_channel_company_id", "channel", ["company_id"]),
    ("ix_channel_contact_id", "channel", ["contact_id"]),
    ("ix_channel_owner_id", "channel", ["owner_id"]),
    ("ix_consent_contact_id", "consent", ["contact_id"]),
    ("ix_consent_owner_id", "consent", ["owner_id"]),
    ("deal_by_close", "deal", ["status", "closed_at"]),
    ("deal_by_stage", "deal", ["stage_id", "status", "id"]),
    ("deal_by_title", "deal", ["title_key", "id"]),
    ("ix_deal_company_id", "deal", ["company_id"]),
    ("ix_deal_owner_id", "deal", ["owner_id"]),
    ("ix_deal_pipeline_id", "deal", ["pipeline_id"]),
    ("ix_key_date_company_id", "key_date", ["company_id"]),
    ("ix_key_date_contact_id", "key_date", ["contact_id"]),
    ("ix_key_date_day", "key_date", ["day"]),
    ("ix_key_date_owner_id", "key_date", ["owner_id"]),
    ("ix_preference_contact_id", "preference", ["contact_id"], "", True),
    ("ix_preference_owner_id", "preference", ["owner_id"]),
    ("ix_relationship_from_company_id", "relationship", ["from_company_id"]),
    ("ix_relationship_from_contact_id", "relationship", ["from_contact_id"]),
    ("ix_relationship_owner_id", "relationship", ["owner_id"]),
    ("ix_relationship_to_company_id", "relationship", ["to_company_id"]),
    ("ix_relationship_to_contact_id", "relationship", ["to_contact_id"]),
    ("deal_contact_pair", "deal_contact", ["deal_id", "contact_id"], "", True),
    ("ix_deal_contact_contact_id", "deal_contact", ["contact_id"]),
    ("interaction_by_time", "interaction", ["at", "id"]),
    ("ix_interaction_company_id", "interaction", ["company_id"]),
    ("ix_interaction_deal_id", "interaction", ["deal_id"]),
    ("ix_interaction_owner_id", "interaction", ["owner_id"]),
    ("ix_note_company_id", "note", ["company_id"]),
    ("ix_note_contact_id", "note", ["contact_id"]),
    ("ix_note_deal_id", "note", ["deal_id"]),
    ("ix_note_owner_id", "note", ["owner_id"]),
    ("ix_reminder_company_id", "reminder", ["company_id"]),
    ("ix_reminder_contact_id", "reminder", ["contact_id"]),
    ("ix_reminder_deal_id", "reminder", ["deal_id"]),
    ("ix_reminder_owner_id", "reminder", ["owner_id"]),
    ("reminder_done", "reminder", ["done_at"]),
    ("reminder_open", "reminder", ["due", "id"], "done_at IS NULL AND dropped_at IS NULL"),
    ("ix_stage_change_at", "stage_change", ["at"]),
    ("ix_stage_change_deal_id", "stage_change", ["deal_id"]),
    ("ix_stage_change_from_stage_id", "stage_change", ["from_stage_id"]),
    ("ix_stage_change_to_stage_id", "stage_change", ["to_stage_id"]),
    ("ix_tagging_tag_id", "tagging", ["tag_id"]),
    ("tagging_company", "tagging", ["company_id", "tag_id"], "", True),
    ("tagging_contact", "tagging", ["contact_id", "tag_id"], "", True),
    ("tagging_deal", "tagging", ["deal_id", "tag_id"], "", True),
    ("interaction_contact_pair", "interaction_contact", ["interaction_id", "contact_id"], "", True),
    ("ix_interaction_contact_contact_id", "interaction_contact", ["contact_id"]),
]
