"""Finding the record that a person names: by id, uid, name, e-mail or a fragment."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_tui.errors import Ambiguous, NotFound, UsageError
from crm_tui.queries.paging import escape
from crm_tui.store.reader import Reader
from crm_tui.text import clean_line, fold

NOUNS = ("contact", "company", "deal")
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NAMES = {"contact": "name", "company": "name", "deal": "title", "product": "name"}
_MERGED = ("contact", "company")  # those that can be merged and have channels
_SHOWN = 8


class Target(NamedTuple):
    """A record by noun and id, with the name to show for it."""

    noun: str
    id: int
    name: str


def resolve(
    reader: Reader, named: str, nouns: tuple[str, ...] = NOUNS, *, exact: bool = False
) -> Target:
    """The one record that `named` means.

    Tried in order: `noun:id`, a bare id where one noun fits, uid, whole name, a product's
    code, e-mail, fragment of a name (not with `exact`). Raises NotFound for none, Ambiguous for
    several, with their names.
    """
    named = clean_line(named)
    if not named:
        raise UsageError("no record named", "name one by id, name or e-mail")
    by_id = _by_id(reader, named, nouns)
    if by_id:
        return by_id
    whole = (_by_uid, _by_name, _by_code, _by_email)
    for attempt in whole if exact else (*whole, _like):
        found = attempt(reader, named, nouns)
        if len(found) == 1:
            return found[0]
        if found:
            raise Ambiguous(f"'{named}' fits several: {_listed(found)}", "name one by its id")
    hint = f"an id needs its noun: {nouns[0]}:{named}" if named.isdigit() else ""
    hint = hint or f"look with: crm {nouns[0]} list"
    raise NotFound(f"no {' or '.join(nouns)} '{named}'", hint)


def id_of_uid(reader: Reader, noun: str, text: str) -> int | None:
    """The id of the record of any noun with this uid; None where there is none."""
    if not _UID.fullmatch(text):
        return None
    id = reader.scalar(f"SELECT id FROM {noun} WHERE uid = :uid", {"uid": text})
    return None if id is None else int(str(id))


def _by_id(reader: Reader, named: str, nouns: tuple[str, ...]) -> Target | None:
    noun, colon, digits = named.partition(":")
    if colon and noun in nouns and digits.isascii() and digits.isdigit():
        return _exactly(reader, noun, int(digits))
    if len(nouns) == 1 and named.isascii() and named.isdigit():
        return _exactly(reader, nouns[0], int(named))
    return None


def _exactly(reader: Reader, noun: str, id: int) -> Target:
    name = None
    if id < 2**63:
        name = reader.scalar(f"SELECT {_NAMES[noun]} FROM {noun} WHERE id = :id", {"id": id})
        if name is None and (merged := _redirected(reader, noun, "old_id", id)):
            return merged
    if name is None:
        raise NotFound(f"no {noun} {id}", f"look with: crm {noun} list")
    return Target(noun, id, str(name))


def _by_uid(reader: Reader, named: str, nouns: tuple[str, ...]) -> list[Target]:
    if not _UID.fullmatch(named):
        return []
    found = _union(reader, nouns, "uid = :named", named)
    merged = [_redirected(reader, noun, "old_uid", named) for noun in nouns]
    return found or [target for target in merged if target]


def _redirected(reader: Reader, noun: str, column: str, value: object) -> Target | None:
    """The record that another one, named by its old id or uid, was merged into."""
    if noun not in _MERGED:
        return None
    found = reader.rows(
        Target,
        f"SELECT '{noun}' AS noun, k.id, k.name FROM redirect r JOIN {noun} k ON k.id = r.record_id"
        f" WHERE r.noun = '{noun}' AND r.{column} = :value",
        value=value,
    )
    return found[0] if found else None


def _by_name(reader: Reader, named: str, nouns: tuple[str, ...]) -> list[Target]:
    return _union(reader, nouns, "{name}_key = :named AND archived_at IS NULL", fold(named))


def _by_code(reader: Reader, named: str, nouns: tuple[str, ...]) -> list[Target]:
    if "product" not in nouns:
        return []
    return _union(reader, ("product",), "code_key = :named AND archived_at IS NULL", fold(named))


def _by_email(reader: Reader, named: str, nouns: tuple[str, ...]) -> list[Target]:
    if "@" not in named:
        return []
    parts = [
        f"SELECT '{noun}' AS noun, o.id AS id, o.name AS name FROM channel ch"
        f" JOIN {noun} o ON o.id = ch.{noun}_id WHERE ch.kind = 'email'"
        " AND ch.value_key = :named AND ch.archived_at IS NULL AND o.archived_at IS NULL"
        for noun in nouns
        if noun in _MERGED
    ]
    if not parts:
        return []
    return reader.rows(Target, " UNION ".join(parts), named=fold(named))


def _like(reader: Reader, named: str, nouns: tuple[str, ...]) -> list[Target]:
    test = "{name}_key LIKE :named ESCAPE '\\' AND archived_at IS NULL"
    return _union(reader, nouns, test, f"%{escape(fold(named))}%")


def _union(reader: Reader, nouns: tuple[str, ...], test: str, named: str) -> list[Target]:
    parts = [
        f"SELECT '{noun}' AS noun, id, {_NAMES[noun]} AS name FROM {noun}"
        f" WHERE {test.format(name=_NAMES[noun])}"
        for noun in nouns
    ]
    sql = " UNION ALL ".join(parts) + f" LIMIT {_SHOWN + 1}"
    return reader.rows(Target, sql, named=named)


def _listed(found: list[Target]) -> str:
    shown = ", ".join(f"{target.noun}:{target.id} {target.name}" for target in found[:_SHOWN])
    return shown + (", …" if len(found) > _SHOWN else "")
