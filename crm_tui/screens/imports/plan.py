"""A file's import: what it would do, changed by keys until it is right; then done."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Static

from crm_tui.errors import CrmError
from crm_tui.importing.files import import_file
from crm_tui.importing.look import Look, look
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.stopping import import_all_or_nothing
from crm_tui.queries import operations
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.dialogs.field import FieldDialog
from crm_tui.screens.imports import choices, texts
from crm_tui.screens.imports.running import Run
from crm_tui.screens.keys import bindings
from crm_tui.store.bulk import Stopped
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import DetailPane
from crm_tui.widgets.table import VirtualTable

BEAT = 0.1  # seconds between two looks at how far it is
_CHANGES = ("plan_field", "plan_ignore", "plan_kind", "plan_options", "plan_import")
# Which list shows what of a noun came in.
_LISTS = {"contacts": "contact", "companies": "company", "deals": "deal", "mail": "interaction"}


class PlanScreen(RecordActions):
    """The columns with their fields, beside what would become of the rows."""

    WHERE = "plan"
    BINDINGS = bindings(WHERE)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._recipe = Recipe()
        self._planned: Recipe | None = None  # what the plan is for
        self._look: Look | None = None
        self._result: ImportResult | None = None
        self._error: CrmError | None = None
        self._run: Run | None = None
        self._importing = False
        self._answered = set[str]()
        self._beat: Timer | None = None

    def body(self) -> ComposeResult:
        """What the file is, how it stands, and the columns beside the parts of the plan."""
        yield Static(id="plan-head")
        yield Static(id="plan-state")
        with Container(id="plan-body"):
            yield VirtualTable(texts.COLUMNS, empty="Such a file has no columns to choose")
            yield DetailPane(id="plan-parts")

    @property
    def table(self) -> VirtualTable:
        """The file's columns."""
        return self.query_one(VirtualTable)

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
        self._beat = self.set_interval(BEAT, self._show_state, pause=True)

    def on_unmount(self) -> None:
        """Nobody waits for it any more: what is under way stops, and leaves nothing."""
        if self._run:
            self._run.stopped = True

    # -- the plan ----------------------------------------------------------------------------

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
            await self._plan()

    async def _plan(self) -> None:
        recipe, run = self._recipe, self._begin()
        try:
            self._look = await asyncio.to_thread(look, self._path, recipe)
            self._show()
            self._result = await self.host.in_turn(
                lambda workspace: import_file(
                    workspace, self._path, recipe, dry_run=True, progress=run.progress,
                    ask=run.ask, is_meant=run.is_meant,
                )
            )  # fmt: skip
        except Stopped:
            return
        except CrmError as error:
            self._error = error
        except OSError as error:
            self._error = CrmError(f"{self._path.name}: {error.strerror}", "choose another file")
        self._planned = recipe
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
        self._show()

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

    # -- what is shown -----------------------------------------------------------------------

    def _show(self) -> None:
        self.query_one("#plan-head", Static).update(
            texts.head(self._path, self._look, self._recipe)
        )
        self._show_state()
        columns = self._look.columns if self._look else {}
        self.table.reset(total=len(columns), keep_key=self.table.cursor_key)
        self._share_out()
        self.query_one(DetailPane).show(*texts.parts(self._result, self._error))
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Above the plan the columns have the lines that they need, at most."""
        self.call_after_refresh(self._share_out)

    def _share_out(self) -> None:
        lines = len(self._look.columns) + 2 if self._look else 2
        self.table.styles.height = "1fr" if self.has_class("-wide") else lines

    def _show_state(self) -> None:
        told = texts.state(self._run, self._result, self._error, importing=self._importing)
        self.query_one("#plan-state", Static).update(told)

    @on(VirtualTable.NeedRows)
    def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        found = self._look
        headers = list(found.columns) if found else []
        rows = [texts.column_row(each, found, self._recipe.columns)
                for each in headers[wanted.offset : wanted.offset + wanted.count]
                if found]  # fmt: skip
        place = headers.index(str(wanted.keep_key)) if wanted.keep_key in headers else None
        self.table.feed(wanted.generation, wanted.offset, rows, len(headers), place)

    def labels(self) -> dict[str, str]:
        """What comes first among the keys for now."""
        if self._importing:
            return {"back": "Cancel"}
        return {"plan_open": "Show them"} if self.imported else {"plan_import": "Import"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be said of a file while it is imported, nor after."""
        if action in _CHANGES:
            return not (self._importing or self.imported)
        if action == "plan_open":
            return self.imported and self._look is not None and self._look.noun in _LISTS
        return super().check_action(action, parameters)

    # -- commands ----------------------------------------------------------------------------

    def action_back(self) -> None:
        """Stop the import; where there is none, back to the choice of a file, or after it to
        where that began."""
        if self._importing and self._run:
            self._run.stopped = True
        else:
            self.dismiss()

    @on(VirtualTable.Selected)
    def action_plan_field(self) -> None:
        """Ask to which field the column goes."""
        header = self.table.cursor_key
        if self._look is None or header is None or not self.check_action("plan_field", ()):
            return
        name = str(header)

        def chosen(field: str | None) -> None:
            if field is not None:
                self._say(name, field)

        present = self._look.columns[name]
        self.app.push_screen(FieldDialog(f"“{name}” goes to", self._look.fields, present), chosen)

    def action_plan_ignore(self) -> None:
        """Leave the column out, or take it as it is called."""
        name = str(self.table.cursor_key)
        if self._look is None or name not in self._look.columns:
            return
        if self._look.columns[name] == "-" and name in self._recipe.columns:
            said = {header: field for header, field in self._recipe.columns.items()
                    if header != name}  # fmt: skip
            self._take(replace(self._recipe, columns=said))
        else:
            self._say(name, "-")

    def _say(self, header: str, field: str) -> None:
        columns = {**self._recipe.columns, header: field}
        self._take(replace(self._recipe, columns=columns))

    def action_plan_kind(self) -> None:
        """Ask what the file holds."""
        choices.choose_noun(self.host, self._recipe, self._take)

    def action_plan_options(self) -> None:
        """Ask for all else that can be said of it."""
        if self._look:
            choices.choose_options(self.host, self._recipe, self._look, self._take)

    def action_plan_import(self) -> None:
        """Do what is planned."""
        if self._result is None:
            self.host.say("it cannot be imported yet" if self._error else "it is still being read")
        elif not (self._result.new or self._result.updated or self._result.duplicates):
            self.host.say("there is nothing new in it")
        else:
            self._importing = True
            self.host.work(partial(self._import, self._recipe), group="import")

    async def _import(self, recipe: Recipe) -> None:
        plan, run = self._result, self._begin()
        self._show()
        try:
            self._result = await self.host.in_turn(
                lambda workspace: import_all_or_nothing(
                    workspace, self._path, recipe, progress=run.progress, is_meant=run.is_meant
                )
            )
        except Stopped:
            self._result = plan
            self.host.say(f"stopped; nothing of {self._path.name} was imported")
        except CrmError as error:
            self._error = error
        finally:
            self._importing = False
            self.host.changed.publish(None)
            if self.is_attached:
                self._end(run)
        if result := self._result:
            summary = f"imported {self._path.name}: {result.new} new, {result.updated} updated"
            self.host.say(self.host.undoable(summary))

    def action_plan_open(self) -> None:
        """Show what came in, in its list."""
        if self._result and self._look:
            noun = _LISTS[self._look.noun]
            filter = "" if noun == "interaction" else f"operation:{self._result.operation}"
            self.host.show_list(noun, filter)


def _state(reader: Reader, operation: int) -> str:
    return operations.operation(reader, operation).state
