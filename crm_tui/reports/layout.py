"""Plain text for a terminal: lines with a role, fitted by the cells they take."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Line(NamedTuple):
    """A line of a report. `role` says how a face may show it: head, late or empty."""

    text: str
    role: str = ""


def width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def fit(text: str, cells: int) -> str:
    """The text within so many cells; what does not fit ends in `…`."""
    if width(text) <= cells:
        return text
    kept, left = [], cells - 1
    for character in text:
        left -= _cells(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + "…" if cells > 0 else ""


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text fitted into exactly so many cells."""
    text = fit(text, cells)
    space = " " * (cells - width(text))
    return space + text if right else text + space


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
