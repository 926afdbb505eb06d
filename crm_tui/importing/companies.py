"""The companies that a batch of rows is about or names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from crm_tui.domain.company_likeness import core
from crm_tui.domain.drafts import CompanyDraft, ContactDraft
from crm_tui.importing.matching import (
    Key,
    Rules,
    Twin,
    Verdict,
    apart,
    load_rest,
    row_key,
    seen_rows,
    take_owner,
)
from crm_tui.importing.news import news_of
from crm_tui.importing.recipe import SAME, SKIP
from crm_tui.importing.state import State, merge_company
from crm_tui.queries import importing as queries
from crm_tui.store.write import Write
from crm_tui.text import fold


class Companies:
    """Known and new ones of one transaction: by id, then domain, then name.

    `states` are all that matter to the batch; `keys` and `stale_keys` are memories to be
    written. `load` comes before all else.
    """

    def __init__(
        self, w: Write, rules: Rules, drafts: Sequence[ContactDraft], owners: dict[str, int]
    ) -> None:
        self._w, self._rules = w, rules
        self._owners = owners
        self.states: dict[int, State] = {}
        self.keys: list[Key] = []
        self.stale_keys: list[tuple[int, str]] = []
        self._told = set[int]()  # those that a row was about
        named = [draft.company for draft in drafts if draft.company]
        parents = sum(bool(company.parent) for company in named)
        self._spare = iter(w.reserve("company", len(named) + parents))
        self._parents = queries.parents(w) if parents else {}
        keys = (row_key(draft) for draft in drafts if not draft.name)
        self.seen = seen_rows(w, rules, "company", keys)

    def load(self, w: Write, drafts: Sequence[ContactDraft], ids: Iterable[int]) -> None:
        """Look up what the store knows of the companies that these rows name, and of those with
        these ids."""
        named = [draft.company for draft in drafts if draft.company]
        external = [company.external_id for company in named if company.external_id]
        seen = queries.seen_rows(w, "company", self._rules.source, external)
        self._company_by_key = {key: row.record_id for key, row in {**seen, **self.seen}.items()}
        by_id = queries.companies(w, "id", {*self._company_by_key.values(), *ids})
        by_domain = queries.companies(w, "domain", (c.domain for c in named if c.domain))
        names = [*(c.name for c in named), *(c.parent for c in named if c.parent)]
        by_name = queries.companies(w, "name_key", map(fold, names))
        # The oldest of several with the same name or domain is the one that is meant.
        self._company_by_domain = {row.domain: row.id for row in reversed(by_domain)}
        self._company_by_name = {row.name_key: row.id for row in reversed(by_name)}
        for row in (*by_id, *by_domain, *by_name):
            columns = row._asdict()
            custom = json.loads(columns.pop("custom"))
            self.states.setdefault(row.id, State(row.id, False, columns, custom))
        load_rest(w, "company", self._rules.source, self.states)

    def take_row(self, draft: ContactDraft) -> Verdict:
        """Match and merge a row that is about a company alone."""
        assert draft.company is not None
        key = row_key(draft)
        seen = self.seen.get(key)
        twin = self._twin(draft)
        answer = self._rules.recipe.answer(key) if twin else ""
        if twin and answer == SKIP:
            return Verdict("skipped")
        alone = twin is not None and answer != SAME
        draft.company.external_id = key
        state = self.named(
            draft.company, draft.row_hash, alike=not alone and self._rules.mode != "create"
        )
        # One that an earlier row only named, as its parent, is new with its own row.
        before = () if state.new and state.id not in self._told else state.size()
        self._told.add(state.id)
        if not before or self._rules.mode != "skip":
            self._merge(state, draft, renamed=seen is not None)
        if seen:
            self.stale_keys.append((seen.id, draft.row_hash))
        if not before:
            return apart(twin, state.id, answer) if twin else Verdict("new")
        if state.size() == before:
            return Verdict("same")
        return Verdict("updated", news=news_of(state, before, self.name_of))

    def name_of(self, column: str, value: Any) -> str:
        """What a column of a record holds, as people call it."""
        if column == "owner_id":
            return next((name for name, id in self._owners.items() if id == value), "")
        if column not in ("company_id", "parent_id") or value is None:
            return "" if value is None else str(value)
        state = self.states.get(value)
        return str(state.columns["name"]) if state else queries.company_name(self._w, value)

    def _twin(self, draft: ContactDraft) -> Twin | None:
        """The company that one is like and kept apart from: this source knows that by another
        id."""
        assert draft.company is not None
        key, alike = row_key(draft), self._alike(draft.company)
        if alike is None or self._company_by_key.get(key):
            return None
        state = self.states[alike]
        if draft.external_id and state.keys - {key}:
            why = f"is called like {state.columns['name']} ({alike}), but has another id"
            return Twin(state, why)
        return None

    def _merge(self, state: State, draft: ContactDraft, *, renamed: bool) -> None:
        assert draft.company is not None
        company, rules = draft.company, self._rules
        if renamed and rules.may("company"):
            state.set("name", company.name, overwrite=True)
            state.set("name_key", fold(company.name), overwrite=True)
        if renamed and rules.may("company_domain"):
            state.set("domain", company.domain, overwrite=True)
        state.created_at = state.created_at or draft.created_at
        state.set("source", draft.source, overwrite=rules.may("source"))
        take_owner(state, draft, self._owners, rules)
        if company.parent:
            self._take_parent(state, draft, company.parent)
        state.add_rest(draft, rules.may)

    def _take_parent(self, state: State, draft: ContactDraft, name: str) -> None:
        """The parent by its name, made when there is none; nobody is below themselves."""
        parent = self.named(CompanyDraft(name)).id
        above: int | None = parent
        while above is not None and above != state.id:
            above = self._parents.get(above)
        if above == state.id:
            draft.custom.setdefault("imported_parent", name)
            return
        state.set("parent_id", parent, overwrite=self._rules.may("company_parent"))
        self._parents[state.id] = state.columns["parent_id"]

    def named(
        self,
        draft: CompanyDraft,
        row_hash: str = "",
        *,
        alike: bool = True,
        present: int | None = None,
    ) -> State:
        """The company that is meant, by id or else, unless `alike` is False, by domain or name;
        else that at which the row's contact is at `present`, where just the legal form differs."""
        id = self._company_by_key.get(draft.external_id)
        if id is None and alike:
            id = self._alike(draft)
        if id is None and present is not None and self._differs_in_form(draft, present):
            id = present
        if id is None:
            id = next(self._spare)
            columns = {"name": draft.name, "name_key": fold(draft.name)}
            self.states[id] = State(id, True, columns)
        state = self.states[id]
        merge_company(state, draft, self._rules.key_of)
        self._company_by_name.setdefault(state.columns["name_key"], id)
        if draft.domain:
            self._company_by_domain.setdefault(draft.domain, id)
        if draft.external_id and draft.external_id not in self._company_by_key:
            self._company_by_key[draft.external_id] = id
            state.keys.add(draft.external_id)
            self.keys.append(Key("company", draft.external_id, row_hash, id))
        return state

    def _differs_in_form(self, draft: CompanyDraft, id: int) -> bool:
        """`Acme` and `Acme Ltd`: one company, unless ids or domains tell two. `Acme Inc` and
        `Acme Ltd` are two."""
        state = self.states[id]
        short, long = sorted((fold(draft.name), state.columns["name_key"]), key=len)
        domains = {draft.domain, state.columns.get("domain")} - {"", None}
        ids = draft.external_id and state.keys
        if len(domains) > 1 or ids or not long.startswith(short):
            return False
        return core(short) == core(long)

    def _alike(self, draft: CompanyDraft) -> int | None:
        by_name = self._company_by_name.get(fold(draft.name))
        return self._company_by_domain.get(draft.domain) or by_name
