"""Reading what hangs on many records at once: notes, key dates, consents, relationships."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader


class Day(NamedTuple):
    """A key date; `yearly` is 0 or 1."""

    kind: str
    day: str
    yearly: int


class Preference(NamedTuple):
    """How a contact wants to be reached; `do_not_contact` is 0 or 1."""

    channel: str
    language: str
    best_time: str
    timezone: str
    do_not_contact: int


class Consent(NamedTuple):
    """What a contact allowed (`given` 1) or withdrew (0), and where they said so."""

    channel: str
    purpose: str
    given: int
    source: str
    at: str
    expires_on: str | None


class Related(NamedTuple):
    """Whom a record `reports to`, is `partner of` …: `noun` is contact or company."""

    kind: str
    noun: str
    uid: str
    name: str


class Written(NamedTuple):
    """A note, the instant at which it was written, and who wrote it."""

    body: str
    at: str
    author: str | None


def notes(reader: Reader, owner: str, ids: list[int]) -> dict[int, list[Written]]:
    """The notes on contacts, companies or deals (`owner`), by record, oldest first."""
    test, params = among(f"n.{owner}_id", ids)
    found: dict[int, list[Written]] = {}
    for id, *note in reader.db.rows(
        f"SELECT n.{owner}_id, n.body, n.created_at, u.name FROM note n"
        ' LEFT JOIN "user" u ON u.id = n.created_by'
        f" WHERE {test} AND n.archived_at IS NULL ORDER BY n.id",
        params,
    ):
        found.setdefault(int(id), []).append(Written(*note))
    return found


def key_dates(reader: Reader, owner: str, ids: list[int]) -> dict[int, list[Day]]:
    """The key dates of contacts or companies (`owner`), by record."""
    test, params = among(f"{owner}_id", ids)
    found: dict[int, list[Day]] = {}
    for id, *day in reader.db.rows(
        f"SELECT {owner}_id, kind, day, yearly FROM key_date"
        f" WHERE {test} AND archived_at IS NULL ORDER BY day, kind, id",
        params,
    ):
        found.setdefault(int(id), []).append(Day(*day))
    return found


def preferences(reader: Reader, ids: list[int]) -> dict[int, Preference]:
    """The preferences of contacts, by contact."""
    test, params = among("contact_id", ids)
    rows = reader.db.rows(
        "SELECT contact_id, channel, language, best_time, timezone, do_not_contact FROM preference"
        f" WHERE {test} AND archived_at IS NULL",
        params,
    )
    return {int(id): Preference(*row) for id, *row in rows}


def consents(reader: Reader, ids: list[int]) -> dict[int, list[Consent]]:
    """The consents of contacts, by contact, oldest first."""
    test, params = among("contact_id", ids)
    found: dict[int, list[Consent]] = {}
    for id, *row in reader.db.rows(
        "SELECT contact_id, channel, purpose, given, source, at, expires_on FROM consent"
        f" WHERE {test} AND archived_at IS NULL ORDER BY at, id",
        params,
    ):
        found.setdefault(int(id), []).append(Consent(*row))
    return found


def relationships(reader: Reader, owner: str, ids: list[int]) -> dict[int, list[Related]]:
    """To whom contacts or companies (`owner`) belong and how, by record."""
    test, params = among(f"r.from_{owner}_id", ids)
    found: dict[int, list[Related]] = {}
    for id, *row in reader.db.rows(
        f"SELECT r.from_{owner}_id, r.kind,"
        " CASE WHEN c.id IS NULL THEN 'company' ELSE 'contact' END,"
        " coalesce(c.uid, co.uid), coalesce(c.name, co.name) FROM relationship r"
        " LEFT JOIN contact c ON c.id = r.to_contact_id"
        " LEFT JOIN company co ON co.id = r.to_company_id"
        f" WHERE {test} AND r.archived_at IS NULL ORDER BY r.id",
        params,
    ):
        found.setdefault(int(id), []).append(Related(*row))
    return found


def custom_types(reader: Reader, noun: str) -> dict[str, str]:
    """The types of a noun's custom fields, by their names."""
    rows = reader.db.rows("SELECT name, type FROM custom_field WHERE noun = :noun", {"noun": noun})
    return {str(name): str(type) for name, type in rows}


def custom_names(reader: Reader, noun: str) -> list[str]:
    """The names of a noun's custom fields, in the order in which they were made."""
    rows = reader.db.rows("SELECT name FROM custom_field WHERE noun = :noun ORDER BY id",
                          {"noun": noun})  # fmt: skip
    return [str(row[0]) for row in rows]
