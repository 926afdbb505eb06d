"""Records that a name may have meant: those that it is a part of, else those spelled alike."""

from __future__ import annotations

from difflib import SequenceMatcher

from crm_tui.queries.completion import LAST
from crm_tui.queries.paging import escape
from crm_tui.queries.resolve import Target
from crm_tui.queries.search import search
from crm_tui.store.reader import Reader
from crm_tui.text import fold

MOST = 5
_BEGUN = 2
_CANDIDATES = 200
_ALIKE = 0.7
_KEYS = {"contact": ("name", "name_key"), "company": ("name", "name_key"),
         "deal": ("title", "title_key")}  # fmt: skip


def near(reader: Reader, noun: str, named: str) -> list[Target]:
    """The few contacts, companies or deals that were likely meant, the likeliest first."""
    wanted = fold(named)
    if not wanted:
        return []
    name, key = _KEYS[noun]
    select = f"SELECT '{noun}' AS noun, id, {name} AS name FROM {noun} WHERE archived_at IS NULL"
    parts = reader.rows(
        Target,
        f"{select} AND {key} LIKE :part ESCAPE '\\' ORDER BY {key}, id LIMIT {MOST}",
        part=f"%{escape(wanted)}%",
    )
    if parts:
        return parts
    begun = reader.rows(
        Target,
        f"{select} AND {key} >= :first AND {key} < :last ORDER BY {key}, id LIMIT {_CANDIDATES}",
        first=wanted[:_BEGUN],
        last=wanted[:_BEGUN] + LAST,
    )
    words = [word for word in wanted.split() if len(word) > _BEGUN]
    hits = [hit for word in words for hit in search(reader, word, _CANDIDATES, (noun,))]
    found = {*begun, *(Target(noun, hit.id, hit.title) for hit in hits)}
    ranked = sorted(found, key=lambda target: (-_likeness(wanted, target.name), target.id))
    return [target for target in ranked if _likeness(wanted, target.name) >= _ALIKE][:MOST]


def _likeness(wanted: str, name: str) -> float:
    return SequenceMatcher(None, wanted, fold(name), autojunk=False).ratio()
