"""Backups, restoring and searching, as commands."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Crm
from tests.factories import HOSTILE


def test_a_backup_brings_everything_back(store: Crm, tmp_path: Path) -> None:
    store("contact", "add", "Ada")
    made = store("backup", "--json").json
    copy = Path(made["backup"])
    assert copy.parent == tmp_path
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    store("contact", "delete", "1")
    said = store("restore", str(copy))
    assert said.out.startswith("restored ")
    assert "before-restore" in said.err
    assert [row["name"] for row in store("contact", "list").rows] == ["Ada"]
    folder = tmp_path / "backups"
    folder.mkdir()
    store("backup", str(folder))
    store("backup", f"{tmp_path}/others/")
    assert next((tmp_path / "others").iterdir()).suffix == ".db"
    assert len(list(folder.iterdir())) == 1
    store("backup", str(copy), code=1)
    no_backup = tmp_path / "notes.db"
    no_backup.write_text("these are notes" * 99)
    assert "a file that crm backup made" in store("restore", str(no_backup), "--yes", code=6).err
    store("restore", str(tmp_path / "none.db"), code=3)
    store("restore", str(tmp_path / "config.toml"), code=6)


def test_a_server_is_backed_up_by_its_own_tools(crm: Crm) -> None:
    server = "postgresql://nobody@localhost:1/none"
    assert "pg_dump" in crm("backup", "--db", server, code=2).err
    assert "pg_restore" in crm("restore", "x", "--db", server, code=2).err


def test_search_finds_what_holds_the_words(store: Crm) -> None:
    store("contact", "add", "Gaëlle Hopper", "--company", "Navy Yard")
    store("contact", "add", HOSTILE.replace("\x07", ""))
    hits = store("search", "NAVY", "gael", "--json").json
    assert hits == [{"noun": "contact", "id": 1, "title": "Gaëlle Hopper", "detail": "Navy Yard"}]
    assert "[EMEA]" in store("search", "emea").out
    assert store("search", "nobody", "--json").json == []
    store("remind", "add", "contact:1", "Tell of the crane", "--due", "2031-05-06 07:08")
    hits = store("search", "crane", "--json").json
    assert [each["detail"] for each in hits] == ["2031-05-06T07:08:00+02:00"]
    assert store("search", "crane", "--format", "tsv").rows[0]["detail"].startswith("2031-05-06T")
    assert "2031-05-06T" not in store("search", "crane", "--format", "table").out
    assert store("search", '"(*', "--format", "ids").out == ""


def test_the_doctor_tells_and_mends(store: Crm) -> None:
    store("contact", "add", "Ada")
    assert store("doctor").out.count("ok ") == 12
    with closing(sqlite3.connect(store.env["CRM_DB"])) as db:
        db.execute("DROP TRIGGER journal_contact_insert")
        db.commit()
    told = store("doctor", code=1).out
    assert "wrong   triggers: missing journal_contact_insert\n        crm doctor --fix" in told
    states = {row["check"]: row["state"] for row in store("doctor", "--fix", "--json").json}
    assert states["triggers"] == "mended"
    store("doctor")
    Path(store.env["CRM_DB"]).write_bytes(b"nothing of ours" * 999)
    store("doctor", code=6)
