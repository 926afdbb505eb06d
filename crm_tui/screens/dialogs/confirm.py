"""A question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from crm_tui.widgets.safe import safe


class Confirm(ModalScreen[bool]):
    """Dismisses with True for yes. `question` is shown as it is; enter takes what has focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with Vertical(classes="dialog -small"):
            yield Static(safe(self._question), classes="dialog--text")
            with Horizontal(classes="dialog--buttons"):
                yield Button(safe(f"{self._no}  n"), compact=True, id="no")
                yield Button(safe(f"{self._yes}  y"), variant="primary", compact=True, id="yes")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button is an answer."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """An answer by key."""
        self.dismiss(answer)
