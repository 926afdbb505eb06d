"""What an import looks up, for a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader

_CHUNK = 900


class SeenRow(NamedTuple):
    """A row that an earlier import of the same source brought; `id` is import_key's."""

    id: int
    key: str
    row_hash: str
    record_id: int


class ContactRow(NamedTuple):
    """The columns of a contact that an import compares and fills."""

    id: int
    name: str
    name_key: str
    first_name: str
    last_name: str
    title: str
    company_id: int | None
    lifecycle: str | None
    owner_id: int | None
    source: str
    custom: str
    cadence_days: int | None
    cadence_max_days: int | None


class CompanyRow(NamedTuple):
    """The columns of a company that an import compares and fills."""

    id: int
    name: str
    name_key: str
    domain: str
    parent_id: int | None
    owner_id: int | None
    source: str
    custom: str


class PreferenceRow(NamedTuple):
    """How a contact wants to be reached."""

    id: int
    contact_id: int
    channel: str
    language: str
    best_time: str
    timezone: str
    do_not_contact: int


# A consent as one text, for comparing: to the second, as exports have its time.
CONSENT = "channel || ' ' || purpose || ' ' || given || ' ' || substr(at, 1, 19)"


# A note likewise: a file may say when it was written, or have its body only.
NOTE = "substr(created_at, 1, 19) || ' ' || body"


class ChannelRow(NamedTuple):
    """A channel of a contact or company."""

    record_id: int
    kind: str
    value_key: str
    preferred: int


def is_empty(reader: Reader, table: str) -> bool:
    """Are there no records of a kind at all, archived ones included?"""
    return reader.scalar(f'SELECT 1 FROM "{table}" LIMIT 1') is None


def seen_rows(reader: Reader, noun: str, source: str, keys: Iterable[str]) -> dict[str, SeenRow]:
    """Rows of `source` that are known, by key, where their record is still there."""
    found: dict[str, SeenRow] = {}
    for test, params in tests_of("k.key", keys):
        rows = reader.rows(
            SeenRow,
            "SELECT k.id, k.key, k.row_hash, k.record_id FROM import_key k"
            f' JOIN "{noun}" r ON r.id = k.record_id'
            f" WHERE k.noun = :noun AND k.source = :source AND {test}",
            noun=noun,
            source=source,
            **params,
        )
        found.update((row.key, row) for row in rows)
    return found


def by_uid(reader: Reader, noun: str, uids: Iterable[str]) -> dict[str, SeenRow]:
    """The records that have these uids, as rows that came before."""
    return {
        str(uid): SeenRow(0, str(uid), "", int(id))
        for test, params in tests_of("uid", uids)
        for id, uid in reader.db.rows(f'SELECT id, uid FROM "{noun}" WHERE {test}', params)
    }


def parents(reader: Reader) -> dict[int, int]:
    """Each company that has a parent -> its parent."""
    rows = reader.db.rows("SELECT id, parent_id FROM company WHERE parent_id IS NOT NULL")
    return {int(id): int(parent) for id, parent in rows}


def keys_of(reader: Reader, noun: str, source: str, ids: Iterable[int]) -> dict[int, set[str]]:
    """The keys under which `source` knows these records."""
    found: dict[int, set[str]] = {}
    for test, params in tests_of("record_id", ids):
        rows = reader.db.rows(
            "SELECT record_id, key FROM import_key"
            f" WHERE noun = :noun AND source = :source AND {test}",
            {"noun": noun, "source": source, **params},
        )
        for id, key in rows:
            found.setdefault(int(id), set()).add(str(key))
    return found


def by_channel(reader: Reader, kind: str, keys: Iterable[str]) -> dict[str, list[int]]:
    """The contacts that have these e-mail or phone keys, by key."""
    found: dict[str, list[int]] = {}
    for test, params in tests_of("ch.value_key", keys):
        rows = reader.db.rows(
            "SELECT ch.value_key, ch.contact_id FROM channel ch"
            " JOIN contact c ON c.id = ch.contact_id AND c.archived_at IS NULL"
            f" WHERE ch.kind = :kind AND {test} ORDER BY ch.contact_id",
            {"kind": kind, **params},
        )
        for key, id in rows:
            ids = found.setdefault(str(key), [])
            if id not in ids:
                ids.append(int(id))
    return found


def by_name(reader: Reader, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The contacts with these name keys at companies with these name keys, by both."""
    found: dict[tuple[str, str], list[int]] = {}
    rest = iter(dict.fromkeys(pairs))
    while chunk := list(islice(rest, _CHUNK // 2)):
        wanted = ", ".join(f"(:name{n}, :company{n})" for n in range(len(chunk)))
        params = {f"name{n}": name for n, (name, _) in enumerate(chunk)}
        params |= {f"company{n}": company for n, (_, company) in enumerate(chunk)}
        rows = reader.db.rows(
            f"WITH wanted (name, company) AS (VALUES {wanted})"
            " SELECT w.name, w.company, c.id FROM wanted w"
            " JOIN company co ON co.name_key = w.company"
            " JOIN contact c ON c.company_id = co.id AND c.name_key = w.name"
            " WHERE c.archived_at IS NULL ORDER BY c.id",
            params,
        )
        for name, company, id in rows:
            found.setdefault((str(name), str(company)), []).append(int(id))
    return found


def contacts(reader: Reader, ids: Iterable[int]) -> list[ContactRow]:
    """Contacts by id."""
    return [
        row
        for test, params in tests_of("id", ids)
        for row in reader.rows(
            ContactRow,
            "SELECT id, name, name_key, first_name, last_name, title, company_id, lifecycle,"
            f" owner_id, source, custom, cadence_days, cadence_max_days FROM contact WHERE {test}",
            **params,
        )
    ]


def companies(reader: Reader, column: str, keys: Iterable[object]) -> list[CompanyRow]:
    """Companies by `id`, or those not archived by `name_key` or `domain`, oldest first."""
    live = "" if column == "id" else "archived_at IS NULL AND "
    return [
        row
        for test, params in tests_of(column, keys)
        for row in reader.rows(
            CompanyRow,
            "SELECT id, name, name_key, domain, parent_id, owner_id, source, custom FROM company"
            f" WHERE {live}{test} ORDER BY id",
            **params,
        )
    ]


def company_name(reader: Reader, id: int) -> str:
    """What a company is called; empty where it is gone."""
    return str(reader.scalar("SELECT name FROM company WHERE id = :id", {"id": id}) or "")


def channels(reader: Reader, owner: str, ids: Iterable[int]) -> list[ChannelRow]:
    """The channels of contacts or companies (`owner`)."""
    return [
        row
        for test, params in tests_of(f"{owner}_id", ids)
        for row in reader.rows(
            ChannelRow,
            f"SELECT {owner}_id AS record_id, kind, value_key, preferred FROM channel WHERE {test}",
            **params,
        )
    ]


def preferences(reader: Reader, ids: Iterable[int]) -> list[PreferenceRow]:
    """The preferences of contacts."""
    return [
        row
        for test, params in tests_of("contact_id", ids)
        for row in reader.rows(
            PreferenceRow,
            "SELECT id, contact_id, channel, language, best_time, timezone, do_not_contact"
            f" FROM preference WHERE {test}",
            **params,
        )
    ]


def relationships(reader: Reader, owner: str, ids: Iterable[int]) -> set[tuple[str, int, str, int]]:
    """(kind, from, noun of the other, the other) of contacts or companies (`owner`)."""
    return {
        (str(kind), int(id), "contact" if contact else "company", int(contact or company))
        for test, params in tests_of(f"from_{owner}_id", ids)
        for kind, id, contact, company in reader.db.rows(
            f"SELECT kind, from_{owner}_id, to_contact_id, to_company_id FROM relationship"
            f" WHERE {test}",
            params,
        )
    }


def texts(
    reader: Reader, owner: str, table: str, text: str, ids: Iterable[int]
) -> list[tuple[int, str]]:
    """(record, text) of what hangs on contacts or companies: `text` is an expression."""
    return [
        (int(row[0]), str(row[1]))
        for test, params in tests_of(f"{owner}_id", ids)
        for row in reader.db.rows(f"SELECT {owner}_id, {text} FROM {table} WHERE {test}", params)
    ]


def user_ids(reader: Reader) -> dict[str, int]:
    """The users' ids by their folded names."""
    rows = reader.db.rows('SELECT name_key, id FROM "user"')
    return {str(key): int(id) for key, id in rows}


def tag_ids(reader: Reader, keys: Iterable[str]) -> dict[str, int]:
    """The ids of the tags with these keys."""
    return {
        str(row[0]): int(row[1])
        for test, params in tests_of("name_key", keys)
        for row in reader.db.rows(f"SELECT name_key, id FROM tag WHERE {test}", params)
    }


def tests_of(column: str, keys: Iterable[object]) -> Iterator[tuple[str, dict[str, object]]]:
    """`column IN (…)` tests for any number of keys, in chunks that the databases take."""
    rest = iter(dict.fromkeys(keys))
    while chunk := list(islice(rest, _CHUNK)):
        yield among(column, chunk)
