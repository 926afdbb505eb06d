"""What hangs on a record, by the command line: each said, listed, changed and undone."""

from __future__ import annotations

from pathlib import Path

from tests import factories
from tests.cli.conftest import Crm


def test_key_dates(store: Crm) -> None:
    store("contact", "add", "Ada")
    added = store("date", "add", "ada", "birthday", "1965-12-10", "--json").json
    assert (added["kind"], added["yearly"], added["of"]) == ("birthday", True, "Ada")
    assert added["next"].endswith("-12-10")
    store("date", "edit", "date:1", "--kind", "name day", "--once")
    [row] = store("date", "list", "ada").rows
    assert (row["kind"], row["yearly"], row["next"]) == ("name day", "false", "")
    assert "forgot the name day of Ada" in store("date", "delete", "1").out
    store("undo")
    assert store("date", "list", "ada", "--format", "ids").out == "1\n"
    store("date", "edit", "1", code=2)
    store("date", "delete", "2", code=3)


def test_relationships_read_from_both_sides(store: Crm) -> None:
    store("contact", "add", "Ada")
    store("contact", "add", "Grace", "--company", "Acme")
    said = store("relationship", "add", "ada", "reports to", "grace").out
    assert said == "noted: Ada reports to Grace (relationship:1)\n"
    store("relationship", "add", "company:1", "supplier", "ada")
    for who in ("ada", "grace"):
        assert "reports to" in store("relationship", "list", who).out
    store("relationship", "delete", "1")
    assert store("relationship", "list", "grace").rows == []
    store("undo")
    assert store("relationship", "list", "grace", "--json").json[0]["to"] == "Grace"


def test_preferences_and_consents(store: Crm) -> None:
    store("contact", "add", "Ada")
    store("preference", "set", "ada", "--channel", "phone", "--timezone", "Europe/London",
          "--do-not-contact")  # fmt: skip
    shown = store("preference", "show", "ada", "--json").json
    assert (shown["channel"], shown["timezone"]) == ("phone", "Europe/London")
    assert shown["do_not_contact"] is True
    assert "time zone" in store("preference", "set", "ada", "--timezone", "Nowhere", code=2).err
    store("consent", "add", "ada", "email", "newsletter", "--source", "fair", "--until",
          "2030-01-01")  # fmt: skip
    store("consent", "withdraw", "ada", "email", "newsletter")
    rows = store("consent", "list", "ada").rows
    assert [(row["given"], row["source"]) for row in rows] == [("false", ""), ("true", "fair")]
    card = store("contact", "show", "ada").out
    assert "Preferences\n  do not contact\n  channel         phone" in card
    assert "newsletter: withdrawn" in card
    store("undo")
    assert len(store("consent", "list", "ada").rows) == 1


def test_notes(store: Crm) -> None:
    store("contact", "add", factories.HOSTILE.replace("\x1b", ""))
    store("note", "add", "contact:1", "-", input="Two lines\nof text")
    store("note", "edit", "1", factories.HOSTILE)
    out = store("note", "list", "contact:1", "--format", "table").out
    assert "[EMEA]" in out
    assert "\x1b" not in out
    store("undo")
    assert store("note", "list", "contact:1", "--json").json[0]["body"] == "Two lines\nof text"
    store("note", "delete", "note:1")
    assert store("note", "list", "contact:1").rows == []
    store("note", "add", "contact:1", "", code=2)


def test_attachments_are_kept_saved_and_backed_up(store: Crm, tmp_path: Path) -> None:
    store.env["TMPDIR"] = str(tmp_path)
    offer = tmp_path / "offer [EMEA].txt"
    offer.write_text("two cranes")
    other = tmp_path / "\u202eother\x1b]52;c;cm0=\x07.txt"
    other.write_text("one crane")
    store("contact", "add", "Ada", "--company", "Acme")
    said = store("attach", "ada", str(offer), str(other)).out
    assert said == "attached 2 files to Ada (attachment:1)\n"
    rows = store("attachment", "list", "ada", "--json").json
    assert {(row["name"], row["size"]) for row in rows} == {
        ("offer [EMEA].txt", 10), ("other]52;c;cm0=.txt", 9),
    }  # fmt: skip
    store("attach", "company:1", str(offer), str(tmp_path / "missing"), code=3)
    assert store("attachment", "list", "company:1").rows == []
    store("attach", "company:1", str(tmp_path), code=2)
    offer.unlink()
    out = tmp_path / "out"
    out.mkdir()
    assert "saved offer" in store("attachment", "save", "1", str(out)).out
    assert (out / "offer [EMEA].txt").read_text() == "two cranes"
    store("attachment", "save", "1", str(out), code=1)
    copy = Path(store("attachment", "open", "attachment:1", BROWSER="", DISPLAY="").out.strip())
    assert copy.read_text() == "two cranes"

    backup = tmp_path / "copy.db"
    assert store("backup", str(backup), "--json").json["files"] == 2
    [kept] = (path for path in Path(f"{store.env['CRM_DB']}.files").rglob("*")
              if path.is_file() and path.read_text() == "two cranes")  # fmt: skip
    kept.unlink()
    assert "offer [EMEA].txt (attachment:1) is missing" in store("doctor", code=1).out
    store("restore", str(backup))
    store("doctor")
    assert "took offer" in store("attachment", "delete", "1").out
    store("undo")
    assert len(store("attachment", "list", "ada").rows) == 2
    assert store("attachment", "clean").out == "deleted 0 files, 0 B\n"
