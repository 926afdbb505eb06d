"""Writes what a batch has merged: new records, changed columns, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from crm_tui.domain.custom_fields import CustomField
from crm_tui.importing.batch import Batch
from crm_tui.importing.state import State
from crm_tui.queries import importing as queries
from crm_tui.services.custom_fields import ensure
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold


def flush(
    w: Write,
    batch: Batch,
    source: str,
    labels: dict[str, str],
    types: Mapping[str, CustomField],
) -> None:
    """Write a batch; `labels` has the label of each custom field that it may fill,
    `types` the types of those that are no text."""
    companies, contacts = batch.companies.states.values(), batch.contacts.values()
    w.insert_many(
        "company", [_new_company(w, state) for state in _parents_first(batch.companies.states)]
    )
    w.insert_many("contact", [_new_contact(w, state) for state in contacts if state.new])
    for table, states in (("company", companies), ("contact", contacts)):
        for state in states:
            if state.changed and not state.new:
                changed = {name: state.columns[name] for name in state.changed}
                w.update(table, state.id, **changed)
        _lists(w, f"{table}_id", states)
        _notes(w, f"{table}_id", states, batch.users)
        _tags(w, f"{table}_id", states)
        used = {name for s in states if "custom" in s.changed for name in s.custom}
        ensure(w, table, used, labels, types)
    _terms(w, contacts)
    w.insert_many(
        "import_key",
        [{**key._asdict(), "source": source} for key in (*batch.companies.keys, *batch.keys)],
    )
    for id, row_hash in (*batch.companies.stale_keys, *batch.stale_keys):
        if id:
            w.update("import_key", id, row_hash=row_hash)


def _parents_first(companies: dict[int, State]) -> Iterator[State]:
    """The new companies, each behind its parent: nobody hangs on what is not there yet."""
    placed: set[int] = set()
    for state in companies.values():
        line: list[State] = []
        above: State | None = state
        while above is not None and above.new and above.id not in placed:
            placed.add(above.id)
            line.append(above)
            above = companies.get(above.columns.get("parent_id") or 0)
        yield from reversed(line)


def _new_company(w: Write, state: State) -> dict[str, Any]:
    columns = state.columns
    return {
        "id": state.id,
        "name": columns["name"],
        "name_key": columns["name_key"],
        "domain": columns.get("domain", ""),
        "parent_id": columns.get("parent_id"),
        "owner_id": columns.get("owner_id") or w.user_id,
        "source": columns.get("source", ""),
        "custom": columns.get("custom", "{}"),
        "created_at": state.created_at or w.now,
    }


def _new_contact(w: Write, state: State) -> dict[str, Any]:
    columns = state.columns
    texts = ("name", "name_key", "first_name", "last_name", "title", "source")
    return {
        "id": state.id,
        **{name: columns.get(name, "") for name in texts},
        "company_id": columns.get("company_id"),
        "lifecycle": columns.get("lifecycle"),
        "cadence_days": columns.get("cadence_days"),
        "cadence_max_days": columns.get("cadence_max_days"),
        "owner_id": columns.get("owner_id") or w.user_id,
        "custom": columns.get("custom", "{}"),
        "created_at": state.created_at or w.now,
    }


def _lists(w: Write, own: str, states: Iterable[State]) -> None:
    channels = [
        {
            own: state.id,
            "kind": draft.kind,
            "label": clean_line(draft.label),
            "value": draft.value,
            "value_key": key,
            "preferred": int(draft.preferred),
            "invalid": int(draft.invalid),
        }
        for state in states
        for draft, key in state.more_channels
    ]
    w.insert_many("channel", channels)
    days = [
        {"kind": day.kind, "day": day.day, "yearly": int(day.yearly), own: state.id}
        for state in states
        for day in state.more_key_dates
    ]
    w.insert_many("key_date", days)


def _notes(w: Write, own: str, states: Iterable[State], users: dict[str, int]) -> None:
    # A note without a date of its own is as old as its record, where that is new; one by
    # somebody who is no user here is nobody's.
    notes = [
        {
            "body": note.body,
            own: state.id,
            "created_at": note.at or (state.new and state.created_at) or w.now,
            "created_by": users.get(fold(note.author)) if note.at else w.user_id,
        }
        for state in states
        for note in state.more_notes
    ]
    w.insert_many("note", notes)


def _terms(w: Write, states: Iterable[State]) -> None:
    """How contacts want to be reached, and what they consented to."""
    consents = [
        {**asdict(consent), "given": int(consent.given), "contact_id": state.id}
        for state in states
        for consent in state.more_consents
    ]
    w.insert_many("consent", consents)
    for state in states:
        if wants := state.more_preference:
            columns = {name: int(text) if text is True else text for name, text in wants.items()}
            if id := state.preference.get("id"):
                w.update("preference", id, **columns)
            else:
                w.insert("preference", contact_id=state.id, **columns)


def _tags(w: Write, own: str, states: Iterable[State]) -> None:
    names = {fold(tag): tag for state in states for tag in state.more_tags}
    ids = queries.tag_ids(w, names)
    missing = [key for key in names if key not in ids]
    w.insert_many("tag", [{"name": names[key], "name_key": key} for key in missing])
    ids |= queries.tag_ids(w, missing)
    rows = [
        {"tag_id": ids[fold(tag)], own: state.id} for state in states for tag in state.more_tags
    ]
    w.insert_many("tagging", rows)
