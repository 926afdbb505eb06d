"""An import that may be stopped on the way, and then leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from crm_tui.importing.date_orders import Ask
from crm_tui.importing.deals.products import IsMeant
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.work import Progress
from crm_tui.services import journal
from crm_tui.store.bulk import Stopped
from crm_tui.workspace import Workspace


def import_all_or_nothing(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe,
    *,
    progress: Progress | None = None,
    ask: Ask | None = None,
    is_meant: IsMeant | None = None,
) -> ImportResult:
    """Import a file as `import_file` does. Where `progress` raises Stopped, the batches that
    were written by then are taken back, and it is raised again."""
    try:
        return import_file(
            workspace, source, recipe, progress=progress, ask=ask, is_meant=is_meant
        )  # fmt: skip
    except Stopped as stop:
        if stop.operation:
            with workspace.write("undo") as w:
                journal.undo(w, stop.operation)
        raise
