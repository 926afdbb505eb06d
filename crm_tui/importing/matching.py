"""What matching rows with records needs, whatever they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from crm_tui.domain.drafts import ContactDraft
from crm_tui.importing.recipe import NEW, Recipe
from crm_tui.importing.state import KeyOf, State
from crm_tui.queries import importing as queries
from crm_tui.services import users
from crm_tui.store.write import Write
from crm_tui.text import fold

# The custom field that keeps the name of an owner who is no user here.
OWNER_KEY = "imported_owner"


class Twin(NamedTuple):
    """The record that a row resembles, and why it is doubtful whether it is that one."""

    state: State
    why: str


class Verdict(NamedTuple):
    """What became of a row: new, updated, same, duplicate (kept apart, with why) or skipped
    (doubtful, and not wanted). A row that is `known` was the same when it came before; `news`
    is what an update changed; `record` is what a row that resembled `other` became."""

    result: str
    why: str = ""
    known: bool = False
    news: tuple[str, ...] = ()
    record: int = 0
    other: int = 0


def apart(twin: Twin, record: int, answer: str) -> Verdict:
    """What became of a row that was made a `record` beside its twin: it is doubtful, unless
    somebody said that it is another."""
    result = "new" if answer == NEW else "duplicate"
    return Verdict(result, twin.why, record=record, other=twin.state.id)


class Key(NamedTuple):
    """A memory to be written: the row with this key became that record."""

    noun: str
    key: str
    row_hash: str
    record_id: int


@dataclass(slots=True)
class Rules:
    """How rows are matched and merged, as the recipe says. With `own` a row's id is the uid
    of a record of ours."""

    source: str
    recipe: Recipe
    key_of: KeyOf
    own: bool = False

    @property
    def mode(self) -> str:
        """What becomes of matches: update, fill, skip or create."""
        return self.recipe.on_duplicate

    def may(self, name: str) -> bool:
        """May this field, filled already, be overwritten?"""
        return self.recipe.overwrites(name)


def seen_rows(w: Write, rules: Rules, noun: str, keys: Iterable[str]) -> dict[str, queries.SeenRow]:
    """The rows with these keys that an earlier import brought, or that our own export wrote."""
    keys = list(keys)
    ours = queries.by_uid(w, noun, keys) if rules.own else {}
    return ours | queries.seen_rows(w, noun, rules.source, keys)


def row_key(draft: ContactDraft) -> str:
    """By what a row is remembered: its id in its source, else what it holds."""
    company = draft.company if not draft.name else None
    return draft.external_id or (company.external_id if company else "") or draft.row_hash


def owners(w: Write, rules: Rules, names: Iterable[str]) -> dict[str, int]:
    """The users' ids by their folded names; who is named and missing is made where the recipe
    says so."""
    known = queries.user_ids(w)
    if "users" in rules.recipe.make:
        for name in names:
            if name and fold(name) not in known:
                known[fold(name)] = users.create(w, name)
    return known


def take_owner(state: State, draft: ContactDraft, known: dict[str, int], rules: Rules) -> None:
    """The row's owner where it is a user of ours; another name is kept as text."""
    if not draft.owner:
        return
    owner = known.get(fold(draft.owner))
    if owner is not None:
        state.set("owner_id", owner, overwrite=state.new or rules.may("owner"))
    else:
        draft.custom.setdefault(OWNER_KEY, draft.owner)


def load_rest(w: Write, owner: str, source: str, states: dict[int, State]) -> None:
    """Tell the states what hangs on their records, and by what keys `source` knows them."""
    for channel in queries.channels(w, owner, states):
        state = states[channel.record_id]
        state.channels.add((channel.kind, channel.value_key))
        if channel.preferred:
            state.preferred.add(channel.kind)
    tags = "(SELECT name_key FROM tag WHERE tag.id = tag_id)"
    for id, text in queries.texts(w, owner, "tagging", tags, states):
        states[id].tags.add(text)
    for id, text in queries.texts(w, owner, "note", queries.NOTE, states):
        states[id].notes |= {text, text.partition(" ")[2]}
    for id, text in queries.texts(w, owner, "key_date", "kind || ' ' || day", states):
        states[id].key_dates.add(text)
    if owner == "contact":
        for id, text in queries.texts(w, owner, "consent", queries.CONSENT, states):
            states[id].consents.add(text)
        for row in queries.preferences(w, states):
            states[row.contact_id].preference = row._asdict()
    for id, keys in queries.keys_of(w, owner, source, states).items():
        states[id].keys |= keys
