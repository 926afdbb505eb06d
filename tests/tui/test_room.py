"""What does not fit is cut with a sign, in every mode and dialog; more room shows more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Input, TextArea

from crm_tui.commands import COMMANDS, RECORD, Command, commands_of
from crm_tui.screens.base import StoreScreen
from crm_tui.services import records
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive

# A text of numbered words, so that where it breaks off can be told.
LAST = 39
WORD = re.compile(r"\b([a-z])(\d\d)\b")
# These write, or leave the screen: they open nothing that could be looked at.
ACTING = {
    "back", "quit", "undo", "redo", "reminder.done", "reminder.drop", "deal.win", "deal.reopen",
    "filter.off",
}  # fmt: skip
MODES = [command.keys for command in COMMANDS if command.id.startswith("mode.")]


def long(letter: str) -> str:
    """Forty words, which no line of 80 cells holds."""
    return " ".join(f"{letter}{number:02}" for number in range(LAST + 1))


@pytest.fixture
def crowded(empty_desk: Workspace) -> Workspace:
    """Much of everything, and all of it long; and the hostile name."""
    factories.fill_hostile(empty_desk)
    with factories.later(empty_desk, days=-40).write("test") as w:
        person = factories.contact(w, long("p"), company=long("c"), title=long("j"))
        deal = factories.deal(w, long("d"), contact=f"contact:{person}")
        for noun, id in (("contact", person), ("deal", deal)):
            records.tag(w, noun, id, long("t"))
            factories.interaction(w, factories.target(w, noun, id), text=long("i"))
            records.add_note(w, noun, id, long("n"))
        for number in range(30):
            factories.contact(w, f"{number} {long('p')}", company=f"{number} {long('c')}")
            factories.deal(w, f"{number} {long('d')}", company=long("c"))
    with empty_desk.write("test") as w:
        factories.reminder(w, "contact", person, text=long("r"), due="2026-02-20")
        for number in range(30):
            factories.reminder(w, "deal", deal, text=f"{number} {long('r')}", due="today")
    return empty_desk


def test_what_is_cut_says_so_in_every_mode_and_dialog(crowded: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        seen: set[tuple[str, str]] = set()
        for mode in MODES:
            await seat.press(mode)
            _look(seat, mode)
            await _try_commands(seat, mode, seen)
            await seat.press("enter")
            if getattr(seat.app.screen, "WHERE", "") == RECORD:
                _look(seat, f"{mode} enter")
                await _try_commands(seat, f"{mode} enter", seen)
                await seat.press("escape")

    drive(crowded, steps)


async def _try_commands(seat: Seat, where: str, seen: set[tuple[str, str]]) -> None:
    """What each command of the screen opens, once for each kind of record."""
    screen = seat.app.screen
    assert isinstance(screen, StoreScreen)
    for command in _applying(screen):
        subject = screen.subject() if command.id.startswith("record.") else None
        if (command.id, kind := subject.noun if subject else "") in seen:
            continue
        seen.add((command.id, kind))
        await seat.press(command.keys.split(",")[0])
        seat.app.clear_notifications()  # a toast lies over the others for a while
        await seat.settle()
        _look(seat, f"{where} {command.id}")
        for _ in range(4):
            if seat.app.screen is not screen or isinstance(seat.app.focused, Input):
                await seat.press("escape")
        if command.id == "list.cell":  # it goes on from cell to cell until it is ended
            await seat.press("escape")
        assert seat.app.screen is screen, f"{command.id} is not left by esc:\n{seat.text}"


def _applying(screen: StoreScreen) -> Iterator[Command]:
    for command in commands_of(screen.WHERE):
        if command.keys and command.id not in ACTING and screen.check_action(command.action, ()):
            yield command


def _look(seat: Seat, where: str) -> None:
    """No line is too long, and each text goes on: in its line, in the next, or in an `…`."""
    lines, edges = _visible(seat), _edges(seat)
    for number, line in enumerate(lines):
        assert cell_len(line) <= seat.app.size.width, f"{where}: {line}"
        below = "\n".join(lines[number + 1 : number + 2])
        for found in WORD.finditer(line):
            letter, place = found[1], int(found[2])
            after = f"{letter}{place + 1:02}"
            rest = line[found.end() :].lstrip()
            goes_on = rest.startswith(after) or after in below or re.match(r"\S{0,3}…", rest)
            assert place == LAST or goes_on or number in edges, (
                f"{where}: {found[0]} is cut:\n" + "\n".join(lines)
            )


def _visible(seat: Seat) -> list[str]:
    """The lines of the screen in front, without fields, which scroll what is typed there."""
    screen, lines = seat.app.screen, seat.lines
    for field in screen.query("Input, TextArea").results(Input | TextArea):
        lines = _blanked(lines, field.region)
    boxes = screen.query(".dialog")
    if not boxes:
        return lines
    box = boxes.first().region
    return [
        line[box.x : box.right] if box.y <= number < box.bottom else ""
        for number, line in enumerate(lines)
    ]


def _edges(seat: Seat) -> set[int]:
    """The lines below which something is scrolled out of sight, as its bar shows."""
    scrolled = (each for each in seat.app.screen.walk_children(Widget) if each.is_scrollable)
    return {_bottom(each) - 1 for each in scrolled if each.scroll_offset.y < each.max_scroll_y}


def _bottom(scrolled: Widget) -> int:
    """Where its scrolled part ends: above what is docked there."""
    docked = [each for each in scrolled.children if each.styles.dock == "bottom"]
    tops = [each.region.y - each.styles.margin.top for each in docked]
    return min([scrolled.region.bottom, *tops])


def _blanked(lines: list[str], region: Region) -> list[str]:
    return [
        line[: region.x] + " " * region.width + line[region.right :]
        if region.y <= number < region.bottom
        else line
        for number, line in enumerate(lines)
    ]


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "2"])  # one at a time there
def test_a_larger_terminal_shows_more(crowded: Workspace, mode: str) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press(mode)
        await seat.settle()
        shown = len("".join(seat.text.split()))
        await seat.pilot.resize_terminal(200, 60)
        await seat.settle()
        assert len("".join(seat.text.split())) > 1.3 * shown, seat.text

    drive(crowded, steps, (120, 40))
