"""Records that may be the very one that is being typed: same e-mail or phone, a like name.

Candidates are found by index and search, and weighed as `domain.likeness` does; what weighs is
loaded only where there are any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from crm_tui.domain.channels import channel_key, domain_of_site
from crm_tui.domain.contacts import split_name
from crm_tui.queries.completion import LAST
from crm_tui.queries.paging import among
from crm_tui.queries.search import search
from crm_tui.store.reader import Reader
from crm_tui.store.search import words
from crm_tui.text import fold

if TYPE_CHECKING:
    from crm_tui.domain.likeness import Likeness

Typed = Mapping[str, str]
_BEGUN = 3  # letters by which names are looked for in their order
_STEM = 4  # letters that a slip leaves as they are
_LOOKED = 3  # words of a company's name
_MOST = 100
_SHOWN = 3


class Likely(NamedTuple):
    """A record that may be the same, what tells it apart from namesakes, and why."""

    noun: str
    id: int
    name: str
    beside: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        beside = f" ({self.beside})" if self.beside else ""
        return f"{self.name}{beside}: {', '.join(self.reasons)}"


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
    found = {
        str(ref): f"{name} ({beside})" if beside else str(name)
        for ref, name, beside in rows
        if ref != besides
    }
    return list(found.values())[:_SHOWN]


def likely_same(
    reader: Reader, noun: str, typed: Typed, region: str, besides: int = 0
) -> list[Likely]:
    """Contacts or companies that may be the one whose fields were typed, the likeliest first;
    `besides` is the record itself, where it is there already: what was said not to be the same
    is left out then."""
    keys = {
        kind: channel_key(kind, text, region)
        for kind in ("email", "phone")
        if (text := typed.get(kind, "").strip())
    }
    ids = _candidates(reader, noun, typed, keys) - {besides}
    if noun == "contact" and besides:
        from crm_tui.queries.duplicates import pairs_of

        known = pairs_of(reader, besides)
        ids -= {id for pair in known if pair.state == "distinct" for id in pair[1:3]}
    if not ids:
        return []
    weighed = (_people if noun == "contact" else _firms)(reader, typed, keys, ids)
    ranked = sorted(weighed.items(), key=lambda each: (-each[1].score, each[0]))[:_SHOWN]
    return _named(reader, noun, ranked)


def _candidates(reader: Reader, noun: str, typed: Typed, keys: Mapping[str, str]) -> set[int]:
    """Those that share a channel or a domain, whose name begins alike, or that share a word of
    the name or its beginning."""
    found = set[int]()
    for kind, key in keys.items():
        found |= _ids(
            reader,
            f"SELECT {noun}_id FROM channel WHERE kind = :kind AND value_key = :key"
            f" AND {noun}_id IS NOT NULL AND archived_at IS NULL LIMIT {_MOST}",
            {"kind": kind, "key": key},
        )
    if domain := _domain(typed):
        sql = f"SELECT id FROM company WHERE domain = :domain LIMIT {_MOST}"
        found |= _ids(reader, sql, {"domain": domain}) if noun == "company" else set()
    name = fold(_name(typed))
    if len(name) >= _BEGUN:
        found |= _ids(
            reader,
            f"SELECT id FROM {noun} WHERE name_key >= :first AND name_key < :last"
            f" AND archived_at IS NULL ORDER BY name_key LIMIT {_MOST}",
            {"first": name[:_BEGUN], "last": name[:_BEGUN] + LAST},
        )
        parts = words(name)
        looked = parts[:_LOOKED] if noun == "company" else {*parts[:1], *parts[-1:]}
        for stem in {*looked, *(part[:_STEM] for part in looked)}:
            found |= {hit.id for hit in search(reader, stem, _MOST, (noun,))}
    test, params = among("id", found)
    live = f"SELECT id FROM {noun} WHERE archived_at IS NULL AND {test}"
    return _ids(reader, live, params)


def _people(
    reader: Reader, typed: Typed, keys: Mapping[str, str], ids: set[int]
) -> dict[int, Likeness]:
    from crm_tui.domain.likeness import LIKELY, Person, Rarity, compare, telling
    from crm_tui.queries.duplicates import people_by_id

    first, last = typed.get("first_name", ""), typed.get("last_name", "")
    if typed.get("name", "").strip():
        first, last = split_name(typed["name"].strip())
    one = Person(
        0, fold(first), fold(last), _ways(keys, "email"), _ways(keys, "phone"),
        fold(typed.get("company", "")),
    )  # fmt: skip
    found = people_by_id(reader, ids)
    counts = Counter(value for other in found.values() for value in telling(other))
    total = reader.count("SELECT count(*) FROM contact WHERE archived_at IS NULL")
    rarity = Rarity(counts, total)
    weighed = {id: compare(one, other, rarity) for id, other in found.items()}
    return {id: likeness for id, likeness in weighed.items() if likeness.score >= LIKELY}


def _firms(
    reader: Reader, typed: Typed, keys: Mapping[str, str], ids: set[int]
) -> dict[int, Likeness]:
    from crm_tui.domain.company_likeness import Firm, compare_firms
    from crm_tui.domain.likeness import LIKELY

    one = Firm(0, _name(typed), _domain(typed), _ways(keys, "email"), _ways(keys, "phone"))
    test, params = among("company_id", ids)
    channels: dict[tuple[int, str], list[str]] = {}
    for id, kind, key in reader.db.rows(
        f"SELECT company_id, kind, value_key FROM channel WHERE {test} AND archived_at IS NULL"
        " AND kind IN ('email', 'phone')",
        params,
    ):
        channels.setdefault((int(id), str(kind)), []).append(str(key))
    test, params = among("id", ids)
    weighed = {}
    for id, name, domain in reader.db.rows(
        f"SELECT id, name, domain FROM company WHERE {test}", params
    ):
        emails, phones = (tuple(channels.get((int(id), kind), ())) for kind in ("email", "phone"))
        likeness = compare_firms(one, Firm(int(id), str(name), str(domain), emails, phones))
        if likeness.score >= LIKELY:
            weighed[int(id)] = likeness
    return weighed


_BESIDE = {
    "contact": "SELECT x.id, x.name, coalesce(co.name, '') FROM contact x"
    " LEFT JOIN company co ON co.id = x.company_id",
    "company": "SELECT x.id, x.name, x.domain FROM company x",
}


def _named(reader: Reader, noun: str, ranked: list[tuple[int, Likeness]]) -> list[Likely]:
    test, params = among("x.id", [id for id, _ in ranked])
    rows = {int(row[0]): row for row in reader.db.rows(f"{_BESIDE[noun]} WHERE {test}", params)}
    return [
        Likely(noun, id, str(rows[id][1]), str(rows[id][2]), likeness.reasons)
        for id, likeness in ranked
    ]


def _ways(keys: Mapping[str, str], kind: str) -> tuple[str, ...]:
    return (keys[kind],) if kind in keys else ()


def _name(typed: Typed) -> str:
    whole = f"{typed.get('first_name', '')} {typed.get('last_name', '')}"
    return typed.get("name", "").strip() or whole.strip()


def _domain(typed: Typed) -> str:
    """A company's domain, as it was typed or as its website tells it."""
    return domain_of_site(typed.get("domain", "") or typed.get("website", ""))


def _ids(reader: Reader, sql: str, params: Mapping[str, object]) -> set[int]:
    return {int(row[0]) for row in reader.db.rows(sql, params)}
