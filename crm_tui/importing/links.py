"""Relationships between imported records: noted once all of a file's records are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm_tui.domain.drafts import ContactDraft, RelationshipDraft
from crm_tui.importing.matching import Rules, row_key, seen_rows
from crm_tui.queries import importing as queries
from crm_tui.store.write import Write


class Link(NamedTuple):
    """A relationship of the row that is remembered by `key`, which is about a `noun`."""

    noun: str
    key: str
    draft: RelationshipDraft


def links_of(draft: ContactDraft) -> Iterable[Link]:
    """What a row says of the relationships of its record."""
    noun, key = "contact" if draft.name else "company", row_key(draft)
    return (Link(noun, key, each) for each in draft.relationships)


def relate(w: Write, rules: Rules, links: Sequence[Link]) -> int:
    """Note the relationships that are not there yet; answers how many cannot be, since
    the other record is not in this store."""
    ids: dict[tuple[str, str], int] = {}
    for noun in ("contact", "company"):
        keys = [link.key for link in links if link.noun == noun]
        keys += [link.draft.uid for link in links if link.draft.noun == noun]
        rows = seen_rows(w, rules, noun, keys)
        ids |= {(noun, key): row.record_id for key, row in rows.items()}
    missing = 0
    for noun in ("contact", "company"):
        here = {ids.get((noun, link.key), 0) for link in links if link.noun == noun}
        there = queries.relationships(w, noun, here)
        new: dict[tuple[str, int, str, int], None] = {}
        for link in (link for link in links if link.noun == noun):
            one = ids.get((noun, link.key))
            other = ids.get((link.draft.noun, link.draft.uid))
            if one is None or other is None:
                missing += 1
            elif (found := (link.draft.kind, one, link.draft.noun, other)) not in there:
                new[found] = None
        _insert(w, noun, new)
    return missing


def _insert(w: Write, noun: str, new: Iterable[tuple[str, int, str, int]]) -> None:
    w.insert_many(
        "relationship",
        [
            {
                "kind": kind,
                f"from_{noun}_id": one,
                "to_contact_id": other if to == "contact" else None,
                "to_company_id": other if to == "company" else None,
            }
            for kind, one, to, other in new
        ],
    )
