"""Writing deals. `move` is the only writer of a deal's stage."""

from __future__ import annotations

from typing import Any

from crm_tui.clock import decode_instant
from crm_tui.domain.deals import Deal, Pipeline, Stage, days_between
from crm_tui.domain.fields import choice
from crm_tui.domain.products import LineItem
from crm_tui.errors import InvalidField, NotFound
from crm_tui.queries import deals as queries
from crm_tui.queries.resolve import resolve
from crm_tui.services import line_items, records, values
from crm_tui.services.values import Values, named
from crm_tui.store.write import Ids, Write
from crm_tui.text import clean_line, fold


def create(w: Write, given: Values) -> int:
    """A new deal from `{field: text}`; answers its id.

    It begins in the stage that is named, else in the pipeline's first. Raises
    InvalidField, and NotFound for a pipeline without stages.
    """
    values.check_names(w, "deal", given)
    title = values.required_line("title", given.get("title", ""))
    made = values.with_new_company(w, given.get("company", ""))
    pipeline = _pipeline(w, given.get("pipeline", ""))
    stage = _stage(pipeline, given.get("stage", ""))
    columns = {
        "currency": w.config.currency,
        **columns_of(w, {**given, "title": title}, w.config.currency),
        **values.custom(w, "deal", given),
        "pipeline_id": pipeline.id,
        "stage_id": stage.id,
        "status": stage.status,
        "stage_since": w.now,
        "closed_at": None if stage.status == "open" else w.now,
    }
    columns.setdefault("probability", stage.probability)
    person = _contact(w, given)
    if person and columns.get("company_id") is None:
        columns["company_id"] = _company_of(w, person)
    id = w.insert("deal", **columns)
    w.insert("stage_change", deal_id=id, to_stage_id=stage.id, at=w.now, user_id=w.user_id)
    if person:
        w.insert("deal_contact", deal_id=id, contact_id=person)
    w.summary = f"added deal {title} in {stage.name}{made}{_over_limit(w, stage)}"
    return id


def edit(w: Write, id: int, given: Values, version: int | None = None) -> None:
    """Set a deal's fields; a stage or another pipeline goes through `move`, a contact
    is added.

    Raises InvalidField, NotFound, Conflict.
    """
    values.check_names(w, "deal", given)
    before, _, _, _, lines = queries.deal(w, id)
    made = values.with_new_company(w, given.get("company", ""))
    columns = columns_of(w, given, before.currency, before.value)
    columns |= _value_of(w, before, lines, given, columns.get("currency", before.currency))
    if given.get("probability", "-").strip() == "":
        columns |= {"probability": _stage_of(w, before.stage_id).probability}
    columns |= values.custom(w, "deal", given, before.custom)
    records.change(w, "deal", before, columns, version)
    person = _contact(w, given)
    if person:
        add_contact(w, id, person)
    _transfer(w, before, given.get("stage", ""), given.get("pipeline", ""))
    w.summary = f"edited deal {columns.get('title', before.title)}{made}"


def move(
    w: Write,
    id: int,
    stage_name: str,
    *,
    pipeline_name: str = "",
    reason: str = "",
    version: int | None = None,
    at: str | None = None,
) -> Stage:
    """Bring a deal into a stage, now or at the instant `at`: the change is recorded with the
    days spent in the old one, and the stage's status and probability become the deal's (a
    probability set by hand stays while the deal is open). Answers the stage.

    Raises InvalidField for an unknown stage, NotFound, and Conflict.
    """
    before = queries.deal(w, id).deal
    pipeline = _pipeline(w, pipeline_name or before.pipeline)
    stage = _stage(pipeline, stage_name)
    w.summary = f"moved deal {before.title} to {stage.name}"
    if stage.id == before.stage_id:
        if reason and stage.status == "lost":
            w.update("deal", id, version, lost_reason=clean_line(reason))
        return stage
    at = at or w.now
    columns: dict[str, Any] = {
        "pipeline_id": pipeline.id,
        "stage_id": stage.id,
        "status": stage.status,
        "stage_since": at,
        "closed_at": None if stage.status == "open" else at,
        "lost_reason": clean_line(reason) if stage.status == "lost" else "",
    }
    if stage.status != "open" or not before.probability_by_hand:
        columns |= {"probability": stage.probability, "probability_by_hand": 0}
    w.update("deal", id, version, **columns)
    w.insert(
        "stage_change",
        deal_id=id,
        from_stage_id=before.stage_id,
        to_stage_id=stage.id,
        at=at,
        user_id=w.user_id,
        days_spent=days_between(before.stage_since, decode_instant(at)),
    )
    w.summary += _over_limit(w, stage)
    return stage


def redate(w: Write, id: int, closed_at: str) -> None:
    """Correct when a deal was closed, in its history too."""
    w.update("deal", id, closed_at=closed_at, stage_since=closed_at)
    moves = w.db.rows(
        "SELECT id, at FROM stage_change WHERE deal_id = :id ORDER BY at DESC, id DESC LIMIT 2",
        {"id": id},
    )
    if moves:
        begun = str(moves[-1][1]) if len(moves) > 1 else None
        spent = days_between(begun, decode_instant(closed_at)) if begun else None
        w.update("stage_change", int(str(moves[0][0])), at=closed_at, days_spent=spent)


def win(w: Write, id: int, version: int | None = None) -> Stage:
    """Move a deal to its pipeline's won stage."""
    return _close(w, id, "won", "", version)


def lose(w: Write, id: int, reason: str, version: int | None = None) -> Stage:
    """Move a deal to its pipeline's lost stage. Raises InvalidField without a reason."""
    kept = values.required_line("reason", reason)
    return _close(w, id, "lost", kept, version)


def reopen(w: Write, id: int) -> Stage:
    """Bring a won or lost deal back into the open stage it was closed from.

    Raises InvalidField when it is open.
    """
    detail = queries.deal(w, id)
    if detail.deal.status == "open":
        raise InvalidField("stage", f"deal {id} is open", "nothing to do")
    pipeline = _pipeline(w, detail.deal.pipeline)
    open_names = [stage.name for stage in pipeline.stages if stage.status == "open"]
    before = [move.from_stage for move in detail.moves if move.from_stage in open_names]
    return move(w, id, before[0] if before and before[0] else open_names[0])


def add_contact(w: Write, id: int, contact_id: int, role: str = "") -> None:
    """Give a contact a part in a deal, or another role. Raises NotFound for either."""
    records.there(w, "deal", id)
    records.there(w, "contact", contact_id)
    part = w.scalar(
        "SELECT id FROM deal_contact WHERE deal_id = :deal AND contact_id = :contact",
        {"deal": id, "contact": contact_id},
    )
    if part is None:
        w.insert("deal_contact", deal_id=id, contact_id=contact_id, role=clean_line(role))
    elif role:
        w.update("deal_contact", int(str(part)), role=clean_line(role))


def archive(w: Write, id: int) -> None:
    """Take a deal out of the lists; nothing is lost."""
    title = records.archive(w, "deal", id)
    w.summary = f"archived deal {title}"


def delete(w: Write, id: int) -> None:
    """Remove a deal with its moves and reminders; interactions stay without it."""
    title = queries.deal(w, id).deal.title
    remove(w, id)
    w.summary = f"deleted deal {title}"


def remove(w: Write, ids: int | Ids) -> None:
    """What `delete` does, to one or to many."""
    w.clear("interaction", "deal_id", ids)
    for table in ("stage_change", "deal_contact", "line_item"):
        w.delete(table, deal_id=ids)
    records.delete_parts(w, "deal", ids)
    w.delete("import_key", noun="deal", record_id=ids)
    w.delete("deal", id=ids)


def _close(w: Write, id: int, status: str, reason: str, version: int | None) -> Stage:
    deal = queries.deal(w, id).deal
    pipeline = _pipeline(w, deal.pipeline)
    stage = next((stage for stage in pipeline.stages if stage.status == status), None)
    if stage is None:
        raise InvalidField("stage", f"{pipeline.name} has no {status} stage", "add one to it")
    return move(w, id, stage.name, reason=reason, version=version)


def _transfer(w: Write, before: Deal, stage: str, pipeline_name: str) -> None:
    """Move to the stage that is named, or to the first one of another pipeline."""
    if not stage.strip() and not pipeline_name.strip():
        return
    pipeline = _pipeline(w, pipeline_name or before.pipeline)
    if stage.strip() or pipeline.id != before.pipeline_id:
        move(w, before.id, _stage(pipeline, stage).name, pipeline_name=pipeline.name)


def columns_of(
    w: Write, given: Values, currency: str = "", value: int | None = None
) -> dict[str, Any]:
    """The columns that fields set, money in `currency` unless it says another. Raises
    InvalidField."""
    columns: dict[str, Any] = {}
    if "title" in given:
        title = values.required_line("title", given["title"])
        columns |= {"title": title, "title_key": fold(title)}
    if "source" in given:
        columns["source"] = clean_line(given["source"])
    columns |= values.money(given, "value", currency, value)
    if given.get("probability", "").strip():
        columns["probability"] = values.percent("probability", given["probability"])
    if "probability" in given:
        columns["probability_by_hand"] = int(bool(given["probability"].strip()))
    if "expected_close" in given:
        columns["expected_close"] = values.date_or_none(
            w, "expected_close", given["expected_close"]
        )
    if "company" in given:
        columns["company_id"] = values.company_or_none(w, given["company"])
    if "owner" in given:
        columns["owner_id"] = values.user_or_none(w, "owner", given["owner"])
    return columns


def _value_of(
    w: Write, before: Deal, lines: tuple[LineItem, ...], given: Values, currency: str
) -> dict[str, Any]:
    """What an edit makes of the value of a deal with line items: they go along into another
    currency, and a value that is cleared follows them."""
    if currency != before.currency:
        lines = line_items.redenominate(w, lines, currency)
    if given.get("value", "").strip():
        return {"value_from_lines": 0}
    if "value" in given or before.value_from_lines:
        return {"value": line_items.total(lines), "value_from_lines": int(bool(lines))}
    return {}


def _over_limit(w: Write, stage: Stage) -> str:
    """What to tell where a stage holds more deals than it should now; nothing is refused."""
    if stage.deal_limit is None:
        return ""
    sql = (
        "SELECT count(*) FROM deal WHERE stage_id = :id AND status = 'open' AND archived_at IS NULL"
    )
    count = w.count(sql, {"id": stage.id})
    return f", which holds {count} of {stage.deal_limit}" if count > stage.deal_limit else ""


def _contact(w: Write, given: Values) -> int | None:
    if not given.get("contact", "").strip():
        return None
    with named("contact"):
        return resolve(w, given["contact"], ("contact",)).id


def _company_of(w: Write, contact_id: int) -> int | None:
    id = w.scalar("SELECT company_id FROM contact WHERE id = :id", {"id": contact_id})
    return None if id is None else int(str(id))


def _pipeline(w: Write, name: str) -> Pipeline:
    pipelines = queries.pipelines(w)
    if not pipelines:
        raise NotFound("there is no pipeline", "add one with: crm pipeline add")
    if not name.strip():
        return pipelines[0]
    wanted = choice("pipeline", fold(name), [fold(pipeline.name) for pipeline in pipelines])
    return next(pipeline for pipeline in pipelines if fold(pipeline.name) == wanted)


def _stage(pipeline: Pipeline, name: str) -> Stage:
    if not pipeline.stages:
        raise NotFound(f"pipeline {pipeline.name} has no stages", "add one to it")
    if not name.strip():
        return pipeline.stages[0]
    wanted = choice("stage", fold(name), [fold(stage.name) for stage in pipeline.stages])
    return next(stage for stage in pipeline.stages if fold(stage.name) == wanted)


def _stage_of(w: Write, id: int) -> Stage:
    stages = [stage for pipeline in queries.pipelines(w) for stage in pipeline.stages]
    return next(stage for stage in stages if stage.id == id)
