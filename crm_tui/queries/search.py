"""Searching everything: contacts, companies, deals, products, interactions, reminders, notes."""

from __future__ import annotations

from collections.abc import Collection

from crm_tui.domain.reminders import standing
from crm_tui.domain.search import Hit
from crm_tui.queries.completion import LAST
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader
from crm_tui.store.search import NOUNS, record, words
from crm_tui.text import clean_line, fold

# The first thousand that match are ranked, the others left out: ranking all of a million
# takes a third of a second, and nobody reads past the first page of a common word.
_BEST = 1000
_FOUND = {
    "sqlite": "SELECT rowid AS document, bm25(search, 8.0, 1.0) AS place FROM search"
    f" WHERE search MATCH :query{{only}} LIMIT {_BEST}",
    "postgresql": "SELECT rowid AS document, -ts_rank(words, CAST(:query AS tsquery)) AS place"
    f" FROM search WHERE words @@ CAST(:query AS tsquery){{only}} LIMIT {_BEST}",
}
_PLACE = {noun: place for place, noun in enumerate(NOUNS)}
_TALK = ", ".join(str(_PLACE[noun]) for noun in ("interaction", "reminder", "note"))
_RANKED = f"""WITH found AS ({{found}}),
known AS (
    SELECT f.document, f.place, f.document % 8 AS noun,
        coalesce(k.name_key, co.name_key, d.title_key, p.name_key) AS name,
        CASE WHEN r.done_at IS NULL AND r.dropped_at IS NULL THEN 0 ELSE 1 END AS ended
    FROM found f
    LEFT JOIN contact k ON f.document % 8 = {_PLACE["contact"]} AND k.id = f.document / 8
    LEFT JOIN company co ON f.document % 8 = {_PLACE["company"]} AND co.id = f.document / 8
    LEFT JOIN deal d ON f.document % 8 = {_PLACE["deal"]} AND d.id = f.document / 8
    LEFT JOIN product p ON f.document % 8 = {_PLACE["product"]} AND p.id = f.document / 8
    LEFT JOIN reminder r ON f.document % 8 = {_PLACE["reminder"]} AND r.id = f.document / 8
),
numbered AS (
    SELECT document, place, noun, ended,
        CASE WHEN name = :name THEN 0 WHEN name >= :name AND name < :last THEN 1 ELSE 2 END
            AS fits,
        CASE noun WHEN {_PLACE["reminder"]} THEN {_PLACE["interaction"]}
            WHEN {_PLACE["interaction"]} THEN {_PLACE["reminder"]}
            WHEN {_PLACE["product"]} THEN {_PLACE["deal"]} ELSE noun END AS turn,
        row_number() OVER (PARTITION BY noun ORDER BY ended, place, document) AS nth
    FROM known
)
SELECT document FROM numbered WHERE noun NOT IN ({_TALK}) OR nth <= :each
ORDER BY ended, fits, turn, place, document LIMIT :limit"""
_SHOWN = {
    "contact": "SELECT r.id, r.name, coalesce(co.name, '') FROM contact r"
    " LEFT JOIN company co ON co.id = r.company_id",
    "company": "SELECT r.id, r.name, r.domain FROM company r",
    "deal": "SELECT r.id, r.title, s.name FROM deal r JOIN stage s ON s.id = r.stage_id",
    "product": "SELECT r.id, r.name, r.series FROM product r",
    "interaction": "SELECT r.id, CASE WHEN r.subject <> '' THEN r.subject ELSE r.body END,"
    " r.kind || coalesce(' · ' || (SELECT k.name FROM interaction_contact ic"
    " JOIN contact k ON k.id = ic.contact_id WHERE ic.interaction_id = r.id"
    " ORDER BY ic.id LIMIT 1), '') FROM interaction r",
    "reminder": "SELECT r.id, r.text, r.due, r.done_at, r.dropped_at FROM reminder r",
    "note": "SELECT r.id, r.body, coalesce(k.name, co.name, d.title, '') FROM note r"
    " LEFT JOIN contact k ON k.id = r.contact_id LEFT JOIN company co ON co.id = r.company_id"
    " LEFT JOIN deal d ON d.id = r.deal_id",
}


def search(
    reader: Reader,
    text: str,
    limit: int = 50,
    nouns: Collection[str] = (),
    each: int = _BEST,
) -> list[Hit]:
    """The records that hold every word of `text`, or words that begin like it; of some
    `nouns` only, if they are given.

    Names that are the text or begin with it come first, then contacts, companies, deals and
    products, reminders and talk, `each` of their kinds at most, and last what is done or dropped.
    Accents, case and signs do not count; archived records are left out.
    """
    wanted = words(text)
    if not wanted:
        return []
    name = fold(clean_line(text))
    only = f" AND rowid % 8 IN ({', '.join(str(_PLACE[n]) for n in nouns)})" if nouns else ""
    dialect = reader.db.dialect
    found = reader.db.rows(
        _RANKED.format(found=_FOUND[dialect].format(only=only)),
        {"query": _query(wanted, dialect), "name": name, "last": name + LAST, "each": each,
         "limit": limit},
    )  # fmt: skip
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
    if noun == "reminder":
        rows = [
            (id, text, standing(due, done_at, dropped_at, reader.clock), due)
            for id, text, due, done_at, dropped_at in rows
        ]
    return {int(id): Hit(noun, int(id), *shown) for id, *shown in rows}
