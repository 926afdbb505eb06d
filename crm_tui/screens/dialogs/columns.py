"""Which columns a list has, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.widgets.safe import safe

HINT = "space on/off   J K move   enter done   esc cancel"


class ColumnsDialog(ModalScreen[tuple[str, ...] | None]):
    """Dismisses with the names of the chosen columns in order, or None. `labels` has every
    column there is by its name; the first one is always there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="columns.leave"),
        Binding("space", "turn", "On or off", id="columns.turn"),
        Binding("J", "move(1)", "Further right", id="columns.right"),
        Binding("K", "move(-1)", "Further left", id="columns.left"),
        Binding("j", "down", show=False, id="columns.down"),
        Binding("k", "up", show=False, id="columns.up"),
    ]

    def __init__(self, labels: Mapping[str, str], chosen: Sequence[str]) -> None:
        super().__init__()
        self._labels = labels
        self._chosen = set(chosen)
        self._names = [*chosen, *(name for name in labels if name not in self._chosen)]

    def compose(self) -> ComposeResult:
        """The columns under each other, in their order."""
        with Vertical(classes="dialog -small"):
            yield Static(safe("Columns"), classes="dialog--title")
            yield OptionList(*self._options(), compact=True)
            yield Static(safe(HINT), classes="dialog--hint")

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _options(self) -> list[Option]:
        return [Option(self._line(name)) for name in self._names]

    def _line(self, name: str) -> Content:
        on = name in self._chosen
        box = safe(" [x] " if on else " [ ] ", "bold" if on else "dim")
        return box + safe(self._labels[name], "" if on else "dim")

    def _show(self, at: int) -> None:
        self._list.clear_options()
        self._list.add_options(self._options())
        self._list.highlighted = at

    @on(OptionList.OptionSelected)
    def _done(self) -> None:
        self.dismiss(tuple(name for name in self._names if name in self._chosen))

    def action_leave(self) -> None:
        """As it was."""
        self.dismiss(None)

    def action_turn(self) -> None:
        """The column is there, or is not."""
        at = self._list.highlighted or 0
        if at:
            self._chosen ^= {self._names[at]}
        self._show(at)

    def action_move(self, by: int) -> None:
        """The column goes right or left; the first one stays."""
        at = self._list.highlighted or 0
        to = at + by
        if at and 0 < to < len(self._names):
            self._names[at], self._names[to] = self._names[to], self._names[at]
            self._show(to)

    def action_down(self) -> None:
        """One down."""
        self._list.action_cursor_down()

    def action_up(self) -> None:
        """One up."""
        self._list.action_cursor_up()
