"""Keys of the user's own, the help and the palette follow them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from crm_tui.app import CrmApp
from crm_tui.config import load
from crm_tui.screens.base import StoreScreen
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, drive

OWN = {"record.log": "ctrl+l", "deal.lose": "z", "table.down": "n,down", "contact.add": "j"}


def test_the_users_keys_do_and_are_shown(desk: Workspace) -> None:
    desk.config = replace(desk.config, keys=OWN)

    async def steps(seat: Seat) -> None:
        await seat.press("3")
        assert "^l Log" in seat.text
        await seat.press("n")
        assert seat.cursor.startswith("▌Linus")
        await seat.press("l")
        assert "Log with" not in seat.text
        await seat.press("ctrl+l")
        assert "Log with Linus Berg" in seat.text
        await seat.press("escape", "j")
        assert "Add a contact" in seat.text
        await seat.press("escape", "question_mark", "l", "o", "g", "space", "a")
        assert "^l" in seat.text
        await seat.press("escape", "ctrl+p", "l", "o", "g", "space", "a", "space", "c")
        assert "^l" in seat.text

    drive(desk, steps)


def test_mistakes_in_the_keys_are_told_and_do_no_harm(desk: Workspace) -> None:
    desk.config = replace(desk.config, keys={"record.lgo": "l", "record.edit": "huh"})

    async def steps(seat: Seat) -> None:
        await seat.sees("did you mean record.log?")
        assert "'huh' is no key" in seat.text
        await seat.press("3", "e")
        assert "Edit Grace Hopper" in seat.text

    drive(desk, steps)


def test_help_is_narrowed_by_what_is_typed(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "question_mark")
        assert seat.text.index("Here") < seat.text.index("Move the deal to won")
        await seat.press(*"rots")
        assert "▲ behind it: it rots" in seat.text
        for _ in range(4):
            await seat.press("backspace")
        await seat.press("s", "n", "o", "o", "z")
        assert "Move the reminder to a later day" not in seat.text
        for _ in range(5):
            await seat.press("backspace")
        await seat.press("l", "a", "t", "e", "r")
        assert "Move the reminder to a later day" in seat.text
        assert "Move the deal to won" not in seat.text
        for _ in range(5):
            await seat.press("backspace")
        await seat.press(*"log", "space", *"call")
        assert " i " in next(line for line in seat.lines if "Log a call" in line)
        assert " l " not in next(line for line in seat.lines if "Log a call" in line)
        await seat.press("escape")
        assert "Move the reminder to" not in seat.text

    drive(desk, steps)


def test_what_is_done_to_saved_filters_is_found_by_other_words_too(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "question_mark")
        for word in ("tab", "filter", "segment"):
            seat.app.focused.value = word  # type: ignore[union-attr]
            await seat.settle()
            for told in ("Go to the next saved filter", "Rename the saved filter"):
                assert told in seat.text

    drive(desk, steps)


def test_the_palette_says_why_a_command_cannot_be_done(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "ctrl+p", *"lost")
        await seat.sees("Move the deal to lost, with a reason: on Today or Pipeline")

    drive(desk, steps)


def test_a_record_is_found_by_slash_letters_and_enter(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("1", "slash", *"lin")
        await seat.press("enter")
        await seat.sees("esc Back")
        assert "Linus Berg" in seat.text
        await seat.press("escape", "f", *"d:harb")
        await seat.sees("Harbour cranes")

    drive(desk, steps)


def test_the_theme_is_remembered(desk: Workspace, tmp_path: object) -> None:
    place = tmp_path / "config.toml"  # type: ignore[operator]

    async def run() -> None:
        app = CrmApp(desk)
        app.settings_place = place
        async with app.run_test(size=(80, 24)) as pilot:
            seat = Seat(app, pilot)
            await seat.settle()
            assert not place.exists(), "nothing was chosen yet"
            await seat.press("T")

    asyncio.run(run())
    assert load(place).theme == "crm-light"


def test_keys_typed_ahead_of_a_filter_meet_what_it_finds(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3")
        assert seat.cursor.startswith("▌Grace")
        seat.ahead("slash", *"linus", "enter", "enter")
        await seat.sees("esc Back")
        assert seat.cursor.startswith("▌Linus")

    drive(desk, steps)


def test_a_list_is_not_settled_before_it_follows_the_filter(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        for mode in "34567":
            await seat.press(mode)
            screen = seat.app.screen
            assert isinstance(screen, StoreScreen)
            screen.narrow("linus")
            assert not screen.settled
            await seat.settle()
            assert screen.settled

    drive(desk, steps)
