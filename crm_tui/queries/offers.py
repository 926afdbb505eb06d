"""What a form's field offers while it is typed: names that begin so, then names that fit."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.queries.completion import LAST
from crm_tui.queries.search import search
from crm_tui.store.reader import Reader
from crm_tui.text import fold

MOST = 8
_RECENT = 5000  # records that sources are taken from: there is no index of them


class Offer(NamedTuple):
    """What may be taken into a field; `note` tells namesakes apart, `ref` names the record
    where its name alone might not. `begins`: the field would be completed by it. `shown` is
    what the list shows, where that is not the text."""

    text: str
    note: str = ""
    ref: str = ""
    begins: bool = True
    shown: str = ""


_BEGUN = " {key} >= :first AND {key} < :last AND x.archived_at IS NULL ORDER BY {key}, x.id"
_LISTS = {
    "contact": "SELECT x.id, x.name, coalesce(co.name, '') FROM contact x"
    " LEFT JOIN company co ON co.id = x.company_id WHERE" + _BEGUN.format(key="x.name_key"),
    "company": "SELECT x.id, x.name, x.domain FROM company x WHERE"
    + _BEGUN.format(key="x.name_key"),
    "deal": "SELECT x.id, x.title, s.name FROM deal x JOIN stage s ON s.id = x.stage_id WHERE"
    + _BEGUN.format(key="x.title_key"),
    "product": "SELECT x.id, x.name, x.series FROM product x WHERE"
    + _BEGUN.format(key="x.name_key"),
    "tag": "SELECT x.id, x.name, '' FROM tag x WHERE" + _BEGUN.format(key="x.name_key"),
    "user": "SELECT x.id, x.name, '' FROM \"user\" x WHERE" + _BEGUN.format(key="x.name_key"),
    "pipeline": "SELECT x.id, x.name, '' FROM pipeline x WHERE" + _BEGUN.format(key="x.name_key"),
    "stage": "SELECT x.id, x.name, p.name FROM stage x JOIN pipeline p ON p.id = x.pipeline_id"
    " WHERE" + _BEGUN.format(key="x.name_key"),
}
# Of these the search index knows every word, so that a last name finds its contact.
_PEOPLE = ("contact", "company", "deal")
_BY_WORDS = (*_PEOPLE, "product")
_SOURCES = " UNION ALL ".join(
    f"SELECT source FROM (SELECT source FROM {noun} WHERE archived_at IS NULL"
    f" ORDER BY id DESC LIMIT {_RECENT}) AS {noun}_sources"
    for noun in _PEOPLE
)
KINDS = (*_LISTS, "record", "source", "lost_reason", "repeat")


def offers(reader: Reader, kind: str, typed: str) -> list[Offer]:
    """The best few of a kind (see `KINDS`) for what was typed, accents and case apart; `record`
    is any contact, company or deal.

    Names that begin so come first, by name, then the records that the words are found in.
    """
    wanted = fold(typed)
    if kind == "lost_reason":
        return _reasons(reader, wanted)
    if not wanted:
        return []
    if kind == "repeat":
        return _repeats(wanted)
    if kind == "source":
        return _sources(reader, wanted)
    kinds = _PEOPLE if kind == "record" else (kind,)
    span = {"first": wanted, "last": wanted + LAST}
    found = {
        (each, int(id)): Offer(str(name), str(note), f"{each}:{id}" if each in _BY_WORDS else "")
        for each in kinds
        for id, name, note in reader.db.rows(f"{_LISTS[each]} LIMIT {MOST}", span)
    }
    if kinds[0] in _BY_WORDS and len(found) < MOST:
        for hit in search(reader, typed, 2 * MOST, kinds):
            more = Offer(hit.title, hit.detail, f"{hit.noun}:{hit.id}", begins=False)
            found.setdefault((hit.noun, hit.id), more)
    return list(found.values())[:MOST]


def _reasons(reader: Reader, wanted: str) -> list[Offer]:
    """Why deals were lost, the most frequent reason first; all of them for nothing typed."""
    rows = reader.db.rows(
        "SELECT lost_reason, count(*) FROM deal WHERE status = 'lost' AND lost_reason <> ''"
        " GROUP BY lost_reason ORDER BY 2 DESC, 1"
    )
    fits = [(str(reason), count) for reason, count in rows if wanted in fold(str(reason))]
    return [Offer(reason, f"{count} ×") for reason, count in fits[:MOST]]


def _repeats(wanted: str) -> list[Offer]:
    """Ways to repeat in which the words are found, those that begin so first."""
    from crm_tui.domain.repeat_phrases import PRESETS

    fits = [phrase for phrase in PRESETS if wanted in phrase]
    fits.sort(key=lambda phrase: not phrase.startswith(wanted))
    return [Offer(phrase, begins=phrase.startswith(wanted)) for phrase in fits[:MOST]]


def _sources(reader: Reader, wanted: str) -> list[Offer]:
    """Where records came from, the most frequent first."""
    rows = reader.db.rows(
        f"SELECT source, count(*) FROM ({_SOURCES}) AS found WHERE source <> ''"
        " GROUP BY source ORDER BY 2 DESC, 1"
    )
    fits = [str(name) for name, _ in rows if fold(str(name)).startswith(wanted)]
    return [Offer(name) for name in fits[:MOST]]
