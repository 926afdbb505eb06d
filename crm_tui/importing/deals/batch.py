"""A batch of deals: matched by the id in its source, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crm_tui.clock import decode_instant
from crm_tui.domain.deals import Stage, days_between
from crm_tui.importing.deals.drafts import DealDraft
from crm_tui.importing.deals.stages import Stages
from crm_tui.importing.matching import OWNER_KEY, Rules, Verdict, seen_rows
from crm_tui.queries import importing as queries
from crm_tui.services import deals, users
from crm_tui.store.write import Write
from crm_tui.text import fold

CONTACT_KEY = "imported_contact"
Known = dict[str, int]


class DealBatch:
    """The rows of one transaction and what they refer to."""

    def __init__(
        self, w: Write, rules: Rules, stages: Stages, drafts: Sequence[DealDraft], *, users: bool
    ) -> None:
        self._w, self._rules, self._stages, self._drafts = w, rules, stages, drafts
        self._seen = seen_rows(w, rules, "deal", [draft.key for draft in drafts])
        self.fresh = [draft for draft in drafts if not self._is_same(draft)]
        stages.load(w, self.fresh)
        self._owners = self._find_owners(make=users)
        self.companies = self._find_companies()
        self._contacts = self._find_contacts()

    def run(self) -> Iterator[Verdict]:
        """Write what is new or changed; answers what became of each row."""
        new = [draft for draft in self.fresh if draft.key not in self._seen]
        # A row that stands twice in a file is one deal.
        once = list({draft.key: draft for draft in reversed(new)}.values())[::-1]
        self._insert(once)
        kept = {id(draft) for draft in once}
        for draft in self._drafts:
            seen = self._seen.get(draft.key)
            if seen is None:
                yield Verdict("new" if id(draft) in kept else "same")
            elif seen.row_hash == draft.row_hash or self._rules.mode == "skip":
                yield Verdict("same")
            else:
                updated = self._update(draft, seen.record_id)
                if seen.id:
                    self._w.update("import_key", seen.id, row_hash=draft.row_hash)
                yield Verdict("updated" if updated else "same")

    def _is_same(self, draft: DealDraft) -> bool:
        seen = self._seen.get(draft.key)
        return seen is not None and seen.row_hash == draft.row_hash

    # -- what the rows refer to --------------------------------------------------------------

    def _find_owners(self, *, make: bool) -> Known:
        known = queries.user_ids(self._w)
        for draft in self.fresh if make else ():
            name = draft.lines["owner"]
            if name and fold(name) not in known:
                known[fold(name)] = users.create(self._w, name)
        return known

    def _find_companies(self) -> Known:
        names = {fold(name): name for draft in self.fresh if (name := draft.lines["company"])}
        rows = queries.companies(self._w, "name_key", names)
        known = {row.name_key: row.id for row in reversed(rows)}
        missing = [key for key in names if key not in known]
        made = self._w.reserve("company", len(missing))
        self._w.insert_many(
            "company",
            [
                {"id": number, "name": names[key], "name_key": key}
                for number, key in zip(made, missing, strict=True)
            ],
        )
        self.made = len(missing)
        return known | dict(zip(missing, made, strict=True))

    def _find_contacts(self) -> dict[str, list[int]]:
        names = {fold(name) for draft in self.fresh if (name := draft.lines["contact"])}
        return queries.ids_by_name(self._w, names)

    # -- writing ---------------------------------------------------------------------------------

    def _insert(self, drafts: list[DealDraft]) -> None:
        w = self._w
        rows, moves, people = [], [], []
        ids = w.reserve("deal", len(drafts))
        for number, draft in zip(ids, drafts, strict=True):
            stage, first = self._stages.of(draft)
            columns = self._columns(draft, stage)
            begun = draft.created_at or min(draft.closed_at or w.now, w.now)
            columns |= {"id": number, "created_at": begun, "owner_id": self._owner(draft)}
            since = columns["closed_at"] or begun
            columns |= {"pipeline_id": stage.pipeline_id, "stage_id": stage.id}
            rows.append({**columns, "stage_since": since, "custom": _json(draft.custom)})
            moves += _moves(number, stage, first, begun, since)
            person = self._contacts.get(fold(draft.lines["contact"]), [])
            if len(person) == 1:
                people.append({"deal_id": number, "contact_id": person[0]})
        w.insert_many("deal", rows)
        w.insert_many("stage_change", moves)
        w.insert_many("deal_contact", people)
        pairs = list(zip(ids, drafts, strict=True))
        w.insert_many(
            "note",
            [
                {
                    "deal_id": id,
                    "body": note.body,
                    "created_at": note.at or w.now,
                    "created_by": self._owners.get(fold(note.author)) if note.at else w.user_id,
                }
                for id, draft in pairs
                for note in draft.notes
            ],
        )
        self._tag(pairs)
        w.insert_many("import_key", [self._memory(id, draft) for id, draft in pairs])

    def _columns(self, draft: DealDraft, stage: Stage) -> dict[str, Any]:
        company = draft.lines["company"]
        is_open = stage.status == "open"
        contact = draft.lines["contact"]
        if contact and len(self._contacts.get(fold(contact), [])) != 1:
            draft.custom.setdefault(CONTACT_KEY, contact)
        by_hand = is_open and draft.probability is not None
        return {
            "title": draft.title,
            "title_key": fold(draft.title),
            "status": stage.status,
            "value": draft.value,
            "currency": draft.currency,
            "probability": draft.probability if by_hand else stage.probability,
            "probability_by_hand": int(by_hand),
            "expected_close": draft.expected_close,
            "closed_at": None if is_open else draft.closed_at or draft.created_at or self._w.now,
            "lost_reason": draft.lines["lost_reason"] if stage.status == "lost" else "",
            "source": draft.lines["source"],
            "company_id": self.companies.get(fold(company)) if company else None,
        }

    def _owner(self, draft: DealDraft) -> int | None:
        name = draft.lines["owner"]
        known = self._owners.get(fold(name))
        if name and known is None:
            draft.custom.setdefault(OWNER_KEY, name)
        return known or self._w.user_id

    def _update(self, draft: DealDraft, id: int) -> bool:
        """What the row says now, and whether that is news.

        Where it says that a deal went counts as a move, and one of which it names no stage
        stays where it is. A currency comes with its amount only.
        """
        w = self._w
        stage, _ = self._stages.of(draft)
        before = queries.deal(w, id)
        if before is None:
            return False
        columns = self._columns(draft, stage)
        kept = ["title", "title_key", "expected_close", "source", "company_id"]
        kept += ["value", "currency"] if draft.value is not None else []
        said = {name: columns[name] for name in kept if columns[name] not in (None, "")}
        custom = json.loads(before.custom)
        changed = {name: value for name, value in said.items() if value != getattr(before, name)}
        if custom != custom | draft.custom:
            changed["custom"] = _json(custom | draft.custom)
        w.update("deal", id, **changed)
        now = self._stages.now(draft, before.pipeline_id)
        if now is not None and before.stage_id != now.id:
            sql = "SELECT name FROM pipeline WHERE id = :id"
            pipeline = str(w.scalar(sql, {"id": now.pipeline_id}))
            reason = draft.lines["lost_reason"]
            deals.move(w, id, now.name, pipeline_name=pipeline, reason=reason)
            return True
        return bool(changed)

    def _tag(self, pairs: Iterable[tuple[int, DealDraft]]) -> None:
        w = self._w
        wanted = [(id, tag) for id, draft in pairs for tag in dict.fromkeys(draft.tags)]
        names = {fold(tag): tag for _, tag in wanted}
        known = queries.tag_ids(w, names)
        missing = [key for key in names if key not in known]
        w.insert_many("tag", [{"name": names[key], "name_key": key} for key in missing])
        known |= queries.tag_ids(w, missing)
        rows = dict.fromkeys((known[fold(tag)], id) for id, tag in wanted)
        w.insert_many("tagging", [{"tag_id": tag, "deal_id": id} for tag, id in rows])

    def _memory(self, id: int, draft: DealDraft) -> dict[str, Any]:
        return {
            "noun": "deal",
            "source": self._rules.source,
            "key": draft.key,
            "row_hash": draft.row_hash,
            "record_id": id,
        }


def _moves(id: int, stage: Stage, first: Stage, begun: str, since: str) -> list[dict[str, Any]]:
    """The history that a file tells of: where the deal began, and that it was closed."""
    if stage.status == "open":
        return [_move(id, None, stage.id, begun, None)]
    spent = days_between(begun, decode_instant(since))
    return [_move(id, None, first.id, begun, None), _move(id, first.id, stage.id, since, spent)]


def _move(id: int, before: int | None, to: int, at: str, spent: int | None) -> dict[str, Any]:
    return {"deal_id": id, "from_stage_id": before, "to_stage_id": to, "at": at,
            "days_spent": spent}  # fmt: skip


def _json(custom: dict[str, str]) -> str:
    return json.dumps(custom, ensure_ascii=False)
