"""How many keys the common things take, from Today and without a mouse."""

from __future__ import annotations

from crm_tui.queries import reminders
from crm_tui.queries.deals import deal
from crm_tui.screens.base import StoreScreen
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


class Keys:
    """Presses and types, and counts; a text typed counts for nothing."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.count = 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await self.seat.press(*keys)


def test_a_call_with_the_first_due_contact_and_its_next_step_take_four_keys(
    desk: Workspace,
) -> None:
    other = factories.later(desk)

    async def steps(seat: Seat) -> None:
        keys = Keys(seat)
        assert "Send the brochure" in seat.cursor
        await keys.press("l")
        await seat.type("Has it now and likes it")
        await keys.press("tab")
        await seat.type("send the offer fri")
        await keys.press("ctrl+s")
        await seat.sees("logged call with Linus Berg")
        assert keys.count <= 4

    drive(desk, steps)
    with other.read() as reader:
        planned = [each.text for each in reminders.of_record(reader, "contact", 2)]
        assert "send the offer" in planned
    other.close()


def test_a_deal_moves_one_stage_with_three_keys(desk: Workspace) -> None:
    other = factories.later(desk)

    async def steps(seat: Seat) -> None:
        keys = Keys(seat)
        await keys.press("5")
        screen = seat.app.screen
        assert isinstance(screen, StoreScreen)
        moved = screen.subject()
        assert moved
        await keys.press("L")
        await seat.settle()
        assert keys.count <= 3
        with other.read() as reader:
            assert deal(reader, moved.id).moves[0].from_stage == "Lead"

    drive(desk, steps)
    other.close()


def test_a_contact_is_found_by_slash_and_letters(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("slash")
        await seat.type("linus")
        await seat.sees("Linus Berg  contact · Nordlicht")
        await seat.press("enter")
        await seat.sees("+49 30 901820")

    drive(desk, steps)


def test_the_form_for_a_deal_is_two_keys_away(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        keys = Keys(seat)
        await keys.press("5", "n")
        assert keys.count <= 2
        await seat.type("Second crane")
        await seat.press("ctrl+s")
        await seat.sees("Second crane")
        assert "Value" not in seat.text

    drive(desk, steps)


def test_a_deal_is_added_by_one_line_between_two_keys(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        keys = Keys(seat)
        await keys.press("a")
        await seat.type("deal new Second pump 12k")
        await seat.sees("12,000")
        await keys.press("enter")
        assert keys.count <= 2
        await seat.press("5")
        await seat.sees("Second pump")

    drive(desk, steps)
