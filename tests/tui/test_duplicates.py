"""Duplicates in the app: found, looked at side by side, merged, told apart, taken back."""

from __future__ import annotations

from crm_tui.queries import contacts
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


def test_pairs_are_merged_and_told_apart(desk: Workspace) -> None:
    with desk.write("test") as w:
        twin = factories.contact(
            w, "Hopper Grace", company="Acme Yards", title="Head buyer", phone="+49 30 1234567"
        )
        factories.contact(w, factories.HOSTILE, company="Nordlicht")
        factories.contact(w, factories.HOSTILE, company="Nordlicht")

    async def steps(seat: Seat) -> None:
        await seat.press("ctrl+p")
        await seat.type("one person")
        await seat.press("enter")
        await seat.sees("No pair waits")
        await seat.press("S")
        await seat.sees("1 of 2")
        await seat.press("J")
        await seat.sees("2 of 2")
        text = seat.text
        assert "names swapped; same company" in text
        assert "● Grace Hopper" in text and "○ Hopper Grace" in text
        assert "+ grace@example.com" in text and "+ +49 30 1234567" in text
        await seat.press("j", "space")
        await seat.sees("● Head buyer")
        await seat.press("m")
        await seat.sees("merged contact Hopper Grace into Grace Hopper")
        await seat.sees("1 of 1")
        await seat.press("x")
        await seat.sees("No pair waits")
        await seat.press("u", "u")
        await seat.sees("1 of 2")
        await seat.press("escape")
        await seat.sees("Overdue")

    drive(desk, steps)
    with desk.read() as reader:
        assert contacts.contact(reader, twin).contact.title == "Head buyer"
