"""Which commands make a store, and which refuse a missing one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Crm


def test_init_makes_a_private_store_once(crm: Crm, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "crm.db"
    assert str(place) in crm("init", "--db", str(place), "--user", "Ada").out
    assert place.stat().st_mode & 0o777 == 0o600
    assert crm("user", "list", "--db", str(place)).rows[0]["name"] == "Ada"
    crm("init", "--db", str(place), code=1)


@pytest.mark.parametrize(
    "command",
    ["due", "contact list", "undo", "contact edit 1 --title x", "deal win 1", "status", "board",
     "contact add Ada", "import -"],
)  # fmt: skip
def test_a_missing_store_that_was_named_is_not_made(crm: Crm, command: str) -> None:
    said = crm(*command.split(), code=3)
    assert "crm init" in said.err
    assert not Path(crm.env["CRM_DB"]).exists()


def test_add_and_import_make_the_default_store(crm: Crm, tmp_path: Path) -> None:
    del crm.env["CRM_DB"]
    crm("due", code=3)
    crm("contact", "edit", "ada", "--title", "x", code=3)
    made = crm("import", "-", input="Name\nAda\n")
    assert "made a store" in made.err
    assert "1 new" in made.out
    assert crm("contact", "add", "Bo").err == ""
    assert len(crm("contact", "list").rows) == 2


def test_the_app_needs_a_terminal_and_makes_nothing_without(crm: Crm) -> None:
    assert "terminal" in crm(code=2).err
    assert not Path(crm.env["CRM_DB"]).exists()


def test_options_stand_before_or_after_the_command(crm: Crm, tmp_path: Path) -> None:
    one, two = str(tmp_path / "one.db"), str(tmp_path / "two.db")
    crm("--db", one, "init")
    crm("init", "--db", two)
    crm("--db", one, "contact", "add", "Ada")
    assert crm("contact", "--db", one, "list", "--format", "ids").out == "1\n"
    assert crm("--format", "ids", "contact", "list", "--db", one).out == "1\n"
    assert crm("contact", "list", "--json", "--db", two).json == []
    assert crm("--json", "contact", "list", "--db", two).json == []


def test_version_and_help(crm: Crm) -> None:
    assert crm("--version").out.startswith("crm ")
    assert crm("due", "--version").out.startswith("crm ")
    assert "remind" in crm("-h").out
    assert "--lifecycle" in crm("contact", "add", "-h").out


def test_a_user_acts_under_their_name(store: Crm) -> None:
    store("user", "add", "Bo")
    store("contact", "add", "Ada", "--user", "bo")
    (row,) = store("contact", "list").rows
    assert row["owner"] == "Bo"
    assert store("contact", "list", CRM_USER="bo").rows == [row]
    assert store("history", "--limit", "1", "--json").json[0]["user"] == "Bo"
    # Everyone's undo takes back what they did themselves.
    store("contact", "add", "Cid")
    assert "Ada" in store("undo", "--user", "bo").out


def test_the_demo_tells_of_itself_and_leaves_nothing(crm: Crm, tmp_path: Path) -> None:
    crm.env["TMPDIR"] = str(tmp_path / "scratch")
    Path(crm.env["TMPDIR"]).mkdir()
    said = crm("demo").out
    for part in ("new with", "rejected", "Overdue", "Today", "Sales", "Negotiation"):
        assert part in said
    assert not list(Path(crm.env["TMPDIR"]).iterdir())
    kept = tmp_path / "kept"
    assert "demo.db" in crm("demo", "--keep", str(kept)).err
    assert crm("due", "--exit-code", "--db", str(kept / "demo.db"), code=10).out
