"""Users, settings, and the journal: operations and the changes they made."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from crm_tui.models.base import NUMBER, WORDS, Record, Row, link, number, words


class User(Record, table=True):
    __tablename__ = "user"

    name: str = words()
    name_key: str = words(unique=True)
    email: str = words(default="")
    manager_id: int | None = link("user", default=None)
    team: str = words(default="")


class Setting(SQLModel, table=True):
    __tablename__ = "setting"

    key: str = Field(primary_key=True, sa_type=WORDS)
    value: str = words(default="")


class Operation(Row, table=True):
    """One action of a user. `session` tells the app session it was made in;
    `undoes_id` the operation it took back; `resume_key` the file that a stopped
    import goes on with."""

    __tablename__ = "operation"
    __table_args__ = (
        Index("operation_latest", "user_id", "id"),
        {"sqlite_autoincrement": True},
    )

    uid: str = words(unique=True)
    at: str = words()
    user_id: int | None = link("user", default=None, index=False)
    session: str = words(default="")
    command: str = words()
    summary: str = words(default="")
    state: str = words(default="done")
    undoes_id: int | None = link("operation", default=None)
    resume_key: str | None = words(default=None, index=True)


class Change(Row, table=True):
    """A record's images before and after, as JSON objects: whole rows for an insert
    and a delete, the changed columns for an update."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_record", "noun", "record_id", "id"),
        Index("change_operation", "operation_id", "id"),
        {"sqlite_autoincrement": True},
    )

    operation_id: int = link("operation", index=False)
    noun: str = words()
    record_id: int = number()
    action: str = words()
    before: str | None = words(default=None)
    after: str | None = words(default=None)


class CurrentOperation(SQLModel, table=True):
    """One row: the operation that the running write belongs to (SQLite only;
    PostgreSQL has a transaction-local setting for it)."""

    __tablename__ = "current_operation"

    id: int = Field(primary_key=True, sa_type=NUMBER)
    operation_id: int | None = number(default=None)
