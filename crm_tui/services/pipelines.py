"""Writing pipelines; their stages are written by `stages`."""

from __future__ import annotations

from crm_tui.domain.pipelines import drafts
from crm_tui.errors import InvalidField
from crm_tui.queries.names import named
from crm_tui.services.values import required_line
from crm_tui.store.write import Write
from crm_tui.text import fold


def create(w: Write, name: str, stages: list[str] | None = None) -> int:
    """A pipeline with open stages of these names, else the standard ones, and with Won and
    Lost; answers its id. Raises InvalidField for a name that is taken."""
    name = _free_name(w, name)
    found = drafts([required_line("stage", stage) for stage in stages or ()])
    keys = [fold(stage.name) for stage in found]
    if len({*keys}) < len(keys):
        raise InvalidField("stage", "two stages have the same name", "Won and Lost come by itself")
    last = w.scalar("SELECT max(position) FROM pipeline")
    id = w.insert(
        "pipeline", name=name, name_key=fold(name), position=int(str(last or 0)) + 1
    )  # fmt: skip
    w.insert_many(
        "stage",
        [
            {"pipeline_id": id, "name_key": fold(stage.name), "position": at, **stage._asdict()}
            for at, stage in enumerate(found)
        ],
    )
    w.summary = f"added pipeline {name}"
    return id


def rename(w: Write, id: int, name: str) -> None:
    """Call a pipeline otherwise. Raises InvalidField for a name that is taken, NotFound."""
    before, kept = named(w, "pipeline", f"pipeline:{id}"), _free_name(w, name, id)
    w.summary = f"renamed pipeline {before.name} to {kept}"
    if kept != before.name:
        w.update("pipeline", id, name=kept, name_key=fold(kept))


def _free_name(w: Write, name: str, id: int = 0) -> str:
    kept = required_line("name", name)
    taken = w.scalar(
        "SELECT id FROM pipeline WHERE name_key = :key AND id <> :id", {"key": fold(kept), "id": id}
    )
    if taken is not None:
        raise InvalidField("name", f"there is a pipeline '{kept}' already", "take another name")
    return kept
