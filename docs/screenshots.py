"""The pictures in docs/pictures: the app's screens on the demo's store, dark and light.

`make screenshots` draws them anew. They come out the same on every machine: the clock stands
still, the demo's year follows from it, and a picture is taken when what it shows is there.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import shutil
import tempfile
import time
from contextlib import chdir
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from textual.pilot import Pilot
from textual.widgets import Input

from crm_tui.app import CrmApp
from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.demo import build, demo_csv
from crm_tui.themes import THEMES
from crm_tui.tour.app import TourApp
from crm_tui.workspace import open_workspace

PICTURES = Path(__file__).with_name("pictures")
LARGE, SMALL = (120, 36), (80, 24)
PATIENCE = 20

_BERLIN = ZoneInfo("Europe/Berlin")
_CLOCK = Clock(_BERLIN, datetime(2026, 3, 2, 9, 0, tzinfo=_BERLIN))  # a Monday
_CONFIG = Config(
    timezone="Europe/Berlin", currency="EUR", region="DE", date_order="DMY", user="Ada", goal="5"
)
# What Rich puts in that leads elsewhere: web fonts, and its own address.
_OUTSIDE = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)


class Picture(NamedTuple):
    """The keys that lead to a screen, words that are there when it is drawn, its size, and
    the app that has it."""

    name: str
    keys: str
    words: str
    size: tuple[int, int] = LARGE
    kind: type[CrmApp] = CrmApp


def _typed(text: str) -> str:
    """The keys that type a text."""
    return " ".join(text).replace("   ", " space ")


CAPTURED = _typed("call: wants a quote; next: send it fri")
SHOWN = (
    Picture("today", "1", "Ask Åsa for the decision"),
    Picture("today-small", "1", "Ask Åsa for the decision", SMALL),
    Picture("next", "2", "1 of"),
    Picture("contacts", "3 j j j", "Sonnenkorn"),
    Picture("contact", "3 j j j enter", "Facility Manager"),
    Picture("columns", "3 v", "Columns"),
    Picture("bulk", "3 space j j space b", "2 contacts marked"),
    Picture("companies", "4 j", "Étienne Walter"),
    Picture("catalogue", "ctrl+p c a t a l o g u e enter j", "10 products"),
    Picture("product", "ctrl+p c a t a l o g u e enter j j enter", "Breakfast room"),
    Picture("import", "I enter", "Job Title"),
    Picture("import-review", "I enter r", "In the file"),
    Picture("duplicates", "ctrl+p o n e space p e r s o n enter S", "Calum Baird"),
    Picture("company", "3 j j j c", "Reach"),
    Picture("reach", "3 j j j m", "enter write"),
    Picture("pipeline", "5 l l", "Machines for the"),
    Picture("pipeline-small", "5 l l", "Machines for the", SMALL),
    Picture("pipeline-table", "5 v t", "Next step"),
    Picture("pipeline-funnel", "5 v f", "Go on"),
    Picture("deal", "5 l l enter", "Öresund Logistik AB"),
    Picture("reminders", "6", "Read the grinder counters"),
    Picture("timeline", "7", "Aino"),
    Picture("week", "6 v v", "Wed 4 Mar"),
    Picture("month", "6 v v v", "Mon 2 Mar"),
    Picture("log", "1 l", "Outcome"),
    Picture("capture", f"3 j j j a {CAPTURED}", "Fri 6 Mar 2026"),
    Picture("palette", "ctrl+p", "Undo"),
    Picture("help", "5 question_mark", "Moving"),
    Picture("tour-small", "ctrl+n ctrl+n", "Tour, 3 of 10", SMALL, TourApp),
)


def main() -> None:
    """Draw every picture in both themes."""
    with tempfile.TemporaryDirectory(prefix="crm-pictures-") as folder:
        store = made_store(Path(folder))
        for name, picture in draw(store, SHOWN).items():
            (PICTURES / name).write_text(picture, encoding="utf-8")


def made_store(folder: Path) -> Path:
    """A demo's store in the folder, the same each time."""
    store = folder / "crm.db"
    build(str(store), _CONFIG, _CLOCK).close()
    return store


def draw(store: Path, shown: tuple[Picture, ...]) -> dict[str, str]:
    """File name -> SVG, for each picture in each theme."""
    drawn: dict[str, str] = {}
    files = store.parent / "files"  # the only ones that are offered for import
    files.mkdir()
    shutil.copy(demo_csv(), files)
    # What is typed into one picture is not to come back in the next, or in one's own app.
    os.environ["XDG_STATE_HOME"] = str(store.parent / "state")
    for theme in THEMES:
        way = theme.name.removeprefix("crm-")
        for picture in shown:
            with chdir(files):
                svg = asyncio.run(_taken(store, picture, theme.name))
            shutil.rmtree(store.parent / "state", ignore_errors=True)
            drawn[f"{picture.name}-{way}.svg"] = _inside(svg)
    return drawn


async def _taken(store: Path, picture: Picture, theme: str) -> str:
    app = picture.kind(open_workspace(str(store), _CONFIG, _CLOCK))
    app.theme = theme
    async with app.run_test(size=picture.size) as pilot:
        await pilot.press(*picture.keys.split())
        end = time.monotonic() + PATIENCE
        while picture.words not in _text(await _calm(pilot)):
            if time.monotonic() > end:
                raise TimeoutError(f"{picture.name}: '{picture.words}' never came")
        return await _calm(pilot)


async def _calm(pilot: Pilot[None]) -> str:
    """The screen when nothing is under way and no cursor blinks."""
    app = pilot.app
    await pilot.pause()
    while any(not worker.is_finished for worker in app.workers):
        await asyncio.sleep(0.002)
    for field in app.screen.query(Input):
        field.cursor_blink = False
    await pilot.pause()
    return app.export_screenshot(title="crm", simplify=True)


def _text(svg: str) -> str:
    """What a picture says."""
    lines = re.sub(r"<[^>]*>", "", svg.partition("</defs>")[2])
    return html.unescape(lines).replace("\xa0", " ")


def _inside(svg: str) -> str:
    """A picture that names no other place; its blanks are kept by every program."""
    kept = _OUTSIDE.sub("", svg).replace("<svg ", '<svg xml:space="preserve" ', 1)
    return "\n".join(filter(None, map(str.rstrip, kept.splitlines()))) + "\n"


if __name__ == "__main__":
    main()
