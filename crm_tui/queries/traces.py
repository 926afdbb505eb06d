"""What the store and its journal hold of contacts besides the contacts themselves: the rows
that are, or once were, a contact's own."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.store.reader import Reader

# Rows that are a contact's own, by table, and the columns in which they refer to one.
OWN: dict[str, tuple[str, ...]] = {
    "channel": ("contact_id",),
    "preference": ("contact_id",),
    "consent": ("contact_id",),
    "key_date": ("contact_id",),
    "relationship": ("from_contact_id", "to_contact_id"),
    "tagging": ("contact_id",),
    "note": ("contact_id",),
    "attachment": ("contact_id",),
    "reminder": ("contact_id",),
    "deal_contact": ("contact_id",),
    "interaction_contact": ("contact_id",),
    "duplicate": ("first_id", "second_id"),
    "pin": ("contact_id",),
}
# And those that name it by noun and id.
NAMING = ("import_key", "redirect", "queue_visit")


class Merged(NamedTuple):
    """A contact that was merged into another: its old id, uid and name."""

    id: int
    uid: str
    name: str


class Entry(NamedTuple):
    """A change of the journal with its images before and after (JSON, None for none), and the
    operation that it belongs to."""

    at: str
    user: str | None
    command: str
    summary: str
    noun: str
    record_id: int
    action: str
    before: str | None
    after: str | None


def rows_of(dialect: str, contacts: str) -> str:
    """SQL for the journal's (noun, record_id) of all rows that are or were a contact's own;
    `contacts` is what stands in an IN for the contacts' ids."""
    parts = [f"SELECT 'contact' AS noun, record_id FROM change WHERE noun = 'contact'"
             f" AND record_id IN ({contacts})"]  # fmt: skip
    for table, columns in OWN.items():
        tests = [_among(dialect, column, contacts) for column in columns]
        parts.append(
            f"SELECT noun, record_id FROM change WHERE noun = '{table}' AND ({' OR '.join(tests)})"
        )
    for table in NAMING:
        of_contacts = f"{_held(dialect, 'noun', 'TEXT')} = 'contact'"
        test = f"{of_contacts} AND {_among(dialect, 'record_id', contacts)}"
        parts.append(f"SELECT noun, record_id FROM change WHERE noun = '{table}' AND {test}")
    return " UNION ".join(parts)


def talks_of(dialect: str, contacts: str) -> str:
    """SQL for the ids of all interactions that the contacts take or took part in."""
    return (
        f"SELECT DISTINCT {_held(dialect, 'interaction_id')} AS id FROM change"
        f" WHERE noun = 'interaction_contact' AND {_among(dialect, 'contact_id', contacts)}"
    )


def talks_with_others(dialect: str, contacts: str) -> str:
    """SQL for the ids of all interactions in which somebody else takes or took part."""
    person = _held(dialect, "contact_id")
    return (
        f"SELECT {_held(dialect, 'interaction_id')} FROM change"
        f" WHERE noun = 'interaction_contact' AND {person} NOT IN ({contacts})"
    )


def _among(dialect: str, column: str, contacts: str) -> str:
    """SQL that holds where either image of a change has one of the contacts in a column."""
    values = (_value(dialect, image, column) for image in ("before", "after"))
    return f"({' OR '.join(f'{value} IN ({contacts})' for value in values)})"


def _held(dialect: str, column: str, kind: str = "BIGINT") -> str:
    values = (_value(dialect, image, column, kind) for image in ("after", "before"))
    return f"coalesce({', '.join(values)})"


def _value(dialect: str, image: str, column: str, kind: str = "BIGINT") -> str:
    if dialect == "sqlite":
        return f"json_extract({image}, '$.{column}')"
    return f"CAST(CAST({image} AS jsonb) ->> '{column}' AS {kind})"


def merged(reader: Reader, id: int) -> list[Merged]:
    """The contacts that were merged into this one."""
    return reader.rows(
        Merged,
        "SELECT old_id AS id, old_uid AS uid, old_name AS name FROM redirect"
        " WHERE noun = 'contact' AND record_id = :id ORDER BY id",
        id=id,
    )


def journal(reader: Reader, ids: list[int]) -> list[Entry]:
    """All that the journal holds of contacts, oldest first."""
    contacts, dialect = ", ".join(map(str, ids)), reader.db.dialect
    return reader.rows(
        Entry,
        f"WITH own AS ({rows_of(dialect, contacts)}"
        f" UNION SELECT 'interaction', id FROM ({talks_of(dialect, contacts)}) AS t)"
        ' SELECT o.at, u.name AS "user", o.command, o.summary, c.noun, c.record_id, c.action,'
        " c.before, c.after"
        " FROM own JOIN change c ON c.noun = own.noun AND c.record_id = own.record_id"
        ' JOIN operation o ON o.id = c.operation_id LEFT JOIN "user" u ON u.id = o.user_id'
        " ORDER BY c.id",
    )


def rounds(reader: Reader, id: int) -> list[tuple[str, str | None, str]]:
    """When the work queue dealt with a contact, in whose round, and with what outcome."""
    rows = reader.db.rows(
        'SELECT q.at, u.name, q.outcome FROM queue_visit q JOIN "user" u ON u.id = q.user_id'
        " WHERE q.noun = 'contact' AND q.record_id = :id ORDER BY q.id",
        {"id": id},
    )
    return [(str(at), user, str(outcome)) for at, user, outcome in rows]


def origins(reader: Reader, id: int) -> list[tuple[str, str]]:
    """By which keys the sources of imports know a contact: (source, key)."""
    rows = reader.db.rows(
        "SELECT source, key FROM import_key WHERE noun = 'contact' AND record_id = :id ORDER BY id",
        {"id": id},
    )
    return [(str(source), str(key)) for source, key in rows]


def roles(reader: Reader, id: int) -> dict[int, str]:
    """The roles of a contact in deals, by deal."""
    rows = reader.db.rows(
        "SELECT deal_id, role FROM deal_contact WHERE contact_id = :id", {"id": id}
    )
    return {int(deal): str(role) for deal, role in rows}


def doubles(reader: Reader, id: int) -> list[tuple[str, str, str]]:
    """The contacts that may be the same as this one, by name, or were told not to be; the
    state and the reasons."""
    rows = reader.db.rows(
        "SELECT c.name, d.state, d.reasons FROM duplicate d JOIN contact c"
        " ON c.id = CASE WHEN d.first_id = :id THEN d.second_id ELSE d.first_id END"
        " WHERE d.first_id = :id OR d.second_id = :id ORDER BY d.id",
        {"id": id},
    )
    return [(str(name), str(state), str(reasons)) for name, state, reasons in rows]
