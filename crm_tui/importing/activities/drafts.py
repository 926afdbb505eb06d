"""Interactions and reminders as files state them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from crm_tui.text import clean_line, digits

NOUNS = ("interaction", "reminder")
_ADDRESS = re.compile(r"(?:([^<>@]*)<)?([^\s<>@\[\]]+@[^\s<>@\[\]]+\.[^\s<>@\[\]]+)>?")
_PHONE = re.compile(r"[+(]?[\d(][\d ()./–-]{4,30}(?:(?:x|ext\.?|#) ?\d{1,6})?", re.IGNORECASE)


class Who(NamedTuple):
    """Somebody as a file names them, by one of these at least."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return self.name or self.email or self.phone


@dataclass(slots=True)
class Draft:
    """An interaction or a reminder (`noun`); `uid` is the same for the same item of a source.

    `columns` are the store's but for what refers to other records: `people`, a company and a
    deal by their names, and `user`, who did it or has to, by name or address. With `alone` it may
    hang on nothing. `raw` is its text in the file.
    """

    line: int
    noun: str
    uid: str
    columns: dict[str, Any]
    people: tuple[Who, ...] = ()
    company: str = ""
    deal: str = ""
    user: str = ""
    alone: bool = False
    raw: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """What it is called where it is told of."""
        if self.noun == "reminder":
            return str(self.columns["text"])
        return str(self.columns["subject"] or self.columns["kind"])

    @property
    def about(self) -> str:
        """Whom or what it names."""
        return ", ".join(filter(None, (*map(str, self.people), self.company, self.deal)))


def uid_of(source: str, key: str) -> str:
    """The uid of the record that an item of a source becomes: the same in every store."""
    return str(uuid5(NAMESPACE_URL, f"{source}:{key}"))


def hash_of(texts: list[str]) -> str:
    """By what an item without an id is known."""
    return blake2b("\n".join(texts).encode(), digest_size=16).hexdigest()


def who(text: str) -> Who:
    """`Grace Hopper`, `grace@b.example`, `Grace <grace@b.example>`, `+49 30 1234567`"""
    text = clean_line(text)
    if found := _ADDRESS.fullmatch(text):
        return Who((found[1] or "").strip('" '), found[2])
    if _PHONE.fullmatch(text) and len(digits(text)) > 4:
        return Who(phone=text)
    return Who(text)
