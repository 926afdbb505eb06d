"""A short list to choose one from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.widgets.safe import safe


class Menu(ModalScreen[int | None]):
    """Dismisses with the number of the chosen entry, or None.

    An entry is its key, its text and what stands beside it; the key chooses it at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="menu.leave"),
        Binding("j", "down", show=False, id="menu.down"),
        Binding("k", "up", show=False, id="menu.up"),
    ]

    def __init__(self, title: str, entries: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._title, self._entries = title, list(entries)

    def compose(self) -> ComposeResult:
        """The title above the entries."""
        widest = max(safe(text).cell_length for _, text, _ in self._entries)
        with Vertical(classes="dialog -small"):
            yield Static(safe(self._title), classes="dialog--title")
            yield OptionList(
                *(Option(self._line(entry, widest)) for entry in self._entries), compact=True
            )

    @staticmethod
    def _line(entry: tuple[str, str, str], widest: int) -> Content:
        key, text, note = entry
        line = safe(f" {key}  " if key else " ", "bold")
        line += safe(text) + Content.blank(widest - safe(text).cell_length + 2)
        return line + safe(note, "dim")

    def on_key(self, event: events.Key) -> None:
        """An entry's own key."""
        keys = [key for key, _, _ in self._entries]
        if event.character and event.character in keys:
            event.stop()
            self.dismiss(keys.index(event.character))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)

    def action_down(self) -> None:
        """One down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """One up."""
        self.query_one(OptionList).action_cursor_up()
