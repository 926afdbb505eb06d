"""Erasing people: what is kept as proof, and how they are known again without their data."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from crm_tui.domain.calendar import add_months
from crm_tui.errors import InvalidField
from crm_tui.text import counted, fold

# The command of the operations that erase: it alone may blank images of the journal.
ERASE = "privacy erase"
# By these somebody is known again; a website or a postal address is shared by many.
KNOWN_BY = ("email", "phone", "social")
_WORD = re.compile(r"[^\W_]+")
_AGE = re.compile(r"([0-9]{1,4})\s*(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?", re.IGNORECASE)


class Erasure(NamedTuple):
    """The proof that people were erased: when, by whom, and how much of what."""

    id: int
    at: str
    user: str | None
    people: int
    counts: str


class Erased(NamedTuple):
    """What an erasure did: rows that went by table, images of the journal that were blanked,
    addresses by which they are known again, the attached files (hashes) they had, and what
    they were called and reached by, to find them elsewhere: never to be kept."""

    people: int
    rows: Mapping[str, int]
    images: int
    addresses: int
    files: frozenset[str]
    names: frozenset[str]


class Naming:
    """Finds where texts name somebody, by whole words, whatever their case and accents.

    One word alone is no name of anybody in particular: it counts only where that is asked for.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[list[str]]] = {}
        for name in names:
            if words := _words(name):
                self._by_first.setdefault(words[0], []).append(words)

    def is_in(self, text: str, *, single: bool = False) -> bool:
        """Does the text name one of them?"""
        words = _words(text)
        return any(
            words[at : at + len(name)] == name
            for at, word in enumerate(words)
            for name in self._by_first.get(word, ())
            if single or len(name) > 1
        )


def address_hash(key: str, kind: str, value_key: str) -> str:
    """What is kept of an address (a kind of channel, and the key that is equal for all its
    spellings): HMAC-SHA256 under the store's own key (RFC 2104)."""
    return hmac.new(bytes.fromhex(key), f"{kind}:{value_key}".encode(), sha256).hexdigest()


def parse_age(text: str, today: date) -> date:
    """`3y`, `18 months`, `26w`, `400d` -> the day so long before today. Raises InvalidField."""
    found = _AGE.fullmatch(text.strip())
    number, unit = (int(found[1]), found[2].lower()) if found else (0, "")
    if not number:
        raise InvalidField("older", f"'{text}' is not a time span", "write it like: 3y, 18m, 26w")
    try:
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1))
        return add_months(today, -number * (12 if unit == "y" else 1))
    except (OverflowError, ValueError):
        raise InvalidField("older", f"'{text}' is before all days", "a shorter span") from None


# In the order in which they are told, as people call them.
_TOLD = {
    "contact": ("contact", ""), "channel": ("channel", ""), "interaction": ("interaction", ""),
    "reminder": ("reminder", ""), "note": ("note", ""), "attachment": ("attachment", ""),
    "consent": ("consent", ""), "key_date": ("key date", ""),
    "relationship": ("relationship", ""), "deal_contact": ("part", " in deals"),
    "interaction_contact": ("part", " in interactions"), "tagging": ("tag", " of theirs"),
}  # fmt: skip


def in_words(rows: Mapping[str, int]) -> str:
    """`1 contact, 2 channels, 3 interactions and 4 other rows`"""
    parts = [
        counted(rows[table], noun) + rest
        for table, (noun, rest) in _TOLD.items()
        if rows.get(table)
    ]
    others = sum(number for table, number in rows.items() if table not in _TOLD)
    listed = ", ".join(parts) or "nothing"
    return f"{listed} and {counted(others, 'other row')}" if others else listed


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
