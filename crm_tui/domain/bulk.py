"""What is to happen to many records at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Edit:
    """What is to happen to each record: tags put on and taken off, `{field: text}` set, a
    reminder ("call fri 3pm") planned, and at last whether it is archived or deleted."""

    tags: tuple[str, ...] = ()
    untags: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    remind: str = ""
    archive: bool = False
    delete: bool = False

    def __bool__(self) -> bool:
        """Is anything to happen at all?"""
        return self != Edit()
