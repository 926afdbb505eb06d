"""A file's import: what it would do, changed by keys until it is right; then done."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from crm_tui.importing.recipe import Recipe
from crm_tui.importing.recipe_file import with_guesses
from crm_tui.importing.stopping import import_all_or_nothing
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.dialogs.field import FieldDialog
from crm_tui.screens.imports import choices, texts
from crm_tui.screens.imports.planning import Planning
from crm_tui.screens.imports.recipes import save_recipe
from crm_tui.screens.imports.review import ReviewScreen
from crm_tui.screens.keys import bindings
from crm_tui.store.bulk import Stopped
from crm_tui.widgets.detail import DetailPane
from crm_tui.widgets.table import VirtualTable

_CHANGES = ("plan_field", "plan_ignore", "plan_kind", "plan_options", "plan_import", "plan_review")
# Which list shows what of a noun came in.
_LISTS = {
    "contacts": "contact", "companies": "company", "deals": "deal", "reminders": "reminder",
    "interactions": "interaction", "mail": "interaction", "calendar": "interaction",
}  # fmt: skip


class PlanScreen(Planning):
    """The columns with their fields, beside what would become of the rows."""

    WHERE = "plan"
    BINDINGS = bindings(WHERE)

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

    # -- what is shown -----------------------------------------------------------------------

    def show(self) -> None:
        """Show where it stands."""
        self.query_one("#plan-head", Static).update(
            texts.head(self._path, self._look, self._recipe, empty=self._empty)
        )
        self.show_state()
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

    def show_state(self) -> None:
        told = texts.state(self._run, self._result, self._error, importing=self._importing)
        self.query_one("#plan-state", Static).update(told)

    @on(VirtualTable.NeedRows)
    def _feed(self, wanted: VirtualTable.NeedRows) -> None:
        rows = texts.column_rows(self._look, self._recipe.columns) if self._look else []
        self.table.feed_from(rows, wanted)

    def labels(self) -> dict[str, str]:
        """What comes first among the keys for now."""
        if self._importing:
            return {"back": "Cancel"}
        if self.imported:
            return {"plan_open": "Show them"}
        doubtful = self._result.duplicates if self._result else 0
        review = {"plan_review": f"Review {doubtful:,}"} if doubtful else {}
        return {"plan_import": "Import", **review}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be said of a file while it is imported, nor after."""
        if action == "plan_review" and not self._doubtful:
            return False
        if action in _CHANGES:
            return not (self._importing or self.imported)
        if action == "plan_open":
            return self.imported and self._look is not None and self._look.noun in _LISTS
        return super().check_action(action, parameters)

    # -- commands ----------------------------------------------------------------------------

    def action_back(self) -> None:
        """Stop the import; where there is none, back to the choice of a file, or after it to
        where that began. What was chosen is not thrown away unasked."""
        if self._importing and self._run:
            self._run.stopped = True
        elif self.imported or self._recipe == Recipe():
            self.dismiss()
        else:
            question = Confirm("Throw away what you chose?", "Throw away", "Keep it")
            self.app.push_screen(question, self._leave)

    def _leave(self, sure: bool | None) -> None:
        if sure:
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

    def action_plan_review(self) -> None:
        """Look at the doubtful rows one by one."""
        if self._doubtful:
            self.app.push_screen(ReviewScreen(self._path, self._recipe, self._take))
        elif self._result:
            self.host.say("no row is doubtful")

    @property
    def _doubtful(self) -> int:
        """How many rows are, or were until they were answered for."""
        found = self._result
        return found.duplicates + found.skipped + len(self._recipe.answers) if found else 0

    def action_plan_options(self) -> None:
        """Ask for all else that can be said of it."""
        if self._look:
            choices.choose_options(self.host, self._recipe, self._look, self._take)

    def action_plan_save(self) -> None:
        """Save what was chosen, and what its columns were taken for, as a recipe."""
        if self._result is None:
            self.host.say("it cannot be saved before there is a plan")
        else:
            save_recipe(self.host, self._path, with_guesses(self._recipe, self._result))

    def action_plan_import(self) -> None:
        """Do what is planned."""
        if self._result is None:
            self.host.say("it cannot be imported yet" if self._error else "it is still being read")
        elif not (self._result.new or self._result.updated or self._result.duplicates):
            self.host.say("there is nothing new in it")
        else:
            self._importing = True
            self.host.work(partial(self._import, self._recipe), node=self, group="import")

    async def _import(self, recipe: Recipe) -> None:
        plan, run = self._result, self._begin()
        self.show()
        try:
            self._result = await self.host.in_turn(
                lambda workspace: import_all_or_nothing(
                    workspace, self._path, recipe, progress=run.progress, is_meant=run.is_meant
                )
            )
        except Stopped:
            self._result = plan
            self.host.say(f"stopped; nothing of {self._path.name} was imported")
        except Exception as error:
            self._error = self.host.explained(error)
        finally:
            self._importing = False
            self.host.changed.publish(None)
            if self.is_attached:
                self._end(run)
        if self.imported and (result := self._result):
            summary = f"imported {self._path.name}: {result.new} new, {result.updated} updated"
            self.host.say(self.host.undoable(summary))

    def action_plan_open(self) -> None:
        """Show what came in, in its list."""
        if self._result and self._look:
            noun = _LISTS[self._look.noun]
            filter = "" if noun == "interaction" else f"operation:{self._result.operation}"
            self.host.show_list(noun, filter)
