"""Exit codes are an API: one test for each way to end."""

from __future__ import annotations

import json
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

from crm_tui.store.revision import HEAD
from tests.cli.conftest import Crm


def test_wrong_usage_is_2(store: Crm) -> None:
    assert "No such command" in store("nosuch", code=2).err
    assert "--nosuch" in store("due", "--nosuch", code=2).err
    assert "Missing argument" in store("contact", "add", code=2).err
    assert "it needs a field and a value" in store("contact", "add", "Bo", "--set", "x", code=2).err
    assert "did you mean title" in store("contact", "add", "Bo", "--set", "titel=x", code=2).err
    assert "nothing to change" in store("contact", "edit", "1", code=2).err
    assert "--on" in store("contact", "add", "Bo", "--on", "today", code=2).err
    assert (
        "cannot import dogs\n     one of: contacts, companies, deals"
        in store("import", "-", "--as", "dogs", input="Name\nAda\n", code=2).err
    )
    assert "crm history lists them" in store("undo", "abc", code=2).err
    assert "postgresql://" in store("due", "--db", "mysql://x/y", code=2).err
    broken = store("import", "-", input='[{"name": "Ada"},\n{"name": "Bo', code=5).out
    assert "line 2: not JSON from line 2 on" in broken
    assert "not a number of days" in store("due", "--within", "soon", code=2).err


def test_a_recipe_that_cannot_be_used_or_kept_is_2(store: Crm, tmp_path: Path) -> None:
    file, recipe = tmp_path / "people.csv", tmp_path / "people.toml"
    file.write_text("Name,Email\nAda,ada@example.com\n")
    store("import", str(file), "--recipe", str(recipe), code=3)
    recipe.write_text('colums = "x"\n')
    said = store("import", str(file), "--recipe", str(recipe), code=2).err
    assert f"{recipe}: recipes have no key 'colums'; did you mean 'columns'?" in said
    assert "keys: noun" in said
    said = store("import", str(file), "--save-recipe", str(recipe), code=2).err
    assert "is no recipe" in said
    assert store("contact", "list").rows == []
    recipe.write_text('on_duplicate = "skip"\n')
    saving = ("--recipe", str(recipe), "--save-recipe", str(recipe))
    store("import", str(file), "--map", "Email=ignore", *saving)
    assert recipe.read_text().splitlines()[1:] == [
        'on_duplicate = "skip"', "", "[columns]", 'Name = "name"', 'Email = "-"',
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_says_which_are_left(store: Crm, tmp_path: Path) -> None:
    good, bad, last = (tmp_path / name for name in ("good.csv", "bad.csv", "last.csv"))
    good.write_text("Name\nAda\n")
    bad.write_text("Colour\nred\n")
    last.write_text("Name\nEve\n")
    said = store("import", str(good), str(bad), str(last), code=2).err
    assert f"not imported either: {last}" in said
    assert f"not imported either: {good}" not in said
    assert len(store("contact", "list").rows) == 1


def test_rejects_never_take_the_place_of_the_file_itself(store: Crm, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Deal,Amount,Stage\nA,5,Lead\nB,lots,Lead\n")
    for rejects in (str(file), f"{tmp_path}/../{tmp_path.name}/deals.csv"):
        said = store("import", str(file), "--dry-run", "--rejects", rejects, code=2).err
        assert "--rejects is the file itself" in said
    assert file.read_text().endswith("A,5,Lead\nB,lots,Lead\n")


def test_a_noun_alone_shows_its_verbs(store: Crm) -> None:
    said = store("contact", code=2)
    assert said.out == ""
    assert "archive" in said.err


def test_not_found_is_3(store: Crm, tmp_path: Path) -> None:
    store("contact", "show", "nobody", code=3)
    store("contact", "show", "99", code=3)
    store("deal", "move", "99", "won", code=3)
    store("remind", "done", "99", code=3)
    good = tmp_path / "good.csv"
    good.write_text("Name\nAda\n")
    store("import", str(good), str(tmp_path / "missing.csv"), code=3)
    assert store("contact", "list").rows == []
    assert "download it first" in store("import", "https://example.com/x.csv", code=2).err
    store("due", "--user", "nobody", code=3)
    store("due", "--config", str(tmp_path / "missing.toml"), code=3)


def test_several_or_changed_is_4(store: Crm) -> None:
    store("contact", "add", "Ann Lee")
    store("contact", "add", "Ann Ray")
    said = store("contact", "show", "ann", code=4).err
    assert "contact:1 Ann Lee" in said
    assert "contact:2 Ann Ray" in said
    assert "cannot be undone" in store("undo", "1", code=4).err


def test_done_in_part_is_5(store: Crm, tmp_path: Path) -> None:
    file, rejects = tmp_path / "people.csv", tmp_path / "rejects.csv"
    file.write_text("Name,Email\nAda,ada@example.com\n,,\nBo,bo@example.com,surplus\n")
    said = store("import", str(file), "--json", "--rejects", str(rejects), code=5)
    assert said.json["new"] == 1
    assert said.json["rejected"] == len(said.json["rejects"])
    assert said.json["rejects"][-1]["line"] == 4
    assert json.loads(said.err)["code"] == 5
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    assert rejects.read_text().splitlines()[0] == "Name,Email"
    assert "Bo,bo@example.com,surplus" in rejects.read_text()


def test_an_undo_that_must_keep_something_is_5(store: Crm) -> None:
    store("contact", "add", "Ada", "--company", "Acme")
    store("deal", "add", "Cranes", "--company", "Acme")
    said = store("undo", "2", code=5)
    assert "kept Acme (company:1): " in said.err
    assert "1 reversed, 1 kept" in said.err


def test_an_unusable_store_is_6(crm: Crm, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_text("this is no database, but it is long enough" * 9)
    assert "not a crm store" in crm("due", "--db", str(garbage), code=6).err
    assert "folder" in crm("due", "--db", str(tmp_path), code=6).err
    assert garbage.read_text().startswith("this is no database")


def test_a_newer_or_broken_store_is_6_and_untouched(store: Crm) -> None:
    with sqlite3.connect(store.env["CRM_DB"]) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in store("due", code=6).err
    with sqlite3.connect(store.env["CRM_DB"]) as db:
        db.execute("UPDATE alembic_version SET version_num = '0001'")
    # What the upgrade would add is there already.
    assert "could not be brought up to date" in store("due", code=6).err
    with sqlite3.connect(store.env["CRM_DB"]) as db:
        db.execute("UPDATE alembic_version SET version_num = ?", [HEAD])
        db.execute("ALTER TABLE reminder RENAME TO elsewhere")
    assert "reminder" in store("due", code=6).err


def test_something_due_is_10_when_asked(store: Crm) -> None:
    store("contact", "add", "Ada")
    assert store("due", "--exit-code").out == "Nothing is due.\n"
    store("remind", "add", "ada", "Call", "--due", "in 3 days")
    store("due", "--exit-code")
    store("due", "--exit-code", "--within", "3d", code=10)
    store("due", "--exit-code", "--on", "in 3 days", code=10)
    store("due", "--on", "in 3 days")


def test_a_server_that_is_away_is_75_and_its_password_is_not_told(crm: Crm) -> None:
    said = crm("due", "--db", "postgresql://ada:geheim@127.0.0.1:1/crm", code=75).err
    assert "geheim" not in said


def test_interrupted_is_130(store: Crm) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "crm_tui", "import", "-"],
        env=store.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert waiting.stdin is not None
    try:
        # More than a pipe holds: once it is written, the process is reading.
        waiting.stdin.write(b"x" * 1_000_000)
        waiting.stdin.flush()
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=30)
    finally:
        waiting.kill()
    assert (waiting.returncode, out) == (130, b"")
    assert b"Traceback" not in err


def test_errors_as_json(store: Crm) -> None:
    for arguments, code in (
        (["contact", "show", "nobody", "--json"], 3),
        (["--json", "nosuch"], 2),
        (["due", "--format", "json", "--nosuch"], 2),
        (["due", "--format=json", "--within", "x"], 2),
    ):
        said = store(*arguments, code=code)
        assert said.out == ""
        error = json.loads(said.err)
        assert set(error) == {"error", "hint", "code"}
        assert error["code"] == code


def test_a_wrong_format_is_told_before_anything_is_written(store: Crm) -> None:
    store("contact", "add", "Ada", "--format", "yaml", code=2)
    assert store("contact", "list").rows == []
    assert (
        store("contact", "add", "Ada", "--format", "text").out == "added contact Ada (contact:1)\n"
    )
    assert store("contact", "add", "Bo", "--format", "ids").out == "2\n"


def test_numbers_beyond_any_database_are_refused(store: Crm) -> None:
    for command in ("undo {}", "contact list --limit {}", "due --within {}"):
        store(*command.format(10**25).split(), code=2)
    for command in ("contact show {}", "remind done {}", "history contact:{}", "channel delete {}"):
        store(*command.format(10**25).split(), code=3)
