"""The command line as a process, and within the test where many runs are needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_tui.cli.main import run

SETTINGS = """
timezone = "Europe/Berlin"
currency = "EUR"
region = "DE"
date_order = "DMY"
"""


@dataclass(frozen=True)
class Result:
    """What a run of `crm` said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The output as TSV, without undoing its escapes."""
        head, *lines = [line.split("\t") for line in self.out.splitlines()]
        return [dict(zip(head, line, strict=True)) for line in lines]


class Crm:
    """Runs `crm` as a process; a run that ends with another code than `code` fails."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def __call__(
        self, *arguments: str | bytes, input: str = "", code: int = 0, **env: str
    ) -> Result:
        ended = subprocess.run(
            [sys.executable, "-m", "crm_tui", *arguments],
            input=input.encode(),
            capture_output=True,
            env={**self.env, **env},
            timeout=60,
            check=False,
        )
        out, err = ended.stdout.decode(), ended.stderr.decode()
        assert ended.returncode == code, f"ended with {ended.returncode}: {out}{err}"
        return Result(ended.returncode, out, err)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment of its own: settings, no store yet, nobody's home."""
    settings = tmp_path / "config.toml"
    settings.write_text(SETTINGS)
    ours = ("CRM_", "XDG_", "LC_", "LANG", "COLUMNS", "NO_COLOR", "EDITOR", "VISUAL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "TZ": "Europe/Berlin",
        "LANG": "C.UTF-8",
        "CRM_CONFIG": str(settings),
        "CRM_DB": str(tmp_path / "crm.db"),
    }


@pytest.fixture
def crm(env: dict[str, str]) -> Crm:
    """`crm` on a path without a store."""
    return Crm(env)


@pytest.fixture
def store(crm: Crm, sqlite_target: str) -> Crm:
    """`crm` on a fresh store in a file."""
    crm.env["CRM_DB"] = sqlite_target
    return crm


@pytest.fixture
def call(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Runs `crm` on the store `db` within this process: quick, for many runs."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    def called(db: str, *arguments: str) -> Result:
        monkeypatch.setenv("CRM_DB", db)
        capsys.readouterr()
        code = run(list(arguments))
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return called
