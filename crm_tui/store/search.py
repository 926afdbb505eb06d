"""The search index: one document per record, made of its folded words.

Triggers mark what changed; `refresh` makes the marked documents anew, at the end of each
write and batch, in its transaction. Words are cut here, for the index and for what is
searched, so that both databases find the same: on SQLite the index is FTS5 with prefixes
of one to three letters, on PostgreSQL a GIN index over the words themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from crm_tui.store.connection import Connection
from crm_tui.text import fold

NOUNS = ("contact", "company", "deal", "interaction", "reminder", "note", "product")
CHUNK = 500
LONGEST = 64  # letters of a word that count; PostgreSQL refuses words above 2,046 bytes
_WORD = re.compile(r"[^\W_]+")

TABLES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search USING fts5"
        "(title, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3')",
    ),
    "postgresql": (
        "CREATE TABLE search (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX search_words ON search USING GIN (words)",
    ),
}

_CHANNELS = "coalesce((SELECT {joined} FROM channel ch WHERE ch.{noun}_id = r.id), '')"
_TAGS = (
    "coalesce((SELECT {joined} FROM tagging g JOIN tag t ON t.id = g.tag_id"
    " WHERE g.{noun}_id = r.id), '')"
)
_PRODUCTS = (
    "coalesce((SELECT {joined} FROM line_item l JOIN product p ON p.id = l.product_id"
    " WHERE l.deal_id = r.id), '')"
)
_JOIN = {
    "sqlite": "group_concat({}, ' ')",
    "postgresql": "string_agg({}, ' ')",
}


def words(text: str) -> list[str]:
    """Any text -> its words, folded: letters and digits, all else between them."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def rowid(noun: str, id: int) -> int:
    """The document of a record; `record` reads it back."""
    return id * 8 + NOUNS.index(noun)


def record(document: int) -> tuple[str, int]:
    """A document's noun and record."""
    return NOUNS[document % 8], document // 8


def refresh(db: Connection) -> None:
    """Bring the index up to date with what is marked, in the running transaction."""
    while marked := db.rows(
        "SELECT noun, record_id FROM search_mark ORDER BY noun, record_id LIMIT :chunk",
        {"chunk": CHUNK},
    ):
        by_noun: dict[str, list[int]] = {}
        for noun, id in marked:
            by_noun.setdefault(str(noun), []).append(int(id))
        for noun, ids in by_noun.items():
            _index(db, noun, ids)
            # The bounds are for PostgreSQL, which would read the whole table for a long list.
            those, params = _among("record_id", ids)
            db.execute(
                "DELETE FROM search_mark WHERE noun = :noun"
                f" AND record_id BETWEEN :first AND :last AND {those}",
                {**params, "noun": noun, "first": ids[0], "last": ids[-1]},
            )


def stale(db: Connection) -> int:
    """How many records wait to be indexed."""
    return int(db.scalar("SELECT count(*) FROM search_mark") or 0)


def rebuild(db: Connection) -> None:
    """Make the whole index anew, in the running transaction."""
    db.execute("DELETE FROM search")
    for noun in NOUNS:
        db.execute(
            f"INSERT INTO search_mark (noun, record_id) SELECT '{noun}', id FROM {noun}"
            " WHERE true ON CONFLICT DO NOTHING"
        )
    refresh(db)


def wrong(db: Connection) -> int:
    """How many records the index has not as they are: missing, stale, or deleted since.

    Raises StoreUnusable where SQLite's index contradicts what it was made of.
    """
    if db.dialect == "sqlite":
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    there = int(db.scalar("SELECT count(*) FROM search") or 0)
    right = total = 0
    for noun in NOUNS:
        last = 0
        while ids := [
            int(id)
            for (id,) in db.rows(
                f"SELECT id FROM {noun} WHERE id > :last ORDER BY id LIMIT :chunk",
                {"last": last, "chunk": CHUNK},
            )
        ]:
            right += _right(db, noun, ids)
            total, last = total + len(ids), ids[-1]
    return max(total, there) - right


_INDEXED = {
    "sqlite": "SELECT rowid, title || ' ' || body FROM search",
    "postgresql": "SELECT rowid, array_to_string(tsvector_to_array(words), ' ') FROM search",
}


def _right(db: Connection, noun: str, ids: list[int]) -> int:
    """How many of the records are indexed by the words that they have."""
    those, params = _among("rowid", [rowid(noun, id) for id in ids])
    rows = db.rows(f"{_INDEXED[db.dialect]} WHERE {those}", params)
    indexed = {int(row): set(str(text).split()) for row, text in rows}
    return sum(
        indexed.get(rowid(noun, id)) == {*words(title), *words(body)}
        for id, title, body in _texts(db, noun, ids)
    )


def _index(db: Connection, noun: str, ids: list[int]) -> None:
    rows = [{"row": rowid(noun, id)} for id in ids]
    db.executemany("DELETE FROM search WHERE rowid = :row", rows)
    db.executemany(_INSERT[db.dialect], list(_documents(db, noun, ids)))


_INSERT = {
    "sqlite": "INSERT INTO search (rowid, title, body) VALUES (:row, :title, :body)",
    "postgresql": "INSERT INTO search (rowid, words)"
    " VALUES (:row, CAST(:title AS tsvector) || CAST(:body AS tsvector))",
}


def _documents(db: Connection, noun: str, ids: list[int]) -> Iterator[dict[str, object]]:
    shape = _plain if db.dialect == "sqlite" else _weighted
    for id, title, body in _texts(db, noun, ids):
        yield {
            "row": rowid(noun, id),
            "title": shape(dict.fromkeys(words(title)), "A"),
            "body": shape(dict.fromkeys(words(body)), "D"),
        }


def _texts(db: Connection, noun: str, ids: list[int]) -> Iterator[tuple[int, str, str]]:
    """Each record with its name and all else that it can be found by."""
    those, params = _among("r.id", ids)
    for id, title, body, custom in db.rows(f"{_text_of(noun, db.dialect)} WHERE {those}", params):
        values = "" if custom == "{}" else " ".join(map(str, json.loads(custom).values()))
        yield int(id), str(title), f"{body} {values}"


def _plain(found: dict[str, None], _weight: str) -> str:
    return " ".join(found)


def _weighted(found: dict[str, None], weight: str) -> str:
    """Words as PostgreSQL writes a tsvector: without places it would not weigh them."""
    return " ".join(f"'{word}':{place}{weight}" for place, word in enumerate(found, start=1))


def _text_of(noun: str, dialect: str) -> str:
    join = _JOIN[dialect]
    channels = _CHANNELS.format(joined=join.format("ch.value"), noun=noun)
    tags = _TAGS.format(joined=join.format("t.name"), noun=noun)
    products = _PRODUCTS.format(joined=join.format("p.name"))
    company = "LEFT JOIN company co ON co.id = r.company_id"
    return {
        "contact": f"SELECT r.id, r.name, coalesce(co.name, '') || ' ' || r.title || ' ' ||"
        f" {channels} || ' ' || {tags}, r.custom FROM contact r {company}",
        "company": f"SELECT r.id, r.name, r.domain || ' ' || {channels} || ' ' || {tags},"
        " r.custom FROM company r",
        "deal": "SELECT r.id, r.title, coalesce(co.name, '') || ' ' || r.lost_reason || ' ' ||"
        f" {tags} || ' ' || {products}, r.custom FROM deal r {company}",
        "interaction": "SELECT r.id, r.subject, r.body || ' ' || r.outcome, '{}'"
        " FROM interaction r",
        "reminder": "SELECT r.id, r.text, '', '{}' FROM reminder r",
        "note": "SELECT r.id, '', r.body, '{}' FROM note r",
        "product": "SELECT r.id, r.name, r.code || ' ' || r.series, r.custom FROM product r",
    }[noun]


def _among(column: str, ids: list[int]) -> tuple[str, dict[str, object]]:
    """SQL that holds where a column has one of these ids, and its parameters."""
    params: dict[str, object] = {f"id{number}": id for number, id in enumerate(ids)}
    return f"{column} IN ({', '.join(f':{name}' for name in params)})", params
