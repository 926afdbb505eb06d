"""Finding contacts that may be one person, and remembering what was said of them."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from crm_tui.domain.likeness import Person, Rarity, compare, telling
from crm_tui.errors import UsageError
from crm_tui.queries import duplicates as queries
from crm_tui.services.records import there
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import counted

Progress = Callable[[int, int], None]
_CHUNK = 20_000  # pairs, between two words about how far it is


class Found(NamedTuple):
    """A likely pair: two contacts, the smaller id first, with points and reasons."""

    first_id: int
    second_id: int
    score: float
    reasons: tuple[str, ...]


def scan(reader: Reader, progress: Progress | None = None) -> list[Found]:
    """Every pair of contacts that is likely one person, compared with all others.

    Each contact is read once and held packed, in a few hundred bytes. Nothing is written, so
    that others can work meanwhile: `keep` takes what was found.
    """
    from crm_tui.domain.blocking import Blocks

    total = reader.count("SELECT count(*) FROM contact WHERE archived_at IS NULL")
    blocks, packed, counts = Blocks(), list[bytes](), Counter[str]()
    for page in queries.people(reader):
        blocks.add(page)
        for person in page:
            packed.append(marshal.dumps(tuple(person)))
            counts.update(telling(person))
        if progress:
            progress(len(packed), 2 * total)
    rarity, found = Rarity(counts, total), list[Found]()
    for firsts, seconds in blocks.pairs():
        for start in range(0, len(firsts), _CHUNK):
            run = slice(start, start + _CHUNK)
            found += _likely(packed, firsts[run].tolist(), seconds[run].tolist(), rarity)
            if progress:
                progress(len(firsts) + start, 2 * len(firsts))
    return found


def _likely(
    packed: list[bytes], firsts: list[int], seconds: list[int], rarity: Rarity
) -> Iterator[Found]:
    """The pairs, by their places among the packed contacts, that are likely one person."""
    from crm_tui.domain.likeness_bounds import reaching

    people = {at: Person._make(marshal.loads(packed[at])) for at in {*firsts, *seconds}}
    ones, others = ([people[at] for at in side] for side in (firsts, seconds))
    for at in reaching(ones, others, rarity, rarity.likely):
        likeness = compare(ones[at], others[at], rarity)
        if likeness.score >= rarity.likely:
            yield Found(ones[at].id, others[at].id, likeness.score, likeness.reasons)


def keep(w: Write, found: list[Found]) -> int:
    """Remember the pairs that a scan found in place of those before, except pairs that are
    known to be distinct and contacts that went since. Answers how many are open now."""
    known, here = queries.known_pairs(w), queries.contact_ids(w)
    pairs = {(pair.first_id, pair.second_id): pair for pair in found}
    fresh = {ids: pair for ids, pair in pairs.items() if here.issuperset(ids)}
    for ids, pair in known.items():
        if pair.state == "open" and ids not in fresh:
            w.delete("duplicate", id=pair.id)
    w.insert_many(
        "duplicate",
        [
            {
                "first_id": pair.first_id,
                "second_id": pair.second_id,
                "score": round(pair.score * 100),
                "reasons": "; ".join(pair.reasons),
            }
            for ids, pair in fresh.items()
            if ids not in known
        ],
    )
    left = queries.count(w)
    w.summary = f"looked for duplicates: {counted(left, 'likely pair')}"
    return left


def distinct(w: Write, one: int, other: int) -> None:
    """Remember that two contacts are not the same person. Raises NotFound, UsageError for
    a contact and itself."""
    if one == other:
        raise UsageError(f"contact {one} is itself", "name two contacts")
    names = [there(w, "contact", id).name for id in (one, other)]
    first, second = sorted((one, other))
    known = queries.pair(w, first, second)
    if known is None:
        w.insert("duplicate", first_id=first, second_id=second, state="distinct")
    else:
        w.update("duplicate", known.id, state="distinct")
    w.summary = f"{names[0]} (contact:{one}) and {names[1]} (contact:{other}) are not the same"
