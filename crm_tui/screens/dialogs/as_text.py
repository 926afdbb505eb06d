"""The records of a list, or those that are marked, as one text in the user's own editor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.app import SuspendNotSupported

from crm_tui.editor import edited_on, editor_named, kept_page
from crm_tui.errors import CrmError, UsageError
from crm_tui.formats.aligned import Mistake, moved, with_mistakes, without_mistakes
from crm_tui.paths import default_state, edits_folder
from crm_tui.queries.paging import Page
from crm_tui.queries.selection import Selection
from crm_tui.screens.host import Host
from crm_tui.services import as_text, sheets
from crm_tui.services.as_text import Asked, Outcome
from crm_tui.services.sheets import Sheet
from crm_tui.store.write import Write


async def edit(host: Host, what: str, wanted: Page | Selection, columns: Sequence[str]) -> None:
    """Open the editor on these records, and go on until what it asks for is done or not to be.
    Raises FilterError, UsageError."""
    kind = sheets.kind_named(what)
    found = await host.read(lambda r: sheets.sheet(r, kind, wanted, columns))
    if not found.rows:
        host.say("there is nothing here to edit")
    elif not editor_named():
        host.say("no editor is named: set EDITOR, as in EDITOR=nano crm")
    else:
        folder = edits_folder(default_state(), host.workspace.target)
        page = kept_page(folder, f"{what}-{found.since}")
        _Talk(host, what, found, page).open(as_text.text_of(found))


class _Talk:
    """A text on its way between the editor and the store; its page is deleted when all of it
    is done, and named where it is not."""

    def __init__(self, host: Host, what: str, sheet: Sheet, page: Path) -> None:
        self._host, self._what, self._sheet, self._page = host, what, sheet, page

    def open(self, text: str) -> None:
        """Leave the screen to the editor, then look at what it made of the text."""
        self._host.clear_notifications()
        try:
            with self._host.suspend():
                typed = edited_on(self._page, text, editor_named())
        except SuspendNotSupported:
            self._page.unlink(missing_ok=True)
            self._host.say("no editor can be opened here")
        except CrmError as error:
            self._keep(error)
        else:
            self._host.work(partial(self._look, text, typed))
        self._host.refresh()

    async def _look(self, opened: str, typed: str) -> None:
        def job(w: Write) -> tuple[Asked, Outcome]:
            asked = as_text.asked(w, self._sheet, typed)
            return asked, as_text.apply(w, self._sheet, asked.edits)

        asked, outcome = await self._host.rehearse(f"edit {self._what}", job)
        if mistakes := [*asked.mistakes, *outcome.mistakes]:
            self._mend(opened, typed, mistakes)
            return
        lines = list(as_text.in_words(outcome, self._sheet, asked.left_out))
        if not lines:
            self._page.unlink(missing_ok=True)
            self._host.say("nothing was changed")
            return
        from crm_tui.screens.dialogs.changes import ChangesDialog

        def answered(answer: str | None) -> None:
            if answer == "do":
                self._do(asked)
            elif answer == "edit":
                self.open(typed)
            else:
                self._keep(CrmError("nothing was changed"))

        dialog = ChangesDialog(len(outcome.changes), self._sheet.kind.noun, lines)
        self._host.push_screen(dialog, answered)

    def _mend(self, opened: str, typed: str, mistakes: list[Mistake]) -> None:
        """Open the editor again on the text with its mistakes; not for somebody who left it
        just so."""
        told = with_mistakes(typed, mistakes)
        if without_mistakes(typed) == without_mistakes(opened) != opened:
            self._page.write_text(told, encoding="utf-8")
            first = min(moved(typed, mistakes))
            self._keep(UsageError(f"line {first.line}: {first.message}", first.hint))
        else:
            self.open(told)

    def _do(self, asked: Asked) -> None:
        def job(w: Write) -> Outcome:
            outcome = as_text.apply(w, self._sheet, asked.edits)
            if outcome.mistakes:  # somebody has changed what was rehearsed a moment ago
                raise CrmError(outcome.mistakes[0].message, outcome.mistakes[0].hint)
            return outcome

        def then(outcome: Outcome) -> None:
            if outcome.conflicts:
                told = "\n".join(each.message for each in outcome.conflicts[:3])
                self._keep(CrmError(f"left alone:\n{told}"))
            else:
                self._page.unlink(missing_ok=True)

        self._host.perform(f"edit {self._what}", job, then=then)

    def _keep(self, error: CrmError) -> None:
        """Say why not all was done, and where what was typed is."""
        kept = f"kept: crm edit {self._what} --from {self._page}"
        hint = f"{error.hint}; {kept}" if error.hint else kept
        self._host.complain(CrmError(error.message, hint))
