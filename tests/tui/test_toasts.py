"""What was done is told where it hides neither the keys nor the cursor, with how to undo it."""

from __future__ import annotations

from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


def test_a_toast_hides_neither_the_cursor_nor_the_keys(desk: Workspace) -> None:
    with desk.write("test") as w:
        for number in range(40):
            factories.contact(w, f"Person {number:02}")

    async def steps(seat: Seat) -> None:
        await seat.press("3", "d", "a")
        await seat.sees("archived contact Grace Hopper · u undoes")
        assert "? Help" in seat.lines[-1]
        assert "undoes" not in seat.cursor
        assert "undoes" in "".join(seat.lines[-6:-1])
        await seat.press("G", "d", "a")
        await seat.sees("archived contact Person 39 · u undoes")
        assert seat.lines.index(seat.cursor) > 15
        assert "undoes" in "".join(seat.lines[1:6])
        assert "undoes" not in seat.cursor
        assert "? Help" in seat.lines[-1]
        await seat.press("u")
        await seat.sees("undone: archived contact Person 39")

    drive(desk, steps)


def test_what_changed_nothing_offers_no_undo(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "t", "ctrl+s")
        await seat.sees("tagged Grace Hopper")
        assert "undoes" not in seat.text

    drive(desk, steps)
