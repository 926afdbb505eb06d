"""A line of a vCard as vobject reads it: its text, its words, its label, its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# A card's lines by the names of their properties, in small letters.
Lines = Mapping[str, list[Any]]

# The properties that hold a day, and the day they hold; Apple's has its own label.
DAYS = {
    "bday": "birthday",
    "anniversary": "anniversary",
    "x-anniversary": "anniversary",
    "x-evolution-anniversary": "anniversary",
    "x-kaddressbook-x-anniversary": "anniversary",
    "x-abdate": "",
}
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_LABELS = {"cell": "mobile", "iphone": "mobile"}
# Types that say of a channel nothing that a label does.
_NO_LABELS = frozenset(
    {"", "pref", "internet", "x-internet", "x400", "voice", "msg", "text", "uri", "dom", "intl",
     "postal", "parcel", "quoted-printable", "8bit", "7bit", "base64"}
)  # fmt: skip


def text_of(found: Lines, name: str) -> str:
    """The text of a card's first line of that name."""
    return plain(first(found, name))


def first(found: Lines, name: str) -> Any:
    """The value of a card's first line of that name."""
    lines = found.get(name)
    return lines[0].value if lines else ""


def plain(value: Any) -> str:
    """What a line holds, as one text; the parts of a list have commas between them."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (plain(part).strip() for part in value)))
    return str(value).replace("\r\n", "\n").strip()


def label(line: Any, found: Lines) -> str:
    """Apple's own label in the same group, else the service, else the first type that says what
    a channel is for; of a fax that it is one."""
    if said := apple_label(line, found):
        return said
    if service := line.params.get("X-SERVICE-TYPE"):
        return str(service[0]).casefold()
    words = [*_words(line)]
    if "fax" in words:
        return "fax"
    return next((_LABELS.get(word, word) for word in words if word not in _NO_LABELS), "")


def apple_label(line: Any, found: Lines) -> str:
    """What Apple calls a line, in a line of its own in the same group."""
    for other in found.get("x-ablabel", ()) if line.group else ():
        if other.group == line.group:
            return _APPLE_LABEL.sub(r"\1", plain(other.value)).casefold()
    return ""


def rank(line: Any) -> int:
    """Where a line stands among those of its kind: the preferred ones first."""
    said = str(line.params.get("PREF", [""])[0])
    if said.isdecimal():
        return int(said)
    return 1 if "pref" in _words(line) else 101


def day(line: Any) -> str:
    """The day in a line, `1815-12-10`; "" where there is none, or none with its year."""
    found = _DAY.match(plain(line.value))
    return "-".join(found.groups()) if found and not line.params.get("X-APPLE-OMIT-YEAR") else ""


def _words(line: Any) -> Iterator[str]:
    types = [*line.params.get("TYPE", ()), *map(str, line.singletonparams)]
    return (word.strip().casefold() for each in types for word in each.split(","))
