"""Bringing an older store up to this program's revision: all of it, or nothing.

A SQLite store is copied first, and the copy is checked. The triggers are dropped
before the tables change and made anew afterwards, from this program's tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from crm_tui.errors import StoreUnusable
from crm_tui.store.backup import back_up
from crm_tui.store.connection import SqliteConnection, is_url
from crm_tui.store.postgres import WRITE_LOCK
from crm_tui.store.present import TRIGGERS
from crm_tui.store.triggers import drop_triggers, triggers

SCRIPTS = Path(__file__).parent / "migrations"
VERSIONS = [SCRIPTS / "versions"]


def migrate(target: str) -> Path | None:
    """Upgrade the store at `target`; answers the copy that was made of it first
    (None for PostgreSQL, whose server keeps the old state until the commit).

    Raises StoreUnusable where the upgraded store would break its own references, and
    where the database refuses; the store is as it was then.
    """
    copy = None if is_url(target) else _copy_of(Path(target))
    try:
        with _connection(target) as connection:
            upgrade(connection, "head")
    except SQLAlchemyError as error:
        why = getattr(error, "orig", None) or error
        raise StoreUnusable(
            f"the store could not be brought up to date: {why}", "it is as it was before"
        ) from error
    return copy


def upgrade(connection: Connection, revision: str) -> None:
    """Run the revisions up to `revision` in the connection's transaction."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
    present = [(str(row[0]), str(row[1])) for row in connection.execute(text(TRIGGERS[dialect]))]
    for statement in drop_triggers(dialect, present):
        connection.exec_driver_sql(statement)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("version_locations", ";".join(map(str, VERSIONS)))
    config.set_main_option("path_separator", ";")
    command.upgrade(config, revision)
    for statement in triggers(dialect):
        connection.exec_driver_sql(statement)
    if dialect == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreUnusable("the upgrade would break references", "the store is as it was")


@contextmanager
def _connection(target: str) -> Iterator[Connection]:
    """A transaction of SQLAlchemy's on the store, with our settings."""
    if is_url(target):
        url = "postgresql+psycopg://" + target.partition("://")[2]
        with create_engine(url).begin() as connection:
            yield connection
        return
    engine = create_engine(
        "sqlite://", creator=lambda: SqliteConnection(Path(target)).raw, poolclass=StaticPool
    )
    with engine.connect() as connection:
        # References are checked at the end: a table may be made anew meanwhile.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    engine.dispose()


def _copy_of(store: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = store.with_name(f"{store.stem}-before-upgrade-{stamp}{store.suffix}")
    back_up(store, copy)
    return copy
