"""Writing the stages of pipelines."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.deals import STATUSES, Pipeline, Stage
from crm_tui.domain.fields import choice
from crm_tui.errors import Conflict, InvalidField, NotFound
from crm_tui.queries import deals as queries
from crm_tui.services import deals, values
from crm_tui.services.records import change
from crm_tui.services.values import Values
from crm_tui.store.write import Write
from crm_tui.text import fold

FIELDS = ("name", "status", "probability", "rotting_days", "deal_limit")
_CERTAIN = {"won": 100, "lost": 0}


def add(w: Write, pipeline_id: int, given: Values) -> int:
    """A stage from `{field: text}`, the last of the open ones or, with a status of won or
    lost, of all; answers its id. Raises InvalidField, NotFound."""
    pipeline = _pipeline(w, pipeline_id)
    columns = {"status": "open", "probability": 0, **_columns(pipeline, given)}
    if "name" not in columns:
        values.required_line("name", "")
    columns["probability"] = _CERTAIN.get(columns["status"], columns["probability"])
    ids = [stage.id for stage in pipeline.stages]
    opened = [stage for stage in pipeline.stages if stage.status == "open"]
    at = len(opened) if columns["status"] == "open" else len(ids)
    id = w.insert("stage", pipeline_id=pipeline_id, position=len(ids), **columns)
    _place(w, pipeline, [*ids[:at], id, *ids[at:]])
    w.summary = f"added stage {columns['name']} to {pipeline.name}"
    return id


def edit(w: Write, id: int, given: Values) -> None:
    """Set a stage's fields. Open deals in it get its new probability, unless theirs was set
    by hand. Raises InvalidField, also for another status while deals are in it; NotFound."""
    pipeline, before = _stage(w, id)
    columns = _columns(pipeline, given, before)
    if columns.get("status", before.status) != before.status:
        if _deals(w, id):
            raise InvalidField("status", f"there are deals in {before.name}", "move them first")
        _keeps_open_stage(pipeline, before)
        columns["probability"] = _CERTAIN.get(columns["status"], before.probability)
    change(w, "stage", before, columns, None)
    if columns.get("probability", before.probability) != before.probability:
        for deal in _open_without_own_probability(w, id):
            w.update("deal", deal, probability=columns["probability"])
    w.summary = f"edited stage {columns.get('name', before.name)} of {pipeline.name}"


def reorder(w: Write, pipeline_id: int, first: list[int]) -> None:
    """Put these stages of a pipeline first, in this order; the others follow in theirs.

    Raises InvalidField for a stage of another pipeline.
    """
    pipeline = _pipeline(w, pipeline_id)
    ids = [stage.id for stage in pipeline.stages]
    if strange := [id for id in first if id not in ids]:
        raise InvalidField("stage", f"stage {strange[0]} is not one of {pipeline.name}")
    first = list(dict.fromkeys(first))
    _place(w, pipeline, [*first, *(id for id in ids if id not in first)])
    w.summary = f"reordered the stages of {pipeline.name}"


def delete(w: Write, id: int, move_to: int | None = None) -> int:
    """Take a stage away, its deals moved to the stage `move_to` of the same pipeline first;
    answers how many were. What deals have been through stays in their history.

    Raises Conflict for one with deals and no stage to move them to, InvalidField, NotFound.
    """
    pipeline, stage = _stage(w, id)
    _keeps_open_stage(pipeline, stage)
    held = _deals(w, id)
    if held and move_to is None:
        count = f"{len(held)} deal{'s' * (len(held) != 1)}"
        raise Conflict(f"{count} in {stage.name}", "say where they go: --move-to STAGE")
    if held:
        target = next((s for s in pipeline.stages if s.id == move_to and s.id != id), None)
        if target is None:
            raise InvalidField("move_to", f"not another stage of {pipeline.name}", "name one of it")
        for deal in held:
            deals.move(w, deal, target.name)
    # Its moves refer to it: it is put by, and its name is free for another.
    w.update("stage", id, archived_at=w.now, name_key=f"{fold(stage.name)} #{id}")
    w.summary = f"deleted stage {stage.name} of {pipeline.name}"
    return len(held)


def _columns(pipeline: Pipeline, given: Values, before: Stage | None = None) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "name" in given:
        name = values.required_line("name", given["name"])
        others = [fold(stage.name) for stage in pipeline.stages if stage != before]
        if fold(name) in others:
            raise InvalidField("name", f"{pipeline.name} has a stage '{name}' already")
        if before is None or name != before.name:
            columns |= {"name": name, "name_key": fold(name)}
    if "status" in given:
        columns["status"] = choice("status", given["status"], STATUSES)
    if "probability" in given:
        columns["probability"] = values.percent("probability", given["probability"])
    if "rotting_days" in given:
        columns["rotting_days"] = _number_or_none("rotting_days", "days", given["rotting_days"])
    if "deal_limit" in given:
        columns["deal_limit"] = _number_or_none("deal_limit", "deals", given["deal_limit"])
    return columns


def _number_or_none(name: str, unit: str, text: str) -> int | None:
    digits = text.strip().removesuffix(unit).removesuffix(unit[0]).strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits) < 10_000):
        hint = f"a number of {unit}; empty for no limit"
        raise InvalidField(name, f"'{text}' is not a number of {unit}", hint)
    return int(digits)


def _place(w: Write, pipeline: Pipeline, order: list[int]) -> None:
    present = {stage.id: stage.position for stage in pipeline.stages}
    for position, id in enumerate(order):
        if present.get(id) != position:
            w.update("stage", id, position=position)


def _keeps_open_stage(pipeline: Pipeline, without: Stage) -> None:
    if not any(s.status == "open" for s in pipeline.stages if s.id != without.id):
        raise InvalidField("stage", f"{pipeline.name} needs an open stage", "add another first")


def _deals(w: Write, stage_id: int) -> list[int]:
    sql = "SELECT id FROM deal WHERE stage_id = :id ORDER BY id"
    return [int(row[0]) for row in w.db.rows(sql, {"id": stage_id})]


def _open_without_own_probability(w: Write, stage_id: int) -> list[int]:
    sql = "SELECT id FROM deal WHERE stage_id = :id AND status = 'open' AND probability_by_hand = 0"
    return [int(row[0]) for row in w.db.rows(sql, {"id": stage_id})]


def _pipeline(w: Write, id: int) -> Pipeline:
    found = next((pipeline for pipeline in queries.pipelines(w) if pipeline.id == id), None)
    if found is None:
        raise NotFound(f"no pipeline {id}", "list them with: crm pipeline list")
    return found


def _stage(w: Write, id: int) -> tuple[Pipeline, Stage]:
    for pipeline in queries.pipelines(w):
        for stage in pipeline.stages:
            if stage.id == id:
                return pipeline, stage
    raise NotFound(f"no stage {id}", "look with: crm pipeline show")
