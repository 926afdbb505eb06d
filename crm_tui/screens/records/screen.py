"""A record on a screen of its own, whatever its noun."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult

from crm_tui.commands import RECORD
from crm_tui.errors import NotFound
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.host import Host
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


# From a record to the one next (1) or before (-1) in the list that it was opened from; None at
# the list's end.
Walk = Callable[[Target, int], Awaitable[Target | None]]


class RecordScreen(RecordActions):
    """Everything about one record; it closes when the record is gone."""

    WHERE = RECORD
    BINDINGS = bindings(RECORD)

    def __init__(self, target: Target, walk: Walk | None = None) -> None:
        super().__init__()
        self.target = target
        self._walk = walk
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Walking needs a list to walk."""
        if action in ("record_next", "record_previous") and self._walk is None:
            return False
        return super().check_action(action, parameters)

    def action_record_next(self) -> None:
        """The next record of the list."""
        self._start(self._step, 1)

    def action_record_previous(self) -> None:
        """The one before."""
        self._start(self._step, -1)

    async def _step(self, host: Host, by: int) -> None:
        found = await self._walk(self.target, by) if self._walk else None
        if found is None:
            host.say("this is the last one in the list" if by > 0 else "this is the first one")
            return
        self.target, self.related = found, ()
        await self.reread()

    def action_back(self) -> None:
        """Back to the screen before."""
        self.dismiss()
