"""What a search finds."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """A record that holds the words: its name or first line, and what places it; `due` is a
    reminder's date or instant, else ""."""

    noun: str
    id: int
    title: str
    detail: str
    due: str = ""
