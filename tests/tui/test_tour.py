"""The tour: it waits until something was really done, and is never in the way."""

from __future__ import annotations

from crm_tui.tour.app import TourApp
from crm_tui.tour.steps import END, STEPS
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, drive


def _head(number: int) -> str:
    return f"Tour, {number} of {len(STEPS)} · {STEPS[number - 1].title}"


async def _beside(seat: Seat, number: int) -> None:
    """The step is shown, in full and above the keys, and the cursor can be seen."""
    await seat.sees(_head(number))
    text = " ".join(" ".join(line.strip(" █") for line in seat.lines).split())
    assert STEPS[number - 1].text in text
    assert "Quit" in seat.lines[-1]
    assert seat.cursor


def test_doing_each_step_leads_through_the_tour(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await _beside(seat, 1)
        await seat.press("j")
        await _beside(seat, 2)
        assert STEPS[0].praise in seat.text
        await seat.press("3", "enter")
        await seat.sees(_head(3))
        await seat.press("l")
        await seat.sees("What was said")
        await seat.sees(_head(3))
        await seat.type("Wants a quote")
        await seat.press("ctrl+s")
        await seat.sees("logged")
        assert _head(3) in seat.text  # without a next step it was not what was asked for
        await seat.press("l")
        await seat.type("Wants a quote")
        await seat.press("tab")
        await seat.type("send the offer fri")
        await seat.press("ctrl+s")
        await seat.sees(_head(4))
        await seat.press("escape", "5", "L")
        await _beside(seat, 5)
        await seat.press("f")
        await seat.type("linus")
        await seat.sees("Linus Berg  ")
        assert _head(5) in seat.text
        await seat.press("enter")
        await seat.sees(_head(6))
        await seat.press("escape", "3", "slash")
        await seat.type("acme")
        await seat.sees(_head(7))
        await seat.press("enter", "u")
        await _beside(seat, 8)
        await seat.press("2", "c")
        await seat.type("Had a talk")
        await seat.press("ctrl+s")
        await seat.sees(_head(9))
        assert STEPS[7].praise in seat.text
        await seat.press("a")
        await seat.type("met new Bob Stone @Acme: likes it; next: call fri")
        await seat.press("enter")
        await seat.sees(_head(10))
        await seat.press("question_mark")
        await seat.sees(STEPS[-1].praise)
        assert END.split(".")[0] in seat.text
        await seat.press("escape")
        await seat.sees("The end of the tour")
        assert "^n skips" not in seat.text

    drive(desk, steps, kind=TourApp)


def test_steps_are_skipped_and_the_tour_ends_when_you_like(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await _beside(seat, 1)
        await seat.press("ctrl+n", "ctrl+n")
        await _beside(seat, 3)
        await seat.press("n")  # in a form, too
        await seat.sees(_head(3))
        await seat.press("ctrl+n")
        await seat.sees(_head(4))
        await seat.press("escape", "ctrl+t")
        for mode in ("1", "3", "5"):
            await seat.press(mode)
            assert "Tour" not in seat.text

    drive(desk, steps, kind=TourApp)


def test_an_empty_store_offers_the_tour(empty_desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        assert "ctrl+p, then tour" in seat.text
        assert "first contact: 3, then n" in seat.text
        await seat.press("ctrl+p")
        await seat.type("shown around")
        await seat.sees("Be shown around")

    drive(empty_desk, steps)
