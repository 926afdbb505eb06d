"""What is erased is gone from the bytes of the store too, and from the files around it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from crm_tui import erasing
from crm_tui.paths import default_state, edits_folder, private_file
from crm_tui.screens.unsaved import Draft, Unsaved
from crm_tui.services import attachments, channels, contacts, records
from crm_tui.store.doctor import examine, mend
from crm_tui.store.files import Files
from crm_tui.workspace import Workspace, open_workspace
from tests import factories

TRACES = ("quillfeather", "Quillfeather", "zanzibar@secret.example", "7777123456", "parrots")


def fill(workspace: Workspace) -> int:
    """Somebody with a name like no other, who was changed, and others before and after."""
    with workspace.write("test") as w:
        for number in range(60):
            factories.contact(w, f"Someone Number{number}", email=f"n{number}@example.com")
        id = factories.contact(w, "Amaryllis Quillfeather", email="zanzibar@secret.example")
        channels.delete(w, channels.add(w, "contact", id, "phone", "+49 7777 123456"))
        for number in range(60):
            factories.contact(w, f"Another Number{number}")
    with workspace.write("contact edit") as w:
        contacts.edit(w, id, {"title": "Keeper of parrots"})
        records.add_note(w, "contact", id, "parrots, " * 500)
        factories.reminder(w, "contact", id, text="Write to Quillfeather")
    return id


def bytes_of(target: str) -> dict[str, bytes]:
    files = [Path(f"{target}{end}") for end in ("", "-wal", "-shm")]
    return {file.name: file.read_bytes() for file in files if file.exists()}


def test_no_byte_of_them_is_left_in_the_file(sqlite_target: str) -> None:
    workspace = open_workspace(sqlite_target, factories.CONFIG, factories.CLOCK)
    id = fill(workspace)
    before = b"".join(bytes_of(sqlite_target).values())
    assert all(trace.encode() in before for trace in TRACES)
    # Another program has the store open, and reads now and then.
    with closing(sqlite3.connect(sqlite_target)) as other:
        assert other.execute("SELECT count(*) FROM contact").fetchone() == (121,)
        assert erasing.erase(workspace, [id]).scrubbed
        for name, content in bytes_of(sqlite_target).items():
            assert [trace for trace in TRACES if trace.encode() in content] == [], name
        assert other.execute("SELECT count(*) FROM contact").fetchone() == (120,)
    workspace.close()
    assert all(not found.wrong for found in examine(sqlite_target, Files(Path("none"))))


def test_who_reads_for_long_is_told_and_doctor_ends_it(
    sqlite_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_tui.store.scrub._PATIENCE", 50)
    workspace = open_workspace(sqlite_target, factories.CONFIG, factories.CLOCK)
    id = fill(workspace)
    with closing(sqlite3.connect(sqlite_target)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM contact").fetchone()
        assert not erasing.erase(workspace, [id]).scrubbed
    workspace.close()
    found = examine(sqlite_target, Files(Path("none")))
    assert [each.check for each in found if each.wrong] == ["erased"]
    mend(sqlite_target, found, factories.CLOCK, factories.CONFIG)
    assert all(not each.wrong for each in examine(sqlite_target, Files(Path("none"))))
    for content in bytes_of(sqlite_target).values():
        assert [trace for trace in TRACES if trace.encode() in content] == []


def test_the_tables_of_a_server_are_packed_anew(postgres_target: str) -> None:
    workspace = open_workspace(postgres_target, factories.CONFIG, factories.CLOCK)
    id = fill(workspace)
    assert erasing.erase(workspace, [id]).scrubbed
    workspace.close()
    with psycopg.connect(postgres_target, autocommit=True) as db:
        db.execute("CHECKPOINT")
        (folder,) = db.execute("SHOW data_directory").fetchone() or ("",)
        (oid,) = db.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("",)
    pages = [file.read_bytes() for file in (Path(folder) / "base" / str(oid)).iterdir()]
    left = [trace for trace in TRACES if any(trace.encode() in page for page in pages)]
    assert left == []


def test_files_and_drafts_go_unless_others_have_them(workspace: Workspace, tmp_path: Path) -> None:
    own, shared = tmp_path / "own.txt", tmp_path / "shared.txt"
    own.write_text("theirs alone")
    shared.write_text("everybody's")
    workspace.config = replace(workspace.config, files=str(tmp_path / "files"))
    files = workspace.files
    kept = [files.keep(each) for each in (own, shared)]
    id = fill(workspace)
    with workspace.write("attach") as w:
        attachments.add(w, "contact", id, kept)
        attachments.add(w, "contact", id - 1, kept[1:])
    text = edits_folder(default_state(), workspace.target) / "contacts-1.txt"
    private_file(text)
    text.write_text("id | name\n61 | Amaryllis  QUILLFEATHER\n")
    unsaved = Unsaved(default_state(), workspace.target)
    unsaved.keep("one", Draft.here("Edit Amaryllis Quillfeather", "", {"title": "x"}, {}))
    unsaved.keep("two", Draft.here("Edit Amaryllis", "", {"title": "x"}, {}))
    unsaved.close()
    found = erasing.preview(workspace, [id])
    assert (found.files, found.drafts) == (1, 2)
    assert text.exists() and len(list(files.hashes())) == 2
    done = erasing.erase(workspace, [id])
    assert (done.files, done.drafts) == (1, 2)
    assert list(files.hashes()) == [kept[1].hash] and not text.exists()
    assert [draft.title for draft in Unsaved(default_state(), workspace.target).all()] == [
        "Edit Amaryllis"
    ]


def test_a_preview_changes_nothing_and_names_what_stays(workspace: Workspace) -> None:
    id = fill(workspace)
    with workspace.write("test") as w:
        deal = factories.deal(w, "Cranes for Amaryllis Quillfeather")
    found = erasing.preview(workspace, [id])
    assert [(hit.noun, hit.id) for hit in found.named] == [("deal", deal)]
    lines = erasing.told(found)
    assert lines[0].startswith(
        "1 contact would be erased for good: 1 contact, 1 channel, 1 reminder"
    )
    assert f"  deal:{deal} Cranes for Amaryllis Quillfeather" in lines
    assert "backups and exports made before still hold them" in lines[-1]
    with workspace.read() as reader:
        assert reader.scalar("SELECT name FROM contact WHERE id = :id", {"id": id})
        assert reader.scalar("SELECT count(*) FROM erasure") == 0


def test_copies_beside_the_store_are_named(sqlite_target: str) -> None:
    workspace = open_workspace(sqlite_target, factories.CONFIG, factories.CLOCK)
    id = fill(workspace)
    copy = Path(sqlite_target).with_name(f"crm-before-upgrade-{time.time():.0f}.db")
    copy.touch()
    assert str(copy) in erasing.told(erasing.preview(workspace, [id]))[-1]
    workspace.close()
