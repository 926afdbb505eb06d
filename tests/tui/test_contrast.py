"""Every text as it is painted can be read (WCAG AA, 4.5 : 1), in each of our own themes; with
every other theme the app works and its text can be read."""

from __future__ import annotations

import unicodedata

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from crm_tui.themes import DARK, LIGHT
from crm_tui.workspace import Workspace
from tests.tui.driving import Seat, drive

AA = 4.5
READABLE = 2  # those themes choose their own contrast; nothing may vanish in them
# What is painted in each step: keys pressed, one after the other.
STEPS = (
    ["1"], ["tab"], ["2"], ["3"], ["j"], ["space"], ["4"], ["5"], ["l"], ["6"], ["7"], ["enter"],
    ["escape"], ["3", "enter"], ["escape"], ["e"], ["ctrl+s"], ["question_mark"],
    ["escape"], ["n"], ["ctrl+s"], ["tab"], ["escape"], ["question_mark"], ["escape"],
    ["ctrl+p"], ["down"], ["escape"], ["d"], ["escape"], ["6", "s"], ["escape"],
)  # fmt: skip


def luminance(colour: Color) -> float:
    parts = [channel / 255 for channel in colour.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(seat: Seat, least: float) -> set[tuple[str, str, str, float]]:
    """The texts painted now that fall below: what a dialog covers is not to be read."""
    screen = seat.app.screen
    dialogs = screen.query(".dialog, CommandPalette > Vertical")
    area = dialogs.first().region if dialogs else screen.region
    found = set()
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            here, x = x, x + len(text)
            words = "".join(c for c in text if unicodedata.category(c)[0] in "LN")
            if not words or not area.contains(here, y) or not (style and style.color):
                continue
            ground = style.bgcolor
            if ground is None or ground.triplet is None or style.color.triplet is None:
                continue
            pair = (Color.from_rich_color(style.color), Color.from_rich_color(ground))
            if style.reverse:
                pair = pair[::-1]
            if (value := ratio(*pair)) < least:
                found.add((text.strip(), pair[0].hex, pair[1].hex, round(value, 2)))
    return found


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
def test_every_painted_text_can_be_read(desk: Workspace, theme: str) -> None:
    found: dict[str, set[tuple[str, str, str, float]]] = {}

    async def steps(seat: Seat) -> None:
        seat.app.theme = theme
        await seat.settle()
        for keys in STEPS:
            await seat.press(*keys)
            if below := faint(seat, AA):
                found[" ".join(keys)] = below

    drive(desk, steps, size=(120, 40))
    assert found == {}


def test_every_theme_works(desk: Workspace) -> None:
    found: dict[str, set[tuple[str, str, str, float]]] = {}

    async def steps(seat: Seat) -> None:
        await seat.press("3", "e")
        for name in BUILTIN_THEMES:
            seat.app.theme = name
            await seat.settle()
            assert "Edit Grace Hopper" in seat.text
            if below := faint(seat, READABLE):
                found[name] = below

    drive(desk, steps)
    assert found == {}
