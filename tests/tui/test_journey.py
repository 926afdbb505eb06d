"""The day of somebody who sells, on both databases, by keyboard alone."""

from __future__ import annotations

from crm_tui.queries import deals, interactions, reminders
from crm_tui.services import records
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, drive


def test_filter_move_log_due_undo(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "slash")
        await seat.type("grace")
        await seat.sees("1 of 3 contacts")
        assert "Mary Kaye" not in seat.text
        await seat.press("enter")
        assert "Grace Hopper" in seat.cursor

        await seat.press("5", "l", "l")
        assert "Harbour cranes" in seat.cursor
        await seat.press("L")
        assert "Negotiation" in _stage(seller, "Harbour cranes")

        await seat.press("i")
        await seat.sees("Log with Harbour cranes")
        await seat.type("They want a demo")
        await seat.press("tab")
        await seat.type("demo today 16:00")
        assert "demo: Mon 2 Mar 2026, 16:00" in seat.text
        await seat.press("ctrl+s")
        await seat.sees("next: Call about the offer")

        await seat.press("1")
        due = next(line for line in seat.lines if "16:00" in line)
        assert "demo" in due
        assert "Harbour cranes" in due

        await seat.press("u")
        await seat.sees("undone: logged call with Harbour cranes")
        await seat.press("u")
        await seat.sees("undone: moved deal Harbour cranes to Negotiation")
        await seat.press("U")
        await seat.sees("done again: moved deal Harbour cranes")

    drive(seller, steps)
    assert _stage(seller, "Harbour cranes") == "Negotiation"
    with seller.read() as r:
        assert "demo" not in [each.text for each in reminders.due(r)]
        assert [each.text for each in interactions.timeline(r) if each.what == "call"] == [
            "Asked for an offer"
        ]


def test_every_record_opens_in_full(seller: Workspace) -> None:
    with seller.write("test") as w:
        records.add_note(w, "contact", 1, "Prefers mornings\nNever on Fridays")

    async def steps(seat: Seat) -> None:
        tabs = "1 Today 2  2 Next  3 Contacts 3  4 Companies  5 Pipeline  6 Agenda  7 Timeline"
        assert tabs in seat.lines[0]
        await seat.press("3", "enter")
        await seat.sees("grace@example.com")
        await seat.press("c")
        await seat.sees("People  2")
        await seat.press("escape", "escape", "5", "l", "l", "enter")
        await seat.sees("EUR 48,000  × 50 % = EUR 24,000")
        await seat.press("escape", "6", "G", "enter")
        await seat.sees("every month")
        await seat.press("escape", "7")
        await seat.sees("Prefers mornings")
        while "note" not in seat.cursor:
            await seat.press("j")
        await seat.press("enter")
        await seat.sees("Never on Fridays")
        await seat.press("p")
        await seat.sees("grace@example.com")
        await seat.press("escape", "escape")
        while "call" not in seat.cursor:
            await seat.press("j")
        await seat.press("enter")
        await seat.sees("direction")

    drive(seller, steps)


def test_undo_takes_back_only_what_this_run_did(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("u")
        await seat.sees("nothing to undo")

    drive(seller, steps)


def test_a_deal_is_won_and_another_lost_with_a_reason(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "l", "l", "w")
        assert _stage(seller, "Harbour cranes") == "Won"
        await seat.press("h", "h", "h", "h", "h", "x")
        await seat.sees("Lost: Spare parts")
        await seat.press("ctrl+s")
        assert "Reason is needed" in seat.text
        await seat.type("too expensive")
        await seat.press("enter")
        assert _stage(seller, "Spare parts") == "Lost"

    drive(seller, steps)
    with seller.read() as r:
        lost = next(each for each in deals.deals(r, _all()) if each.title == "Spare parts")
    assert lost.lost_reason == "too expensive"


def test_a_deal_is_dropped_on_lost_only_with_a_reason(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "l", "l", "L", "L", "L")
        await seat.sees("Lost: Harbour cranes")
        await seat.press("escape")
        assert _stage(seller, "Harbour cranes") == "Won"

    drive(seller, steps)


def test_reminders_are_done_snoozed_and_dropped_in_place(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        assert "Send the brochure" in seat.cursor
        await seat.press("s")
        await seat.sees("Snooze: Send the brochure")
        assert "Mon 9 Mar" in seat.text
        await seat.press("w")
        assert "Call about the offer" in seat.cursor
        await seat.press("6", "space")
        await seat.sees("done: Call about the offer")
        await seat.press("D")
        await seat.sees("dropped: Ask for references")
        assert "Visit the yard" in seat.cursor

    drive(seller, steps)
    with seller.read() as r:
        assert [(each.text, each.due[:10]) for each in reminders.due(r)] == [
            ("Visit the yard", "2026-03-05"),
            ("Send the brochure", "2026-03-09"),
            ("Order new cards", "2026-04-01"),
        ]


def test_snoozing_keeps_the_time_of_day_and_takes_typed_days(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("6", "j", "s", "3")
        assert "Ask for references" in seat.cursor
        await seat.press("j", "s", "o")
        await seat.type("in 2 weeks")
        assert "Mon 16 Mar 2026" in seat.text
        await seat.press("enter")

    drive(seller, steps)
    with seller.read() as r:
        found = {each.text: each.due for each in reminders.due(r)}
    assert found["Call about the offer"] == "2026-03-05T14:00:00.000000Z"
    assert found["Visit the yard"] == "2026-03-16"


def _stage(workspace: Workspace, title: str) -> str:
    with workspace.read() as r:
        return next(each.stage for each in deals.deals(r, _all()) if each.title == title)


def _all() -> deals.Page:
    return deals.Page()
