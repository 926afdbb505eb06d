"""How the main screens look, on a small and on a large terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from crm_tui.app import CrmApp
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat

SMALL, LARGE = (80, 24), (120, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
Compare = Callable[..., bool]
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


def pressing(keys: list[str]) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys and wait until all is painted."""

    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, CrmApp)
        seat = Seat(app, pilot)
        await seat.settle()
        await seat.press(*keys)
        if keys[1:2] == ["a"]:
            await seat.sees("did you mean next?")

    return run


@SIZES
@pytest.mark.parametrize("name", list(SCREENS))
def test_screen(snap_compare: Compare, desk: Workspace, name: str, size: tuple[int, int]) -> None:
    assert snap_compare(CrmApp(desk), terminal_size=size, run_before=pressing(SCREENS[name]))


def test_light(snap_compare: Compare, desk: Workspace) -> None:
    keys = ["T", "5", "l", "l"]
    assert snap_compare(CrmApp(desk), terminal_size=LARGE, run_before=pressing(keys))
