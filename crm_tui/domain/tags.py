"""Tags, as they are read."""

from __future__ import annotations

from typing import NamedTuple


class Tag(NamedTuple):
    """A tag, and how many live records of each noun have it."""

    id: int
    name: str
    contacts: int
    companies: int
    deals: int
