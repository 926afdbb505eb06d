"""Migrating: a store grown by revisions is the same as a fresh one; all of it or nothing."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from crm_tui import paths
from crm_tui.queries import contacts, operations
from crm_tui.services import contacts as service
from crm_tui.store import migrate, revision
from crm_tui.store.connection import Connection, connect, is_url
from crm_tui.store.revision import HEAD
from crm_tui.store.store import open_store
from crm_tui.workspace import Workspace, open_workspace
from tests import factories

_SQLITE = (
    'SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master m'
    " JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' ORDER BY 1, 2",
    'SELECT m.name, f."from", f."table", f."to", f.on_delete FROM sqlite_master m'
    " JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2",
    'SELECT m.tbl_name, i."unique", i.origin, i.partial, group_concat(c.name), m.sql'
    " FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) i ON i.name = m.name"
    " JOIN pragma_index_xinfo(m.name) c GROUP BY m.name ORDER BY 1, 5",
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
    "SELECT name, sql LIKE '%AUTOINCREMENT%', sql LIKE '%DEFERRABLE INITIALLY IMMEDIATE%'"
    " FROM sqlite_master WHERE type = 'table' ORDER BY 1",
)
_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'crm%' OR proname LIKE 'derive%'"
    " ORDER BY 1",
)


def schema(db: Connection) -> list[Any]:
    """Tables, references, indexes and triggers, as the database describes them."""
    described = _SQLITE if db.dialect == "sqlite" else _POSTGRESQL
    return [db.rows(statement) for statement in described]


@pytest.fixture
def next_revision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program that knows one revision more than the store; its file, to be written."""
    versions = tmp_path / "versions"
    versions.mkdir()
    monkeypatch.setattr(migrate, "VERSIONS", [*migrate.VERSIONS, versions])
    monkeypatch.setattr(revision, "REVISIONS", (*revision.REVISIONS, "9999"))
    monkeypatch.setattr(revision, "HEAD", "9999")
    return versions / "r9999_next.py"


def write(path: Path, *statements: str) -> None:
    run = "".join(f"    op.execute({statement!r})\n" for statement in statements)
    path.write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = {HEAD!r}\n\n\n"
        f"def upgrade():\n{run}"
    )


def test_revisions_make_what_a_fresh_store_has(target: str, empty_target: str) -> None:
    if not is_url(empty_target):
        paths.private_file(Path(empty_target))
    migrate.migrate(empty_target)
    grown, fresh = connect(empty_target), connect(target)
    for ours, theirs in zip(schema(grown), schema(fresh), strict=True):
        assert ours == theirs
    assert revision.revision(grown) == revision.revision(fresh) == HEAD
    grown.close()
    fresh.close()


def test_a_store_that_is_behind_is_brought_up_to_date(
    workspace: Workspace, next_revision: Path
) -> None:
    with workspace.write("contact add") as w:
        id = factories.contact(w)
    workspace.close()
    write(
        next_revision,
        "ALTER TABLE contact ADD COLUMN nickname TEXT",
        "UPDATE contact SET nickname = 'Amazing'",
    )
    opened = open_workspace(workspace.target, factories.CONFIG)
    with opened.read() as reader:
        assert revision.revision(reader.db) == "9999"
        assert reader.scalar("SELECT nickname FROM contact") == "Amazing"
        assert operations.operations(reader, limit=1)[0].command == "contact add"
    with opened.write("contact edit") as w:
        service.edit(w, id, {"title": "Admiral"})
    with opened.read() as reader:
        assert operations.operations(reader, limit=1)[0].records == 1
    opened.close()


def test_a_copy_is_made_first(sqlite_target: str, next_revision: Path) -> None:
    write(next_revision, "DELETE FROM stage")
    open_store(sqlite_target).close()
    (copy,) = Path(sqlite_target).parent.glob("*before-upgrade*")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    before = connect(str(copy))
    assert revision.revision(before) == HEAD
    assert before.scalar("SELECT count(*) FROM stage") == 6
    before.close()


@pytest.mark.parametrize(
    "statement", ["ALTER TABLE nowhere ADD COLUMN x TEXT", "DELETE FROM pipeline"]
)
def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    workspace: Workspace, next_revision: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    with workspace.write("contact add") as w:
        id = factories.contact(w)
    with workspace.read() as reader:
        before = schema(reader.db)
    workspace.close()
    write(next_revision, "ALTER TABLE contact ADD COLUMN nickname TEXT", statement)
    with pytest.raises(Exception, match=r"nowhere|foreign key|references"):
        open_store(workspace.target)
    monkeypatch.undo()
    with workspace.read() as reader:
        assert revision.revision(reader.db) == HEAD
        assert schema(reader.db) == before
        assert contacts.contact(reader, id).contact.name == "Grace Hopper"
