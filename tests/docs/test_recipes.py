"""What the recipes ask of crm: the commands work, and give the fields that are taken."""

from __future__ import annotations

import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_tui.cli.main import run
from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.demo import build
from tests import factories
from tests.docs.conftest import blocks

SH = "\n".join(block.text for block in blocks("docs/recipes.md", "sh"))
# A command ends where the shell's part begins.
COMMANDS = sorted(set(re.findall(r"\bcrm [^|&\n)]*?(?=\s*(?:\d?>|\||&|\)|$))", SH, re.M)))
JQ = re.compile(r"(crm [^|\n]+)\|\s*jq -\w+ '([^']*)'")
ENDS = {"crm due --exit-code": 10}


@pytest.fixture
def year(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's store, and the files and the sender that the recipes name."""
    store = home / "crm.db"
    monkeypatch.setenv("CRM_DB", str(store))
    config = Config(timezone="UTC", user="Ada")
    workspace = build(str(store), config, Clock(factories.BERLIN))
    with workspace.write("test") as w:
        factories.contact(w, "Ada Byron", email="ada@engine.example")
    workspace.close()
    (home / "senders.csv").write_text('"Name","E-mail"\n"Ada Byron","ada@engine.example"\n')
    (home / "meetings").mkdir()
    event = "UID:1\nDTSTART:20260202T080000Z\nATTENDEE:mailto:ada@engine.example\n"
    (home / "meetings" / "1.ics").write_text(f"BEGIN:VEVENT\n{event}END:VEVENT\n")
    return store


@pytest.fixture
def said(
    year: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """Runs a command; answers what it said."""

    def ran(command: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("Wants the price list"))
        _, *arguments = shlex.split(command)
        code = run([argument.replace("$1", "lind") for argument in arguments])
        told = capsys.readouterr()
        assert code == ENDS.get(command, 0), f"{command}\n{told.err}"
        return told.out

    return ran


def test_every_command_works(said: Callable[[str], str]) -> None:
    assert len(COMMANDS) > 6
    for command in COMMANDS:
        if command != "crm contact show":  # xargs gives it the id
            said(command)


def test_jq_finds_its_fields(said: Callable[[str], str]) -> None:
    assert JQ.findall(SH)
    for command, program in JQ.findall(SH):
        text = said(command.strip())
        records = json.loads(text) if "--json" in command else map(json.loads, text.splitlines())
        wanted = set(re.findall(r"\.([a-z_]+)", program))
        assert wanted and all(wanted <= record.keys() for record in records), program


def test_fzf_shows_name_company_and_e_mail(said: Callable[[str], str]) -> None:
    (shown,) = re.findall(r"--with-nth=([\d,]+)", SH)
    heads = said("crm contact list --format tsv").splitlines()[0].split("\t")
    assert [heads[int(n) - 1] for n in shown.split(",")] == ["name", "company", "emails"]
    assert heads[0] == "id"
