"""Users, as they are read."""

from __future__ import annotations

from typing import NamedTuple


class User(NamedTuple):
    """Somebody who works with the store: for a `manager`, and in a `team`, such as a regional
    office; "" for none."""

    id: int
    name: str
    email: str
    manager_id: int | None
    manager: str | None
    team: str
