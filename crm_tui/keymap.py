"""Keys of the user's own: the settings' [keys] table, held against what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations
from typing import NamedTuple

from crm_tui.commands import ANY, COMMANDS, EVERYWHERE, LISTS, RECORD, Command
from crm_tui.errors import InvalidField

# What widgets and dialogs answer to by themselves: where, and each id with its keys.
_TABLES = ("contacts", "companies", "products", "pipeline", "import", "plan", "review")
_LISTED = {
    "up": "up,k", "down": "down,j", "page_up": "pageup,ctrl+b", "page_down": "pagedown,ctrl+f",
    "first": "home,g", "last": "end,G", "select": "enter",
}  # fmt: skip
WIDGETS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "table": (_TABLES, _LISTED),
    "sections": (("today", "reminders", "timeline"), _LISTED),
    "board": (
        ("pipeline",),
        {
            "left": "left,h", "right": "right,l", "up": "up,k", "down": "down,j",
            "page_up": "pageup", "page_down": "pagedown", "first": "home,g", "last": "end,G",
            "carry_left": "H,shift+left", "carry_right": "L,shift+right", "select": "enter",
        },
    ),
    "detail": (
        (RECORD,),
        {"up": "up,k", "down": "down,j", "page_up": "pageup", "page_down": "pagedown,space",
         "first": "home,g", "last": "end,G"},
    ),
    "figures": (("today",), {"left": "left,h", "right": "right,l", "down": "down,j",
                             "select": "enter"}),
    "filter": (("filter",), {"leave": "enter,down", "clear": "escape"}),
    "form": (
        ("form",),
        {"save": "ctrl+s", "cancel": "escape", "next": "down", "previous": "up", "take": "tab",
         "close": "escape", "help": "f1,question_mark", "stored": "ctrl+r", "editor": "ctrl+o"},
    ),
    "menu": (("menu",), {"leave": "escape", "down": "j", "up": "k"}),
    "confirm": (("confirm",), {"yes": "y", "no": "n,escape"}),
    "help": (("help",), {"close": "escape"}),
    "bulk": (("bulk",), {"leave": "escape", "do": "enter"}),
    "capture": (("capture",), {"leave": "escape", "choices": "down"}),
    "columns": (
        ("columns",),
        {"leave": "escape", "turn": "space", "right": "J", "left": "K", "down": "j", "up": "k"},
    ),
    "field": (("field",), {"leave": "escape", "down": "down", "up": "up"}),
    "tour": (("tour",), {"skip": "ctrl+n", "end": "ctrl+t"}),
}  # fmt: skip
# One key for both by intention: the list has it while it is open.
_TOGETHER = {frozenset(("form.cancel", "form.close"))}
_NAMED = (
    "enter|escape|tab|space|backspace|delete|insert|home|end|pageup|pagedown|up|down|left|right"
    "|question_mark|slash|comma|full_stop|minus|plus|equals_sign|asterisk|number_sign"
    "|left_square_bracket|right_square_bracket|f([1-9]|1[0-9]|2[0-4])"
)
_KEY = re.compile(rf"(ctrl\+|shift\+|alt\+)*({_NAMED}|[^\s,])")
# What a terminal cannot tell from another key.
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape"}
_CHARACTERS = {"?": "question_mark", "/": "slash", ".": "full_stop"}


class _Bound(NamedTuple):
    """What has keys: where it holds, and on records of which nouns (all, for none)."""

    id: str
    keys: str
    where: tuple[str, ...]
    nouns: tuple[str, ...]


def _bound() -> Iterator[_Bound]:
    for command in COMMANDS:
        yield _Bound(command.id, command.keys, command.where, command.nouns)
    for widget, (where, keys) in WIDGETS.items():
        for name, default in keys.items():
            yield _Bound(f"{widget}.{name}", default, where, ())


BOUND = {each.id: each for each in _bound()}


def keys_of(command: Command, own: Mapping[str, str]) -> str:
    """A command's keys, the user's own instead of those that it comes with."""
    return _own(own).get(command.id, command.keys)


def keys_at(command: Command, where: str, own: Mapping[str, str]) -> str:
    """A command's keys on a screen: on the board without those for moving about on it."""
    keys = keys_of(command, own)
    if where != "pipeline":
        return keys
    board = {f"board.{name}": default for name, default in WIDGETS["board"][1].items()}
    changed = _own(own)
    moving = {key for id, usual in board.items() for key in _split(changed.get(id, usual))}
    return ",".join(key for key in _split(keys) if key not in moving)


def check(id: str, text: str) -> None:
    """Raises InvalidField for a command that is not there, and for keys that are none."""
    if id not in BOUND:
        near = get_close_matches(id, BOUND, 3)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise InvalidField(id, f"no command '{id}'", f"{hint}docs/keys.md has all of them")
    for key in _split(text):
        if why := _refused(key):
            raise InvalidField(id, why, f"{id} comes with: {BOUND[id].keys or 'no key'}")


def problems(own: Mapping[str, str]) -> list[str]:
    """What is wrong with the user's keys, a line for each: commands that are not there, keys
    that are none, and keys that would do two things in one place."""
    told = []
    for id, text in own.items():
        if id not in BOUND:
            near = get_close_matches(id, BOUND, 1)
            told.append(f"keys: no command '{id}'" + (f"; did you mean {near[0]}?" if near else ""))
        told += [f"keys: {id}: {why}" for key in _split(text) if (why := _refused(key))]
    return [*told, *_conflicts(_own(own))]


def textual_keymap(own: Mapping[str, str]) -> dict[str, str]:
    """The keymap for Textual: the user's keys, and the present ones of whatever shares a key with
    them, which Textual would otherwise take off it."""
    changed = _own(own)
    touched = {key for id, keys in changed.items() for key in _split(keys) + _split(BOUND[id].keys)}
    beside = {each.id: each.keys for each in BOUND.values() if touched & {*_split(each.keys)}}
    return {**beside, **changed}


def _own(own: Mapping[str, str]) -> dict[str, str]:
    """Those of the user's keys that can be used."""
    found = {}
    for id, text in own.items():
        keys = [key for key in _split(text) if not _refused(key)]
        if id in BOUND and keys:
            found[id] = ",".join(keys)
    return found


def _split(keys: str) -> list[str]:
    found = [key.strip() for key in keys.split(",")]
    return [_CHARACTERS.get(key, key) for key in found if key]


def _refused(key: str) -> str:
    if key in _SAME:
        return f"a terminal sends {key} as {_SAME[key]}"
    return "" if _KEY.fullmatch(key) else f"'{key}' is no key; write l, L, ctrl+l, f5, space"


def _conflicts(changed: Mapping[str, str]) -> Iterator[str]:
    now = [each._replace(keys=changed.get(each.id, each.keys)) for each in BOUND.values()]
    for one, other in combinations(now, 2):
        if not {one.id, other.id} & changed.keys() or frozenset((one.id, other.id)) in _TOGETHER:
            continue
        both = {*_split(one.keys)} & {*_split(other.keys)}
        before = {*_split(BOUND[one.id].keys)} & {*_split(BOUND[other.id].keys)}
        place = _together(one, other)
        if place and _nouns(one) & _nouns(other):
            for key in sorted(both - before):
                yield f"keys: {key} is both {one.id} and {other.id} ({place})"


def _together(one: _Bound, other: _Bound) -> str:
    """A place where both hold."""
    if EVERYWHERE in one.where + other.where:
        places = [place for place in one.where + other.where if place in (*LISTS, RECORD)]
        return places[0] if places else EVERYWHERE * (one.where == other.where)
    return next((place for place in one.where if place in other.where), "")


def _nouns(each: _Bound) -> set[str]:
    return {*(each.nouns or ANY)}
