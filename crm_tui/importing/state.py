"""Records as an import sees them while it merges rows into them.

A state is either of a record in the store or of one to be made; what a row adds is
noted in it, and written at the end of the batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crm_tui.domain.cadences import parse_cadence
from crm_tui.domain.drafts import (
    ChannelDraft,
    CompanyDraft,
    ConsentDraft,
    ContactDraft,
    KeyDateDraft,
    NoteDraft,
    PreferenceDraft,
)
from crm_tui.text import fold

KeyOf = Callable[[str, str], str]
# May this field, filled already, be overwritten?
May = Callable[[str], bool]


@dataclass(slots=True)
class State:
    """A record, what is known to hang on it, and what is to be added to that.

    `news` are the columns and custom fields that were set, with what they held before.
    """

    id: int
    new: bool
    columns: dict[str, Any]
    custom: dict[str, str] = field(default_factory=dict)
    channels: set[tuple[str, str]] = field(default_factory=set)
    preferred: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    key_dates: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    consents: set[str] = field(default_factory=set)
    preference: dict[str, Any] = field(default_factory=dict)
    created_at: str = ""
    changed: set[str] = field(default_factory=set)
    news: list[tuple[str, Any, Any]] = field(default_factory=list)
    more_channels: list[tuple[ChannelDraft, str]] = field(default_factory=list)
    more_tags: list[str] = field(default_factory=list)
    more_notes: list[NoteDraft] = field(default_factory=list)
    more_key_dates: list[KeyDateDraft] = field(default_factory=list)
    more_consents: list[ConsentDraft] = field(default_factory=list)
    more_preference: dict[str, Any] = field(default_factory=dict)

    def size(self) -> tuple[int, ...]:
        """Grows with everything that a merge changes or adds."""
        added = (
            self.more_channels, self.more_tags, self.more_notes, self.more_key_dates,
            self.more_consents,
        )  # fmt: skip
        return (len(self.news), *(len(more) for more in added))

    def set(self, column: str, value: Any, *, overwrite: bool) -> None:
        """Fill a column, or replace what it holds with `overwrite`; nothing clears one."""
        present = self.columns.get(column)
        if value in ("", None) or value == present or (present and not overwrite):
            return
        self.columns[column] = value
        self.changed.add(column)
        self.news.append((column, present, value))

    def add_channels(self, drafts: list[ChannelDraft], key_of: KeyOf) -> None:
        """Note the channels that are not there yet; an older preferred one stays so."""
        for draft in drafts:
            key = key_of(draft.kind, draft.value)
            if (draft.kind, key) in self.channels:
                continue
            self.channels.add((draft.kind, key))
            draft.preferred = draft.preferred and draft.kind not in self.preferred
            if draft.preferred:
                self.preferred.add(draft.kind)
            self.more_channels.append((draft, key))

    def add_rest(self, draft: ContactDraft, may: May) -> None:
        """Note the row's custom fields, tags, notes and days."""
        for key, value in draft.custom.items():
            present = self.custom.get(key)
            if not present or (present != value and may(key)):
                self.custom[key] = value
                text = json.dumps(self.custom, ensure_ascii=False)
                self.set("custom", text, overwrite=True)
                self.news[-1] = (key, present, value)
        for tag in draft.tags:
            if fold(tag) not in self.tags:
                self.tags.add(fold(tag))
                self.more_tags.append(tag)
        for note in draft.notes:
            if note_text(note) not in self.notes:
                self.notes |= {note_text(note), note.body}
                self.more_notes.append(note)
        for day in draft.key_dates:
            if day_text(day) not in self.key_dates:
                self.key_dates.add(day_text(day))
                self.more_key_dates.append(day)

    def add_terms(self, draft: ContactDraft, may: May) -> None:
        """Note how the row's contact wants to be reached and what they consented to."""
        if draft.preference:
            self._add_preference(draft.preference, overwrite=may("preferences"))
        for consent in draft.consents:
            if consent_text(consent) not in self.consents:
                self.consents.add(consent_text(consent))
                self.more_consents.append(consent)

    def _add_preference(self, draft: PreferenceDraft, *, overwrite: bool) -> None:
        # Nothing clears a field: whoever is not to be contacted here stays so.
        for name in ("channel", "language", "best_time", "timezone", "do_not_contact"):
            value, present = getattr(draft, name), self.preference.get(name)
            if value and value != present and (overwrite or not present):
                self.preference[name] = self.more_preference[name] = value
                self.news.append((name, present, value))


def merge_company(state: State, draft: CompanyDraft, key_of: KeyOf) -> None:
    """Take over what a row says of its company; a name and a domain that are there stay."""
    state.set("domain", draft.domain, overwrite=False)
    state.add_channels(draft.channels, key_of)


def merge_contact(state: State, draft: ContactDraft, key_of: KeyOf, may: May) -> None:
    """Take over what a row says of its contact."""
    if not state.columns.get("name") or may("name"):
        _take_name(state, draft)
    for column in ("title", "lifecycle", "source"):
        state.set(column, getattr(draft, column), overwrite=may(column))
    if cadence := parse_cadence(draft.cadence):
        state.set("cadence_days", cadence.days, overwrite=may("cadence"))
        state.set("cadence_max_days", cadence.most, overwrite=may("cadence"))
    state.add_channels(draft.channels, key_of)
    state.add_rest(draft, may)
    state.add_terms(draft, may)


def _take_name(state: State, draft: ContactDraft) -> None:
    # A name that is only an address or the same name in other letters says nothing new.
    key = fold(draft.name)
    if state.columns.get("name") and ("@" in draft.name or key == state.columns["name_key"]):
        return
    for column in ("name", "first_name", "last_name"):
        state.set(column, getattr(draft, column), overwrite=True)
    state.set("name_key", key, overwrite=True)


def note_text(note: NoteDraft) -> str:
    """A note as one text, for comparing: as `queries.importing.NOTE` makes it where the file
    says when it was written, else its body alone."""
    return f"{note.at[:19]} {note.body}" if note.at else note.body


def day_text(day: KeyDateDraft) -> str:
    """A key date as one text, for comparing."""
    return f"{day.kind} {day.day}"


def consent_text(consent: ConsentDraft) -> str:
    """A consent as one text, for comparing: as `queries.importing.CONSENT` makes it."""
    return f"{consent.channel} {consent.purpose} {int(consent.given)} {consent.at[:19]}"


def same_person(state: State, draft: ContactDraft) -> bool:
    """Can the names be one person's?

    They can where one of them is no name, where the first names are equal, or where what
    they do not share is missing on one side or abbreviated: `G. Hopper`, `Grace Hopper`.
    """
    here, there = state.columns["name_key"].split(), fold(draft.name).split()
    if not there or "@" in state.columns["name"] or "@" in draft.name or here[0] == there[0]:
        return True
    shared = set(here) & set(there)
    ours = [word for word in here if word not in shared]
    theirs = [word for word in there if word not in shared]
    return bool(shared) and all(map(_abbreviates, ours, theirs))


def _abbreviates(one: str, other: str) -> bool:
    one, other = one.rstrip("."), other.rstrip(".")
    return one[:1] == other[:1] and 1 in (len(one), len(other))
