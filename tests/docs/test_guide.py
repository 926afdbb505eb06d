"""The commands of the README and the guide, in their order, as a new user would type them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crm_tui.cli.main import run
from tests.docs.conftest import blocks

TEAM = "postgresql://crm@db.example/sales"


@pytest.fixture
def team(postgres_url: str) -> Iterator[str]:
    """An empty database on a server."""
    with psycopg.connect(postgres_url.format("postgres"), autocommit=True) as db:
        db.execute("CREATE DATABASE crm_guide TEMPLATE template0 STRATEGY FILE_COPY")
        yield postgres_url.format("crm_guide")
        db.execute("DROP DATABASE crm_guide WITH (FORCE)")


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_every_command_works(
    page: str,
    home: Path,
    team: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (file,) = blocks("docs/guide.md", "csv")
    for name in (file.name, "contacts.csv"):
        (home / name).write_text(file.text)
    for line in "".join(block.text for block in blocks(page, "sh")).splitlines():
        first, *rest = shlex.split(line.replace(TEAM, team), comments=True)
        if first == "export":
            name, _, value = rest[0].partition("=")
            monkeypatch.setenv(name, value)
            continue
        assert first == "crm", line
        code = run(rest)
        said = capsys.readouterr()
        if rest:
            assert code == 0, f"{line}\n{said.out}{said.err}"
        else:
            assert "the app needs a terminal" in said.err
