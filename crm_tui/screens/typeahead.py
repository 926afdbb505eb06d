"""Keys are dealt with in turn, however quickly they come.

Textual hands each key at once to what has the focus, before what an earlier key does, such
as moving the focus or opening a form, has happened. When somebody types ahead, or a slow
line delivers several keys together, the others would go to the wrong place, where letters
are commands.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Any

from textual.app import App
from textual.command import CommandPalette
from textual.events import Event, Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer

from crm_tui.screens.base import StoreScreen

# A key waits at most so long for what the ones before it began.
PATIENCE = 2.0
_PAUSE = 0.01


class Typeahead(App[None]):
    """An app in which a key waits until the one before it was dealt with, and what that one
    opens is there."""

    class Handled(Message):
        """Follows a key on its way through the widgets, and so reaches the app after it; the
        `last` one follows the messages that they posted because of the key."""

        def __init__(self, turn: int, *, last: bool = False) -> None:
            super().__init__()
            self.turn, self.last = turn, last

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._typed: deque[Key] = deque()
        self._asked: MessagePump | None = None  # who has a key that is under way
        self._dealt_at, self._turn = 0.0, 0
        self._met: Screen[Any] | None = None
        self._pulse: Timer | None = None  # beats while keys wait

    @property
    def keys_pending(self) -> bool:
        """Is a key under way, or waiting for its turn?"""
        return self._under_way or bool(self._typed)

    @property
    def _under_way(self) -> bool:
        # What a key has removed answers no more.
        return self._asked is not None and self._asked.is_running

    async def on_event(self, event: Event) -> None:
        """Keep what comes from the keyboard until its turn."""
        if isinstance(event, Key) and not event.is_forwarded:
            self._typed.append(event)
            await self._deal()
            self._beat()
        else:
            await super().on_event(event)

    async def _deal(self) -> None:
        """Hand on the next key, if it is its turn; what comes after the end is for nobody."""
        if self._typed and self.screen_stack and not self._held():
            self._asked, self._dealt_at = self.focused or self.screen, monotonic()
            self._turn += 1
            await super().on_event(self._typed.popleft())
            self._asked.post_message(self.Handled(self._turn))

    def _beat(self) -> None:
        """Look again soon, as long as keys wait: what they wait for does not tell."""
        if self._typed and self._pulse is None:
            self._pulse = self.set_timer(_PAUSE, self._look_again)

    async def _look_again(self) -> None:
        self._pulse = None
        await self._deal()
        self._beat()

    def _held(self) -> bool:
        """Is the key before under way, or what it asked for not yet there?"""
        if monotonic() - self._dealt_at > PATIENCE:
            return False
        if self._typed and self._typed[0].key == "enter" and self._searching():
            return True
        return self._under_way or self._working() or not self._met_and_settled(self.screen)

    def _searching(self) -> bool:
        """Does the palette still look for what was typed? Enter is meant for what it finds."""
        group = CommandPalette._GATHER_COMMANDS_GROUP
        return any(job.group == group and not job.is_finished for job in self.workers)

    def _working(self) -> bool:
        """Is a form being opened, or a write under way, which closes one or changes a list?"""
        return any(job.group in ("work", "writes") and not job.is_finished for job in self.workers)

    def _met_and_settled(self, screen: Screen[Any]) -> bool:
        """Has a screen that was just opened taken the keyboard, and is its content there?"""
        if screen is not self._met and (screen.focused is None or not screen.is_mounted):
            return False
        self._met = screen
        return not isinstance(screen, StoreScreen) or screen.settled

    def on_typeahead_handled(self, event: Typeahead.Handled) -> None:
        """The key was dealt with; where it moved the focus, that happens first."""
        self.call_later(self._go_on, event)

    async def _go_on(self, event: Typeahead.Handled) -> None:
        """Follow what the key started, else end its turn; nothing where that was over already,
        because the key has removed whom it was handed to."""
        if event.turn != self._turn:
            return
        if event.last:
            self._asked = None
            await self._deal()
        else:
            self._asked = self.focused or self.screen
            self._asked.post_message(self.Handled(self._turn, last=True))
