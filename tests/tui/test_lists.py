"""The lists of contacts and companies: walked, sorted, marked, edited."""

from __future__ import annotations

from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, drive


def test_a_list_is_walked_from_inside_a_record_and_left_at_the_last_one_seen(
    desk: Workspace,
) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "slash")
        await seat.type("acme")
        await seat.press("enter", "enter")
        await seat.sees("grace@example.com")
        await seat.press("K")
        await seat.sees("this is the first one")
        await seat.press("J")
        assert "Mary Kaye" in seat.lines[1]
        await seat.press("J")
        await seat.sees("this is the last one in the list")
        await seat.press("escape")
        assert "Mary Kaye" in seat.cursor

    drive(desk, steps)


def test_companies_have_a_list_of_their_own(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("4")
        await seat.sees("2 companies")
        assert "Acme Yards" in seat.cursor
        await seat.press("n")
        await seat.type("Bergwerk")
        await seat.press("ctrl+s")
        await seat.sees("3 companies")
        await seat.press("slash")
        await seat.type("open_deals:1..")
        await seat.sees("2 of 3 companies")
        await seat.press("enter", "enter")
        await seat.sees("People (2)")

    drive(desk, steps, (120, 40))
