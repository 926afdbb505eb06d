"""How the main screens look, on a small and on a large terminal."""

from __future__ import annotations

import pytest

from crm_tui.app import CrmApp
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, Steps
from tests.tui.looking import LARGE, Looks

SCREENS = {
    "today": ["1"],
    "contacts": ["3"],
    "companies": ["4"],
    "filter": ["3", "slash", "a", "c", "m", "e", "enter"],
    "bulk": ["3", "A", "b", "t", "v", "i", "p"],
    "cell": ["3", "E", "l", "enter", "x"],
    "columns": ["4", "v", "j"],
    "pipeline": ["5", "l", "l"],
    "table": ["5", "v", "t"],
    "funnel": ["5", "v", "f"],
    "owners": ["5", "v", "o"],
    "quick-add": ["5", "l", "n", "P", "u", "m", "p"],
    "capture": ["3", "a", *"call:", "space", *"yes;nxt:", "space", *"fri"],
    "timeline": ["7"],
    "reminders": ["6"],
    "day": ["6", "v"],
    "week": ["6", "v", "v"],
    "month": ["6", "v", "v", "v"],
    "deal": ["5", "l", "l", "enter"],
}


def pressing(keys: list[str]) -> Steps:
    """Press keys and wait until all is painted."""

    async def steps(seat: Seat) -> None:
        await seat.press(*keys)
        if keys[1:2] == ["a"]:
            await seat.sees("did you mean next?")

    return steps


@pytest.mark.parametrize("name", list(SCREENS))
def test_screen(looks: Looks, desk: Workspace, name: str) -> None:
    looks(CrmApp(desk), pressing(SCREENS[name]))


def test_light(looks: Looks, desk: Workspace) -> None:
    looks(CrmApp(desk), pressing(["T", "5", "l", "l"]), LARGE)
