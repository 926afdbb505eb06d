"""A workspace: who acts, and what happens when the store is held by others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from crm_tui import workspace as module
from crm_tui.errors import NotFound, StoreUnusable
from crm_tui.queries import contacts, operations
from crm_tui.queries.paging import Page
from crm_tui.store import connection, postgres
from crm_tui.workspace import Workspace, open_workspace
from tests import factories


def add_user(workspace: Workspace, name: str) -> None:
    with workspace.write("test") as w:
        w.insert("user", name=name, name_key=name.lower())


def acting(target: str, user: str = "", configured: str = "") -> str:
    config = replace(factories.CONFIG, user=configured)
    opened = open_workspace(target, config, factories.CLOCK, user)
    opened.close()
    return opened.user_name


def test_the_user_who_is_named_acts(workspace: Workspace) -> None:
    add_user(workspace, "Bob")
    assert acting(workspace.target, "bob") == "Bob"
    assert acting(workspace.target, configured="Bob") == "Bob"
    assert acting(workspace.target, "ADA", configured="Bob") == "Ada"


def test_a_user_who_is_not_there_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="no user 'Carol'") as raised:
        acting(workspace.target, "Carol")
    assert raised.value.hint == "users: Ada"


def test_a_file_is_one_persons_whoever_is_logged_in(
    sqlite_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(sqlite_target, factories.CONFIG)
    add_user(workspace, "Bob")
    workspace.close()
    monkeypatch.setattr(module, "login_name", lambda: "bob")
    assert acting(sqlite_target) == "Ada"


def test_on_a_server_the_login_tells_who_acts(
    postgres_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "login_name", lambda: "nobody")
    assert acting(postgres_target) == "Ada"
    workspace = open_workspace(postgres_target, factories.CONFIG)
    add_user(workspace, "Bob")
    workspace.close()
    with pytest.raises(NotFound, match="no user 'nobody'"):
        acting(postgres_target)
    monkeypatch.setattr(module, "login_name", lambda: "BOB")
    assert acting(postgres_target) == "Bob"


def test_what_is_done_in_an_app_run_is_marked(workspace: Workspace) -> None:
    workspace.session = "run"
    with workspace.write("contact add") as w:
        factories.contact(w)
    with workspace.read() as reader:
        latest = operations.latest_undoable(reader, workspace.user_id, "run")
        assert latest == operations.operations(reader, limit=1)[0].id
        assert operations.latest_undoable(reader, workspace.user_id, "another run") is None


def test_each_thread_reads_and_writes_by_itself(workspace: Workspace) -> None:
    def elsewhere() -> int:
        with workspace.read() as reader:
            return contacts.count(reader, Page())

    with ThreadPoolExecutor(1) as pool:
        with workspace.write("test") as w:
            factories.contact(w)
            assert pool.submit(elsewhere).result() == 0
        assert pool.submit(elsewhere).result() == 1
    workspace.close()
    assert elsewhere() == 1


def test_a_snapshot_does_not_change_while_it_is_read(workspace: Workspace) -> None:
    def write() -> None:
        with workspace.write("test") as w:
            factories.contact(w)

    with ThreadPoolExecutor(1) as pool, workspace.read() as reader:
        assert contacts.count(reader, Page()) == 0
        pool.submit(write).result()
        assert contacts.count(reader, Page()) == 0


def test_a_store_that_is_held_too_long_says_so_and_recovers(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(postgres, "BUSY_SECONDS", 0.05)
    other = open_workspace(workspace.target, factories.CONFIG)
    with workspace.write("test") as w:
        factories.contact(w)
        with pytest.raises(StoreUnusable, match="locked"), other.write("test"):
            pass
    with other.write("test") as w:
        factories.contact(w)
    with other.read() as reader:
        assert contacts.count(reader, Page()) == 2
    other.close()


def test_a_full_disk_says_so_and_changes_nothing(sqlite_target: str) -> None:
    workspace = open_workspace(sqlite_target, factories.CONFIG)
    with pytest.raises(StoreUnusable, match="no space left"), workspace.write("test") as w:
        pages = int(str(w.scalar("PRAGMA page_count")))
        w.db.execute(f"PRAGMA max_page_count = {pages + 2}")
        for number in range(1000):
            factories.contact(w, f"Contact {number}")
    with workspace.read() as reader:
        assert contacts.count(reader, Page()) == 0
    workspace.close()
