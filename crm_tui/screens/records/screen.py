"""A record on a screen of its own, whatever its noun."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from crm_tui.commands import RECORD
from crm_tui.errors import NotFound
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.screens.records import companies, contacts, deals, interactions, notes, reminders
from crm_tui.screens.records.parts import RecordView
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import DetailPane

VIEWS: dict[str, Callable[[Reader, int], RecordView]] = {
    "contact": contacts.view,
    "company": companies.view,
    "deal": deals.view,
    "reminder": reminders.view,
    "interaction": interactions.view,
    "note": notes.view,
}


class RecordScreen(RecordActions):
    """Everything about one record; it closes when the record is gone."""

    WHERE = RECORD
    BINDINGS = bindings(RECORD)

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target
        self.related: tuple[Target, ...] = ()

    def body(self) -> ComposeResult:
        """The record in full."""
        yield DetailPane()

    def subject(self) -> Target:
        """The record itself."""
        return self.target

    async def reread(self) -> None:
        """Show the record as it is now."""
        try:
            view = await self.host.read(lambda r: VIEWS[self.target.noun](r, self.target.id))
        except NotFound:
            if self.is_current:
                self.dismiss()
            return
        pane = self.query_one(DetailPane)
        pane.show(view.title, view.sections, keep_place=bool(self.related))
        self.target, self.related = view.target, view.related
        self.refresh_bindings()

    def action_back(self) -> None:
        """Back to the screen before."""
        self.dismiss()
