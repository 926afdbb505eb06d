"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), read card by card and written as 3.0.

A file is cut into its cards first, without pictures, sounds and keys, so that one broken
or huge card spoils no other. vobject reads each.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from crm_tui.domain.channels import is_hopeless
from crm_tui.domain.key_dates import YEARLY
from crm_tui.formats.record_table import Found, binary

_CARD_LIMIT = 1_000_000
_LINE_LIMIT = 1_000_000
_BINARY = re.compile(r"(?:[\w-]+\.)?(?:photo|logo|sound|key)[;:]", re.IGNORECASE)
_BEGIN = re.compile(r"begin\s*:\s*vcard\s*", re.IGNORECASE)
_END = re.compile(r"end\s*:\s*vcard\s*", re.IGNORECASE)
# A property's name, parameters and colon; those whose values are lists of their own.
_HEAD = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):')
_LISTS = frozenset({"categories", "n", "adr", "org"})
_COMMA = re.compile(r"\\.|,", re.DOTALL)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
# How a parameter has what would end it (RFC 6868).
_CARET = re.compile(r"\^[\^n']")
_CARETS = {"^^": "^", "^n": " ", "^'": '"'}
_LABELS = {"cell": "mobile", "iphone": "mobile", "work": "work", "home": "home", "fax": "fax",
           "main": "main"}  # fmt: skip
_KINDS = {"email": "email", "tel": "phone", "url": "website", "impp": "social",
          "x-socialprofile": "social"}  # fmt: skip


def looks_like_vcard(source: Path | bytes) -> bool:
    """Does it begin with a card?"""
    if isinstance(source, Path) and not source.is_file():
        return False
    with binary(source) as stream:
        head = stream.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    return _BEGIN.match(head.decode("latin-1")) is not None


def cards(text: TextIO) -> Iterator[Found]:
    """The cards of a file as records of contacts, in the shape of our own exports."""
    for line, raw, problem in _cut(text):
        if problem:
            yield Found(line, None, raw[:2000], problem)
            continue
        try:
            yield Found(line, read_card(raw), raw)
        except Exception as error:  # whatever a stranger's card sets off, the next may be well
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            yield Found(line, None, raw[:2000], f"it is no vCard: {why}")


def _cut(text: TextIO) -> Iterator[tuple[int, str, str]]:
    """(line, card, problem): each card's text without what is binary."""
    held: list[str] = []
    depth = start = size = 0
    skipping = goes_on = False
    number = 0
    while line := text.readline(_LINE_LIMIT):
        number += not goes_on
        if _BEGIN.fullmatch(line.strip()):
            start = start if depth else number
            depth += 1
        if not depth:
            continue
        same_line = goes_on or line[:1] in " \t"
        goes_on = not line.endswith("\n")
        skipping = (skipping and same_line) or bool(_BINARY.match(line))
        if not skipping and size <= _CARD_LIMIT:
            held.append(line)
            size += len(line)
        if _END.fullmatch(line.strip()):
            depth -= 1
            if not depth:
                yield start, "".join(held), "it is too large" if size > _CARD_LIMIT else ""
                held, size, skipping = [], 0, False
    if depth:
        yield start, "".join(held), "it has no END:VCARD"


def read_card(card: str) -> dict[str, Any]:
    """One card -> a contact's record. Raises what vobject raises for a broken one."""
    import vobject

    # What it cannot read of a card it would tell on standard error.
    logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
    whole = _with_whole_texts(card)
    found = vobject.readOne(whole, allowQP=True, ignoreUnreadable=True).contents
    name, org = found.get("n"), _first(found, "org")
    parts = name[0].value if name else None
    given = f"{_plain(parts.given)} {_plain(parts.additional)}".strip() if parts else ""
    dates = [*_dates(found)]
    return {
        "vcard_version": _text(found, "version"),
        "uid": _text(found, "uid"),
        "name": _text(found, "fn"),
        "first_name": given,
        "last_name": _plain(parts.family) if parts else "",
        "company": _plain(org[0]) if isinstance(org, list) and org else _plain(org),
        "title": _text(found, "title"),
        "channels": [*_channels(found)],
        "key_dates": dates,
        "notes": [note for line in found.get("note", ()) if (note := _note(line))["body"]],
        "tags": [_plain(tag) for line in found.get("categories", ()) for tag in _list(line.value)],
        "custom": dict(_more(found)),
    }


def _with_whole_texts(card: str) -> str:
    """The card with the commas of its texts escaped, as version 2.1 and many programs leave
    them: vobject takes a bare one for the end of the text."""
    held: list[str] = []
    is_list = is_quoted = goes_on = False
    for line in card.split("\n"):
        start = 0
        if line[:1] not in (" ", "\t") and not goes_on:
            head = _HEAD.match(line)
            start = head.end() if head else len(line)
            is_list = head is not None and head[1].casefold() in _LISTS
            is_quoted = head is not None and "quoted-printable" in head[2].casefold()
        value = line[start:]
        held.append(line[:start] + (value if is_list else _COMMA.sub(_escaped_comma, value)))
        goes_on = is_quoted and value.rstrip("\r").endswith("=")
    return "\n".join(held)


def _escaped_comma(found: re.Match[str]) -> str:
    return r"\," if found[0] == "," else found[0]


def _note(line: Any) -> dict[str, str]:
    """A note, with the parameters that say when and by whom it was written (RFC 9554)."""
    at, author = (",".join(line.params.get(name, ())) for name in ("CREATED", "AUTHOR-NAME"))
    try:
        at = datetime.fromisoformat(at).replace(tzinfo=UTC).isoformat() if at else ""
    except ValueError:
        at = ""
    author = _CARET.sub(lambda found: _CARETS[found[0]], author)
    return {"body": _plain(line.value), "at": at, "author": author}


def _channels(found: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for name, kind in _KINDS.items():
        for line in found.get(name, ()):
            value = _plain(line.value)
            if kind == "website":
                value = value.replace("\\:", ":")
            if value := value.removeprefix("tel:"):
                way = {"kind": kind, "label": _label(line, found), "value": value}
                yield way | {"invalid": True} if is_hopeless(kind, value) else way
    for line in found.get("adr", ()):
        if value := _address(line.value):
            yield {"kind": "address", "label": _label(line, found), "value": value}


def _address(value: Any) -> str:
    """The parts of an address -> one line, as imports of CSV write it."""
    region = " ".join(filter(None, (_plain(value.region), _plain(value.code))))
    parts = (value.street, value.extended, value.box, value.city)
    return ", ".join(filter(None, (*map(_plain, parts), region, _plain(value.country))))


def _label(line: Any, found: Mapping[str, list[Any]]) -> str:
    """Apple's own label in the same group, else the first type that is known."""
    if line.group:
        for other in found.get("x-ablabel", ()):
            if other.group == line.group:
                return _APPLE_LABEL.sub(r"\1", _plain(other.value)).casefold()
    types = [*line.params.get("TYPE", ()), *(str(one) for one in line.singletonparams)]
    words = [word.casefold() for each in types for word in each.split(",")]
    if "fax" in words:
        return "fax"
    return next((_LABELS[word] for word in words if word in _LABELS), "")


def _dates(found: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    seen = set()
    for name, kind in (("bday", "birthday"), ("anniversary", "anniversary"), ("x-abdate", "")):
        for line in found.get(name, ()):
            day = _DAY.match(_plain(line.value))
            said = kind or _label(line, found) or "other"
            if day and (said, day.groups()) not in seen:
                seen.add((said, day.groups()))
                yield {"kind": said, "day": "-".join(day.groups()), "yearly": said in YEARLY}


def _more(found: Mapping[str, list[Any]]) -> Iterator[tuple[str, str]]:
    """What no field takes, by the name of a custom field."""
    org = _first(found, "org")
    if isinstance(org, list) and len(org) > 1:
        yield "department", ", ".join(map(_plain, org[1:]))
    for name in ("nickname", "role", "gender"):
        if text := _text(found, name):
            yield name, text


def _first(found: Mapping[str, list[Any]], name: str) -> Any:
    lines = found.get(name)
    return lines[0].value if lines else ""


def _text(found: Mapping[str, list[Any]], name: str) -> str:
    return _plain(_first(found, name))


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_plain(part).strip() for part in value)))
    return str(value).replace("\r\n", "\n").strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
