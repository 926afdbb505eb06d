"""Hearing what others change in the store, and counting what awaits the user."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.app import App
from textual.signal import Signal
from textual.timer import Timer
from textual.worker import Worker

from crm_tui.queries import operations
from crm_tui.queries.figures import figures
from crm_tui.screens.texts import brief_count
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace

T = TypeVar("T")
POLL_SECONDS = 1.0
COUNT_SECONDS = 0.2


class Watching(App[None]):
    """An app that publishes `changed` when anyone has changed the store, and `counted` with
    the counts by mode a little later: what is on the screen comes first."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.changed: Signal[None] = Signal(self, "changed")
        self.counted: Signal[dict[str, str]] = Signal(self, "counted")
        self.counts: dict[str, str] = {}
        self._counting: Timer | None = None
        self._away = False
        # Read before the first screen is, so that no change can fall in between.
        with workspace.read() as reader:
            self._seen = (operations.cursor(reader), self._minute())

    @abstractmethod
    def read(self, query: Callable[[Reader], T]) -> Awaitable[T]:
        """What `query` makes of a snapshot of the store, read off the UI thread."""

    @abstractmethod
    def complain(self, error: Exception) -> None:
        """Say what is wrong."""

    def on_mount(self) -> None:
        """Count, and begin to watch the journal for changes of other programs."""
        self.changed.subscribe(self, self._count_later)
        self._count()
        self.set_interval(POLL_SECONDS, self._watch)

    def own_change(self) -> None:
        """The user's own operation is over, and whoever asked for it will publish it: it is
        not found in the journal as somebody else's. Called where it was written."""
        with self.workspace.read() as reader:
            self._seen = (operations.cursor(reader), self._seen[1])

    def _count_later(self, _: None) -> None:
        if self._counting:
            self._counting.stop()
        self._counting = self.set_timer(COUNT_SECONDS, self._count)

    def _count(self) -> None:
        _: Worker[None] = self.run_worker(
            self._read_counts, group="counts", exclusive=True, exit_on_error=False
        )

    async def _read_counts(self) -> None:
        try:
            found = await self.read(figures)
        except Exception as error:
            self.complain(error)
            return
        self.counts = {
            "today": brief_count(found.due),
            "contacts": brief_count(found.contacts),
            "pipeline": brief_count(found.deals),
            "reminders": brief_count(found.reminders),
        }
        self.counted.publish(self.counts)

    def _watch(self) -> None:
        _: Worker[None] = self.run_worker(
            self._look, group="watch", exclusive=True, exit_on_error=False
        )

    async def _look(self) -> None:
        """Publish a change when the journal moved on, or the minute: what is due depends on it."""
        try:
            cursor = await self.read(operations.cursor)
        except Exception as error:
            if not self._away:
                self.complain(error)
            self._away = True
            return
        self._away = False
        seen = (cursor, self._minute())
        if self._seen != seen:
            self._seen = seen
            self.changed.publish(None)

    def _minute(self) -> str:
        return f"{self.workspace.clock.local():%F %H:%M}"
