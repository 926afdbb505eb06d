"""One cell of a list, edited where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from crm_tui.errors import CrmError, one_line
from crm_tui.screens.host import Host
from crm_tui.store.write import Write
from crm_tui.widgets.safe import safe

LEAST = 24  # cells to type into
Check = Callable[[str], str | None]


class CellEdit(ModalScreen[None]):
    """An input over a cell: enter saves by `job`, escape keeps what was there. `check` says
    how the text is understood, or what is wrong with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Keep the old", id="cell.leave"),
    ]
    DEFAULT_CSS = """
    CellEdit {
        background: transparent;
        align: left top;
        & > Input { position: absolute; background: $panel; height: 1; padding: 0; }
        & > Static {
            position: absolute; height: auto; width: auto; max-width: 60; padding: 0 1;
            background: $panel; color: $text-muted; display: none;
        }
        & > Static.-error { color: $text-error; }
    }
    """

    def __init__(
        self,
        at: Callable[[], Region],
        value: str,
        hint: str,
        check: Check | None,
        command: str,
        job: Callable[[Write, str], Any],
    ) -> None:
        super().__init__()
        self._at, self._value, self._check = at, value, check
        self._command, self._job = command, job
        self._input = Input(value, placeholder=hint, compact=True, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """The line, and what is said of it."""
        yield self._input
        yield Static()

    def on_mount(self) -> None:
        """Over the cell."""
        self.place()

    def place(self) -> None:
        """To where the cell is now, within the screen, however small it gets."""
        room = self.app.size
        at = self._at()
        width = min(max(at.width, LEAST), room.width)
        x, y = min(at.x, room.width - width), min(at.y, room.height - 2)
        self._input.styles.width = width
        self._input.styles.offset = (x, y)
        below = y + 1 if y + 3 < room.height else y - 1
        self.query_one(Static).styles.offset = (max(0, min(x, room.width - 60)), below)

    @on(Input.Changed)
    def _typed(self) -> None:
        try:
            understood = self._check(self._text) if self._check and self._text else None
        except CrmError:  # it may only be unfinished
            understood = None
        self._say(f"→ {understood}" if understood else "")

    @property
    def _text(self) -> str:
        return self._input.value.strip()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._text == self._value:
            self.dismiss()
            return
        try:
            if self._check and self._text:
                self._check(self._text)
        except CrmError as error:
            self.refused(error)
            return
        text = self._text
        cast("Host", self.app).perform(self._command, lambda w: self._job(w, text), dialog=self)

    def action_leave(self) -> None:
        """As it was."""
        self.dismiss()

    def accepted(self) -> None:
        """It is saved."""
        if self.is_attached:
            self.dismiss()

    def refused(self, error: CrmError) -> None:
        """It is not saved: say why; what was typed stays."""
        self._say(f"! {one_line(error.message, error.hint)}", wrong=True)

    def _say(self, text: str, wrong: bool = False) -> None:
        if self.is_attached:
            line = self.query_one(Static)
            line.update(safe(text))
            line.display = bool(text)
            line.set_class(wrong, "-error")
