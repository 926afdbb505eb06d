"""A batch of rows: looked up together, merged one by one, written together.

Matching is by external id, then e-mail, then phone, then name with company; a name
alone never merges. A row whose e-mail or phone belongs to somebody else by name, or to
another record of the same source, is doubtful: it is kept apart as a new contact.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from crm_tui.domain.drafts import ContactDraft
from crm_tui.importing.companies import Companies
from crm_tui.importing.matching import (
    Key,
    Rules,
    Twin,
    Verdict,
    apart,
    load_rest,
    owners,
    row_key,
    seen_rows,
    take_owner,
)
from crm_tui.importing.news import news_of
from crm_tui.importing.recipe import SAME, SKIP
from crm_tui.importing.state import State, merge_contact, same_person
from crm_tui.queries import importing as queries
from crm_tui.store.write import Write
from crm_tui.text import fold


class Batch:
    """The rows of one transaction and all that the store knows about them."""

    def __init__(self, w: Write, rules: Rules, drafts: Sequence[ContactDraft]) -> None:
        self._rules = rules
        self._drafts = drafts
        self._spare = iter(w.reserve("contact", len(drafts)))
        self.contacts: dict[int, State] = {}
        self.keys: list[Key] = []
        self.stale_keys: list[tuple[int, str]] = []
        self.users = owners(w, rules, (draft.owner for draft in drafts))
        people = [row_key(draft) for draft in drafts if draft.name]
        self._seen = seen_rows(w, rules, "contact", people)
        self.companies = Companies(w, rules, drafts, self.users)
        # Of rows that an earlier import brought just so, nothing more need be known.
        work = [draft for draft in drafts if not self._is_known(draft)]
        self._load_contacts(w, work)
        at = (state.columns["company_id"] for state in self.contacts.values())
        self.companies.load(w, work, filter(None, at))

    def verdicts(self) -> Iterator[Verdict]:
        """Match and merge each row in turn."""
        for draft in self._drafts:
            yield self._take(draft)

    # --- what is known ---------------------------------------------------------------

    def _is_known(self, draft: ContactDraft) -> bool:
        seen = (self._seen if draft.name else self.companies.seen).get(row_key(draft))
        return seen is not None and seen.row_hash == draft.row_hash

    def _load_contacts(self, w: Write, drafts: list[ContactDraft]) -> None:
        self._by_channel = {
            (kind, key): ids
            for kind in ("email", "phone")
            for key, ids in queries.by_channel(w, kind, self._channel_keys(drafts, kind)).items()
        }
        self._by_name = queries.by_name(
            w, ((fold(d.name), fold(d.company.name)) for d in drafts if d.company)
        )
        seen = map(self._seen.get, map(row_key, drafts))
        ids = {row.record_id for row in seen if row}
        for found in (*self._by_channel.values(), *self._by_name.values()):
            ids.update(found)
        for row in queries.contacts(w, ids):
            columns = row._asdict()
            custom = json.loads(columns.pop("custom"))
            self.contacts[row.id] = State(row.id, False, columns, custom)
        load_rest(w, "contact", self._rules.source, self.contacts)

    def _channel_keys(self, drafts: list[ContactDraft], kind: str) -> Iterator[str]:
        for draft in drafts:
            for channel in draft.channels:
                if channel.kind == kind and not channel.invalid:
                    yield self._rules.key_of(kind, channel.value)

    # --- one row ---------------------------------------------------------------------

    def _take(self, draft: ContactDraft) -> Verdict:
        if self._is_known(draft):
            return Verdict("same", known=True)
        if not draft.name:
            return self.companies.take_row(draft)
        key = row_key(draft)
        seen = self._seen.get(key)
        found, twin = (self.contacts[seen.record_id], None) if seen else self._match(draft, key)
        answer = self._rules.recipe.answer(key) if twin else ""
        if twin and answer == SKIP:
            return Verdict("skipped")
        if twin and answer == SAME:
            found = twin.state
        if found is None:
            new = self._new_contact(draft)
            self._remember(draft, key, new)
            return apart(twin, new.id, answer) if twin else Verdict("new")
        before = found.size()
        if self._rules.mode != "skip":
            self._merge(found, draft)
        if seen:
            self.stale_keys.append((seen.id, draft.row_hash))
        else:
            self._remember(draft, key, found)
        if found.size() == before:
            return Verdict("same")
        return Verdict("updated", news=news_of(found, before, self.companies.name_of))

    def _match(self, draft: ContactDraft, key: str) -> tuple[State | None, Twin | None]:
        """The contact that a row is about, or None and, where that is doubtful, whom it
        resembles."""
        if self._rules.mode == "create":
            return None, None
        twin = None
        for kind in ("email", "phone"):
            for channel in draft.channels:
                if channel.kind != kind or channel.invalid:
                    continue
                for id in self._by_channel.get((kind, self._rules.key_of(kind, channel.value)), ()):
                    state = self.contacts[id]
                    if self._is_same(state, draft, key):
                        return state, None
                    why = f"shares {channel.value} with {state.columns['name']} ({id})"
                    twin = twin or Twin(state, why)
        if draft.company:
            named = self._by_name.get((fold(draft.name), fold(draft.company.name)), [])
            matching = [id for id in named if self._is_same(self.contacts[id], draft, key)]
            if len(matching) == 1:
                return self.contacts[matching[0]], None
        return None, twin

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

    def _merge(self, state: State, draft: ContactDraft) -> None:
        rules = self._rules
        if draft.company:
            present = state.columns.get("company_id")
            company = self.companies.named(draft.company, present=present).id
            state.set("company_id", company, overwrite=rules.may("company"))
        take_owner(state, draft, self.users, rules)
        merge_contact(state, draft, rules.key_of, rules.may)
        for kind, key in state.channels:
            if kind in ("email", "phone"):
                ids = self._by_channel.setdefault((kind, key), [])
                if state.id not in ids:
                    ids.append(state.id)

    def _remember(self, draft: ContactDraft, key: str, state: State) -> None:
        self.keys.append(Key("contact", key, draft.row_hash, state.id))
        self._seen[key] = queries.SeenRow(0, key, draft.row_hash, state.id)
        state.keys.add(key)
