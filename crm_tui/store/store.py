"""The store itself: made, opened, checked and, where it is behind, migrated."""

from __future__ import annotations

from pathlib import Path

from crm_tui import paths
from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.domain.pipelines import STANDARD
from crm_tui.errors import CrmError, StoreUnusable
from crm_tui.store.connection import Connection, connect, is_url, shown
from crm_tui.store.reader import Reader
from crm_tui.store.revision import is_behind, revision
from crm_tui.store.write import Write, enter, leave, start_operation
from crm_tui.text import clean_line, fold

INIT = "init"


def open_store(target: str) -> Connection:
    """A connection to the store at `target`, migrated when it was behind.

    Raises NotFound where there is none, StoreUnusable for one that is corrupt,
    newer than this program or no store at all.
    """
    db = connect(target)
    try:
        if is_behind(db, shown(target)):
            from crm_tui.store.migrate import migrate

            db.close()
            migrate(target)
            db = connect(target)
    except BaseException:
        db.close()
        raise
    return db


def create_store(target: str, clock: Clock, config: Config, user_name: str) -> Connection:
    """Make a store at `target` with a first user and a first pipeline.

    Raises CrmError when there is something there already.
    """
    if not is_url(target):
        _new_file(Path(target))
    db = connect(target)
    try:
        if db.dialect == "sqlite":
            db.execute("PRAGMA journal_mode=WAL")
        db.begin(write=True)
        if revision(db) is not None:
            raise CrmError(f"there is a store at {shown(target)} already", "just use it")
        _fill(db, clock, config, user_name)
        db.commit()
    except BaseException:
        db.rollback()
        db.close()
        raise
    return db


def _new_file(path: Path) -> None:
    try:
        paths.private_file(path)
    except FileExistsError:
        if path.is_dir():
            raise StoreUnusable(f"{path} is a folder", "name a file with --db") from None
        if path.stat().st_size:
            raise CrmError(f"there is a file at {path} already", "name another") from None
    except OSError as error:
        raise StoreUnusable(
            f"{path} cannot be made: {error.strerror}", "check the folder and its permissions"
        ) from error


def _fill(db: Connection, clock: Clock, config: Config, user_name: str) -> None:
    from crm_tui.store.schema import create

    create(db)
    operation = start_operation(db, Reader(db, clock).now, None, INIT, summary="made the store")
    enter(db, operation)
    w = Write(db, clock, config, None, operation)
    name = clean_line(user_name) or "me"
    me = w.insert("user", name=name, name_key=fold(name))
    w.user_id = me
    db.execute("INSERT INTO setting (key, value) VALUES ('me', :me)", {"me": str(me)})
    pipeline = w.insert("pipeline", name="Sales", name_key="sales")
    w.insert_many(
        "stage",
        [
            {
                "pipeline_id": pipeline,
                "name_key": fold(stage.name),
                "position": at,
                **stage._asdict(),
            }
            for at, stage in enumerate(STANDARD)
        ],
    )
    leave(db)


def setting(reader: Reader, key: str) -> str | None:
    """A setting kept in the store, such as `me`."""
    value = reader.scalar("SELECT value FROM setting WHERE key = :key", {"key": key})
    return None if value is None else str(value)
