"""The lists of contacts and companies: walked, sorted, marked, edited."""

from __future__ import annotations

from crm_tui.workspace import Workspace, open_workspace
from tests import factories
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
        await seat.sees("People  2")

    drive(desk, steps, (120, 40))


def test_marked_records_are_changed_at_once_after_a_preview_and_one_undo(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "b")
        await seat.sees("nothing is marked yet")
        await seat.press("slash")
        await seat.type("acme")
        await seat.press("enter", "A")
        await seat.sees("2 marked")
        await seat.press("escape", "slash")
        await seat.press("escape")
        await seat.sees("3 contacts")
        assert "✓" not in seat.text

        await seat.press("space")
        await seat.press("slash")
        await seat.type("has:phone")
        await seat.press("enter", "A")
        await seat.sees("✓ 2 marked · 1 of 3")
        await seat.press("slash", "escape")
        await seat.sees("2 marked · 3 contacts")
        assert ["✓" in line for line in seat.lines[3:6]] == [True, True, False]
        await seat.press("b", "t")
        await seat.type("vip, fair")
        await seat.sees("1 contact gets tag vip; 1 has it already")
        await seat.press("enter")
        await seat.sees("tagged vip, fair: 2 contacts")
        assert "✓" not in seat.text
        await seat.press("slash")
        await seat.type("tag:fair")
        await seat.sees("2 of 3 contacts")
        await seat.press("enter", "u")
        await seat.sees("no tag 'fair'")

        await seat.press("escape", "A", "b", "o")
        await seat.type("Nobody")
        await seat.sees("no user 'Nobody'")
        await seat.press("escape", "b", "d")
        await seat.sees("3 contacts are deleted")
        await seat.press("enter")
        await seat.sees("No contacts yet")
        await seat.press("u")
        await seat.sees("3 contacts")

    drive(desk, steps)


def test_order_and_columns_are_chosen_and_remembered(desk: Workspace) -> None:
    async def choose(seat: Seat) -> None:
        await seat.press("3", "s", "x")
        await seat.sees("Next step ▲")
        assert "Linus Berg" in seat.lines[3]
        await seat.press("s", "x")
        await seat.sees("Next step ▼")
        assert "Grace Hopper" in seat.lines[3]
        await seat.press("v", "j", "space", *["j"] * 10, "space", *["K"] * 10, "enter")
        assert "Name" in seat.lines[2]
        assert "Created" in seat.lines[2]
        assert "Company" not in seat.lines[2]

    async def again(seat: Seat) -> None:
        await seat.press("3")
        assert "Created" in seat.lines[2]
        await seat.sees("Next step ▼")

    drive(desk, choose)
    drive(open_workspace(desk.target, factories.CONFIG, factories.CLOCK), again)
