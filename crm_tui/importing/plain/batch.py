"""A batch of plain records: found by their ids, codes or names, merged, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_tui.domain.money import format_money
from crm_tui.importing.matching import Rules, Verdict, seen_rows
from crm_tui.importing.news import change
from crm_tui.importing.plain.kinds import Draft, Kind
from crm_tui.queries import importing_plain as queries
from crm_tui.queries.importing import SeenRow
from crm_tui.store.write import Write

# Columns that follow from others that are told, or are not an update's to set.
_UNTOLD = frozenset({"name_key", "code_key", "currency"})
_OF_NEW = frozenset({"created_at"})


@dataclass(slots=True)
class _State:
    id: int
    columns: dict[str, Any]
    custom: dict[str, str]
    new: bool = False
    changed: set[str] = field(default_factory=set)


class PlainBatch:
    """The rows of one transaction and the records that they are about; `refused` tells what of
    those that they name could not be."""

    def __init__(self, w: Write, rules: Rules, kind: Kind, drafts: Sequence[Draft]) -> None:
        self._w, self._rules, self._kind, self._drafts = w, rules, kind, drafts
        self._seen = seen_rows(w, rules, kind.noun, [draft.key for draft in drafts])
        self.fresh = [draft for draft in drafts if not self._is_known(draft)]
        self._states: dict[int, _State] = {}
        self._by: dict[str, dict[str, int]] = {column: {} for column in kind.matched}
        self._load("id", (row.record_id for row in self._seen.values()))
        for column in kind.matched:
            self._load(column, (draft.columns[column] for draft in self.fresh))
        self._spare = iter(w.reserve(kind.noun, len(self.fresh)))
        self._keys: list[dict[str, Any]] = []
        self.refused: list[str] = []

    def run(self) -> list[Verdict]:
        """Merge the rows and write what is new or changed; answers what became of each."""
        found = [self._take(draft) for draft in self._drafts]
        self._write()
        ids = [(state.id, draft) for (_, state), draft in zip(found, self._drafts, strict=True)
               if state]  # fmt: skip
        more: dict[int, tuple[str, ...]] = {}
        if self._kind.refer:
            more, self.refused = self._kind.refer(self._w, ids)
        verdicts = []
        for verdict, state in found:
            news = more.get(state.id, ()) if state else ()
            also = news and verdict.result != "new"
            verdicts.append(Verdict("updated", news=verdict.news + news) if also else verdict)
        return verdicts

    def _is_known(self, draft: Draft) -> bool:
        seen = self._seen.get(draft.key)
        return seen is not None and seen.row_hash == draft.row_hash

    def _load(self, column: str, keys: Iterable[object]) -> None:
        wanted = [key for key in keys if key not in ("", None)]
        for row in queries.records(self._w, self._kind.noun, column, wanted):
            custom = json.loads(row.pop("custom", "{}"))
            self._remember(_State(int(row["id"]), row, custom))

    def _remember(self, state: _State) -> None:
        self._states.setdefault(state.id, state)
        for column, ids in self._by.items():
            if (key := state.columns.get(column)) and not state.columns.get("archived_at"):
                ids.setdefault(str(key), state.id)  # the oldest of several is meant

    # -- one row ----------------------------------------------------------------------------------

    def _take(self, draft: Draft) -> tuple[Verdict, _State | None]:
        if self._is_known(draft):
            return Verdict("same", known=True), None
        seen = self._seen.get(draft.key)
        state = self._states.get(seen.record_id) if seen else self._match(draft)
        if state is None:
            state = self._add(draft)
            return Verdict("new"), state
        news = self._merge(state, draft) if self._rules.mode != "skip" else ()
        if seen and seen.id:
            self._w.update("import_key", seen.id, row_hash=draft.row_hash)
        elif seen is None:
            self._note(draft, state.id)
        skipped = self._rules.mode == "skip"
        return Verdict("updated" if news else "same", news=news), None if skipped else state

    def _match(self, draft: Draft) -> _State | None:
        """The record of the same code, else of the same name unless both have a code."""
        if self._rules.mode == "create":
            return None
        for column, ids in self._by.items():
            id = ids.get(draft.columns[column])
            if id is not None and draft.columns[column]:
                state = self._states[id]
                first = self._kind.matched[0]
                ours, theirs = state.columns.get(first), draft.columns[first]
                if column == first or not (ours and theirs) or ours == theirs:
                    return state
        return None

    def _add(self, draft: Draft) -> _State:
        columns = {"id": next(self._spare), **draft.columns}
        state = _State(columns["id"], columns, dict(draft.custom), new=True)
        self._remember(state)
        self._note(draft, state.id)
        return state

    def _merge(self, state: _State, draft: Draft) -> tuple[str, ...]:
        news = []
        money = draft.columns.get("price") is not None  # a currency comes with its amount only
        currency = state.columns.get("currency", "")
        for column, value in draft.columns.items():
            before = state.columns.get(column)
            if column in _OF_NEW or value in ("", None) or value == before:
                continue
            if column == "currency" and not money:
                continue
            if before and not self._rules.may(self._kind.named.get(column, column)):
                continue
            state.columns[column] = value
            state.changed.add(column)
            if column not in _UNTOLD:
                was, now = _text(before, column, currency), _text(value, column, draft.currency)
                news.append(change(self._kind.named.get(column, column), was, now))
        for key, text in draft.custom.items():
            before = state.custom.get(key, "")
            if text != before and (not before or self._rules.may(key)):
                state.custom[key] = text
                state.changed.add("custom")
                news.append(change(key, before, text))
        return tuple(news)

    # -- writing ----------------------------------------------------------------------------------

    def _note(self, draft: Draft, id: int) -> None:
        self._keys.append(
            {
                "noun": self._kind.noun,
                "source": self._rules.source,
                "key": draft.key,
                "row_hash": draft.row_hash,
                "record_id": id,
            }
        )
        known = SeenRow(0, draft.key, draft.row_hash, id)
        self._seen[draft.key] = known

    def _write(self) -> None:
        w, noun = self._w, self._kind.noun
        new = [state for state in self._states.values() if state.new]
        names = dict.fromkeys(name for state in new for name in state.columns)
        created = {"created_at": w.now, "archived_at": None, "price": None}
        w.insert_many(
            noun,
            [
                {name: state.columns.get(name, created.get(name, "")) for name in names}
                | ({"custom": _json(state.custom)} if self._kind.custom else {})
                for state in new
            ],
        )
        for state in self._states.values():
            if state.changed and not state.new:
                values = {name: state.columns[name] for name in state.changed - {"custom"}}
                if "custom" in state.changed:
                    values["custom"] = _json(state.custom)
                w.update(noun, state.id, **values)
        w.insert_many("import_key", self._keys)


def _text(value: Any, column: str, currency: str) -> str:
    """What a column holds, as people read it."""
    if value is None:
        return ""
    return format_money(value, currency) if column == "price" else str(value)


def _json(custom: dict[str, str]) -> str:
    return json.dumps(custom, ensure_ascii=False)
