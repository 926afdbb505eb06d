"""Records that may be the very one that is being typed: same e-mail or phone, a like name."""

from __future__ import annotations

from difflib import SequenceMatcher

from crm_tui.domain.channels import channel_key
from crm_tui.queries.completion import LAST
from crm_tui.queries.search import search
from crm_tui.store.reader import Reader
from crm_tui.text import fold

# How alike two folded names are, of 1: one letter in seven or so may differ.
ALIKE = 0.86
_FEWEST = 4
_BEGUN = 3
_MOST = 200
_SHOWN = 2


def same_channel(reader: Reader, kind: str, text: str, region: str, besides: str = "") -> list[str]:
    """Who has this e-mail or phone already: names with their company; `besides` leaves one
    record out, written like `contact:7`."""
    rows = reader.db.rows(
        "SELECT CASE WHEN ch.contact_id IS NULL THEN 'company:' || co.id ELSE 'contact:' || c.id"
        " END, coalesce(c.name, co.name), coalesce(own.name, '') FROM channel ch"
        " LEFT JOIN contact c ON c.id = ch.contact_id AND c.archived_at IS NULL"
        " LEFT JOIN company co ON co.id = ch.company_id AND co.archived_at IS NULL"
        " LEFT JOIN company own ON own.id = c.company_id"
        " WHERE ch.kind = :kind AND ch.value_key = :key AND ch.archived_at IS NULL"
        " AND coalesce(c.id, co.id) IS NOT NULL ORDER BY ch.id LIMIT 8",
        {"kind": kind, "key": channel_key(kind, text, region)},
    )
    return _told(rows, besides)


def same_person(reader: Reader, id: int) -> list[str]:
    """Contacts that may be this very one, written like `contact:7`: those who have one of its
    e-mail addresses, and those of the same name unless both have a company of their own."""
    rows = reader.db.rows(
        "SELECT o.id FROM contact c JOIN contact o ON o.name_key = c.name_key AND o.id <> c.id"
        " WHERE c.id = :id AND o.archived_at IS NULL"
        " AND (o.company_id = c.company_id OR o.company_id IS NULL OR c.company_id IS NULL)"
        " UNION SELECT o.id FROM channel mine"
        " JOIN channel its ON its.kind = mine.kind AND its.value_key = mine.value_key"
        " JOIN contact o ON o.id = its.contact_id"
        " WHERE mine.contact_id = :id AND mine.kind = 'email' AND o.id <> :id"
        " AND mine.archived_at IS NULL AND its.archived_at IS NULL AND o.archived_at IS NULL"
        f" ORDER BY 1 LIMIT {_SHOWN}",
        {"id": id},
    )
    return [f"contact:{other}" for (other,) in rows]


def like_names(reader: Reader, noun: str, text: str, besides: str = "") -> list[str]:
    """Contacts or companies whose name is this one or very like it, the most alike first.

    Compared are the names that begin with the same letters, and those with a word in common.
    """
    wanted = fold(text)
    if len(wanted) < _FEWEST:
        return []
    rows = reader.db.rows(
        f"SELECT '{noun}:' || x.id, x.name, {_BESIDE[noun]}"
        " WHERE x.name_key >= :first AND x.name_key < :last AND x.archived_at IS NULL"
        f" ORDER BY x.name_key, x.id LIMIT {_MOST}",
        {"first": wanted[:_BEGUN], "last": wanted[:_BEGUN] + LAST},
    )
    rows += [
        (f"{noun}:{hit.id}", hit.title, hit.detail)
        for hit in search(reader, wanted.split()[-1], _MOST, (noun,))
    ]
    near = [(_likeness(wanted, fold(str(row[1]))), row) for row in rows]
    found = sorted((each for each in near if each[0] >= ALIKE), key=lambda each: -each[0])
    return _told([row for _, row in found], besides)


_BESIDE = {
    "contact": "coalesce(co.name, '') FROM contact x LEFT JOIN company co ON co.id = x.company_id",
    "company": "x.domain FROM company x",
}


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _told(rows: list[tuple[object, ...]], besides: str) -> list[str]:
    found = {
        str(ref): f"{name} ({beside})" if beside else str(name)
        for ref, name, beside in rows
        if ref != besides
    }
    return list(found.values())[:_SHOWN]
