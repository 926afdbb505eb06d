"""The work queue on screen: one turn after the other, a key for what came of it."""

from __future__ import annotations

import pytest

from crm_tui.app import CrmApp
from crm_tui.queries import interactions, queue, reminders
from crm_tui.queries.paging import Page
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, Steps, drive
from tests.tui.looking import Looks


def test_a_round_by_one_key_each(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("2")
        await seat.sees("Linus Berg")
        assert "1 of 2" in seat.text
        assert "to-do overdue 4 days" in seat.text
        assert "Europe/Berlin" in seat.text
        await seat.press("c")
        await seat.sees("what is next?")
        await seat.press("escape")
        await seat.sees("1 of 2")
        await seat.press("c")
        assert "What was said" in seat.text
        await seat.press("enter")
        await seat.type("wait for the order fri 3pm")
        await seat.sees("wait for the order: Fri 6 Mar 2026, 15:00")
        await seat.press("enter")
        await seat.sees("2 of 2 · 1 done")
        await seat.sees("· done: Send the brochure")
        assert "Grace Hopper" in seat.text
        await seat.press("u")
        await seat.sees("1 of 2")
        await seat.press("v", "ctrl+s")
        await seat.sees("2 of 2 · 1 done")
        await seat.press("enter")
        await seat.sees("Timeline")
        await seat.press("escape", "tab")
        await seat.sees("The round is through: 1 done, 1 skipped.")
        await seat.press("R")
        await seat.sees("1 of 2")
        await seat.press("s", "w")
        await seat.sees("1 done")
        await seat.press("1", "2")
        assert "1 done" in seat.text

    drive(desk, steps)
    with desk.read() as reader:
        logged = interactions.interactions(reader, Page())
        assert [each.outcome for each in logged if each.outcome] == ["voicemail"]
        texts = [row.text for row in reminders.due(reader)]
        assert "wait for the order" not in texts  # it was taken back
        assert queue.round_of(reader, 1).done == 1


def keys(*pressed: str) -> Steps:
    """Press keys and wait until all is painted."""

    async def steps(seat: Seat) -> None:
        for key in pressed:
            await seat.type(key) if " " in key else await seat.press(key)

    return steps


SCREENS = {
    "turn": ("2",),
    "next-step": ("2", "c", "tab", "call fri 3pm"),
    "end": ("2", "tab", "x", "enter", "enter"),
}


@pytest.mark.parametrize("name", list(SCREENS))
def test_screen(looks: Looks, desk: Workspace, name: str) -> None:
    looks(CrmApp(desk), keys(*SCREENS[name]))
