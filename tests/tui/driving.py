"""Driving the app as a user does: keys in, the text of the screen out."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rich.console import Console
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from crm_tui.app import CrmApp
from crm_tui.workspace import Workspace

PATIENCE = 10


@dataclass
class Seat:
    """Where a user sits: the app and its keyboard."""

    app: CrmApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they started is done."""
        for key in keys:
            self._send(key)
            await self.settle()

    def ahead(self, *keys: str) -> None:
        """Press keys one upon the other, as who types ahead or over a slow line."""
        for key in keys:
            self._send(key)

    def _send(self, key: str) -> None:
        # As Pilot.press does it, which waits several times as long for each key.
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        named = {"space": " ", "question_mark": "?", "slash": "/"}
        character = key if len(key) == 1 else named.get(key)
        event = events.Key(name, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def type(self, text: str) -> None:
        """Type into the field that has the keyboard."""
        focused = self.app.focused
        assert isinstance(focused, Input | TextArea), f"no field has the keyboard: {focused}"
        focused.insert(text, focused.cursor_location) if isinstance(
            focused, TextArea
        ) else focused.insert_text_at_cursor(text)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no key and no work is under way and what they brought is painted."""
        await self.pilot.pause()
        while self.app.keys_pending or any(not each.is_finished for each in self.app.workers):
            await asyncio.sleep(0.002)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fail with the screen's text when it never does."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, "\n" + self.text
            await asyncio.sleep(0.01)
        await self.settle()

    async def sees(self, words: str) -> None:
        """Wait until the words are on the screen."""
        await self.until(lambda: words in self.text)

    @property
    def lines(self) -> list[str]:
        """The screen as it is painted."""
        width, height = self.app.size
        console = Console(
            width=width, height=height, file=io.StringIO(), force_terminal=True, record=True,
            color_system="truecolor", legacy_windows=False,
        )  # fmt: skip
        screens = self.app._background_screens
        console.print(self.app.screen._compositor.render_update(full=True, screen_stack=screens))
        return console.export_text().splitlines()

    @property
    def text(self) -> str:
        """The lines in one."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> str:
        """The line that the cursor's mark is on, the first if it has several."""
        return next((line for line in self.lines if "▌" in line), "")


Steps = Callable[[Seat], Awaitable[None]]


def drive(
    workspace: Workspace,
    steps: Steps,
    size: tuple[int, int] = (80, 24),
    kind: type[CrmApp] = CrmApp,
) -> None:
    """Open the app on a workspace and do the steps."""

    async def run() -> None:
        app = kind(workspace)
        async with app.run_test(size=size, notifications=True) as pilot:
            seat = Seat(app, pilot)
            await seat.settle()
            await steps(seat)

    asyncio.run(run())
