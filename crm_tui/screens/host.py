"""What screens need of the app: the store, read and written off the UI thread.

One thread writes, so that operations happen in the order in which they were asked for;
two read. Each keeps a connection of its own, however often they are called.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from textual.dom import DOMNode
from textual.notifications import SeverityLevel
from textual.worker import Worker

from crm_tui.clock import Clock
from crm_tui.commands import command_of
from crm_tui.errors import CrmError
from crm_tui.keymap import keys_of
from crm_tui.paths import default_state
from crm_tui.queries.resolve import NOUNS, Target
from crm_tui.screens.keys import key_names
from crm_tui.screens.remembered import Remembered
from crm_tui.screens.toasts import make_room
from crm_tui.screens.unsaved import Unsaved
from crm_tui.screens.watching import Watching
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.text import inert
from crm_tui.workspace import Workspace

T = TypeVar("T")
Job = Callable[[], Coroutine[Any, Any, None]]
MOST_OPENED = 12


class Listed(NamedTuple):
    """The records of a noun's list that fit a filter: what stands behind a figure."""

    noun: str
    filter: str


class Dialog(Protocol):
    """A dialog that waits for a write: it closes when that is done, else tells why not."""

    @property
    def is_attached(self) -> bool: ...
    def accepted(self) -> None: ...
    def refused(self, error: CrmError) -> None: ...


class Host(Watching):
    """An app on a store."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        workspace.session = str(uuid.uuid4())
        self.asked = self.written = 0  # how many operations, and how many are over
        self.unsaved = Unsaved(default_state(), workspace.target)
        self.remembered = Remembered(default_state(), workspace.target, workspace.user_id)
        self._readers = ThreadPoolExecutor(2, "crm-read")
        self._writer = ThreadPoolExecutor(1, "crm-write")

    @property
    def clock(self) -> Clock:
        """The workspace's clock."""
        return self.workspace.clock

    def on_mount(self) -> None:
        """Tell of what was typed and not saved when the app ended last."""
        if waiting := self.unsaved.all():
            forms = "; ".join(dict.fromkeys(draft.title for draft in waiting[:3]))
            self.say(f"not saved last time: {forms}\nopen it again to go on where you were", 8)

    def on_unmount(self) -> None:
        """Let running work end and close every connection."""
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self.unsaved.close()
        self.workspace.close()

    @property
    def store_name(self) -> str:
        """The store as it is shown: a file's name, or a database's, never a password."""
        return self.workspace.target.partition("?")[0].rstrip("/").rpartition("/")[2]

    def show_list(self, noun: str, filter: str = "") -> None:
        """Go to the list of a noun, in which only what fits a filter is shown: contacts,
        companies, deals, reminders or interactions."""
        self.work(partial(self.list_of, noun, filter))

    async def list_of(self, noun: str, filter: str) -> None:
        """What `show_list` begins; the app knows its lists."""
        raise NotImplementedError

    # -- what was open last ----------------------------------------------------------------

    def visited(self, target: Target) -> None:
        """A contact, company or deal was opened."""
        if target.noun in NOUNS:
            here = f"{target.noun}:{target.id}"
            before = [each for each in self.remembered.words("opened") if each != here]
            self.remembered.put("opened", [here, *before][:MOST_OPENED])

    def opened(self) -> list[tuple[str, int]]:
        """The records that were open last, the latest first, by noun and id."""
        named = (each.partition(":") for each in self.remembered.words("opened"))
        return [(noun, int(id)) for noun, _, id in named if noun in NOUNS and id.isdecimal()]

    # -- reading ---------------------------------------------------------------------------

    async def read(self, query: Callable[[Reader], T]) -> T:
        """What `query` makes of a snapshot of the store. Raises what it raises.

        One that is cancelled before its turn is never run.
        """

        def run() -> T:
            with self.workspace.read() as reader:
                return query(reader)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    def work(self, job: Job, *, node: DOMNode | None = None, group: str = "") -> None:
        """Run a coroutine function in the background; its errors are told, never raised.

        One in a named group takes the place of the one before. It ends with `node`, by
        default the app.
        """
        _: Worker[None] = (node or self).run_worker(
            partial(self._told, job),
            group=group or "work",
            exclusive=bool(group),
            exit_on_error=False,
        )

    async def _told(self, job: Job) -> None:
        try:
            await job()
        except Exception as error:
            self.complain(error)

    def warm(self, modules: list[str]) -> None:
        """Import heavy modules beside the UI, before a form's checks need them."""
        from importlib import import_module

        for name in modules:
            self._readers.submit(import_module, name)

    # -- writing ---------------------------------------------------------------------------

    def perform(
        self,
        command: str,
        job: Callable[[Write], T],
        *,
        dialog: Dialog | None = None,
        then: Callable[[T], None] | None = None,
        quiet: bool = False,
    ) -> None:
        """Run `job` as one operation; then have every screen read anew.

        What was done is said in a toast unless `quiet`. An error is told, in `dialog` if
        there is one, and the store is as it was.
        """
        self.asked += 1
        _: Worker[None] = self.run_worker(
            partial(self._perform, command, job, dialog, then, quiet),
            group="writes",
            exit_on_error=False,
        )

    async def _perform(
        self,
        command: str,
        job: Callable[[Write], T],
        dialog: Dialog | None,
        then: Callable[[T], None] | None,
        quiet: bool,
    ) -> None:
        try:
            result, summary = await self._write(command, job)
        except Exception as error:
            if dialog and dialog.is_attached:
                dialog.refused(self.explained(error))
            else:
                self.complain(error)
            self.changed.publish(None)
            return
        if dialog:
            dialog.accepted()
        if not quiet:
            self.say(summary)
        if then:
            then(result)
        self.changed.publish(None)

    async def in_turn(self, job: Callable[[Workspace], T]) -> T:
        """What `job` answers that writes by itself, in its turn among the writes. Raises what it
        raises; the screens read anew when somebody publishes `changed`."""

        def run() -> T:
            try:
                return job(self.workspace)
            finally:
                self.own_change()

        return await asyncio.get_running_loop().run_in_executor(self._writer, run)

    async def rehearse(self, command: str, job: Callable[[Write], T]) -> T:
        """What `job` would do as an operation, which is taken back. Raises what it raises."""

        def run() -> T:
            with self.workspace.rehearsal(command) as w:
                return job(w)

        return await asyncio.get_running_loop().run_in_executor(self._writer, run)

    async def _write(self, command: str, job: Callable[[Write], T]) -> tuple[T, str]:
        """What `job` answers, and what to say: the operation's summary, and how to undo it."""

        def run() -> tuple[T, str]:
            with self.workspace.write(command) as w:
                result = job(w)
            self.own_change()
            return result, self.undoable(w.summary) if w.changed else w.summary

        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, run)
        finally:
            self.written += 1

    # -- telling ---------------------------------------------------------------------------

    def say(self, text: str, seconds: float = 3) -> None:
        """A toast; it takes the place of the one before."""
        self.clear_notifications()
        lines = [inert(line) for line in text.split("\n")]
        self._toast("\n".join(lines), seconds)

    def undoable(self, summary: str) -> str:
        """What was done, and how it is taken back."""
        undo = command_of("undo")
        key = key_names(keys_of(undo, self.workspace.config.keys)) if undo else ""
        return f"{summary} · {key} undoes"

    def complain(self, error: Exception) -> None:
        """A toast that says what is wrong and what to do about it."""
        told = self.explained(error)
        self._toast("\n→ ".join(map(inert, filter(None, (told.message, told.hint)))), 8, "error")

    def _toast(self, text: str, seconds: float, severity: SeverityLevel = "information") -> None:
        for screen in self.screen_stack:  # one above may just be closing
            make_room(screen, text)
        self.notify(text, severity=severity, timeout=seconds, markup=False)

    def explained(self, error: Exception) -> CrmError:
        """An error as it is told."""
        if isinstance(error, CrmError):
            return error
        self.log.error(repr(error))
        return CrmError(f"something went wrong: {type(error).__name__}: {error}")
