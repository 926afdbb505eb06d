"""Users, as they are read."""

from __future__ import annotations

from typing import NamedTuple


class User(NamedTuple):
    """Somebody who works with the store."""

    id: int
    name: str
    email: str
