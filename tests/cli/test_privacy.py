"""crm privacy: what is held on a person, handed over or erased."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests import factories
from tests.cli.conftest import Crm


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
