"""Searching everything: contacts, companies, deals, interactions, reminders, notes."""

from __future__ import annotations

from crm_tui.domain.search import Hit
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader
from crm_tui.store.search import NOUNS, record, words

# The first thousand that match are ranked, the others left out: ranking all of a million
# takes a third of a second, and nobody reads past the first page of a common word.
_BEST = 1000
_FOUND = {
    "sqlite": "SELECT rowid FROM (SELECT rowid, bm25(search, 8.0, 1.0) AS place FROM search"
    f" WHERE search MATCH :query LIMIT {_BEST}) ORDER BY place, rowid LIMIT :limit",
    "postgresql": "SELECT rowid FROM (SELECT rowid, ts_rank(words, CAST(:query AS tsquery))"
    " AS place FROM search WHERE words @@ CAST(:query AS tsquery)"
    f" LIMIT {_BEST}) AS found ORDER BY place DESC, rowid LIMIT :limit",
}
_SHOWN = {
    "contact": "SELECT r.id, r.name, coalesce(co.name, '') FROM contact r"
    " LEFT JOIN company co ON co.id = r.company_id",
    "company": "SELECT r.id, r.name, r.domain FROM company r",
    "deal": "SELECT r.id, r.title, s.name FROM deal r JOIN stage s ON s.id = r.stage_id",
    "interaction": "SELECT r.id, CASE WHEN r.subject <> '' THEN r.subject ELSE r.body END,"
    " r.kind || coalesce(' · ' || (SELECT k.name FROM interaction_contact ic"
    " JOIN contact k ON k.id = ic.contact_id WHERE ic.interaction_id = r.id"
    " ORDER BY ic.id LIMIT 1), '') FROM interaction r",
    "reminder": "SELECT r.id, r.text, r.due FROM reminder r",
    "note": "SELECT r.id, r.body, coalesce(k.name, co.name, d.title, '') FROM note r"
    " LEFT JOIN contact k ON k.id = r.contact_id LEFT JOIN company co ON co.id = r.company_id"
    " LEFT JOIN deal d ON d.id = r.deal_id",
}


def search(reader: Reader, text: str, limit: int = 50) -> list[Hit]:
    """The records that hold every word of `text`, or words that begin like it, best first.

    Accents, case and signs do not count; archived records are left out.
    """
    wanted = words(text)
    if not wanted:
        return []
    query = _query(wanted, reader.db.dialect)
    found = reader.db.rows(_FOUND[reader.db.dialect], {"query": query, "limit": limit})
    places = [record(int(row[0])) for row in found]
    shown = {noun: _shown(reader, noun, [id for n, id in places if n == noun]) for noun in NOUNS}
    return [shown[noun][id] for noun, id in places if id in shown[noun]]


def _query(wanted: list[str], dialect: str) -> str:
    # The words are letters and digits only: nothing in them is an operator.
    if dialect == "sqlite":
        return " ".join(f'"{word}"*' for word in wanted)
    return " & ".join(f"'{word}':*" for word in wanted)


def _shown(reader: Reader, noun: str, ids: list[int]) -> dict[int, Hit]:
    if not ids:
        return {}
    test, params = among("r.id", ids)
    rows = reader.db.rows(f"{_SHOWN[noun]} WHERE {test} AND r.archived_at IS NULL", params)
    return {int(id): Hit(noun, int(id), title, detail) for id, title, detail in rows}
