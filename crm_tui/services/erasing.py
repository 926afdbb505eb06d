"""Erasing people from the store and its journal: the one thing that cannot be undone.

What was a contact's alone goes, also from the journal, whose images of it are blanked: of
deals and of talk with others the contact's part goes. What stays is the proof: when, who by,
how much, and keyed hashes of the addresses, by which a later import of that person is known.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from crm_tui.domain.erasing import KNOWN_BY, Erased, Naming, address_hash
from crm_tui.errors import CrmError
from crm_tui.queries import erasures, traces
from crm_tui.queries.erasures import KEY
from crm_tui.services import contacts
from crm_tui.store.scrub import PENDING
from crm_tui.store.write import Ids, Write
from crm_tui.text import counted


class Address(NamedTuple):
    """An address of one of those who are erased: `person` is a number of theirs."""

    person: int
    kind: str
    key: str


Progress = Callable[[int, int], None]
_STEPS = 5
_IDS = "SELECT id FROM erased"
_OUTSIDE = "NOT EXISTS (SELECT 1 FROM gone g WHERE g.noun = c.noun AND g.record_id = c.record_id)"


def erase(w: Write, ids: Iterable[int], progress: Progress | None = None) -> Erased:
    """Erase contacts and all that is theirs; those too that were merged into them, or were
    deleted before and are in the journal still. Answers what went; `progress` is told each
    step that is done, and of how many.

    Only an operation with the command `privacy erase` may. Whatever else is to go (files,
    drafts, the bytes in the file) is left to the caller. Raises CrmError for nobody.
    """
    _note(w, ids)
    people = w.count("SELECT count(DISTINCT person) FROM erased")
    if not people:
        raise CrmError("there is nobody to erase")
    tell = progress or (lambda _done, _total: None)
    _remove(w)
    tell(1, _STEPS)
    names, addresses = _names(w), _addresses(w)
    tell(2, _STEPS)
    _find_gone(w)
    files = _files(w)
    rows = _rows(w)
    tell(3, _STEPS)
    _redact(w, Naming(names))
    tell(4, _STEPS)
    images = w.db.execute(
        "UPDATE change SET before = NULL, after = NULL WHERE (noun, record_id) IN"
        " (SELECT noun, record_id FROM gone) AND NOT (before IS NULL AND after IS NULL)"
    ).rowcount
    known = _keep_proof(w, people, rows, addresses)
    tell(_STEPS, _STEPS)
    for table in ("erased", "gone"):
        w.db.execute(f"DROP TABLE {table}")
    w.db.execute(
        "INSERT INTO setting (key, value) VALUES (:key, '1') ON CONFLICT DO NOTHING",
        {"key": PENDING},
    )
    w.summary = f"erased {counted(people, 'contact')}"
    return Erased(people, rows, images, known, files, frozenset(names))


def _note(w: Write, ids: Iterable[int]) -> None:
    """Note whom it is about, and under which ids they were before."""
    words = "TEXT" if w.db.dialect == "sqlite" else 'TEXT COLLATE "C"'
    w.db.execute("CREATE TEMP TABLE erased (id BIGINT PRIMARY KEY, person BIGINT NOT NULL)")
    w.db.execute(
        f"CREATE TEMP TABLE gone (noun {words} NOT NULL, record_id BIGINT NOT NULL,"
        " PRIMARY KEY (noun, record_id))"
    )
    w.run(
        "INSERT INTO erased (id, person) VALUES (:id, :person)",
        [{"id": id, "person": number} for number, id in enumerate(sorted(set(ids)), start=1)],
    )
    w.db.execute(
        "INSERT INTO erased (id, person) SELECT r.old_id, e.person FROM redirect r"
        " JOIN erased e ON e.id = r.record_id WHERE r.noun = 'contact' ON CONFLICT DO NOTHING"
    )


def _names(w: Write) -> set[str]:
    """What they were called, and their addresses as they were written."""
    found = set[str]()
    for noun, field in (("contact", "name"), ("channel", "value")):
        found.update(image[field] for image in _images(w, noun) if image.get(field))
    return found


def _addresses(w: Write) -> set[Address]:
    """The addresses that were theirs and are nobody else's, and their records' uids."""
    person = {int(id): int(number) for id, number in w.db.rows("SELECT id, person FROM erased")}
    found = set[Address]()
    for image in _images(w, "channel"):
        of = person.get(image.get("contact_id", 0))
        if of and image.get("kind") in KNOWN_BY and image.get("value_key"):
            found.add(Address(of, image["kind"], image["value_key"]))
    others = erasures.present(w, (each.key for each in found))
    uids = {
        Address(person[image["id"]], "uid", image["uid"])
        for image in _images(w, "contact")
        if image.get("id") in person
    }
    return {each for each in found if each[1:] not in others} | uids


def _images(w: Write, noun: str) -> Iterable[dict[str, Any]]:
    """What the journal holds of their rows in a table."""
    rows = w.db.rows(
        f"SELECT c.before, c.after FROM ({traces.rows_of(w.db.dialect, _IDS)}) AS own"
        " JOIN change c ON c.noun = own.noun AND c.record_id = own.record_id"
        " WHERE c.noun = :noun",
        {"noun": noun},
    )
    return (json.loads(image) for row in rows for image in row if image)


def _remove(w: Write) -> None:
    """Delete them with all that is theirs alone, and the talk in which nobody else took part."""
    alone = (
        f"SELECT ic.interaction_id FROM interaction_contact ic WHERE ic.contact_id IN ({_IDS})"
        " AND NOT EXISTS (SELECT 1 FROM interaction_contact o WHERE"
        f" o.interaction_id = ic.interaction_id AND o.contact_id NOT IN ({_IDS}))"
    )
    w.db.execute(
        f"INSERT INTO gone (noun, record_id) SELECT DISTINCT 'talk', * FROM ({alone}) AS a"
    )
    talk = Ids("SELECT record_id FROM gone WHERE noun = 'talk'", {})
    w.delete("interaction_contact", interaction_id=talk)
    w.delete("interaction", id=talk)
    w.db.execute("DELETE FROM gone")
    contacts.remove(w, Ids(_IDS, {}))


def _find_gone(w: Write) -> None:
    """Note every row of theirs that is in the journal and no longer in the store."""
    dialect = w.db.dialect
    w.db.execute(f"INSERT INTO gone {traces.rows_of(dialect, _IDS)}")
    for table in ("contact", *traces.OWN, *traces.NAMING):
        w.db.execute(
            f"DELETE FROM gone WHERE noun = '{table}' AND record_id IN (SELECT id FROM {table})"
        )
    w.db.execute(
        f"INSERT INTO gone SELECT 'interaction', t.id FROM ({traces.talks_of(dialect, _IDS)}) AS t"
        " WHERE t.id NOT IN (SELECT id FROM interaction)"
        f" AND t.id NOT IN ({traces.talks_with_others(dialect, _IDS)})"
    )


def _files(w: Write) -> frozenset[str]:
    """The hashes of the files that were attached to them."""
    rows = w.db.rows(
        "SELECT c.before, c.after FROM gone g JOIN change c ON c.noun = g.noun"
        " AND c.record_id = g.record_id WHERE g.noun = 'attachment'"
    )
    images = (json.loads(image) for row in rows for image in row if image)
    return frozenset(image["hash"] for image in images if "hash" in image)


def _rows(w: Write) -> dict[str, int]:
    """How many rows this operation has deleted, by table."""
    rows = w.db.rows(
        "SELECT noun, count(*) FROM change WHERE operation_id = :id AND action = 'delete'"
        " GROUP BY noun ORDER BY noun",
        {"id": w.operation},
    )
    return {str(noun): int(number) for noun, number in rows}


def _redact(w: Write, naming: Naming) -> None:
    """Take what operations said they did away where it was about them alone, or names them."""
    about = "SELECT DISTINCT c.operation_id FROM change c JOIN gone g ON g.noun = c.noun"
    about += " AND g.record_id = c.record_id"
    partly = {
        int(row[0])
        for row in w.db.rows(
            f"SELECT DISTINCT c.operation_id FROM change c WHERE c.operation_id IN ({about})"
            f" AND {_OUTSIDE}"
        )
    }
    touched = {int(row[0]) for row in w.db.rows(about)}
    named = {
        int(id)
        for id, summary in w.db.rows("SELECT id, summary FROM operation WHERE summary <> command")
        if naming.is_in(str(summary), single=id in touched)
    }
    w.run(
        "UPDATE operation SET summary = command WHERE id = :id",
        [{"id": id} for id in sorted((touched - partly) | named)],
    )


def _keep_proof(w: Write, people: int, rows: dict[str, int], addresses: set[Address]) -> int:
    """Keep the proof; answers by how many addresses they are known again."""
    erasure = w.insert("erasure", people=people, counts=json.dumps(rows))
    key = w.scalar("SELECT value FROM setting WHERE key = :key", {"key": KEY})
    if key is None:
        key = os.urandom(32).hex()
        w.db.execute(
            "INSERT INTO setting (key, value) VALUES (:name, :key)", {"name": KEY, "key": key}
        )
    known = {str(row[0]) for row in w.db.rows("SELECT hash FROM erased_address")}
    fresh = {address_hash(str(key), each.kind, each.key): each.person for each in addresses}
    w.insert_many(
        "erased_address",
        [
            {"erasure_id": erasure, "person": person, "hash": hash}
            for hash, person in sorted(fresh.items())
            if hash not in known
        ],
    )
    return sum(each.kind != "uid" for each in addresses)
