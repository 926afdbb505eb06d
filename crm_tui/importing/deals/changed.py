"""What a row that came before says anew of its deal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import time
from typing import Any

from crm_tui.clock import decode_instant
from crm_tui.domain.deals import Stage
from crm_tui.domain.drafts import NoteDraft
from crm_tui.domain.money import format_money
from crm_tui.importing.deals.drafts import DealDraft
from crm_tui.importing.deals.stages import Stages
from crm_tui.importing.matching import Rules
from crm_tui.importing.news import NameOf, addition, change
from crm_tui.importing.state import note_text
from crm_tui.queries import importing as queries
from crm_tui.queries import importing_deals as deal_queries
from crm_tui.queries.importing_deals import DealRow
from crm_tui.services import deals
from crm_tui.store.write import Write
from crm_tui.text import fold

Columns = dict[str, Any]
# Columns that a row fills one by one, and what a policy calls them.
_FIELDS = {"title": "title", "expected_close": "expected_close", "source": "source",
           "company_id": "company", "owner_id": "owner", "lost_reason": "lost_reason"}  # fmt: skip
_TAG = "(SELECT 'tag ' || name_key FROM tag WHERE tag.id = tag_id)"


class Changed:
    """The deals of one batch whose rows changed; `tags` and `notes` are to be added to them.

    `name_of` says what people call what a column holds.
    """

    def __init__(
        self, w: Write, rules: Rules, stages: Stages, ids: Iterable[int], name_of: NameOf
    ) -> None:
        self._w, self._rules, self._stages, self._name_of = w, rules, stages, name_of
        self._deals = deal_queries.deals(w, ids)
        self._held = {id: set[str]() for id in self._deals}
        for id, text in queries.texts(w, "deal", "note", queries.NOTE, self._deals):
            self._held[id] |= {text, text.partition(" ")[2]}
        for id, text in queries.texts(w, "deal", "tagging", _TAG, self._deals):
            self._held[id].add(text)
        self.tags: list[tuple[int, str]] = []
        self.notes: list[tuple[int, NoteDraft]] = []

    def update(self, draft: DealDraft, id: int, says: Columns) -> tuple[str, ...]:
        """Write what the row says now, `says` being the columns of a new deal that it would
        make; answers what is news.

        Where it says that a deal went counts as a move; one of which it names no stage stays
        where it is. A currency comes with its amount only.
        """
        before = self._deals.get(id)
        if before is None:
            return ()
        stage = self._stages.now(draft, before.pipeline_id)
        if stage and (stage.id == before.stage_id or not self._rules.may("stage")):
            stage = None
        news = self._fill(draft, before, says, stage.status if stage else before.status)
        if stage:
            news.append(change("stage", self._stages.name(before.stage_id), stage.name))
            self._move(draft, before, stage)
        elif before.closed_at and draft.closed_at and self._rules.may("closed_at"):
            news += self._redate(before, draft.closed_at)
        return (*news, *self._add(draft, id))

    def _fill(self, draft: DealDraft, before: DealRow, says: Columns, status: str) -> list[str]:
        """Set the columns that the row has another value for; answers the news."""
        changed, news = Columns(), list[str]()
        for column, field in _FIELDS.items():
            present, value = getattr(before, column), says[column]
            if value and value != present and (not present or self._rules.may(field)):
                changed[column] = value
                was, now = self._name_of(column, present), self._name_of(column, value)
                news.append(change(column, was, now))
        if "title" in changed:
            changed["title_key"] = fold(changed["title"])
        for more, told in (self._money(draft, before), self._chance(draft, before, status),
                           self._custom(draft, before)):  # fmt: skip
            changed |= more
            news += told
        self._w.update("deal", before.id, **changed)
        return news

    def _money(self, draft: DealDraft, before: DealRow) -> tuple[Columns, list[str]]:
        value, currency = draft.value, draft.currency
        same = (value, currency) == (before.value, before.currency)
        if value is None or same or not self._free("value", before.value):
            return {}, []
        was = "" if before.value is None else format_money(before.value, before.currency)
        columns = {"value": value, "currency": currency, "value_from_lines": 0}
        return columns, [change("value", was, format_money(value, currency))]

    def _chance(self, draft: DealDraft, before: DealRow, status: str) -> tuple[Columns, list[str]]:
        """A probability of its own, which only an open deal has."""
        share = draft.probability
        if share is None or status != "open" or not self._rules.may("probability"):
            return {}, []
        if share == before.probability:
            return {}, []
        columns = {"probability": share, "probability_by_hand": 1}
        return columns, [change("probability", str(before.probability), str(share))]

    def _custom(self, draft: DealDraft, before: DealRow) -> tuple[Columns, list[str]]:
        present: dict[str, str] = json.loads(before.custom)
        more = {
            key: value
            for key, value in draft.custom.items()
            if value != present.get(key) and self._free(key, present.get(key))
        }
        if not more:
            return {}, []
        news = [change(key, present.get(key, ""), value) for key, value in more.items()]
        return {"custom": json.dumps(present | more, ensure_ascii=False)}, news

    def _free(self, field: str, present: object) -> bool:
        """May the field be set, which holds `present`?"""
        return present in (None, "") or self._rules.may(field)

    def _move(self, draft: DealDraft, before: DealRow, stage: Stage) -> None:
        deals.move(
            self._w,
            before.id,
            stage.name,
            pipeline_name=self._stages.pipeline(stage.pipeline_id),
            reason=draft.lines["lost_reason"],
            at=draft.closed_at if stage.status != "open" else None,
        )

    def _redate(self, before: DealRow, closed_at: str) -> list[str]:
        if before.closed_at and self._is_same_moment(before.closed_at, closed_at):
            return []
        deals.redate(self._w, before.id, closed_at)
        return [change("closed_at", (before.closed_at or "")[:10], closed_at[:10])]

    def _is_same_moment(self, known: str, told: str) -> bool:
        """A file tells the second, or no more than the day, of what is known more exactly."""
        zone = self._w.clock.zone
        ours, theirs = (decode_instant(each).astimezone(zone) for each in (known, told))
        if ours.replace(microsecond=0) == theirs.replace(microsecond=0):
            return True
        return theirs.time() == time() and ours.date() == theirs.date()

    def _add(self, draft: DealDraft, id: int) -> list[str]:
        """Note the tags and notes that the deal has not; answers the news."""
        held, news = self._held[id], list[str]()
        for tag in draft.tags:
            if f"tag {fold(tag)}" not in held:
                held.add(f"tag {fold(tag)}")
                self.tags.append((id, tag))
                news.append(addition("tag", tag))
        for note in draft.notes:
            if note_text(note) not in held:
                held |= {note_text(note), note.body}
                self.notes.append((id, note))
                news.append(addition("note", note.body))
        return news
