"""The doubtful rows of a file, to be looked at one by one before it is imported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import NEW, Recipe
from crm_tui.importing.result import Doubt
from crm_tui.importing.work import MOST_TOLD, Progress
from crm_tui.reports.sides import Side, side
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace


class Pair(NamedTuple):
    """A doubtful row as the record that it would become, and the record that it resembles."""

    doubt: Doubt
    here: Side
    row: Side


def doubtful(
    workspace: Workspace, source: Path | bytes, recipe: Recipe, progress: Progress | None = None
) -> list[Pair]:
    """The first doubtful rows of a file (`MOST_TOLD`), whatever was answered before. Raises
    what `import_file` raises."""
    pairs: list[Pair] = []

    def meet(w: Write, doubt: Doubt) -> None:
        if len(pairs) < MOST_TOLD:
            one, other = (side(w, doubt.noun, id) for id in (doubt.other, doubt.record))
            pairs.append(Pair(doubt, one, other))

    asked = replace(recipe, doubtful=NEW, answers={})
    import_file(workspace, source, asked, dry_run=True, progress=progress, meet=meet)
    return pairs
