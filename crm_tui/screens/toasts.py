"""Where a toast comes up: above the keys, or at the top where it would hide the cursor."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack

CURSOR = "▌"
WIDEST = 60
_AROUND = 3  # the line of keys, and the toast's own empty lines


def make_room(screen: Screen[Any], text: str) -> None:
    """Let the toasts come up where this one does not hide the line under the cursor."""
    high = sum(1 + len(line) // (WIDEST - 4) for line in text.split("\n")) + _AROUND
    at = _cursor_line(screen.focused)
    top = at is not None and at >= screen.size.height - high
    place(screen, top=top)


def place(screen: Screen[Any], *, top: bool) -> None:
    """Have the toasts come up at the top, or above the keys."""
    for rack in screen.query(ToastRack):
        rack.styles.dock = "top" if top else "bottom"
        rack.styles.align = ("right", "top" if top else "bottom")
        rack.styles.margin = (1, 0, 0, 0) if top else (0, 0, 1, 0)


def _cursor_line(focused: Widget | None) -> int | None:
    """The screen's line that the cursor is on, if it is on one that can be seen."""
    if focused is None:
        return None
    for y in range(focused.size.height):
        if focused.render_line(y).text.startswith(CURSOR):
            return focused.content_region.y + y
    return None
