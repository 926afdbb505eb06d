"""Contacts written as vCards 3.0 (RFC 2426), as `formats.vcard` reads them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from crm_tui.formats.content_lines import escaped, folded

_TYPES = {"mobile": "CELL", "work": "WORK", "home": "HOME", "fax": "FAX", "main": "MAIN"}
_PROPERTIES = {"email": "EMAIL", "phone": "TEL", "website": "URL", "social": "IMPP"}


# What a card has no place for, by the fields of our exports.
_NO_PLACE = {
    "lifecycle": "lifecycle stages",
    "cadence": "cadences",
    "preferences": "preferences",
    "consents": "consents",
    "relationships": "relationships",
    "custom": "custom fields",
}


def left_out(record: Mapping[str, Any]) -> set[str]:
    """What of a contact is not in its card, in words."""
    return {told for name, told in _NO_PLACE.items() if record[name]}


def vcard_text(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Contacts as our exports have them -> vCard 3.0, one card after the other."""
    for record in records:
        yield "".join(map(folded, _lines(record)))


def _lines(record: Mapping[str, Any]) -> Iterator[str]:
    first, last = record["first_name"], record["last_name"]
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:{escaped(record['uid'])}")
    yield f"FN:{escaped(record['name'])}"
    yield f"N:{escaped(last)};{escaped(first)};;;"
    if record["company"]:
        yield f"ORG:{escaped(record['company'])}"
    if record["title"]:
        yield f"TITLE:{escaped(record['title'])}"
    for number, way in enumerate(record["channels"], 1):
        yield from _channel_lines(way, number)
    for number, day in enumerate(record["key_dates"], len(record["channels"]) + 1):
        if day["kind"] == "birthday":
            yield f"BDAY:{day['day']}"
        else:
            yield f"item{number}.X-ABDATE:{day['day']}"
            yield f"item{number}.X-ABLabel:{escaped(day['kind'])}"
    if record["tags"]:
        yield f"CATEGORIES:{','.join(map(escaped, record['tags']))}"
    yield from map(_note_line, record["notes"])
    yield "END:VCARD"


def _note_line(note: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(note["at"]).astimezone(UTC)
    author = (note["author"] or "").replace("^", "^^").replace('"', "^'")
    named = f';AUTHOR-NAME="{author}"' if author else ""
    return f"NOTE;CREATED={at:%Y%m%dT%H%M%SZ}{named}:{escaped(note['body'])}"


def _channel_lines(way: Mapping[str, Any], number: int) -> Iterator[str]:
    """A channel; a label that vCard has no type for stands beside it, as Apple writes it."""
    label = way["label"]
    group = f"item{number}." if label and label not in _TYPES else ""
    types = f";TYPE={_TYPES[label]}" if label in _TYPES else ""
    types += ";TYPE=PREF" if way.get("preferred") else ""
    value = escaped(way["value"])
    if way["kind"] == "address":
        yield f"{group}ADR{types}:;;{value};;;;"
    else:
        yield f"{group}{_PROPERTIES[way['kind']]}{types}:{value}"
    if group:
        yield f"{group}X-ABLabel:{escaped(label)}"
