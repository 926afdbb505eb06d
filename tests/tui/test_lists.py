"""The lists of contacts and companies: walked, sorted, marked, edited."""

from __future__ import annotations

import pytest

from crm_tui.services import contacts
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


def test_the_walk_goes_on_where_a_record_was_that_another_program_deleted(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_tui.screens.watching.POLL_SECONDS", 1000)  # before the app knows

    async def steps(seat: Seat) -> None:
        await seat.press("3", "j", "enter")
        assert "Linus Berg" in seat.lines[1]
        with open_workspace(desk.target, factories.CONFIG, factories.CLOCK).write("test") as w:
            contacts.delete(w, 2)
        await seat.press("J")
        assert "Mary Kaye" in seat.lines[1]

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


def test_marked_records_are_changed_at_once_after_a_preview_and_one_undo(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_tui.screens.dialogs.bulk.MANY", 1)  # long work tells how far it is

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
        await seat.press("slash", *["backspace"] * 10)
        await seat.type("has:email")
        await seat.press("enter", "A")
        await seat.sees("marked in place of those of “has:phone”")
        await seat.sees("✓ 1 marked · 1 of 3")
        await seat.press("slash", *["backspace"] * 10)
        await seat.type("has:phone")
        await seat.press("enter", "A", "slash", "escape")
        await seat.sees("2 marked · 3 contacts")
        assert seat.lines[-1].startswith(" b Do with 2 marked  esc Unmark  space Mark ↓ ")
        await seat.press("r")
        await seat.sees("Remind: 2 contacts")
        await seat.press("escape", "d")
        await seat.sees("Archive")
        assert "Lifecycle" not in seat.text
        await seat.press("escape", "t")
        await seat.sees("Tag: 2 contacts")
        await seat.press("escape")
        assert ["✓" in line for line in seat.lines[3:6]] == [True, True, False]
        await seat.press("b", "t")
        await seat.type("vip, fair")
        await seat.sees("1 contact gets tag vip; 1 has it already")
        await seat.press("enter")
        await seat.sees("tagged vip, fair: 2 contacts")
        assert "✓" not in seat.text
        assert "Unmark" not in seat.lines[-1]
        await seat.press("slash")
        await seat.type("Fair")
        await seat.sees("a tag is called")
        await seat.press("enter", "equals_sign")
        await seat.sees("Save the filter “Fair”? Nothing fits it now")
        await seat.press("escape", "slash")
        seat.app.focused.value = ""  # type: ignore[union-attr]
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
        await seat.press("v", "j", "space", *["j"] * 11, "space", *["K"] * 11, "enter")
        assert "Name" in seat.lines[2]
        assert "Created" in seat.lines[2]
        assert "Company" not in seat.lines[2]

    async def again(seat: Seat) -> None:
        await seat.press("3")
        assert "Created" in seat.lines[2]
        await seat.sees("Next step ▼")

    drive(desk, choose)
    drive(open_workspace(desk.target, factories.CONFIG, factories.CLOCK), again)


def test_a_filter_is_saved_as_a_tab_changed_renamed_and_deleted(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "right_square_bracket")
        await seat.sees("no saved filters yet")
        await seat.press("slash")
        await seat.type("has:phone")
        await seat.press("enter", "equals_sign")
        await seat.type("With phone")
        await seat.press("ctrl+s")
        await seat.sees("▪With phone")
        assert "All" in seat.lines[1]
        await seat.press("left_square_bracket")
        await seat.sees("▪All")
        await seat.sees("3 contacts")
        await seat.press("s", "x", "right_square_bracket")
        await seat.sees("1 of 3 contacts")
        assert "Name ▲" in seat.text
        await seat.press("slash")
        await seat.type(" or tag:vip")
        await seat.sees("With phone*")
        await seat.press("enter", "equals_sign", "ctrl+s")
        await seat.sees("2 of 3 contacts")
        assert "With phone*" not in seat.text
        await seat.press("ctrl+p")
        await seat.type("rename the saved filter")
        await seat.press("enter")
        await seat.sees("Rename With phone")
        await seat.type(" or vip")
        await seat.press("ctrl+s")
        await seat.sees("▪With phone or vip")
        await seat.press("ctrl+p")
        await seat.type("delete the saved filter")
        await seat.press("enter")
        await seat.sees("deleted saved filter With phone or vip")
        assert "▪" not in seat.text
        await seat.press("u")
        await seat.sees("With phone or vip")

    drive(desk, steps)


def test_pinned_and_recent_records_are_at_hand_when_nothing_is_typed(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "j", "enter")
        await seat.sees("+49 30 901820")
        await seat.press("escape", "j", "asterisk")
        await seat.sees("pinned Mary Kaye")
        await seat.press("f")
        await seat.sees("★ Mary Kaye")
        await seat.sees("Linus Berg  contact")
        await seat.press("escape", "u", "f")
        await seat.sees("Linus Berg  contact")
        assert "★" not in seat.text

    drive(desk, steps)


def test_a_cell_is_edited_where_it_stands(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "E", "l", "enter")
        await seat.type(" North")
        await seat.press("enter")
        await seat.sees("edited contact Grace Hopper")
        assert "Acme Yards North" in seat.cursor
        await seat.press("l", "enter")  # the next step is planned
        await seat.sees("Remind: Grace Hopper")
        await seat.press("escape", "l", "enter")
        await seat.sees("last contact follows from other things")
        await seat.press("j", "h", "h", "h", "enter", "escape")
        await seat.press("escape", "v", *["j"] * 8, "space", "enter")
        await seat.press("E", "l", "l", "l", "l", "enter")
        assert "raw lead, viable lead" in seat.text
        await seat.type("nobody")
        await seat.press("enter")
        await seat.sees("'nobody' is not a lifecycle")
        seat.app.focused.value = ""  # type: ignore[union-attr]
        await seat.type("cust")
        await seat.sees("→ customer")
        await seat.press("enter")
        await seat.sees("edited contact Linus Berg")
        assert "customer" in seat.cursor
        assert "‹" in seat.lines[2]
        await seat.press("escape", "u")
        await seat.sees("undone: edited contact Linus Berg")
        assert "‹" not in seat.lines[2]

    drive(desk, steps)
