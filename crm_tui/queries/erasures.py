"""Reading what is kept of erasures, and whether somebody who comes in was erased."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from crm_tui.domain.erasing import Erasure, address_hash
from crm_tui.queries.custom_fields import key_of, value_of
from crm_tui.queries.paging import among
from crm_tui.queries.resolve import Target
from crm_tui.store.reader import Reader
from crm_tui.text import fold

KEY = "privacy_key"
_CHUNK = 900


def erasures(reader: Reader) -> list[Erasure]:
    """Every erasure, the latest first."""
    return reader.rows(
        Erasure,
        'SELECT e.id, e.created_at AS at, u.name AS "user", e.people, e.counts FROM erasure e'
        ' LEFT JOIN "user" u ON u.id = e.created_by ORDER BY e.id DESC',
    )


def present(reader: Reader, keys: Iterable[str]) -> set[tuple[str, str]]:
    """Which addresses (kind, key) with these keys somebody has."""
    wanted, found = list(dict.fromkeys(keys)), set[tuple[str, str]]()
    for start in range(0, len(wanted), _CHUNK):
        test, params = among("value_key", wanted[start : start + _CHUNK])
        rows = reader.db.rows(f"SELECT DISTINCT kind, value_key FROM channel WHERE {test}", params)
        found.update((str(kind), str(key)) for kind, key in rows)
    return found


def deleted_contacts(reader: Reader, named: str) -> list[Target]:
    """The contacts that are in the journal alone, by id, uid or whole name: who was deleted,
    and not erased."""
    digits = named.removeprefix("contact:")
    id = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else -1
    value = partial(value_of, reader.db.dialect, "c.before")
    rows = reader.db.rows(
        f"SELECT c.record_id, {value(':name')}, {value(':uid')}"
        " FROM change c WHERE c.noun = 'contact' AND c.action = 'delete' AND c.before IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = c.record_id)"
        " AND NOT EXISTS (SELECT 1 FROM redirect r WHERE r.noun = 'contact'"
        " AND r.old_id = c.record_id) ORDER BY c.id",
        {name: key_of(reader.db.dialect, name) for name in ("name", "uid")},
    )
    found = {
        int(record): Target("contact", int(record), str(name))
        for record, name, uid in rows
        if record == id or uid == named or fold(str(name)) == fold(named)
    }
    return list(found.values())


class Known(NamedTuple):
    """Somebody who was erased: in which erasure, their number in it, and on which day."""

    erasure_id: int
    person: int
    day: str


def known(reader: Reader, kind: str, key: str) -> Known | None:
    """Who was erased and had this address (a kind of channel, and its key)."""
    key_of_store = secret(reader)
    if key_of_store is None:
        return None
    return reader.row(
        Known,
        "SELECT erasure_id, person, substr(created_at, 1, 10) AS day FROM erased_address"
        " WHERE hash = :hash",
        hash=address_hash(key_of_store, kind, key),
    )


def secret(reader: Reader) -> str | None:
    """The key with which the store knows who was erased; None where nobody was."""
    key = reader.scalar("SELECT value FROM setting WHERE key = :key", {"key": KEY})
    return None if key is None else str(key)


class Held:
    """The addresses of people who were erased, for looking many up."""

    def __init__(self, reader: Reader) -> None:
        self._key = secret(reader)
        self._days: dict[str, str] = {}
        if self._key:
            rows = reader.db.rows("SELECT hash, substr(created_at, 1, 10) FROM erased_address")
            self._days = {str(hash): str(day) for hash, day in rows}

    def __bool__(self) -> bool:
        return bool(self._days)

    def since(self, addresses: Iterable[tuple[str, str]]) -> str | None:
        """On which day the one was erased who has one of these addresses (kind, key); None
        where nobody was."""
        if not self._days or self._key is None:
            return None
        key = self._key
        hashes = (address_hash(key, kind, value) for kind, value in addresses)
        return next((self._days[hash] for hash in hashes if hash in self._days), None)
