"""Backups are whole whoever writes meanwhile, and come back under those who read."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crm_tui.errors import CrmError, NotFound, StoreUnusable
from crm_tui.queries.operations import cursor
from crm_tui.store.backup import back_up, beside, check, restore
from crm_tui.workspace import open_workspace
from tests import factories


def names(target: str | Path) -> list[str]:
    with closing(sqlite3.connect(target)) as db:
        return [name for (name,) in db.execute("SELECT name FROM contact ORDER BY id")]


def add(target: str, name: str) -> None:
    workspace = open_workspace(target, factories.CONFIG, factories.CLOCK)
    with workspace.write("test") as w:
        factories.contact(w, name)
    workspace.close()


def test_a_backup_under_writers_is_whole(sqlite_target: str, tmp_path: Path) -> None:
    add(sqlite_target, "first")
    enough = threading.Event()

    def write() -> None:
        number = 0
        while not enough.is_set():
            add(sqlite_target, f"writer {number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(Path(sqlite_target), tmp_path / f"copy{number}.db")
    finally:
        enough.set()
        writer.join()
    for number in range(3):
        check(tmp_path / f"copy{number}.db")
        assert names(tmp_path / f"copy{number}.db")[0] == "first"
        assert stat.S_IMODE((tmp_path / f"copy{number}.db").stat().st_mode) == 0o600


def test_a_restore_shows_in_what_is_open(sqlite_target: str, tmp_path: Path) -> None:
    add(sqlite_target, "kept")
    back_up(Path(sqlite_target), tmp_path / "copy.db")
    add(sqlite_target, "later")
    opened = open_workspace(sqlite_target, factories.CONFIG, factories.CLOCK)
    with opened.read() as reader:
        before = cursor(reader)
        assert restore(tmp_path / "copy.db", Path(sqlite_target), tmp_path / "before.db")
        assert reader.count("SELECT count(*) FROM contact") == 2  # its snapshot still stands
    with opened.read() as reader:
        assert cursor(reader) != before
    with opened.write("test") as w:
        factories.contact(w, "afterwards")
    opened.close()
    assert names(sqlite_target) == ["kept", "afterwards"]
    assert names(tmp_path / "before.db") == ["kept", "later"]
    assert stat.S_IMODE((tmp_path / "before.db").stat().st_mode) == 0o600


def test_a_damaged_store_is_put_by_and_restored(sqlite_target: str, tmp_path: Path) -> None:
    add(sqlite_target, "kept")
    back_up(Path(sqlite_target), tmp_path / "copy.db")
    Path(sqlite_target).write_bytes(b"no database at all" * 500)
    restore(tmp_path / "copy.db", Path(sqlite_target), tmp_path / "damaged.db")
    assert names(sqlite_target) == ["kept"]
    assert (tmp_path / "damaged.db").read_bytes().startswith(b"no database")
    assert stat.S_IMODE(Path(sqlite_target).stat().st_mode) == 0o600


def test_what_is_no_sound_backup_is_refused(sqlite_target: str, tmp_path: Path) -> None:
    add(sqlite_target, "kept")
    with pytest.raises(NotFound):
        check(tmp_path / "none.db")
    other = tmp_path / "other.db"
    other.write_text("Name,Phone\n" * 500)
    cut = tmp_path / "cut.db"
    back_up(Path(sqlite_target), cut)
    cut.write_bytes(cut.read_bytes()[:-20_000])
    newer = tmp_path / "newer.db"
    back_up(Path(sqlite_target), newer)
    with closing(sqlite3.connect(newer)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    for backup in (other, cut, newer):
        with pytest.raises(StoreUnusable):
            restore(backup, Path(sqlite_target), tmp_path / "before.db")
    with pytest.raises(CrmError, match="itself"):
        restore(Path(sqlite_target), Path(sqlite_target), tmp_path / "before.db")
    assert names(sqlite_target) == ["kept"]
    assert not (tmp_path / "before.db").exists()


def test_names_of_backups_are_free_ones(tmp_path: Path) -> None:
    store = tmp_path / "my.db"
    first = beside(store, "", factories.NOW)
    assert first.name == "my-20260302T080000Z.db"
    first.touch()
    assert beside(store, "", factories.NOW).name == "my-20260302T080000Z-2.db"
    later = beside(store, "before-restore", factories.NOW + timedelta(seconds=1))
    assert later.name == "my-before-restore-20260302T080001Z.db"
