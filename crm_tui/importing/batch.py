"""A batch of rows: looked up together, merged one by one, written together.

Matching is by external id, then e-mail, then phone, then name with company; a name
alone never merges. A row whose e-mail or phone belongs to somebody else by name, or to
another record of the same source, is doubtful: it is kept apart as a new contact.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crm_tui.domain.drafts import CompanyDraft, ContactDraft
from crm_tui.importing.state import (
    KeyOf,
    State,
    merge_company,
    merge_contact,
    same_person,
)
from crm_tui.queries import importing as queries
from crm_tui.store.write import Write
from crm_tui.text import fold


class Verdict(NamedTuple):
    """What became of a row: new, updated, same or duplicate (kept apart, with why)."""

    result: str
    why: str = ""


class Key(NamedTuple):
    """A memory to be written: the row with this key became that record."""

    noun: str
    key: str
    row_hash: str
    record_id: int


@dataclass(slots=True)
class Rules:
    """How rows are matched and merged: `mode` is update, fill, skip or create. With `own`
    a row's id is the uid of a record of ours."""

    source: str
    mode: str
    key_of: KeyOf
    own: bool = False


class Batch:
    """The rows of one transaction and all that the store knows about them."""

    def __init__(self, w: Write, rules: Rules, drafts: Sequence[ContactDraft]) -> None:
        self._rules = rules
        self._drafts = drafts
        self._spare = iter(w.reserve("contact", len(drafts)))
        named = sum(1 + bool(d.company.parent) for d in drafts if d.company)
        self._spare_companies = iter(w.reserve("company", named))
        self.contacts: dict[int, State] = {}
        self.companies: dict[int, State] = {}
        self.keys: list[Key] = []
        self.stale_keys: list[tuple[int, str]] = []
        self._owners = queries.user_ids(w)
        people = [row_key(draft) for draft in drafts if draft.name]
        companies = [row_key(draft) for draft in drafts if not draft.name]
        self._seen = self._seen_rows(w, "contact", people)
        self._seen_companies = self._seen_rows(w, "company", companies)
        self._parents = queries.parents(w) if any(map(_parent, drafts)) else {}
        # Of rows that an earlier import brought just so, nothing more need be known.
        work = [draft for draft in drafts if not self._is_known(draft)]
        self._load_companies(w, work)
        self._load_contacts(w, work)

    def verdicts(self) -> Iterator[Verdict]:
        """Match and merge each row in turn."""
        for draft in self._drafts:
            yield self._take(draft)

    # --- what is known ---------------------------------------------------------------

    def _seen_rows(self, w: Write, noun: str, keys: list[str]) -> dict[str, queries.SeenRow]:
        ours = queries.by_uid(w, noun, keys) if self._rules.own else {}
        return ours | queries.seen_rows(w, noun, self._rules.source, keys)

    def _is_known(self, draft: ContactDraft) -> bool:
        seen = (self._seen if draft.name else self._seen_companies).get(row_key(draft))
        return seen is not None and seen.row_hash == draft.row_hash

    def _load_contacts(self, w: Write, drafts: list[ContactDraft]) -> None:
        self._by_channel = {
            (kind, key): ids
            for kind in ("email", "phone")
            for key, ids in queries.by_channel(w, kind, self._channel_keys(drafts, kind)).items()
        }
        self._by_name = queries.by_name(w, (fold(draft.name) for draft in drafts if draft.company))
        seen = map(self._seen.get, map(row_key, drafts))
        ids = {row.record_id for row in seen if row}
        for found in (*self._by_channel.values(), *self._by_name.values()):
            ids.update(found)
        for row in queries.contacts(w, ids):
            columns = row._asdict()
            custom = json.loads(columns.pop("custom"))
            self.contacts[row.id] = State(row.id, False, columns, custom)
        _load_rest(w, "contact", self._rules.source, self.contacts)

    def _channel_keys(self, drafts: list[ContactDraft], kind: str) -> Iterator[str]:
        for draft in drafts:
            for channel in draft.channels:
                if channel.kind == kind and not channel.invalid:
                    yield self._rules.key_of(kind, channel.value)

    def _load_companies(self, w: Write, drafts: list[ContactDraft]) -> None:
        named = [draft.company for draft in drafts if draft.company]
        external = [company.external_id for company in named if company.external_id]
        seen = queries.seen_rows(w, "company", self._rules.source, external)
        self._company_by_key = {
            key: row.record_id for key, row in {**seen, **self._seen_companies}.items()
        }
        by_id = queries.companies(w, "id", self._company_by_key.values())
        by_domain = queries.companies(w, "domain", (c.domain for c in named if c.domain))
        names = [*(c.name for c in named), *(c.parent for c in named if c.parent)]
        by_name = queries.companies(w, "name_key", map(fold, names))
        # The oldest of several with the same name or domain is the one that is meant.
        self._company_by_domain = {row.domain: row.id for row in reversed(by_domain)}
        self._company_by_name = {row.name_key: row.id for row in reversed(by_name)}
        for row in (*by_id, *by_domain, *by_name):
            columns = row._asdict()
            custom = json.loads(columns.pop("custom"))
            self.companies.setdefault(row.id, State(row.id, False, columns, custom))
        _load_rest(w, "company", self._rules.source, self.companies)

    # --- one row ---------------------------------------------------------------------

    def _take(self, draft: ContactDraft) -> Verdict:
        if self._is_known(draft):
            return Verdict("same")
        if not draft.name:
            return self._take_company_row(draft)
        key = row_key(draft)
        seen = self._seen.get(key)
        found, doubt = (self.contacts[seen.record_id], "") if seen else self._match(draft, key)
        if found is None:
            self._remember(draft, key, self._new_contact(draft))
            return Verdict("duplicate", doubt) if doubt else Verdict("new")
        changed = self._rules.mode != "skip" and self._merge(found, draft)
        if seen:
            self.stale_keys.append((seen.id, draft.row_hash))
        else:
            self._remember(draft, key, found)
        return Verdict("updated" if changed else "same")

    def _take_company_row(self, draft: ContactDraft) -> Verdict:
        assert draft.company is not None
        key = row_key(draft)
        seen = self._seen_companies.get(key)
        twin = self._twin(draft)
        draft.company.external_id = key
        known = len(self.companies)
        state = self._company(draft.company, draft.row_hash, alike=not twin)
        before = 0 if len(self.companies) > known else state.size()
        if not before or self._rules.mode != "skip":
            self._merge_company(state, draft, renamed=seen is not None)
        if seen:
            self.stale_keys.append((seen.id, draft.row_hash))
        if not before:
            return Verdict("duplicate", twin) if twin else Verdict("new")
        return Verdict("updated" if state.size() != before else "same")

    def _twin(self, draft: ContactDraft) -> str:
        """Why a company is kept apart from one like it: this source knows that by another id."""
        assert draft.company is not None
        key, alike = row_key(draft), self._alike(draft.company)
        if alike is None or self._company_by_key.get(key):
            return ""
        state = self.companies[alike]
        if draft.external_id and state.keys - {key}:
            return f"is called like {state.columns['name']} ({alike}), but has another id"
        return "" if self._rules.mode != "create" else f"{state.columns['name']} is there already"

    def _merge_company(self, state: State, draft: ContactDraft, *, renamed: bool) -> None:
        assert draft.company is not None
        company, overwrite = draft.company, self._rules.mode == "update"
        if renamed and overwrite:
            state.set("name", company.name, overwrite=True)
            state.set("name_key", fold(company.name), overwrite=True)
            state.set("domain", company.domain, overwrite=True)
        state.created_at = state.created_at or draft.created_at
        state.set("source", draft.source, overwrite=overwrite)
        self._take_owner(state, draft, overwrite)
        if company.parent:
            self._take_parent(state, draft, company.parent, overwrite)
        state.add_rest(draft, overwrite=overwrite)

    def _take_parent(self, state: State, draft: ContactDraft, name: str, overwrite: bool) -> None:
        """The parent by its name, made when there is none; nobody is below themselves."""
        parent = self._company(CompanyDraft(name)).id
        above: int | None = parent
        while above is not None and above != state.id:
            above = self._parents.get(above)
        if above == state.id:
            draft.custom.setdefault("imported_parent", name)
            return
        state.set("parent_id", parent, overwrite=overwrite)
        self._parents[state.id] = state.columns["parent_id"]

    def _match(self, draft: ContactDraft, key: str) -> tuple[State | None, str]:
        """The contact that a row is about, or None and, where that is doubtful, why."""
        if self._rules.mode == "create":
            return None, ""
        doubt = ""
        for kind in ("email", "phone"):
            for channel in draft.channels:
                if channel.kind != kind or channel.invalid:
                    continue
                for id in self._by_channel.get((kind, self._rules.key_of(kind, channel.value)), ()):
                    state = self.contacts[id]
                    if self._is_same(state, draft, key):
                        return state, ""
                    doubt = doubt or f"shares {channel.value} with {state.columns['name']} ({id})"
        if draft.company:
            named = self._by_name.get((fold(draft.name), fold(draft.company.name)), [])
            matching = [id for id in named if self._is_same(self.contacts[id], draft, key)]
            if len(matching) == 1:
                return self.contacts[matching[0]], ""
        return None, doubt

    def _is_same(self, state: State, draft: ContactDraft, key: str) -> bool:
        # Two ids of one source are two people, whatever they share.
        apart = bool(draft.external_id and state.keys - {key})
        return not apart and same_person(state, draft)

    def _new_contact(self, draft: ContactDraft) -> State:
        state = State(next(self._spare), True, {"name": "", "name_key": ""})
        state.created_at = draft.created_at
        self._merge(state, draft)
        self.contacts[state.id] = state
        if draft.company:
            self._by_name.setdefault(
                (state.columns["name_key"], fold(draft.company.name)), []
            ).append(state.id)
        return state

    def _merge(self, state: State, draft: ContactDraft) -> bool:
        overwrite = self._rules.mode == "update"
        company = self._company(draft.company).id if draft.company else None
        before = state.size()
        state.set("company_id", company, overwrite=overwrite)
        self._take_owner(state, draft, overwrite)
        merge_contact(state, draft, self._rules.key_of, overwrite=overwrite)
        for kind, key in state.channels:
            if kind in ("email", "phone"):
                ids = self._by_channel.setdefault((kind, key), [])
                if state.id not in ids:
                    ids.append(state.id)
        return state.size() != before

    def _take_owner(self, state: State, draft: ContactDraft, overwrite: bool) -> None:
        owner = self._owners.get(fold(draft.owner))
        if owner is not None:
            state.set("owner_id", owner, overwrite=overwrite or state.new)
        elif draft.owner:
            draft.custom.setdefault("imported_owner", draft.owner)

    def _company(self, draft: CompanyDraft, row_hash: str = "", *, alike: bool = True) -> State:
        """The company that is meant, by id or else, unless `alike` is False, by domain or name."""
        id = self._company_by_key.get(draft.external_id)
        if id is None and alike:
            id = self._alike(draft)
        if id is None:
            id = next(self._spare_companies)
            columns = {"name": draft.name, "name_key": fold(draft.name)}
            self.companies[id] = State(id, True, columns)
        state = self.companies[id]
        merge_company(state, draft, self._rules.key_of)
        self._company_by_name.setdefault(state.columns["name_key"], id)
        if draft.domain:
            self._company_by_domain.setdefault(draft.domain, id)
        if draft.external_id and draft.external_id not in self._company_by_key:
            self._company_by_key[draft.external_id] = id
            state.keys.add(draft.external_id)
            self.keys.append(Key("company", draft.external_id, row_hash, id))
        return state

    def _alike(self, draft: CompanyDraft) -> int | None:
        by_name = self._company_by_name.get(fold(draft.name))
        return self._company_by_domain.get(draft.domain) or by_name

    def _remember(self, draft: ContactDraft, key: str, state: State) -> None:
        self.keys.append(Key("contact", key, draft.row_hash, state.id))
        self._seen[key] = queries.SeenRow(0, key, draft.row_hash, state.id)
        state.keys.add(key)


def row_key(draft: ContactDraft) -> str:
    """By what a row is remembered: its id in its source, else what it holds."""
    company = draft.company if not draft.name else None
    return draft.external_id or (company.external_id if company else "") or draft.row_hash


def _parent(draft: ContactDraft) -> str:
    return draft.company.parent if draft.company else ""


def _load_rest(w: Write, owner: str, source: str, states: dict[int, State]) -> None:
    for channel in queries.channels(w, owner, states):
        state = states[channel.record_id]
        state.channels.add((channel.kind, channel.value_key))
        if channel.preferred:
            state.preferred.add(channel.kind)
    tags = "(SELECT name_key FROM tag WHERE tag.id = tag_id)"
    for id, text in queries.texts(w, owner, "tagging", tags, states):
        states[id].tags.add(text)
    for id, text in queries.texts(w, owner, "note", "body", states):
        states[id].notes.add(text)
    for id, text in queries.texts(w, owner, "key_date", "kind || ' ' || day", states):
        states[id].key_dates.add(text)
    for id, keys in queries.keys_of(w, owner, source, states).items():
        states[id].keys |= keys
