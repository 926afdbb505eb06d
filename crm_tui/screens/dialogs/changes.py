"""What would change, line by line, and whether it is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from crm_tui.text import counted
from crm_tui.widgets.safe import safe


class ChangesDialog(ModalScreen[str | None]):
    """Dismisses with `do`, with `edit` to write on, or None for neither."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('do')", "Do it", id="changes.do"),
        Binding("e", "answer('edit')", "Edit again", id="changes.edit"),
        Binding("n,escape", "answer('')", "Leave it", id="changes.leave"),
        Binding("j", "scroll(1)", show=False, id="changes.down"),
        Binding("k", "scroll(-1)", show=False, id="changes.up"),
    ]
    DEFAULT_CSS = """
    ChangesDialog .changes--lines { height: auto; max-height: 16; margin: 0 1 1 1; }
    ChangesDialog.-tall .changes--lines { max-height: 28; }
    """
    AUTO_FOCUS = "VerticalScroll"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012

    def __init__(self, number: int, noun: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = f"{counted(number, noun)} would change" if number else "Nothing would change"
        self._number, self._lines = number, lines

    def compose(self) -> ComposeResult:
        """The lines, those of a record below its name, above the answers."""
        shown = [safe(line, "" if line.startswith(" ") else "bold") for line in self._lines]
        with Vertical(classes="dialog"):
            yield Static(safe(self._title), classes="dialog--title")
            with VerticalScroll(classes="changes--lines"):
                yield Static(Content("\n").join(shown))
            with Horizontal(classes="dialog--buttons"):
                yield Button(safe("Leave it  n"), compact=True, id="leave")
                yield Button(safe("Edit again  e"), compact=True, id="edit")
                if self._number:
                    yield Button(safe("Do it  y"), variant="primary", compact=True, id="do")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button is an answer."""
        self.action_answer(event.button.id or "")

    def action_answer(self, answer: str) -> None:
        """An answer by key."""
        if answer != "do" or self._number:
            self.dismiss(answer if answer in ("do", "edit") else None)

    def action_scroll(self, by: int) -> None:
        """One line down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
