"""A line to type a filter into, above a list: how many fit it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from crm_tui.errors import CrmError
from crm_tui.widgets.safe import safe

PAUSE = 0.08


class FilterInput(Input):
    """The bar's line: enter goes to the list, escape takes the filter off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "leave", "To the list", id="filter.leave"),
        Binding("escape", "clear", "No filter", id="filter.clear"),
    ]

    def __init__(self, list: str, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self._list = list

    def action_leave(self) -> None:
        """To the list, the filter stays."""
        self.screen.query_one(self._list).focus()

    def action_clear(self) -> None:
        """To the whole list."""
        self.value = ""
        self.action_leave()


class FilterBar(Vertical):
    """Posts `Changed` when another filter is to hold; the owner of the list answers with
    `show_count`, or with `show_mistake` where the filter cannot be read."""

    DEFAULT_CSS = """
    FilterBar {
        height: auto;
        & > Horizontal { height: 1; background: $surface; }
        & .filter--sign {
            width: 3; padding: 0 1; color: $footer-key-foreground; text-style: bold;
        }
        & FilterInput { width: 1fr; background: $surface; padding: 0; }
        & FilterInput:focus { background-tint: transparent; }
        & .filter--count { width: auto; padding: 0 2; color: $text-muted; }
        & .filter--mistake { display: none; height: auto; padding: 0 2; color: $text-error; }
    }
    """

    @dataclass
    class Changed(Message):
        """The list is to show what fits `text`; all where that is empty."""

        bar: FilterBar
        text: str

        @property
        def control(self) -> FilterBar:
            """The bar, for `@on` selectors."""
            return self.bar

    def __init__(self, list: str, *, placeholder: str = "filter", id: str | None = None) -> None:
        """`list` is the selector of the widget that gets the keyboard from here."""
        super().__init__(id=id)
        self._input = FilterInput(list, placeholder)
        self._timer: Timer | None = None
        self.text = self._count = ""
        self._met = ""  # the filter that the owner of the list has begun to follow
        self.mistaken = False

    def compose(self) -> ComposeResult:
        """Sign, line and count side by side, the mistake below."""
        with Horizontal():
            yield Static(safe("/"), classes="filter--sign")
            yield self._input
            yield Static(classes="filter--count")
        yield Static(classes="filter--mistake")

    @property
    def typing(self) -> bool:
        """Does the line have the keyboard?"""
        return self._input.has_focus

    @property
    def settled(self) -> bool:
        """Is the filter that was typed the one that holds, and does the list follow it?"""
        return self._typed_text == self.text == self._met

    @property
    def _typed_text(self) -> str:
        return self._input.value.strip()

    def take_focus(self) -> None:
        """Put the keyboard into the line, ready for another term after what stands there."""
        if self._input.value and not self._input.value.endswith(" "):
            self._input.value += " "
        self._input.cursor_position = len(self._input.value)
        self._input.focus()

    def clear(self) -> None:
        """Take the filter off, and give the keyboard to the list."""
        self._input.action_clear()

    def put(self, text: str) -> None:
        """Let another filter hold, which the owner knows already: no `Changed` is posted."""
        self.text = self._met = self._input.value = text
        self.mistaken = False

    def ask(self, text: str) -> None:
        """Have another filter hold, as if it had been typed and the line left."""
        self._input.value = text
        self._apply()

    def meet(self, text: str) -> None:
        """The owner of the list has begun to show what fits `text`."""
        self._met = text

    def show_count(self, text: str) -> None:
        """Say how many fit; the filter was understood."""
        if text != self._count:
            said, before = safe(text), safe(self._count)
            # Only what is longer or shorter makes the line be laid out anew.
            wider = said.cell_length != before.cell_length
            self.query_one(".filter--count", Static).update(said, layout=wider)
            self._count = text
        self.show_mistake(None)

    def show_mistake(self, mistake: CrmError | None) -> None:
        """Say what is wrong with the filter; None where nothing is."""
        self.mistaken = mistake is not None
        line = self.query_one(".filter--mistake", Static)
        line.display = self.mistaken
        if mistake:
            line.update(safe(f"{mistake.message}: {mistake.hint}"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._apply)

    def _apply(self) -> None:
        if self._typed_text != self.text:
            self.text, self.mistaken = self._typed_text, False
            self.post_message(self.Changed(self, self.text))
