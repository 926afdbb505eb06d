"""Copies of a SQLite store, made and brought back while others use it, and checked."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from glob import escape
from itertools import count
from pathlib import Path

from crm_tui import paths
from crm_tui.errors import CrmError, NotFound, StoreUnusable
from crm_tui.store.connection import BUSY_SECONDS, SqliteConnection
from crm_tui.store.revision import is_behind

Progress = Callable[[int, int], None]
_PAGES = 4096  # so many are copied between two signs of progress
_BEYOND_REPAIR = ("not a database", "malformed")
_RETRY = 0.1


def back_up(store: Path, to: Path, progress: Progress | None = None) -> None:
    """Copy the store at `store` into a new file `to` (0600) and check the copy.

    Raises CrmError when there is a file at `to`, StoreUnusable when the store cannot
    be read or the copy is not sound; no half copy is left.
    """
    _new_file(to)
    try:
        with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(to)) as copy:
            # One snapshot from the first page to the last, whoever writes meanwhile.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=_PAGES, sleep=0, progress=_told(progress))
            source.rollback()
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        to.unlink()
        raise StoreUnusable(f"{store} cannot be copied: {error}", "check it: crm doctor") from error
    except BaseException:
        to.unlink()
        raise
    if verdict != "ok":
        to.unlink()
        raise StoreUnusable(f"{store} is damaged: {verdict}", "restore it from a backup")


def restore(backup: Path, store: Path, kept: Path) -> bool:
    """Bring `backup` back into the store at `store`, in place, while others may use it.

    The present store is kept in the new file `kept` first, as it is where it is damaged.
    Answers whether there was one to keep. Raises what `check` and `back_up` raise, and
    StoreUnusable for a store that others hold too long; the store is as it was then.
    """
    check(backup)
    if store.exists() and backup.samefile(store):
        raise CrmError(f"{backup} is the store itself", "name a backup")
    there = store.exists()
    if there:
        _keep(store, kept)
    else:
        _new_file(store)
    try:
        _write_over(backup, store)
    except sqlite3.DatabaseError as error:
        if not any(sign in str(error) for sign in _BEYOND_REPAIR):
            raise StoreUnusable(f"{store} cannot be written: {error}", "try again") from error
        for name in (store.name, f"{store.name}-wal", f"{store.name}-shm"):
            store.with_name(name).unlink(missing_ok=True)
        _new_file(store)
        _write_over(backup, store)
    return there


def check(backup: Path) -> None:
    """Is it a whole, sound store that this program knows?

    Raises NotFound where there is none, StoreUnusable with the reason otherwise.
    """
    if not backup.is_file():
        raise NotFound(f"no backup at {backup}", "name a file that crm backup made")
    db = _opened(backup)
    try:
        verdict = str(db.scalar("PRAGMA integrity_check"))
        if verdict != "ok":
            raise StoreUnusable(f"{backup} is damaged: {verdict}", "take another backup")
        if db.one("PRAGMA foreign_key_check"):
            raise StoreUnusable(f"{backup} is not whole: records are missing", "take another")
    finally:
        db.close()


def _opened(backup: Path) -> SqliteConnection:
    """Raises StoreUnusable for what no crm made, or a newer one."""
    try:
        db = SqliteConnection(backup)
        try:
            is_behind(db, str(backup))
        except BaseException:
            db.close()
            raise
    except StoreUnusable as error:
        if "is not a crm store" not in error.message:
            raise
        raise StoreUnusable(error.message, "name a file that crm backup made") from error
    return db


def beside(store: Path, why: str, now: datetime, folder: Path | None = None) -> Path:
    """A free name in `folder`, else next to the store: `crm-before-restore-20260302T080000Z.db`."""
    stem = "-".join(filter(None, (store.stem, why, now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))))
    place = folder or store.parent
    names = (f"{stem}{f'-{number}' * (number > 1)}{store.suffix}" for number in count(1))
    return next(place / name for name in names if not (place / name).exists())


def copies(store: Path) -> list[Path]:
    """The copies of a store that lie beside it under the names that crm gives them."""
    return sorted(store.parent.glob(f"{escape(store.stem)}-*{store.suffix}"))


def _keep(store: Path, kept: Path) -> None:
    try:
        back_up(store, kept)
    except StoreUnusable:  # damaged: its bytes are kept, with what was not merged yet
        _new_file(kept)
        shutil.copyfile(store, kept)
        log = store.with_name(f"{store.name}-wal")
        if log.exists():
            beside_it = kept.with_name(f"{kept.name}-wal")
            _new_file(beside_it)
            shutil.copyfile(log, beside_it)


def _write_over(backup: Path, store: Path) -> None:
    with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(store)) as target:
        # SQLite writes the pages as one transaction: readers keep what they began with.
        source.backup(target, sleep=_RETRY, progress=_patient(store))
        target.execute("PRAGMA journal_mode=WAL")


def _new_file(path: Path) -> None:
    try:
        paths.private_file(path)
    except FileExistsError:
        raise CrmError(f"there is a file at {path} already", "name another") from None
    except OSError as error:
        raise CrmError(
            f"{path} cannot be written: {error.strerror}", "name another place"
        ) from error


def _told(progress: Progress | None) -> Callable[[int, int, int], None]:
    def told(_: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    return told


def _patient(store: Path) -> Callable[[int, int, int], None]:
    """Raises StoreUnusable once the store was held by others for too long."""
    until = time.monotonic() + BUSY_SECONDS

    def patient(status: int, _: int, __: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise StoreUnusable(
                f"{store} is locked by another program", "close what holds it and try again"
            )

    return patient
