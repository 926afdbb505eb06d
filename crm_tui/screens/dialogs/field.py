"""To which field a column of a file goes: typed, or chosen from those that there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.widgets.safe import safe

HINT = "custom:shoe_size is a field of its own, - leaves it out"


class FieldDialog(ModalScreen[str | None]):
    """Dismisses with the field's text, or None. What is typed narrows the list; enter takes the
    one under the cursor, or what was typed where no field fits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="field.leave"),
        Binding("down", "move(1)", "Down", show=False, id="field.down"),
        Binding("up", "move(-1)", "Up", show=False, id="field.up"),
    ]

    def __init__(self, title: str, fields: Sequence[str], present: str) -> None:
        super().__init__()
        self._title, self._fields, self._present = title, list(fields), present

    def compose(self) -> ComposeResult:
        """The line to type into above the fields."""
        with Vertical(classes="dialog -small"):
            yield Static(safe(self._title), classes="dialog--title")
            yield Input(placeholder="field", compact=True, classes="bulk--line")
            yield OptionList(compact=True)
            yield Static(safe(HINT), classes="dialog--text")

    def on_mount(self) -> None:
        """All fields, the cursor on the present one."""
        self._narrow("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value.strip().casefold())

    def _narrow(self, typed: str) -> None:
        begins = [name for name in self._fields if name.startswith(typed)]
        holds = [name for name in self._fields if typed in name and name not in begins]
        self._shown = [*begins, *holds]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(safe(f" {name}")) for name in self._shown)
        if self._shown:
            here = self._shown.index(self._present) if self._present in self._shown else 0
            options.highlighted = 0 if typed else here

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        number = self.query_one(OptionList).highlighted
        typed = event.value.strip()
        if number is not None and self._shown:
            self.dismiss(self._shown[number])
        elif typed:
            self.dismiss(typed)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index])

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """The cursor down or up."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
