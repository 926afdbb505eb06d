"""The pictures: all there, small, leading nowhere, and drawn alike each time."""

from __future__ import annotations

import re
from pathlib import Path

from docs import screenshots
from tests.docs.conftest import DOCS

MOST_BYTES = 150_000
NAMESPACE = "http://www.w3.org/2000/svg"


def test_all_are_there() -> None:
    ways = [theme.name.removeprefix("crm-") for theme in screenshots.THEMES]
    names = {f"{picture.name}-{way}.svg" for picture in screenshots.SHOWN for way in ways}
    assert {path.name for path in (DOCS / "pictures").iterdir()} == names


def test_they_are_small_and_lead_nowhere() -> None:
    for path in (DOCS / "pictures").glob("*.svg"):
        svg = path.read_text("utf-8")
        assert len(svg.encode()) < MOST_BYTES, path.name
        assert set(re.findall(r"\w+://[^\"\s]*", svg)) == {NAMESPACE}, path.name
        assert "url(" not in svg.replace("url(#", ""), path.name
        assert "small" in path.name or ("crm.db" in svg and "Ada" in svg), path.name


def test_they_are_drawn_alike_each_time(tmp_path: Path) -> None:
    shown = tuple(p for p in screenshots.SHOWN if p.name in ("today-small", "deal"))
    drawn = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        drawn.append(screenshots.draw(screenshots.made_store(tmp_path / name), shown))
    assert len(drawn[0]) == 2 * len(shown)
    assert drawn[0] == drawn[1]
