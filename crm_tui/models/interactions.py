"""What happened (interactions), what is to happen (reminders), notes and attachments."""

from __future__ import annotations

from sqlalchemy import Index, text

from crm_tui.models.base import Record, Row, link, number, words

_OPEN = text("done_at IS NULL AND dropped_at IS NULL")
_DONE = text("done_at IS NOT NULL")


class Interaction(Record, table=True):
    __tablename__ = "interaction"
    __table_args__ = (
        Index("interaction_by_time", "at", "id"),
        {"sqlite_autoincrement": True},
    )

    kind: str = words()
    direction: str = words(default="outbound")
    at: str = words()
    minutes: int | None = number(default=None)
    outcome: str = words(default="")
    subject: str = words(default="")
    body: str = words(default="")
    company_id: int | None = link("company", default=None)
    deal_id: int | None = link("deal", default=None)
    user_id: int | None = link("user", default=None, index=False)


class InteractionContact(Row, table=True):
    __tablename__ = "interaction_contact"
    __table_args__ = (
        Index("interaction_contact_pair", "interaction_id", "contact_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    interaction_id: int = link("interaction", index=False)
    contact_id: int = link("contact")


class Reminder(Record, table=True):
    """`due` is a date, or an instant when `zone` names the zone it was meant in."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("reminder_open", "due", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("reminder_done", "done_at", sqlite_where=_DONE, postgresql_where=_DONE),
        {"sqlite_autoincrement": True},
    )

    text: str = words()
    kind: str = words(default="to-do")
    due: str = words()
    zone: str | None = words(default=None)
    repeat: str | None = words(default=None)
    repeat_from: str = words(default="due")
    anchor: str | None = words(default=None)
    contact_id: int | None = link("contact", default=None)
    company_id: int | None = link("company", default=None)
    deal_id: int | None = link("deal", default=None)
    done_at: str | None = words(default=None)
    dropped_at: str | None = words(default=None)


class Note(Record, table=True):
    __tablename__ = "note"
    __table_args__ = (
        Index("note_by_time", "created_at", "id"),
        {"sqlite_autoincrement": True},
    )

    body: str = words()
    contact_id: int | None = link("contact", default=None)
    company_id: int | None = link("company", default=None)
    deal_id: int | None = link("deal", default=None)


class Attachment(Record, table=True):
    """A file kept beside the store, named there by the SHA-256 of its content, `hash`;
    `name` is what it is called, `size` its bytes."""

    __tablename__ = "attachment"

    name: str = words()
    hash: str = words(index=True)
    size: int = number()
    contact_id: int | None = link("contact", default=None)
    company_id: int | None = link("company", default=None)
    deal_id: int | None = link("deal", default=None)
