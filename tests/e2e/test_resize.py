"""The app on a terminal whose window changes."""

from __future__ import annotations

from tests.e2e.program import Program
from tests.e2e.terminal import ENTER, ESCAPE

SIZES = [(120, 40), (60, 15), (200, 60), (50, 12), (80, 24)]
MODES = {
    "1": "Ring Mira",
    "2": "Mira Lind",
    "3": "Mira Lind",
    "4": "Acme Yards",
    "5": "Two cranes",
    "7": "▌today",
    "6": "Ring Mira",
}

# What a key opens over the contacts, and what of it is seen on the smallest terminal.
OVER = {
    ENTER: "mira@example.com",
    "?": "Keys",
    "f": "Names, companies",
    "\x10": "Search for",
    "a": "Capture",
    "\x10one person" + ENTER: "No pair waits",
}


def test_every_mode_is_painted_anew(crm_on_file: Program) -> None:
    crm_on_file.run("contact", "add", "Mira Lindholt", "--company", "Acme Yards")
    crm_on_file.run("deal", "add", "Two cranes", "--contact", "Mira Lindholt")
    crm_on_file.run("log", "call", "contact:1", "Asked for a price", "--next", "Ring Mira today")
    with crm_on_file.app() as screen:
        for key, shown in MODES.items():
            screen.press(key, shown, "q Quit")
            for width, height in SIZES:
                screen.resize(width, height)  # which also empties the emulated screen
                text = screen.wait(shown, "Quit")
                assert len(text.split("\n")) == height
        screen.send("q")
        assert screen.ended() == 0


def test_what_opens_over_the_modes_is_painted_anew(crm_on_file: Program) -> None:
    crm_on_file.run("contact", "add", "Mira Lindholt", "--email", "mira@example.com")
    with crm_on_file.app() as screen:
        screen.press("3", "Mira Lindholt")
        for key, shown in OVER.items():
            screen.press(key, shown)
            for width, height in SIZES:
                screen.resize(width, height)
                screen.wait(shown)
            screen.press(ESCAPE, "1 contact", gone=[shown])


def test_a_form_is_painted_anew(crm_on_file: Program) -> None:
    crm_on_file.run("contact", "add", "Mira Lindholt")
    with crm_on_file.app() as screen:
        screen.press("3", "Mira Lindholt")
        screen.press("l", "Log with Mira")
        screen.press("Asked for a price", "Asked for a price")
        for width, height in SIZES:
            screen.resize(width, height)
            screen.wait("Log with", "Asked for")
