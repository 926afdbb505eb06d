"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), read card by card; `vcard_out` writes them.

A file is cut into its cards first, without pictures, sounds and keys, so that one broken
or huge card spoils no other. vobject reads each.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from crm_tui.domain.channels import is_hopeless
from crm_tui.domain.key_dates import YEARLY
from crm_tui.formats.record_table import Found, binary
from crm_tui.formats.vcard_lines import DAYS, Lines, day, first, label, plain, rank, text_of
from crm_tui.formats.vcard_rest import network, rest

_CARD_LIMIT = 1_000_000
_LINE_LIMIT = 1_000_000
# One that links to its picture holds a text.
_BINARY = re.compile(
    r"(?:[\w-]+\.)?(photo|logo|sound|key|x-ms-cardpicture)[;:](?!.*://)", re.IGNORECASE
)
_BEGIN = re.compile(r"begin\s*:\s*vcard\s*", re.IGNORECASE)
_END = re.compile(r"end\s*:\s*vcard\s*", re.IGNORECASE)
# A property's name, parameters and colon; those whose values are lists of their own.
_HEAD = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):')
_LISTS = frozenset({"categories", "n", "adr", "org"})
_COMMA = re.compile(r"\\.|,", re.DOTALL)
# How a parameter has what would end it (RFC 6868).
_CARET = re.compile(r"\^[\^n']")
_CARETS = {"^^": "^", "^n": " ", "^'": '"'}
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
    for line, raw, problem, left_out in _cut(text):
        if problem:
            yield Found(line, None, raw[:2000], problem)
            continue
        try:
            yield Found(line, read_card(raw), raw, "", left_out)
        except Exception as error:  # whatever a stranger's card sets off, the next may be well
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            yield Found(line, None, raw[:2000], f"it is no vCard: {why}")


def _cut(text: TextIO) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    """(line, card, problem, left out): each card's text without what is binary."""
    held: list[str] = []
    left_out: list[str] = []
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
        binary_line = None if same_line else _BINARY.match(line)
        skipping = (skipping and same_line) or binary_line is not None
        if binary_line:
            left_out.append(binary_line[1].casefold())
        if not skipping and size <= _CARD_LIMIT:
            held.append(line)
            size += len(line)
        if _END.fullmatch(line.strip()):
            depth -= 1
            if not depth:
                problem = "it is too large" if size > _CARD_LIMIT else ""
                yield start, "".join(held), problem, tuple(left_out)
                held, left_out, size, skipping = [], [], 0, False
    if depth:
        yield start, "".join(held), "it has no END:VCARD", ()


def read_card(card: str) -> dict[str, Any]:
    """One card -> a contact's record. Raises what vobject raises for a broken one."""
    import vobject

    # What it cannot read of a card it would tell on standard error.
    logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
    whole = _with_whole_texts(card)
    found = vobject.readOne(whole, allowQP=True, ignoreUnreadable=True).contents
    org, parts = first(found, "org"), first(found, "n")
    given = f"{plain(parts.given)} {plain(parts.additional)}".strip() if parts else ""
    return {
        "vcard_version": text_of(found, "version"),
        "uid": text_of(found, "uid"),
        "name": text_of(found, "fn"),
        "first_name": given,
        "last_name": plain(parts.family) if parts else "",
        "company": plain(org[0]) if isinstance(org, list) and org else plain(org),
        "title": text_of(found, "title"),
        "channels": [*_channels(found)],
        "key_dates": [*_dates(found)],
        "notes": [note for line in found.get("note", ()) if (note := _note(line))["body"]],
        "tags": [plain(tag) for line in found.get("categories", ()) for tag in _list(line.value)],
        "custom": rest(found),
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
    return {"body": plain(line.value), "at": at, "author": author}


def _channels(found: Lines) -> Iterator[dict[str, Any]]:
    """The ways to reach somebody, of each kind the preferred one first."""
    lines = [(kind, label(line, found), line)
             for name, kind in _KINDS.items() for line in found.get(name, ())]  # fmt: skip
    lines += [("social", network(name), line)
              for name in found if network(name) for line in found[name]]  # fmt: skip
    for kind, said, line in sorted(lines, key=lambda each: rank(each[2])):
        value = plain(line.value).removeprefix("tel:")
        if kind == "website":
            value = value.replace("\\:", ":")
        if value:
            way = {"kind": kind, "label": said, "value": value}
            yield way | {"invalid": True} if is_hopeless(kind, value) else way
    for line in sorted(found.get("adr", ()), key=rank):
        if value := _address(line.value):
            yield {"kind": "address", "label": label(line, found), "value": value}
    if "adr" not in found:
        for line in found.get("label", ()):
            value = ", ".join(filter(None, map(str.strip, plain(line.value).split("\n"))))
            yield {"kind": "address", "label": label(line, found), "value": value}


def _address(value: Any) -> str:
    """The parts of an address -> one line, as imports of CSV write it."""
    region = " ".join(filter(None, (plain(value.region), plain(value.code))))
    parts = (value.street, value.extended, value.box, value.city)
    return ", ".join(filter(None, (*map(plain, parts), region, plain(value.country))))


def _dates(found: Lines) -> Iterator[dict[str, Any]]:
    seen = set()
    for name, kind in DAYS.items():
        for line in found.get(name, ()):
            said, when = kind or label(line, found) or "other", day(line)
            if when and (said, when) not in seen:
                seen.add((said, when))
                yield {"kind": said, "day": when, "yearly": said in YEARLY}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
