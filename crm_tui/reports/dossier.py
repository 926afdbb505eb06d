"""All that is held on a person: as data, and as a page of HTML that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from crm_tui.errors import NotFound
from crm_tui.queries import attachments, relationships, traces
from crm_tui.queries.paging import Page
from crm_tui.reports import around, exports, records
from crm_tui.store.reader import Reader
from crm_tui.text import inert

Dossier = dict[str, Any]
_ANY = "(is:archived or not is:archived)"
# What an export has in the contact's own record, and this page in parts of their own.
_PARTS = ("channels", "preferences", "consents", "key_dates", "notes", "custom")
_STYLE = (
    "body{font:15px/1.45 sans-serif;max-width:64em;margin:1.5em auto;padding:0 1em}"
    "table{border-collapse:collapse;margin:0 0 1em}"
    "th,td{text-align:left;vertical-align:top;padding:.2em .9em .2em 0}"
    "tr{border-bottom:1px solid #ddd}"
    "td{white-space:pre-wrap;overflow-wrap:anywhere}h2{margin:1.4em 0 .3em;font-size:1.15em}"
)


def dossier(reader: Reader, id: int) -> Dossier:
    """All that is held on a contact, part by part, also of those that were merged into it.

    Raises NotFound.
    """
    clock = reader.clock
    found = list(exports.stream(reader, "contacts", Page(filter=f"id:{id} {_ANY}")))
    if not found:
        raise NotFound(f"no contact {id}", "list them with: crm contact list")
    person = found[0]
    page, roles = Page(filter=f"contact.id:{id} {_ANY}"), traces.roles(reader, id)
    merged = traces.merged(reader, id)
    return {
        "made_at": records.moment(reader.now, clock),
        "person": {name: value for name, value in person.items() if name not in _LIFTED},
        **{name: person[name] for name in _PARTS},
        "relationships": [
            around.relationship(each, clock)
            for each in relationships.of_record(reader, "contact", id)
        ],
        "deals": [
            {**deal, "role": roles.get(deal["id"], "")}
            for deal in exports.stream(reader, "deals", page)
        ],
        "interactions": list(exports.stream(reader, "interactions", page)),
        "reminders": list(exports.stream(reader, "reminders", Page(filter=f"contact.id:{id}"))),
        "attachments": [
            around.attachment(each, clock) for each in attachments.of_record(reader, "contact", id)
        ],
        "merged": [each._asdict() for each in merged],
        "may_be_the_same": [
            dict(zip(("name", "state", "reasons"), each, strict=True))
            for each in traces.doubles(reader, id)
        ],
        "imported_from": [
            {"source": source, "key": key} for source, key in traces.origins(reader, id)
        ],
        "work_queue": [
            {"at": records.moment(at, clock), "user": user, "outcome": outcome}
            for at, user, outcome in traces.rounds(reader, id)
        ],
        "journal": [
            _entry(each, reader) for each in traces.journal(reader, [id, *(m.id for m in merged)])
        ],
    }


_LIFTED = frozenset({*_PARTS, "relationships"})


def _entry(entry: traces.Entry, reader: Reader) -> dict[str, Any]:
    return {
        **entry._asdict(),
        "at": records.moment(entry.at, reader.clock),
        "before": json.loads(entry.before) if entry.before else None,
        "after": json.loads(entry.after) if entry.after else None,
    }


def html(found: Dossier, store: str) -> Iterator[str]:
    """The same as a page to be read, piece by piece; `store` is where it was taken from."""
    name = _safe(found["person"]["name"])
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    # Nothing that stands in the data can load or run anything, whatever opens the page.
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    yield " style-src 'unsafe-inline'\">\n"
    yield f"<title>Held on {name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<h1 dir=auto>Held on {name}</h1>\n"
    yield f"<p>Taken from {_safe(store)} at {_safe(found['made_at'])}.</p>\n"
    for part, value in found.items():
        if part == "made_at":
            continue
        yield f"<h2>{part.replace('_', ' ').capitalize()}</h2>\n"
        if not value:
            yield "<p>Nothing.</p>\n"
        elif isinstance(value, Mapping):
            yield from _pairs(value)
        else:
            yield from _table(value)
    yield "</body>\n</html>\n"


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    yield "<table>\n"
    for name, value in values.items():
        if text := _cell(value):
            yield f"<tr><th>{_label(name)}</th><td dir=auto>{text}</td></tr>\n"
    yield "</table>\n"


def _table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A row for each; columns in which all are empty are left out."""
    names = [name for name in rows[0] if any(_cell(row.get(name)) for row in rows)]
    yield f"<table>\n<tr>{''.join(f'<th>{_label(name)}</th>' for name in names)}</tr>\n"
    for row in rows:
        cells = (f"<td dir=auto>{_cell(row.get(name))}</td>" for name in names)
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</table>\n"


def _label(name: str) -> str:
    return _safe(name.replace("_", " "))


def _cell(value: Any) -> str:
    return "\n".join(map(_safe, _flat(value).split("\n")))


def _flat(value: Any) -> str:
    """A value as text to be read: a part of several in a line each, what is empty left out."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        parts = ((name.replace("_", " "), _flat(each)) for name, each in value.items())
        return "\n".join(f"{name}: {text}" for name, text in parts if text)
    if isinstance(value, list):
        return "\n".join(map(_flat, value))
    return "" if value is None else str(value)


def _safe(text: str) -> str:
    return escape(inert(text))
