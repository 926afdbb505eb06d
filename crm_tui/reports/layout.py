"""Plain text for a terminal: lines with a role, fitted by the cells they take."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.text import width


class Line(NamedTuple):
    """A line of a report. `role` says how a face may show it: head, late or empty."""

    text: str
    role: str = ""


def fit(text: str, cells: int) -> str:
    """The text within so many cells; what does not fit ends in `…`."""
    if width(text) <= cells:
        return text
    return f"{_head(text, cells - 1)}…" if cells > 0 else ""


def wrap(text: str, cells: int, lines: int) -> list[str]:
    """The text on so many lines at most, broken between words where that can be; what does
    not fit ends in `…`."""
    found: list[str] = []
    while len(found) < lines - 1 and width(text) > cells:
        head = _head(text, cells)
        between = head.rfind(" ") if text[len(head)] != " " else -1
        head = head[:between] if between > 0 else head
        found.append(head)
        text = text[len(head) :].lstrip()
    return [*found, fit(text, cells)]


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text fitted into exactly so many cells."""
    text = fit(text, cells)
    space = " " * (cells - width(text))
    return space + text if right else text + space


def _head(text: str, cells: int) -> str:
    """As much of the text's beginning as so many cells take."""
    for place, character in enumerate(text):
        cells -= width(character)
        if cells < 0:
            return text[:place]
    return text
