"""Planning a file's import in the background, again whenever something else is said of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from textual.timer import Timer

from crm_tui.errors import CrmError
from crm_tui.importing.files import import_file
from crm_tui.importing.look import Look, look
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.queries import operations
from crm_tui.queries.importing import is_empty
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.imports import choices
from crm_tui.screens.imports.running import Run
from crm_tui.store.bulk import Stopped
from crm_tui.store.reader import Reader

BEAT = 0.1  # seconds between two looks at how far it is
# Where the records are that a file's rows may be about.
_TABLES = {
    "contacts": "contact", "companies": "company", "deals": "deal", "products": "product",
    "interactions": "interaction", "reminders": "reminder",
}  # fmt: skip


class Planning(RecordActions):
    """A screen on a file's import: its recipe, and its plan, result or error."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._recipe = Recipe()
        self._planned: Recipe | None = None  # what the plan is for, or will be
        self._plans: asyncio.Task[None] | None = None
        self._look: Look | None = None
        self._empty = False
        self._result: ImportResult | None = None
        self._error: CrmError | None = None
        self._run: Run | None = None
        self._importing = False
        self._answered = set[str]()
        self._beat: Timer | None = None

    def show(self) -> None:
        """Show where it stands."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Show how far it is."""
        raise NotImplementedError

    @property
    def imported(self) -> bool:
        """Is what is shown an import, and no plan?"""
        return self._result is not None and self._result.operation is not None

    def subject(self) -> Target | None:
        """No record is shown here."""
        return None

    def on_mount(self) -> None:
        """Tell from time to time how far it is."""
        super().on_mount()
        self._beat = self.set_interval(BEAT, self.show_state, pause=True)

    def on_unmount(self) -> None:
        """Nobody waits for it any more: what is under way stops, and leaves nothing."""
        if self._run:
            self._run.stopped = True

    async def reread(self) -> None:
        """Plan what was not planned yet; look whether the import was taken back."""
        if self._importing:
            return
        if self._result and self._result.operation:
            id = self._result.operation
            if (await self.host.read(lambda r: _state(r, id))) != "undone":
                return
            self._result = self._planned = None
        if self._planned != self._recipe:
            self._planned = self._recipe
            self._plans = asyncio.create_task(self._plan(self._recipe, self._begin()))
        if self._plans:  # which goes on when a change elsewhere has the screen read again
            await asyncio.shield(self._plans)

    async def _plan(self, recipe: Recipe, run: Run) -> None:
        result, wrong = None, None
        try:
            found = await asyncio.to_thread(look, self._path, recipe)
            table = _TABLES.get(found.noun, "")
            empty = bool(table) and await self.host.read(lambda r: is_empty(r, table))
            if self._run is run:
                self._look, self._empty = found, empty
                self.show()
            result = await self.host.in_turn(
                lambda workspace: import_file(
                    workspace, self._path, recipe, dry_run=True, progress=run.progress,
                    ask=run.ask, is_meant=run.is_meant,
                )
            )  # fmt: skip
        except Stopped:
            return
        except OSError as error:
            wrong = CrmError(f"{self._path.name}: {error.strerror}", "choose another file")
        except Exception as error:
            wrong = self.host.explained(error)
        if self._run is run and self.is_attached:
            self._result, self._error = result, wrong
            self._end(run)
            self._ask(run)

    def _begin(self) -> Run:
        """Begin something that takes time; what is under way is not wanted any more."""
        if self._run:
            self._run.stopped = True
        self._run, self._error, self._result = Run(), None, None
        if self._beat:
            self._beat.resume()
        return self._run

    def _end(self, run: Run) -> None:
        if self._run is run:
            self._run = None
            if self._beat:
                self._beat.pause()
            self.show()

    def _take(self, recipe: Recipe) -> None:
        """Plan anew, with other words."""
        self._recipe = recipe
        self.load()

    def _ask(self, run: Run) -> None:
        """Put what the plan left open before the user, one at a time."""
        if run.open_order and self._error:
            header, value = run.open_order
            title = f"{header}: {value} is written"
            choices.choose_order(self.host, title, self._recipe, self._take)
            return
        theirs = next((name for name in run.near if name not in self._answered), None)
        if theirs is None:
            return
        ours = run.near[theirs]

        def answered(yes: bool | None) -> None:
            self._answered.add(theirs)
            if yes:
                products = {**self._recipe.products, theirs: ours}
                self._take(replace(self._recipe, products=products))
            else:
                self._ask(run)

        self.app.push_screen(Confirm(f"Is the product “{theirs}” your “{ours}”?"), answered)


def _state(reader: Reader, operation: int) -> str:
    return operations.operation(reader, operation).state
