"""Lines of talk, written one to a line, which the demo's interactions are dealt from.

A line is `kind`, a sign for who began (`>` we did, `<` they did, `=` among ourselves),
minutes if it was spoken, the text (` | ` begins its body), and an outcome in brackets:
`call> 4 Left a message [voicemail]`. The names in braces are filled in by `Decks.fill`.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Line(NamedTuple):
    """One interaction, its text still with names in braces."""

    kind: str
    direction: str
    minutes: str
    text: str
    outcome: str


_LINE = re.compile(
    r"(?P<kind>\w+)(?P<sign>[<>=]) (?:(?P<minutes>\d+) )?(?P<text>.+?)(?: \[(?P<outcome>.+)\])?"
)
_DIRECTIONS = {">": "outbound", "<": "inbound", "=": "internal"}


def lines(block: str) -> tuple[Line, ...]:
    """The lines of a block. Raises ValueError for one of another form."""
    return tuple(_line(text) for text in block.strip().splitlines())


def _line(text: str) -> Line:
    found = _LINE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a line of talk: {text}")
    body = found["text"].replace(" | ", "\n")
    return Line(
        found["kind"],
        _DIRECTIONS[found["sign"]],
        found["minutes"] or "",
        body,
        found["outcome"] or "",
    )
