"""Reading what the search for duplicates compares, what it found, and what was merged."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from crm_tui.domain.likeness import Person
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader
from crm_tui.store.rules import LATEST_CONSENT
from crm_tui.text import fold

_PAGE = 5000


class Pair(NamedTuple):
    """Two contacts that may be one person; `score` in hundredths of a point."""

    id: int
    first_id: int
    second_id: int
    state: str
    score: int
    reasons: str


class NamedPair(NamedTuple):
    """A pair with the names to show for it."""

    id: int
    first_id: int
    first: str
    first_company: str | None
    second_id: int
    second: str
    second_company: str | None
    score: int
    reasons: str


class _Row(NamedTuple):
    id: int
    name_key: str
    first_name: str
    last_name: str
    company: str | None


_COMPARED = frozenset({"email", "phone", "address"})
_PEOPLE = (
    "SELECT c.id, c.name_key, c.first_name, c.last_name, co.name_key AS company FROM contact c"
    " LEFT JOIN company co ON co.id = c.company_id"
)


def people(reader: Reader) -> Iterator[list[Person]]:
    """All contacts that are not archived, by id, some thousands at a time."""
    after = 0
    while True:
        rows = reader.rows(
            _Row,
            f"{_PEOPLE} WHERE c.id > :after AND c.archived_at IS NULL ORDER BY c.id LIMIT {_PAGE}",
            after=after,
        )
        if not rows:
            return
        span = {"low": rows[0].id, "high": rows[-1].id}
        yield _people(reader, rows, "contact_id BETWEEN :low AND :high", span)
        after = rows[-1].id


def contact_ids(reader: Reader) -> set[int]:
    """The contacts that are not archived."""
    rows = reader.db.rows("SELECT id FROM contact WHERE archived_at IS NULL")
    return {int(row[0]) for row in rows}


def people_by_id(reader: Reader, ids: Iterable[int]) -> dict[int, Person]:
    """Some contacts by their ids."""
    wanted = list(ids)
    test, params = among("c.id", wanted)
    rows = reader.rows(_Row, f"{_PEOPLE} WHERE {test}", **params)
    found = _people(reader, rows, *among("contact_id", wanted))
    return {person.id: person for person in found}


def _people(reader: Reader, rows: list[_Row], test: str, params: dict[str, Any]) -> list[Person]:
    """Rows of contacts with what hangs on them, where `test` finds that."""
    ways: dict[tuple[int, str], list[str]] = defaultdict(list)
    # Which kind it is is asked here: SQLite would take it for the better index.
    for id, kind, key in reader.db.rows(
        f"SELECT contact_id, kind, value_key FROM channel WHERE {test}"
        " AND archived_at IS NULL ORDER BY id",
        params,
    ):
        if kind in _COMPARED:
            ways[id, kind].append(key)
    born = {
        int(id): str(day).replace("-", "")
        for id, day in reader.db.rows(
            f"SELECT contact_id, day FROM key_date WHERE {test}"
            " AND kind = 'birthday' AND archived_at IS NULL ORDER BY id DESC",
            params,
        )
    }
    return [_person(row, ways, born.get(row.id, "")) for row in rows]


def _person(row: _Row, ways: dict[tuple[int, str], list[str]], born: str) -> Person:
    first, last = fold(row.first_name), fold(row.last_name)
    if not first and not last and (" " in row.name_key or "@" not in row.name_key):
        first, _, last = row.name_key.rpartition(" ")
    return Person(
        row.id,
        first,
        last,
        tuple(ways.get((row.id, "email"), ())),
        tuple(ways.get((row.id, "phone"), ())),
        row.company or "",
        born,
        tuple(ways.get((row.id, "address"), ())),
    )


def count(reader: Reader) -> int:
    """How many pairs wait to be looked at."""
    return reader.count("SELECT count(*) FROM duplicate WHERE state = 'open'")


def open_pairs(reader: Reader, limit: int | None = None, offset: int = 0) -> list[NamedPair]:
    """The pairs that wait to be looked at, the likeliest first."""
    window = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(offset)}"
    return reader.rows(
        NamedPair,
        "SELECT d.id, d.first_id, a.name AS first, ac.name AS first_company, d.second_id,"
        " b.name AS second, bc.name AS second_company, d.score, d.reasons FROM duplicate d"
        " JOIN contact a ON a.id = d.first_id JOIN contact b ON b.id = d.second_id"
        " LEFT JOIN company ac ON ac.id = a.company_id"
        " LEFT JOIN company bc ON bc.id = b.company_id"
        f" WHERE d.state = 'open' ORDER BY d.score DESC, d.id {window}",
    )


def pair(reader: Reader, first: int, second: int) -> Pair | None:
    """What is known of two contacts, the smaller id first."""
    return reader.row(
        Pair,
        "SELECT id, first_id, second_id, state, score, reasons FROM duplicate"
        " WHERE first_id = :first AND second_id = :second",
        first=first,
        second=second,
    )


def pairs_of(reader: Reader, id: int) -> list[Pair]:
    """What is known of a contact with others."""
    return reader.rows(
        Pair,
        "SELECT id, first_id, second_id, state, score, reasons FROM duplicate"
        " WHERE first_id = :id OR second_id = :id ORDER BY id",
        id=id,
    )


def known_pairs(reader: Reader) -> dict[tuple[int, int], Pair]:
    """All pairs that are known, by their two ids."""
    rows = reader.rows(Pair, "SELECT id, first_id, second_id, state, score, reasons FROM duplicate")
    return {(row.first_id, row.second_id): row for row in rows}


def interactions_with(reader: Reader, contact_id: int) -> int:
    """How many interactions a contact took part in."""
    sql = "SELECT count(*) FROM interaction_contact WHERE contact_id = :id"
    return reader.count(sql, {"id": contact_id})


def columns(reader: Reader, noun: str, id: int, names: list[str]) -> dict[str, Any]:
    """Some columns of a contact or company."""
    row = reader.db.one(f"SELECT {', '.join(names)} FROM {noun} WHERE id = :id", {"id": id})
    return dict(zip(names, row or (), strict=True))


def preference(reader: Reader, contact_id: int) -> dict[str, Any] | None:
    """A contact's row of preferences."""
    names = ["id", "channel", "language", "best_time", "timezone", "do_not_contact"]
    row = reader.db.one(
        f"SELECT {', '.join(names)} FROM preference WHERE contact_id = :id", {"id": contact_id}
    )
    return dict(zip(names, row, strict=True)) if row else None


def withdrawn(reader: Reader, contacts: list[int]) -> list[tuple[str, str]]:
    """Channel and purpose of each consent whose latest word, of any of the contacts, is no."""
    test, params = among("c.contact_id", contacts)
    rows = reader.db.rows(
        f"SELECT DISTINCT c.channel, c.purpose FROM consent c WHERE {test} AND c.given = 0"
        f" AND {LATEST_CONSENT.format(s='c')} ORDER BY c.channel, c.purpose",
        params,
    )
    return [(str(channel), str(purpose)) for channel, purpose in rows]


class Merge(NamedTuple):
    """The operation of a merge, the record that stayed then, and the one it is in by now."""

    operation: int
    into: int
    now: int


def latest_merge(reader: Reader, noun: str, named: str) -> Merge | None:
    """The merge of a record that went, named by old id, uid or name; or the latest one into
    the record with that id or name. None where there is none."""
    id = int(named) if named.isascii() and named.isdigit() and len(named) < 19 else -1
    row = reader.db.one(
        "SELECT CASE o.command WHEN 'redo' THEN o.undoes_id ELSE o.id END, c.after, r.record_id"
        " FROM redirect r"
        " JOIN change c ON c.noun = 'redirect' AND c.record_id = r.id AND c.action = 'insert'"
        " JOIN operation o ON o.id = c.operation_id"
        f" LEFT JOIN {noun} k ON k.id = r.record_id"
        " WHERE r.noun = :noun AND (r.old_id = :id OR r.old_uid = :named OR r.old_name = :named"
        " OR r.record_id = :id OR k.name_key = :key OR k.uid = :named)"
        " ORDER BY r.id DESC, c.id DESC LIMIT 1",
        {"noun": noun, "id": id, "named": named, "key": fold(named)},
    )
    return Merge(int(row[0]), int(json.loads(row[1])["record_id"]), int(row[2])) if row else None
