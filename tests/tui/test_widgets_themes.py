"""The app's own themes: every text can be read (WCAG AA, 4.5 : 1)."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from crm_tui.themes import THEMES

GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "foreground",
    "foreground-muted",
    "text",
    "text-muted",
    "text-disabled",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
    "link-color",
)
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("button-color-foreground", "primary"),
    ("button-color-foreground", "success"),
    ("button-color-foreground", "warning"),
    ("button-color-foreground", "error"),
)


def colours(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def contrast(one: Color, other: Color) -> float:
    """WCAG contrast of two colours, 1 to 21."""

    def luminance(color: Color) -> float:
        parts = [channel / 255 for channel in color.rgb]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ratio(theme: Theme, text: str, ground: str) -> float:
    """The contrast of two named colours."""
    named = colours(theme)
    return contrast(Color.parse(named[text]), Color.parse(named[ground]))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + list(PAIRS)
    faint = {pair: round(ratio(theme, *pair), 2) for pair in pairs if ratio(theme, *pair) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_border_of_what_has_the_focus_stands_out(theme: Theme) -> None:
    for ground in GROUNDS:
        assert ratio(theme, "border", ground) >= 3
