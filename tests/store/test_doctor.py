"""The doctor finds what was broken behind the store's back, and mends what it can."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crm_tui.store.connection import connect
from crm_tui.store.doctor import Finding, examine, mend
from crm_tui.store.files import Files, folder_of
from crm_tui.store.search import rowid
from crm_tui.workspace import Workspace
from tests import factories


def wrong(target: str) -> dict[str, Finding]:
    return {
        found.check: found for found in examine(target, Files(folder_of(target))) if found.wrong
    }


@pytest.fixture
def filled(hostile_workspace: Workspace) -> str:
    with hostile_workspace.write("test") as w:
        factories.contact(w, "Gaëlle Hopper")
    hostile_workspace.close()
    return hostile_workspace.target


def test_a_sound_store_is_well(filled: str) -> None:
    assert [found.check for found in examine(filled, Files(folder_of(filled)))] == [
        "revision", "integrity", "references", "indexes", "triggers", "keys", "amounts",
        "derived", "search", "erased", "file", "attachments",
    ]  # fmt: skip
    assert wrong(filled) == {}


@pytest.mark.parametrize(
    ("statement", "check", "told"),
    [
        ("DROP TRIGGER derive_reminder_update{on_reminder}", "triggers", "derive_reminder_update"),
        ("DROP INDEX contact_by_name", "indexes", "contact_by_name"),
        ("DELETE FROM search WHERE rowid = {contact}", "search", "1 records"),
        ("INSERT INTO search_mark (noun, record_id) VALUES ('deal', 1)", "search", "1 records"),
        ("UPDATE contact SET next_reminder_at = '2001-01-01' WHERE id = 1", "derived", "1 times"),
        ("UPDATE deal SET last_contacted_at = '2001-01-01' WHERE id = 1", "derived", "1 times"),
        ("UPDATE line_item SET amount = 7 WHERE id = 1", "amounts", "line item 1 of deal 1"),
        ("UPDATE deal SET value_from_lines = 1 WHERE id = 1", "amounts", "the value of deal 1"),
        ("UPDATE contact SET name_key = 'Gaëlle' WHERE id = 2", "keys", "contact 2"),
    ],
)
def test_what_is_broken_is_found_and_mended(
    filled: str, statement: str, check: str, told: str
) -> None:
    db = connect(filled)
    on = " ON reminder" if db.dialect == "postgresql" else ""
    db.execute(statement.format(on_reminder=on, contact=rowid("contact", 1)))
    db.close()
    found = wrong(filled)
    assert list(found) == [check]
    assert told in found[check].wrong
    mend(filled, list(found.values()), factories.CLOCK, factories.CONFIG)
    assert wrong(filled) == {}


def test_a_stale_search_row_is_found(filled: str) -> None:
    db = connect(filled)
    if db.dialect == "sqlite":
        db.execute("UPDATE search SET title = 'else' WHERE rowid = :id", {"id": rowid("deal", 1)})
    else:
        sql = "UPDATE search SET words = CAST('else' AS tsvector) WHERE rowid = :id"
        db.execute(sql, {"id": rowid("deal", 1)})
    column = "title" if db.dialect == "sqlite" else "words"
    gone = {"id": rowid("note", 9_000)}
    db.execute(f"INSERT INTO search (rowid, {column}) VALUES (:id, 'gone')", gone)
    db.close()
    found = wrong(filled)
    assert list(found) == ["search"]
    mend(filled, list(found.values()), factories.CLOCK, factories.CONFIG)
    assert wrong(filled) == {}


def test_a_foreign_or_changed_trigger_is_found(sqlite_target: str) -> None:
    with closing(sqlite3.connect(sqlite_target)) as db:
        db.execute("DROP TRIGGER mark_note_insert")
        db.execute("CREATE TRIGGER mark_note_insert AFTER INSERT ON note BEGIN SELECT 1; END")
        db.execute("CREATE TRIGGER spy AFTER INSERT ON contact BEGIN SELECT 1; END")
    found = wrong(sqlite_target)
    assert found["triggers"].wrong == "changed mark_note_insert; foreign spy"
    mend(sqlite_target, list(found.values()), factories.CLOCK, factories.CONFIG)
    assert wrong(sqlite_target) == {}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE note DISABLE TRIGGER mark_note_insert", "changed mark_note_insert"),
        (
            "DROP TRIGGER mark_note_update ON note; CREATE TRIGGER mark_note_update AFTER"
            " UPDATE ON note FOR EACH ROW EXECUTE FUNCTION mark_note_update()",
            "changed mark_note_update",
        ),
        (
            "CREATE OR REPLACE FUNCTION crm_journal() RETURNS trigger AS"
            " 'BEGIN RETURN NULL; END' LANGUAGE plpgsql",
            "changed function crm_journal",
        ),
        (
            "CREATE TRIGGER spy AFTER INSERT ON contact FOR EACH ROW"
            " EXECUTE FUNCTION crm_journal()",
            "foreign spy",
        ),
    ],
)
def test_a_changed_trigger_is_found_on_postgresql_too(
    postgres_target: str, statement: str, told: str
) -> None:
    db = connect(postgres_target)
    db.execute(statement)
    db.close()
    found = wrong(postgres_target)
    assert found["triggers"].wrong == told
    mend(postgres_target, list(found.values()), factories.CLOCK, factories.CONFIG)
    assert wrong(postgres_target) == {}


def test_a_flipped_bit_in_an_index_is_found_and_mended(sqlite_target: str) -> None:
    with closing(sqlite3.connect(sqlite_target)) as db:
        for number in range(300):
            db.execute(
                "INSERT INTO company (uid, name, name_key, created_at, updated_at)"
                " VALUES (?, ?, ?, 'x', 'x')",
                (f"u{number}", f"acme {number}", f"acme {number}"),
            )
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'company_by_name'"
        root = db.execute(sql).fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(Path(sqlite_target).read_bytes())
    at = content.index(b"acme", (root - 1) * size)
    content[at] ^= 1
    Path(sqlite_target).write_bytes(content)
    found = wrong(sqlite_target)
    assert found["integrity"].corrupt
    assert found["integrity"].mends
    assert "company_by_name" in found["integrity"].wrong
    mend(sqlite_target, list(found.values()), factories.CLOCK, factories.CONFIG)
    assert "integrity" not in wrong(sqlite_target)


def test_others_may_not_use_the_file(sqlite_target: str) -> None:
    Path(sqlite_target).chmod(0o644)
    found = wrong(sqlite_target)
    assert "644" in found["file"].wrong
    mend(sqlite_target, list(found.values()), factories.CLOCK, factories.CONFIG)
    assert wrong(sqlite_target) == {}


def test_a_lost_reference_is_told_and_left(sqlite_target: str) -> None:
    with closing(sqlite3.connect(sqlite_target)) as db:
        db.execute(
            "INSERT INTO note (uid, body, created_at, updated_at, contact_id)"
            " VALUES ('u', 'b', 'x', 'x', 99)"
        )
        db.commit()
    found = wrong(sqlite_target)["references"]
    assert "refers to a contact" in found.wrong
    assert not found.mends
