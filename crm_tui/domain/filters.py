"""The filter language's syntax tree, and how a mistake in a filter is told.

`filter_grammar` reads a text into it; `queries.filter` makes SQL of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from crm_tui.errors import UsageError
from crm_tui.text import inert

_SHOWN = 40


class FilterError(UsageError):
    """A filter that cannot be read: `place` is where in its text, counted from 0."""

    def __init__(self, message: str, hint: str, place: int) -> None:
        super().__init__(f"{message} (column {place + 1} of the filter)", hint)
        self.place = place


@dataclass(frozen=True, slots=True)
class Value:
    """What a field is tested for. `pieces` are the texts between the `*`, so that a text
    without one is a single piece."""

    pieces: tuple[str, ...]
    place: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        """The whole as it was meant, without quotes."""
        return "*".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; one of them may be None for no bound."""

    low: Value | None
    high: Value | None
    place: int = field(default=0, compare=False)


Choice = Value | Range


@dataclass(frozen=True, slots=True)
class Word:
    """A free word, to be found in what identifies the record."""

    value: Value


@dataclass(frozen=True, slots=True)
class FieldTest:
    """`path` is the field's name, parted at its dots; `mark` is `:`, `=`, `>`, `>=`, `<` or
    `<=`. Any of `choices` will do; the last four marks have a single value."""

    path: tuple[str, ...]
    mark: str
    choices: tuple[Choice, ...]
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of `part`."""

    part: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All `parts` hold; none at all always hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of `parts` holds."""

    parts: tuple[Node, ...]


Node = Word | FieldTest | Not | Every | Either


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean stage? ` for the known word nearest to `word`; empty when none is near."""
    near = get_close_matches(word.casefold(), list(known), 1)
    return f"did you mean {near[0]}? " if near else ""


def quoted(value: str) -> str:
    """A value as a filter takes it, whatever stands in it."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return value if value.isalnum() else f'"{plain}"'


def shown(word: str) -> str:
    """A word of the filter as messages quote it: inert and not too long."""
    plain = inert(word)
    return f"'{plain[:_SHOWN]}{'…' if len(plain) > _SHOWN else ''}'"
