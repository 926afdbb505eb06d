"""What every screen shows: of a seller's store, of an empty one, of hostile text."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from crm_tui.commands import COMMANDS
from crm_tui.queries import operations
from crm_tui.screens.keys import key_names
from crm_tui.services import contacts, deals, key_dates, reminders
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive

SIZES = [(80, 24), (120, 40)]


def test_today_shows_what_is_due_which_deals_need_a_step_and_what_was_won(
    desk: Workspace,
) -> None:
    async def steps(seat: Seat) -> None:
        text = seat.text
        for words in (
            "4 days ago   Send the brochure",
            "15:00        Call about the offer",
            "$2.4k        Spare parts · Nordlicht",
            "▲ 40d in Lead (limit 14) · never contacted",
            "Won this month  €12.5k",
        ):
            assert words in text
        await seat.press("j", "j", "enter")
        await seat.sees("Standing")
        assert "USD 2,400  × 10 % = USD 240" in seat.text
        await seat.press("escape")
        assert "Spare parts" in seat.cursor

    drive(desk, steps)


def test_today_has_two_lists_on_a_wide_terminal(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        assert any("Overdue" in line and "Deals that need" in line for line in seat.lines)
        await seat.press("tab", "w")
        await seat.sees("moved deal Spare parts to Won")
        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
        assert not any("Overdue" in line and "Won this month" in line for line in seat.lines)
        await seat.press("space")
        await seat.sees("done: Send the brochure")

    drive(desk, steps, (120, 40))


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
def test_the_figures_of_today_open_what_is_behind_them(
    desk: Workspace, size: tuple[int, int]
) -> None:
    with factories.later(desk, days=-3).write("test") as w:
        factories.interaction(w, factories.target(w, "contact", 1), "email")
        key_dates.add(w, "contact", 3, "birthday", "1990-03-04")
        contacts.edit(w, 3, {"cadence": "20 30"})

    async def steps(seat: Seat) -> None:
        for words in ("Due", "2", "€48k + $2.4k", "€12.5k", "Won this month"):
            assert words in seat.text
        if size[0] > 80:
            assert "Wed 4 Mar    Mary Kaye" in seat.text
            assert "40d silent   Mary Kaye" in seat.text
            assert "Your last 14 days  0 today" in seat.text
        await seat.press("shift+tab", "right")
        await seat.press("enter")
        await seat.sees("What happened")
        await seat.press("1", "j", "tab", "shift+tab", "shift+tab", "left", "enter")
        await seat.sees("Send the brochure")
        await seat.press("1", "right", "right", "right", "enter")
        await seat.sees("is:won closed:this-month")
        await seat.sees("Annual licence")
        assert "Annual licence" in seat.cursor

    drive(desk, steps, size)


def test_a_wide_terminal_shows_the_contact_beside_the_list(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3")
        await seat.sees("grace@example.com")
        await seat.press("j")
        await seat.sees("+49 30 901820")
        assert "Visit the yard" in seat.text

    drive(desk, steps, (120, 40))


def test_records_lead_to_each_other(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        await seat.sees("grace@example.com")
        await seat.press("c")
        await seat.sees("People  2")
        assert "Mary Kaye" in seat.text
        await seat.press("p")
        await seat.sees("Open")
        await seat.press("j", "j", "enter")
        await seat.sees("Standing")
        assert "Harbour cranes" in seat.lines[1]
        await seat.press("escape", "escape", "escape")
        assert "Grace Hopper" in seat.cursor

    drive(desk, steps)


def test_the_timeline_tells_everything_and_opens_it(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("7")
        await seat.sees("Lead → Won")
        await seat.press("G")
        await seat.until(lambda: "Asked for an offer" in seat.text)

    drive(desk, steps)


@pytest.mark.parametrize("size", SIZES)
def test_an_empty_store_says_what_to_do(empty_desk: Workspace, size: tuple[int, int]) -> None:
    async def steps(seat: Seat) -> None:
        await seat.sees("Or bring a file in")
        for key, words in (
            ("3", "No contacts yet: press n, or I to bring a file in"),
            ("5", "No deals yet: press n"),
            ("7", "Nothing has happened yet"),
            ("6", "Nothing to do: press n"),
        ):
            await seat.press(key)
            await seat.sees(words.split(":", maxsplit=1)[0])
        for key in "edlrtwxsDnu":
            await seat.press("1", key, "3", key)
        assert seat.app.is_running

    drive(empty_desk, steps, size)


@pytest.mark.parametrize("size", SIZES)
def test_a_hostile_name_is_inert_and_in_full_view_everywhere(
    empty_desk: Workspace, size: tuple[int, int]
) -> None:
    factories.fill_hostile(empty_desk)

    async def steps(seat: Seat) -> None:
        async def look(*keys: str) -> None:
            await seat.press(*keys)
            await seat.sees("[EMEA]")
            assert not {"\x1b", "\x07", "\u202e"} & set(seat.text)

        for keys in (["1"], ["3"], ["enter"], ["e"], ["escape", "l"], ["escape", "t"],
                     ["escape", "d"], ["escape", "escape", "5"], ["enter"], ["p"],
                     ["escape", "escape", "i"], ["escape", "x"], ["escape", "w"], ["u"], ["7"],
                     ["6"], ["s"], ["escape", "D"]):  # fmt: skip
            await look(*keys)
        await seat.press("ctrl+p")
        await seat.type("emea")
        await seat.sees("[EMEA]")
        await seat.press("escape")
        for y in range(2, 8):
            await seat.pilot.click(offset=(8, y))
        assert seat.app.is_running

    drive(empty_desk, steps, size)


def test_what_others_change_shows_without_moving_the_cursor(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "j")
        assert "Linus Berg" in seat.cursor
        other = factories.later(desk, seconds=1)
        with other.write("add") as w:
            contacts.create(w, {"name": "Aaron First"})
        await seat.sees("Aaron First")
        assert "Linus Berg" in seat.cursor
        await seat.press("5", "l", "l")
        with other.write("move") as w:
            deals.move(w, 1, "Lead")
        await seat.until(lambda: "Lead                   2" in seat.text)
        assert "Harbour cranes" in seat.text.partition("\n Harbour cranes ·")[0]
        await seat.press("6", "j")
        with other.write("plan") as w:
            reminders.create(w, {"text": "Came from the command line", "due": "today"})
        await seat.sees("Came from the command line")
        assert "Call about the offer" in seat.cursor
        other.close()

    drive(desk, steps)


def test_a_record_that_is_gone_closes_its_screen(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        await seat.sees("grace@example.com")
        other = factories.later(desk, seconds=1)
        with other.write("delete") as w:
            contacts.delete(w, 1)
        other.close()
        await seat.sees("2 contacts")
        assert "Linus Berg" in seat.cursor

    drive(desk, steps)


def test_the_filter_is_taken_off_by_escape_and_says_when_nobody_fits(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "slash")
        await seat.type("nobody at all")
        await seat.sees("Nothing fits “nobody at all”")
        await seat.press("escape")
        await seat.sees("3 contacts")
        await seat.press("slash")
        await seat.type("acme")
        await seat.sees("2 of 3 contacts")
        await seat.press("down", "j")
        assert "Mary Kaye" in seat.cursor
        await seat.press("escape")
        await seat.sees("3 contacts")
        assert seat.app.screen.query_one(Input).value == ""

    drive(desk, steps)


def test_the_filter_bar_speaks_the_filter_language_and_explains_mistakes(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "slash")
        await seat.type("tag:vip or has:phone")
        await seat.sees("2 of 3 contacts")
        await seat.press("escape", "slash")
        await seat.type("comany:acme")
        await seat.sees("unknown field 'comany'")
        await seat.sees("did you mean company?")
        assert "Mary Kaye" in seat.text  # the list stays as it was
        await seat.press("enter", "j")
        await seat.press("escape")
        await seat.sees("3 contacts")
        assert "unknown field" not in seat.text

    drive(desk, steps)


def test_one_key_finds_any_record_from_anywhere(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "f")
        await seat.type("asked offer")
        await seat.sees("Asked for an offer")
        await seat.press("enter")
        await seat.sees("Grace Hopper")
        await seat.press("escape", "f")
        await seat.type("brochure")
        await seat.sees("Send the brochure")
        await seat.press("enter")
        await seat.sees("Linus Berg")

    drive(desk, steps)


def test_the_help_has_every_key(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("question_mark")
        seen = seat.text
        for _ in range(16):
            await seat.press("pagedown")
            seen += seat.text
        for command in COMMANDS:
            if command.keys:
                assert command.help in seen
                assert key_names(command.keys) in seen
        await seat.press("escape")

    drive(desk, steps)


def test_the_palette_finds_commands_and_records(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("ctrl+p")
        await seat.type("pipeline")
        await seat.sees("The deals, stage by stage")
        await seat.press("escape", "ctrl+p")
        await seat.type("linus")
        await seat.sees("Linus Berg  contact · Nordlicht")
        await seat.press("enter")
        await seat.sees("+49 30 901820")
        await seat.press("escape", "f")
        await seat.type("call about")
        await seat.sees("Call about the offer  reminder · today 15:00")

    drive(desk, steps)


def test_the_mouse_goes_from_mode_to_mode_and_presses_keys(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.pilot.click(offset=(seat.lines[0].index("Contacts"), 0))
        await seat.sees("3 contacts")
        await seat.pilot.click(offset=(10, 4))
        await seat.settle()
        assert "Linus Berg" in seat.cursor
        await seat.pilot.click(offset=(seat.lines[-1].index("Help"), 23))
        await seat.sees("Keys")

    drive(desk, steps)


def test_the_present_mode_is_named_where_not_all_fit(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        assert "1 Today" in seat.lines[0]
        assert "›" in seat.lines[0]
        await seat.press("7")
        assert seat.lines[0].startswith("‹")
        assert "7 Timeline" in seat.lines[0]
        await seat.pilot.click(offset=(seat.lines[0].index("Pipeline"), 0))
        await seat.sees("Spare parts")

    drive(desk, steps, size=(60, 24))


def test_a_store_that_goes_away_is_told_once_and_ends_nothing(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def away(_: object) -> int:
        raise OSError("gone")

    async def steps(seat: Seat) -> None:
        monkeypatch.setattr(operations, "cursor", away)
        monkeypatch.setattr(seat.app, "complain", lambda error: told.append(str(error)))
        await seat.until(lambda: bool(told))
        seat.app._watch()
        await seat.settle()
        monkeypatch.undo()

    drive(desk, steps)
    assert told == ["gone"]
