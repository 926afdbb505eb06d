"""Quick capture in the app: what is understood shows while it is typed."""

from __future__ import annotations

from textual.widgets import Input

from crm_tui.queries import deals, reminders
from crm_tui.workspace import Workspace, open_workspace
from tests import factories
from tests.tui.driving import Seat, drive


def test_a_line_is_understood_while_typed_then_done_and_undone(seller: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "a")
        await seat.sees("about Grace Hopper unless you name somebody")
        await seat.type("call: asks for a discount; next: send it fri 3pm; deal Harbour +2k")
        await seat.sees("✓ call    Grace Hopper: asks for a discount")
        await seat.sees("✓ deal    Harbour cranes: EUR 48,000 → EUR 50,000")
        await seat.sees("✓ next    send it: Fri 6 Mar 2026, 15:00")
        await seat.press("enter")
        await seat.sees("logged call with Grace Hopper")
        await seat.press("u")
        await seat.sees("undone: logged call with Grace Hopper")

    drive(seller, steps)
    with seller.read() as r:
        assert deals.deal(r, 1).deal.value == 4_800_000
        assert "send it" not in [each.text for each in reminders.due(r)]


def test_a_name_in_doubt_is_chosen_and_nothing_typed_is_lost(desk: Workspace) -> None:
    with desk.write("test") as w:
        factories.contact(w, "Grace Kelly; of Monaco")

    async def steps(seat: Seat) -> None:
        def line() -> str:
            return seat.app.screen.query_one(Input).value

        await seat.press("a")
        await seat.type("met Grace: lunch; nxt: pay")
        await seat.sees("fits several")
        await seat.sees("did you mean next?")
        await seat.press("enter")
        await seat.sees("! 'Grace' fits several")
        await seat.press("down", "enter")
        assert line() == "met Grace Hopper: lunch; nxt: pay"
        await seat.press("escape")
        await seat.sees("Throw away what you typed?")
        await seat.press("n")
        assert line() == "met Grace Hopper: lunch; nxt: pay"
        seat.app.screen.query_one(Input).value = "met Grace: lunch"
        await seat.sees("Grace Kelly; of Monaco  contact:")
        await seat.press("down", "down", "enter")
        await seat.sees("✓ meeting Grace Kelly; of Monaco: lunch")
        seat.app.screen.query_one(Input).value = "meet ee: hello"
        await seat.sees("add ee as a new contact")
        await seat.press("down", "enter")
        assert line() == "meet new ee: hello"
        seat.app.screen.query_one(Input).value = "met Eve: hello"
        await seat.sees("add Eve as a new contact")
        await seat.press("down", "enter", "enter")
        await seat.sees("added contact Eve; logged meeting with Eve")
        await seat.press("1", "a")
        await seat.sees("about Linus Berg unless you name somebody")  # whom the reminder is about
        await seat.press("escape")
        assert seat.app.is_running

    drive(desk, steps, (120, 40))


def test_a_line_left_comes_back_only_for_whom_it_was_about(desk: Workspace) -> None:
    async def leave(seat: Seat) -> None:
        await seat.press("3", "a")
        await seat.sees("about Grace Hopper")
        await seat.type("call: likes blue cranes")
        await seat.sees("✓ call    Grace Hopper: likes blue cranes")

    async def come_back(seat: Seat) -> None:
        await seat.sees("not saved last time: Capture about Grace Hopper")
        await seat.press("3", "j", "a")
        await seat.sees("about Linus Berg")
        assert "blue cranes" not in seat.text
        await seat.press("escape", "k", "a")
        await seat.sees("✓ call    Grace Hopper: likes blue cranes")

    drive(desk, leave)
    drive(open_workspace(desk.target, factories.CONFIG, factories.CLOCK), come_back)


def test_a_hostile_name_is_inert_there_too(empty_desk: Workspace) -> None:
    factories.fill_hostile(empty_desk)

    async def steps(seat: Seat) -> None:
        await seat.press("a")
        await seat.type("call EMEA: [@click=app.quit]x[/]")
        await seat.sees("[@click=app.quit]x[/] [EMEA]")
        await seat.sees(": [@click=app.quit]x[/]")
        await seat.press("enter")
        await seat.sees("logged call with")

    drive(empty_desk, steps)
