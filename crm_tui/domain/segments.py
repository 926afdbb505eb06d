"""Saved filters, as they are read."""

from __future__ import annotations

from typing import NamedTuple

NOUNS = ("contact", "company", "deal", "product", "reminder", "interaction")


class Segment(NamedTuple):
    """A named filter over a noun's list; `sort` and `columns` (names, comma separated) are
    "" for the usual ones."""

    id: int
    noun: str
    name: str
    filter: str
    sort: str
    columns: str
    owner: str | None
