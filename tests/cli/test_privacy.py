"""crm privacy: what is held on a person, handed over or erased."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from tests import factories
from tests.cli.conftest import Crm
from tests.cli.test_terminal import at_terminal


def test_what_is_held_is_handed_over(store: Crm, tmp_path: Path) -> None:
    store("contact", "add", "Grace Hopper", "--email", "grace@example.com")
    store("note", "add", "Grace Hopper", factories.HOSTILE)
    paper = tmp_path / "paper.txt"
    paper.write_text("signed")
    store("attach", "Grace Hopper", str(paper))
    found = store("privacy", "export", "grace@example.com").json
    assert found["person"]["name"] == "Grace Hopper"
    assert found["notes"][0]["body"].endswith("abc") and len(found["journal"]) == 4
    packed = tmp_path / "grace.zip"
    said = store("privacy", "export", "Grace Hopper", "--to", str(packed))
    assert said.err == f"all that is held on Grace Hopper is in {packed}\n"
    assert packed.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(packed) as archive:
        assert archive.namelist() == ["held.json", "held.html", "files/1/paper.txt"]
        assert archive.read("files/1/paper.txt") == b"signed"
        assert json.loads(archive.read("held.json"))["person"] == found["person"]
        assert b"<h1 dir=auto>Held on Grace Hopper</h1>" in archive.read("held.html")
    assert "already something" in store("privacy", "export", "1", "--to", str(packed), code=2).err
    assert "end the file in" in store("privacy", "export", "1", "--to", "a.pdf", code=2).err


def test_who_was_erased_is_held_back(store: Crm, tmp_path: Path) -> None:
    store(
        "contact", "add", "Grace Hopper", "--email", "grace@example.com", "--phone", "030 1234567"
    )
    store("contact", "add", "Ada Lovelace", "--email", "ada@example.com")
    everything = tmp_path / "everything.jsonl"
    store("export", "all", "--to", str(everything))
    looked = store("privacy", "erase", "Grace Hopper", "--dry-run")
    assert "1 contact would be erased for good: 1 contact, 2 channels" in looked.out
    assert "needs --yes" in store("privacy", "erase", "1", code=2).err
    assert "a part of a name is not enough" in store("privacy", "erase", "Hop", "--yes", code=3).err
    erased = store("privacy", "erase", "Grace Hopper", "--yes", "--json")
    assert erased.json["rows"] == {"channel": 2, "contact": 1} and erased.json["scrubbed"]
    assert "still hold them" in erased.err
    assert b"Hopper" not in Path(store.env["CRM_DB"]).read_bytes()
    add = ("contact", "add", "G. Hopper", "--phone", "+49 30 1234567")
    refused = store(*add, code=7)
    assert "somebody with this address was erased on 20" in refused.err
    assert "crm privacy allow" in refused.err
    rows, rejects = tmp_path / "rows.csv", tmp_path / "rejects.csv"
    rows.write_text("Name,Email\nGrace,GRACE@example.com\nBea,bea@example.com\n")
    told = store("import", str(rows), "--rejects", str(rejects), "--json", code=5).json
    assert (told["new"], told["rejected"]) == (1, 1)
    assert "was erased on" in told["rejects"][0]["reason"] and "GRACE@" in rejects.read_text()
    whole = store("import", str(everything), "--json", code=5).json
    assert whole["new"] == 0 and "was erased on" in whole["rejects"][0]["reason"]
    assert [row["name"] for row in store("contact", "list").rows] == ["Ada Lovelace", "Bea"]
    assert store("privacy", "list").rows[0]["people"] == "1"
    store("privacy", "allow", "grace@example.com")
    store(*add)
    assert "nobody with that" in store("privacy", "allow", "grace@example.com", code=3).err
    assert store("import", str(everything), "--json").json["new"] > 0


def test_who_was_deleted_is_erased_by_id_or_name(store: Crm) -> None:
    store("contact", "add", "Grace Hopper")
    store("contact", "delete", "1", "--yes")
    assert store("privacy", "erase", "Grace Hopper", "--yes").out.startswith("erased nothing")
    assert b"Hopper" not in Path(store.env["CRM_DB"]).read_bytes()
    assert "no contact" in store("privacy", "erase", "Grace Hopper", "--yes", code=3).err
    assert "cannot be undone" in store("undo", "4", code=4).err


def test_who_is_due_to_go_is_listed_then_erased(store: Crm) -> None:
    store("contact", "add", "Grace Hopper")
    store("contact", "add", "Ada Lovelace", "--tag", "hold")
    retain = ("privacy", "retain", "--older", "3y")
    assert store(*retain, "--exit-code").rows == []
    assert store(*retain, "--quiet-if-empty").err == ""
    assert store(*retain, "--yes", "--json").json["people"] == 0
    ahead = (*retain, "--on", "2099-01-01")
    found = store(*ahead, "--exit-code", code=10)
    assert "1 contact is due to go: no real" in found.err
    assert [row["name"] for row in found.rows] == ["Grace Hopper"]
    (kept,) = store(*ahead, "--kept", "--json").json
    assert (kept["name"], kept["kept"]) == ("Ada Lovelace", True)
    assert kept["because"][1].startswith("the tag hold (tag:")
    assert "only read" in store(*ahead, "--yes", code=2).err
    assert "not a time span" in store("privacy", "retain", "--older", "long", code=2).err
    db = store.env["CRM_DB"]
    with closing(sqlite3.connect(db, isolation_level=None)) as aged:
        aged.execute("UPDATE contact SET created_at = '2001-01-01T00:00:00.000000Z' WHERE id = 1")
    assert "needs --yes" in store(*retain, "--apply", code=2).err
    assert "words are not enough" in store(*retain, "hopper", "--yes", code=2).err
    assert store(*retain, "name:hopper", "--yes").out == "erased 1 contact\n"
    assert [row["name"] for row in store("contact", "list").rows] == ["Ada Lovelace"]
    undone = store("undo")
    assert "the erasure after it (operation" in undone.err and "Ada" in undone.out


def test_it_is_asked_for_by_a_word(store: Crm) -> None:
    store("contact", "add", factories.HOSTILE)
    code, shown = at_terminal(store, "privacy", "erase", "1", keys="yes\n")
    assert code == 1 and "Type erase to do it" in shown and "nothing was erased" in shown
    code, shown = at_terminal(store, "privacy", "erase", "1", keys="erase\n")
    assert code == 0 and "erased 1 contact" in shown
