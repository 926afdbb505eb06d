"""One line of named tabs; the one that is chosen stays in view, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from crm_tui.widgets.safe import clip, safe

MOST = 24  # cells of a name


def in_view(tabs: Sequence[Content], at: int, room: int) -> tuple[int, int]:
    """The first and the last tab of those in view: the one at `at` and, as far as the cells of
    `room` go, those after it, then those before it."""
    first = last = min(at, len(tabs) - 1)
    used = tabs[first].cell_length
    while True:
        if last + 1 < len(tabs) and used + tabs[last + 1].cell_length <= room:
            last += 1
            used += tabs[last].cell_length
        elif first > 0 and used + tabs[first - 1].cell_length <= room:
            first -= 1
            used += tabs[first].cell_length
        else:
            return first, last


class TabRow(Widget):
    """Shows the names that it is given; a click posts `Chosen`."""

    DEFAULT_CSS = """
    TabRow { height: 1; background: $surface; color: $text-muted; padding: 0 1; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked, counted from 0."""

        number: int

    def __init__(self) -> None:
        super().__init__()
        self.display = False
        self._names: Sequence[str] = ()
        self._at, self._changed = 0, False
        self._ends: list[tuple[int, int]] = []

    def show(self, names: Sequence[str], at: int, *, changed: bool = False) -> None:
        """The tabs, which of them is chosen, and whether what it shows differs from it."""
        self._names, self._at, self._changed = names, at, changed
        self.display = len(names) > 1
        self.refresh()

    def render(self) -> Content:
        """As many as fit, the chosen one among them; signs say that there are more."""
        tabs = [self._tab(number) for number in range(len(self._names))]
        if not tabs:
            return Content()
        first, last = in_view(tabs, self._at, self.content_size.width - 4)
        line = safe("‹ " if first > 0 else "", "$text-muted")
        self._ends, end = [], line.cell_length + 1
        for number in range(first, last + 1):
            end += tabs[number].cell_length
            self._ends.append((end, number))
        more = safe("›" if last + 1 < len(tabs) else "", "$text-muted")
        return Content().join([line, *tabs[first : last + 1], more])

    def _tab(self, number: int) -> Content:
        here = number == self._at
        sign = "*" if here and self._changed else ""
        name = clip(self._names[number], MOST)
        style = "bold $text on $background" if here else "$foreground"
        return safe("▪" if here else " ", "$text-accent") + (
            safe(f"{name.plain}{sign} ", style) + safe(" ")
        )

    def on_click(self, event: events.Click) -> None:
        """A click chooses a tab."""
        for end, number in self._ends:
            if event.x < end:
                self.post_message(self.Chosen(number))
                return
