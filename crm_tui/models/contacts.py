"""Contacts, and what says how and when they may be reached."""

from __future__ import annotations

from sqlalchemy import Index, text

from crm_tui.models.base import LIVE, SORTED, Record, Row, link, number, words

_KEPT = text("cadence_max_days IS NOT NULL")


class Contact(Record, table=True):
    """The cadence says how many days may pass between real contacts, ideally and at most."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("contact_by_name", "name_key", "id", sqlite_where=LIVE, postgresql_where=LIVE),
        # Of what lists show only, so that they skip to any page without a look at the rows.
        *(
            Index(f"contact_by_{name}", column, "id", sqlite_where=LIVE, postgresql_where=LIVE)
            for name, column in SORTED.items()
        ),
        Index("contact_by_cadence", "cadence_max_days", sqlite_where=_KEPT, postgresql_where=_KEPT),
        {"sqlite_autoincrement": True},
    )

    name: str = words()
    name_key: str = words()
    first_name: str = words(default="")
    last_name: str = words(default="")
    title: str = words(default="")
    company_id: int | None = link("company", default=None)
    lifecycle: str | None = words(default=None)
    source: str = words(default="")
    custom: str = words(default="{}")
    last_contacted_at: str | None = words(default=None)
    next_reminder_at: str | None = words(default=None)
    cadence_days: int | None = number(default=None)
    cadence_max_days: int | None = number(default=None)


class Channel(Record, table=True):
    __tablename__ = "channel"
    __table_args__ = (
        Index("channel_by_key", "kind", "value_key"),
        {"sqlite_autoincrement": True},
    )

    contact_id: int | None = link("contact", default=None)
    company_id: int | None = link("company", default=None)
    kind: str = words()
    label: str = words(default="")
    value: str = words()
    value_key: str = words()
    preferred: int = number(default=0)
    invalid: int = number(default=0)


class Preference(Record, table=True):
    __tablename__ = "preference"

    contact_id: int = link("contact", unique=True)
    channel: str = words(default="")
    language: str = words(default="")
    best_time: str = words(default="")
    timezone: str = words(default="")
    do_not_contact: int = number(default=0)


class Consent(Record, table=True):
    __tablename__ = "consent"

    contact_id: int = link("contact")
    channel: str = words()
    purpose: str = words()
    given: int = number(default=1)
    source: str = words(default="")
    at: str = words()
    expires_on: str | None = words(default=None)


class KeyDate(Record, table=True):
    __tablename__ = "key_date"

    contact_id: int | None = link("contact", default=None)
    company_id: int | None = link("company", default=None)
    kind: str = words()
    day: str = words(index=True)
    yearly: int = number(default=1)


class Relationship(Record, table=True):
    __tablename__ = "relationship"

    kind: str = words()
    from_contact_id: int | None = link("contact", default=None)
    from_company_id: int | None = link("company", default=None)
    to_contact_id: int | None = link("contact", default=None)
    to_company_id: int | None = link("company", default=None)


class Tag(Record, table=True):
    __tablename__ = "tag"

    name: str = words()
    name_key: str = words(unique=True)


class Tagging(Row, table=True):
    __tablename__ = "tagging"
    __table_args__ = (
        Index("tagging_contact", "contact_id", "tag_id", unique=True),
        Index("tagging_company", "company_id", "tag_id", unique=True),
        Index("tagging_deal", "deal_id", "tag_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    tag_id: int = link("tag")
    contact_id: int | None = link("contact", default=None, index=False)
    company_id: int | None = link("company", default=None, index=False)
    deal_id: int | None = link("deal", default=None, index=False)


class CustomField(Record, table=True):
    __tablename__ = "custom_field"
    __table_args__ = (
        Index("custom_field_name", "noun", "name", unique=True),
        {"sqlite_autoincrement": True},
    )

    noun: str = words()
    name: str = words()
    label: str = words()
    type: str = words(default="text")
    choices: str = words(default="[]")


class ImportKey(Row, table=True):
    """Which record a row of an imported file became, and what the row held then."""

    __tablename__ = "import_key"
    __table_args__ = (
        Index("import_key_row", "noun", "source", "key", unique=True),
        Index("import_key_record", "noun", "record_id"),
        {"sqlite_autoincrement": True},
    )

    noun: str = words()
    source: str = words()
    key: str = words()
    row_hash: str = words()
    record_id: int = number()
