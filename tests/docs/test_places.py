"""Files and pages that are named are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.conftest import DOCS, ROOT

PAGES = [*ROOT.glob("*.md"), *DOCS.glob("*.md")]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]+))?\)")
_NAMED = re.compile(r"`([\w/.<>-]+(?:\.(?:py|md|csv|tcss|toml)|/))`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, part in _LINK.findall(page.read_text("utf-8")):
        if "://" in target:
            continue
        there = page.parent / target
        assert there.exists(), target
        heads = re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.MULTILINE) if part else []
        anchors = [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads]
        assert not part or part in anchors, f"{target}#{part}"


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_named_files_exist(name: str) -> None:
    named = set(_NAMED.findall((ROOT / name).read_text("utf-8")))
    assert len(named) > 10
    missing = [each for each in sorted(named) if "<" not in each and not _found(each)]
    assert not missing


def _found(name: str) -> bool:
    return any((folder / name).exists() for folder in (ROOT, ROOT / "crm_tui"))
