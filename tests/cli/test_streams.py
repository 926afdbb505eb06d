"""Data on standard output, all else on standard error; whatever happens to either."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factories
from tests.cli.conftest import Crm

MANY = "Name,Email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(3000))


def test_a_date_understood_is_told_beside_the_data(store: Crm) -> None:
    store("contact", "add", "Ada")
    said = store("remind", "add", "ada", "Call", "--due", "2099-03-05 15:00", "--json")
    assert said.json["due"] == "2099-03-05T15:00:00+01:00"
    assert "Thu 5 Mar 2099, 15:00" in said.err
    said = store("due", "--json", "--on", "1 mar 2099")
    assert "Sun 1 Mar 2099" in said.err
    assert len(said.json) == 1


def test_a_plain_date_says_nothing_so_that_cron_sends_no_mail(store: Crm) -> None:
    assert store("due", "--on", "2099-03-01", "--quiet-if-empty").err == ""


@pytest.mark.parametrize("form", ["tsv", "json", "csv"])
def test_a_closed_pipe_is_no_error(store: Crm, tmp_path: Path, form: str) -> None:
    file = tmp_path / "many.csv"
    file.write_text(MANY)
    store("import", str(file))
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "crm_tui", "contact", "list", "--format", form],
        env=store.env,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    os.read(reader, 10)
    os.close(reader)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["status", "contact list", "--version"])
def test_a_full_disk_is_an_error(store: Crm, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "crm_tui", *command.split()],
            env=store.env,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 1
    assert b"no space left" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("closed", ["1", "2", "0"])
def test_closed_streams_are_borne(store: Crm, closed: str) -> None:
    shell = f'exec {closed}>&-; exec "{sys.executable}" -m crm_tui due'
    ended = subprocess.run(["sh", "-c", shell], env=store.env, capture_output=True, check=False)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_any_encoding_takes_any_name(store: Crm, locale: dict[str, str]) -> None:
    store("contact", "add", "東京 Ltd → Gaelle")
    process = subprocess.run(
        [sys.executable, "-m", "crm_tui", "contact", "list"],
        env={**store.env, **locale},
        capture_output=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, b"")
    assert "東京".encode() in process.stdout or rb"\u6771\u4eac" in process.stdout


def test_arguments_that_are_no_text_are_borne(store: Crm) -> None:
    said = store("contact", "add", b"Ada \xff\xfeLovelace")
    assert "Ada Lovelace" in said.out
    store("contact", "show", b"\xff", code=2)
    store(b"\xff", code=2)
    store("contact", "list", b"--\xff", code=2)
    store("--db", b"/nowhere/\xff", "due", code=3)


def test_the_hostile_name_in_an_error_does_nothing(store: Crm) -> None:
    store("contact", "add", "Ada")
    for arguments, code in (
        (["contact", "show", factories.HOSTILE], 3),
        (["contact", "list", "--sort", factories.HOSTILE], 2),
        (["contact", "list", "--format", factories.HOSTILE], 2),
        ([factories.HOSTILE], 2),
        (["due", "--db", factories.HOSTILE], 3),
        (["remind", "add", "contact:1", "x", "--due", factories.HOSTILE], 2),
        (["import", factories.HOSTILE], 3),
    ):
        said = store(*arguments, code=code)
        assert "[EMEA]" in said.err
        assert not set("\x1b\x07\u202e") & set(said.err)


def test_mail_comes_in_from_a_stream_and_a_folder(store: Crm, tmp_path: Path) -> None:
    mail = (
        "From: Grace <g@a.example>\nTo: me@b.example\nDate: Mon, 02 Mar 2026 09:30:00 +0100\n"
        "Message-ID: <1@a>\nSubject: Cranes\n\nHello\n"
    )
    store("config", "set", "own_addresses", "me@b.example")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_text(mail)
    said = store("import", str(tmp_path / "mail"))
    assert "no contacts yet: g@a.example (1); --make contacts" in said.out
    found = store("import", "-", "--as", "eml", "--make", "contacts", "--json", input=mail).json
    assert (found["new"], found["taken"]) == (1, {"interaction": 1, "contact": 1})
    assert store("import", str(tmp_path / "mail"), "--json").json["same"] == 1
    (row,) = store("interaction", "list", "--json").json
    assert (row["kind"], row["direction"], row["contacts"]) == ("email", "inbound", ["Grace"])
    assert (
        "no columns" in store("import", "-", "--as", "eml", "--map", "a=b", input=mail, code=2).err
    )
