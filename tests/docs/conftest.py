"""What the pages say, and a machine on which crm has never run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of code: its language, the file it is to be saved as, its text."""

    language: str
    name: str
    text: str


def blocks(page: str, language: str) -> list[Block]:
    """The page's blocks in one language, in their order."""
    found = (Block(*found) for found in _BLOCK.findall((ROOT / page).read_text("utf-8")))
    return [block for block in found if block.language == language]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody's home, where they are: no store, no settings."""
    for name in ("CRM_DB", "CRM_CONFIG", "CRM_USER", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path
