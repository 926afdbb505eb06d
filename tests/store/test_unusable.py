"""Stores that cannot be used: each is refused with its own error, and left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crm_tui.errors import CrmError, NotFound, StoreUnusable
from crm_tui.store.connection import connect
from crm_tui.store.store import open_store
from crm_tui.workspace import create_workspace, open_workspace
from tests import factories

NOBODY = 65534


def test_a_store_that_is_made_can_be_opened(empty_target: str) -> None:
    create_workspace(empty_target, factories.CONFIG, factories.CLOCK, "Ada").close()
    opened = open_workspace(empty_target, factories.CONFIG)
    assert opened.user_name == "Ada"
    opened.close()


def test_a_store_is_never_made_over_another(target: str) -> None:
    with pytest.raises(CrmError, match="already"):
        create_workspace(target, factories.CONFIG, factories.CLOCK, "Bob")
    opened = open_workspace(target, factories.CONFIG)
    assert opened.user_name == "Ada"
    opened.close()


def test_a_missing_store_is_not_found_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no store"):
        open_store(str(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_newer_store_is_refused_untouched(target: str) -> None:
    db = connect(target)
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    changes = db.scalar("SELECT count(*) FROM change")
    with pytest.raises(StoreUnusable, match="newer crm") as raised:
        open_store(target)
    assert "upgrade" in raised.value.hint
    assert db.scalar("SELECT version_num FROM alembic_version") == "9999"
    assert db.scalar("SELECT count(*) FROM change") == changes
    db.close()


def test_a_database_of_something_else_is_no_store(empty_target: str) -> None:
    if not empty_target.startswith("postgresql"):
        Path(empty_target).parent.mkdir()
        sqlite3.connect(empty_target).execute("CREATE TABLE song (name TEXT)")
    with pytest.raises(StoreUnusable, match="not a crm store"):
        open_store(empty_target)


def test_a_file_that_is_empty_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    path.touch()
    with pytest.raises(StoreUnusable, match="not a crm store"):
        open_store(str(path))
    assert path.stat().st_size == 0


def test_a_file_that_is_something_else_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    path.write_bytes(b"name,email\r\n" * 500)
    with pytest.raises(StoreUnusable, match="not a crm store"):
        open_store(str(path))
    with pytest.raises(CrmError, match="already"):
        create_workspace(str(path), factories.CONFIG, factories.CLOCK)
    assert path.read_bytes() == b"name,email\r\n" * 500


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="folder"):
        open_store(str(tmp_path))
    with pytest.raises(StoreUnusable, match="folder"):
        create_workspace(str(tmp_path), factories.CONFIG, factories.CLOCK)


def test_a_damaged_store_says_so(sqlite_target: str) -> None:
    path = Path(sqlite_target)
    with open_workspace(sqlite_target, factories.CONFIG).write("test") as w:
        for number in range(50):
            factories.contact(w, f"Contact {number}")
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StoreUnusable, match=r"damaged|not a crm store") as raised:
        open_workspace(sqlite_target, factories.CONFIG)
    assert raised.value.hint


def test_a_store_that_is_cut_short_says_so(sqlite_target: str) -> None:
    path = Path(sqlite_target)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StoreUnusable, match=r"damaged|not a crm store"):
        open_workspace(sqlite_target, factories.CONFIG)


def test_a_read_only_store_says_so(sqlite_target: str) -> None:
    with _as_somebody_else(Path(sqlite_target)) as path:
        path.chmod(0o444)
        path.parent.chmod(0o555)
        before = path.read_bytes()
        with (
            _unprivileged(),
            pytest.raises(StoreUnusable, match="cannot be") as raised,
            open_workspace(str(path), factories.CONFIG).write("test") as w,
        ):
            factories.contact(w)
        assert "folder" in raised.value.hint
        assert path.read_bytes() == before


def test_a_store_that_may_not_be_read_says_so(sqlite_target: str) -> None:
    with _as_somebody_else(Path(sqlite_target)) as path:
        path.chmod(0)
        with _unprivileged(), pytest.raises(StoreUnusable, match="cannot be opened"):
            open_store(str(path))
        path.parent.chmod(0)
        with _unprivileged(), pytest.raises(StoreUnusable, match="cannot be opened"):
            open_store(str(path))


def test_a_store_cannot_be_made_where_one_may_not_write(tmp_path: Path) -> None:
    with _as_somebody_else(tmp_path / "none.db") as path:
        path.parent.chmod(0o555)
        with _unprivileged(), pytest.raises(StoreUnusable, match="cannot be made"):
            create_workspace(str(path), factories.CONFIG, factories.CLOCK)


def test_only_its_owner_can_read_a_store(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "new" / "crm.db"
        workspace = create_workspace(str(path), factories.CONFIG, factories.CLOCK, "Ada")
        with workspace.write("test") as w:
            factories.contact(w)
            files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert files == dict.fromkeys(("crm.db", "crm.db-wal", "crm.db-shm"), 0o600)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        workspace.close()
    finally:
        os.umask(before)


@contextmanager
def _as_somebody_else(store: Path) -> Iterator[Path]:
    """A copy of the store in a folder that its owner, not root, must get along with."""
    folder = Path(tempfile.mkdtemp(prefix="crm"))
    path = folder / store.name
    if store.exists():
        shutil.copy(store, path)
    if os.geteuid() == 0:
        for file in (folder, *folder.iterdir()):
            os.chown(file, NOBODY, NOBODY)
    try:
        yield path
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Root may do everything; permissions mean something to others only."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
