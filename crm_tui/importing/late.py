"""Owners and stages of earlier rows that were not here when these came, and are by now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crm_tui.domain.deals import Stage
from crm_tui.importing.deals.stages import STAGE_KEY, Stages
from crm_tui.importing.matching import OWNER_KEY, Rules, owners
from crm_tui.queries import importing_deals as queries
from crm_tui.services import deals
from crm_tui.store.write import Write
from crm_tui.text import counted, fold


def settle_owners(w: Write, rules: Rules, noun: str) -> int:
    """Give the records of this source the owners whose names were kept as text, where they are
    users by now and nobody else has got the record since; answers how many."""
    waiting = queries.waiting(w, noun, rules.source, OWNER_KEY)
    names = {row.id: rules.recipe.owner(json.loads(row.custom)[OWNER_KEY]) for row in waiting}
    known = owners(w, rules, dict.fromkeys(names.values()))
    rows = [
        {"id": row.id, "owner": owner, "custom": _without(row.custom, OWNER_KEY), "now": w.now}
        for row in waiting
        if (owner := known.get(fold(names[row.id]))) and row.owner_id in (None, row.created_by)
    ]
    w.run(
        f"UPDATE {noun} SET owner_id = :owner, custom = :custom, version = version + 1,"
        " updated_at = :now WHERE id = :id",
        rows,
    )
    return len(rows)


def settle_stages(w: Write, rules: Rules, stages: Stages) -> int:
    """Put the deals of this source that never moved into the stages whose names were kept as
    text, where these are here by now; answers how many."""
    waiting = [row for row in queries.waiting(w, "deal", rules.source, STAGE_KEY) if not row.moved]
    wanted = {
        row.id: (row.pipeline_id, rules.recipe.stage(json.loads(row.custom)[STAGE_KEY]))
        for row in waiting
    }
    stages.ensure(w, wanted.values())
    moved = [(row, stage) for row in waiting if (stage := stages.named(*wanted[row.id]))]
    for row, stage in moved:
        w.update("deal", row.id, custom=_without(row.custom, STAGE_KEY))
        if stage.status != "open":
            deals.move(w, row.id, stage.name, pipeline_name=stages.pipeline(stage.pipeline_id))
    _correct(w, [(row.id, stage) for row, stage in moved if stage.status == "open"])
    return len(moved)


def late_notes(counts: Mapping[str, int], noun: str) -> Iterator[str]:
    """What was settled, as an import tells it."""
    for what in ("owner", "stage"):
        if count := counts.get(f"late {what}s", 0):
            got = counted(count, noun)
            yield f"{got} of before got the {what} that was missing then"


def _correct(w: Write, begun: Iterable[tuple[int, Stage]]) -> None:
    """The stages in which open deals began, and still are."""
    rows: list[dict[str, Any]] = [
        {"id": id, "stage": stage.id, "chance": stage.probability, "now": w.now}
        for id, stage in begun
    ]
    w.run(
        "UPDATE deal SET stage_id = :stage, probability = CASE probability_by_hand WHEN 1 THEN"
        " probability ELSE :chance END, version = version + 1, updated_at = :now WHERE id = :id",
        rows,
    )
    w.run("UPDATE stage_change SET to_stage_id = :stage WHERE deal_id = :id", rows)


def _without(custom: str, key: str) -> str:
    left = {name: value for name, value in json.loads(custom).items() if name != key}
    return json.dumps(left, ensure_ascii=False)
