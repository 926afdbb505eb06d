"""Relationships: the ways in which people and companies belong together."""

from __future__ import annotations

from typing import NamedTuple

# How a relationship reads from the side that it starts at -> from the other side.
FROM_OTHER_SIDE = {
    "reports to": "manages",
    "referred by": "referred",
    "partner of": "partner of",
    "supplier of": "customer of",
}
KINDS = tuple(FROM_OTHER_SIDE)


class Relationship(NamedTuple):
    """A relationship as it is read, between two contacts or companies."""

    id: int
    kind: str
    from_noun: str
    from_id: int
    from_name: str
    to_noun: str
    to_id: int
    to_name: str

    def seen_from(self, noun: str, id: int) -> tuple[str, tuple[str, int, str]]:
        """What the record is to the other one, in words, and the other's noun, id and name."""
        if (noun, id) == (self.from_noun, self.from_id):
            return self.kind, (self.to_noun, self.to_id, self.to_name)
        return FROM_OTHER_SIDE.get(self.kind, self.kind), (
            self.from_noun,
            self.from_id,
            self.from_name,
        )
