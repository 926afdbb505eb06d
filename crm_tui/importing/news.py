"""What an update changed, in words: `title: Captain → Admiral`, `+ email: grace@b.example`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from crm_tui.importing.state import State

# Gets a column and what it holds; answers what people call that.
NameOf = Callable[[str, Any], str]

_CALLED = {"company_id": "company", "parent_id": "parent", "owner_id": "owner",
           "cadence_days": "cadence"}  # fmt: skip
# They follow from others that are told.
_UNTOLD = frozenset({"name_key", "first_name", "last_name", "cadence_max_days"})
_LONGEST = 60


def news_of(state: State, since: tuple[int, ...], name_of: NameOf) -> tuple[str, ...]:
    """What was set and added since the state had the size `since`."""
    sizes = iter(since)
    told = [
        change(column, name_of(column, before), name_of(column, value))
        for column, before, value in state.news[next(sizes) :]
        if column not in _UNTOLD
    ]
    more = _channels(state), _tags(state), _notes(state), _days(state), _consents(state)
    for added, start in zip(more, sizes, strict=True):
        told += list(added)[start:]
    return tuple(told)


def change(column: str, before: str, value: str) -> str:
    """A column with what it held and holds now."""
    name = _CALLED.get(column, column)
    return f"{name}: {_short(before)} → {_short(value)}" if before else f"{name}: {_short(value)}"


def addition(what: str, text: str) -> str:
    """Something that was put beside what is there."""
    return f"+ {what}: {_short(text)}"


def _channels(state: State) -> Iterator[str]:
    return (addition(channel.kind, channel.value) for channel, _ in state.more_channels)


def _tags(state: State) -> Iterator[str]:
    return (addition("tag", tag) for tag in state.more_tags)


def _notes(state: State) -> Iterator[str]:
    return (addition("note", note.body) for note in state.more_notes)


def _days(state: State) -> Iterator[str]:
    return (addition(day.kind, day.day) for day in state.more_key_dates)


def _consents(state: State) -> Iterator[str]:
    return (addition("consent", f"{each.channel} {each.purpose}") for each in state.more_consents)


def _short(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1]}…"
