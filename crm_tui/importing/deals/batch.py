"""A batch of deals: matched by the id in its source, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from crm_tui.clock import decode_instant
from crm_tui.domain.deals import Stage, days_between
from crm_tui.domain.drafts import NoteDraft
from crm_tui.importing.deals.changed import Changed
from crm_tui.importing.deals.drafts import DealDraft
from crm_tui.importing.deals.products import Products, update_lines
from crm_tui.importing.deals.stages import Stages
from crm_tui.importing.matching import OWNER_KEY, Rules, Verdict, owners, seen_rows
from crm_tui.queries import importing as queries
from crm_tui.queries import importing_deals as deal_queries
from crm_tui.store.write import Write
from crm_tui.text import fold

CONTACT_KEY = "imported_contact"
Known = dict[str, int]


class DealBatch:
    """The rows of one transaction and what they refer to."""

    def __init__(
        self,
        w: Write,
        rules: Rules,
        stages: Stages,
        products: Products,
        drafts: Sequence[DealDraft],
    ) -> None:
        self._w, self._rules, self._stages, self._drafts = w, rules, stages, drafts
        self._products = products
        self._seen = seen_rows(w, rules, "deal", [draft.key for draft in drafts])
        self.fresh = [draft for draft in drafts if not self._is_same(draft)]
        stages.load(w, self.fresh)
        products.add_missing(w, self.fresh)
        for draft in self.fresh:
            products.named(draft)
        self._owners = owners(w, rules, (draft.lines["owner"] for draft in self.fresh))
        self.companies = self._find_companies()
        self._contacts = self._find_contacts()

    def run(self) -> list[Verdict]:
        """Write what is new or changed; answers what became of each row."""
        new = [draft for draft in self.fresh if draft.key not in self._seen]
        # A row that stands twice in a file is one deal.
        once = list({draft.key: draft for draft in reversed(new)}.values())[::-1]
        self._insert(once)
        kept = {id(draft) for draft in once}
        known = (self._seen.get(draft.key) for draft in self.fresh)
        ids = [row.record_id for row in known if row]
        changed = Changed(self._w, self._rules, self._stages, ids, self._name_of)
        verdicts = [self._judge(draft, changed, kept) for draft in self._drafts]
        self._tag(changed.tags)
        self._note(changed.notes)
        return verdicts

    def _judge(self, draft: DealDraft, changed: Changed, new: set[int]) -> Verdict:
        seen = self._seen.get(draft.key)
        if seen is None:
            return Verdict("new" if id(draft) in new else "same")
        if seen.row_hash == draft.row_hash or self._rules.mode == "skip":
            return Verdict("same")
        says = self._columns(draft, self._stages.of(draft)[0])
        says["owner_id"] = self._owner(draft)
        news = (
            *changed.update(draft, seen.record_id, says),
            *update_lines(self._w, self._rules, self._products, draft, seen.record_id),
        )
        if seen.id:
            self._w.update("import_key", seen.id, row_hash=draft.row_hash)
        return Verdict("updated", news=news) if news else Verdict("same")

    def _is_same(self, draft: DealDraft) -> bool:
        seen = self._seen.get(draft.key)
        return seen is not None and seen.row_hash == draft.row_hash

    # -- what the rows refer to --------------------------------------------------------------

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
        return deal_queries.ids_by_name(self._w, names)

    # -- writing ---------------------------------------------------------------------------------

    def _insert(self, drafts: list[DealDraft]) -> None:
        w = self._w
        rows, moves, people, lines = [], [], [], []
        ids = w.reserve("deal", len(drafts))
        for number, draft in zip(ids, drafts, strict=True):
            stage, first = self._stages.of(draft)
            lines += self._products.lines(number, draft)
            columns = self._columns(draft, stage)
            begun = draft.created_at or min(draft.closed_at or w.now, w.now)
            columns |= {
                "id": number,
                "created_at": begun,
                "owner_id": self._owner(draft) or w.user_id,
            }
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
        w.insert_many("line_item", lines)
        pairs = list(zip(ids, drafts, strict=True))
        self._note((id, note) for id, draft in pairs for note in draft.notes)
        self._tag((id, tag) for id, draft in pairs for tag in draft.tags)
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
            "value_from_lines": int(draft.follows),
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
        """The owner whom the row names where it is a user of ours; another is kept as text."""
        name = draft.lines["owner"]
        known = self._owners.get(fold(name))
        if name and known is None:
            draft.custom.setdefault(OWNER_KEY, name)
        return known

    def _name_of(self, column: str, value: Any) -> str:
        """What a column of a deal holds, as people call it."""
        if value is None:
            return ""
        names = {"owner_id": self._owners, "company_id": self.companies}.get(column)
        if names is None:
            return str(value)
        found = next((name for name, id in names.items() if id == value), "")
        return found or (queries.company_name(self._w, value) if column == "company_id" else "")

    def _note(self, notes: Iterable[tuple[int, NoteDraft]]) -> None:
        w = self._w
        rows = [
            {
                "deal_id": id,
                "body": note.body,
                "created_at": note.at or w.now,
                "created_by": self._owners.get(fold(note.author)) if note.at else w.user_id,
            }
            for id, note in notes
        ]
        w.insert_many("note", rows)

    def _tag(self, wanted: Iterable[tuple[int, str]]) -> None:
        w, pairs = self._w, list(wanted)
        names = {fold(tag): tag for _, tag in pairs}
        known = queries.tag_ids(w, names)
        missing = [key for key in names if key not in known]
        w.insert_many("tag", [{"name": names[key], "name_key": key} for key in missing])
        known |= queries.tag_ids(w, missing)
        rows = dict.fromkeys((known[fold(tag)], id) for id, tag in pairs)
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
