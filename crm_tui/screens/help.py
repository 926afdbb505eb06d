"""All keys, made from the declared commands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from crm_tui.commands import COMMANDS, Command, groups
from crm_tui.screens.keys import key_names
from crm_tui.widgets.detail import DetailPane, Section
from crm_tui.widgets.safe import safe

MOVING = [
    ("j k ↑ ↓", "down and up; g G to the first and the last"),
    ("h l ← →", "on the board: from stage to stage"),
    ("H L", "on the board: move the deal"),
    ("enter", "open what is under the cursor"),
    ("tab", "to the other list"),
    ("^s", "in a form: save; esc leaves it"),
]


class HelpScreen(ModalScreen[None]):
    """What can be done, that of the present screen first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", id="help.close")
    ]

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """Sections of keys."""
        with Vertical(classes="dialog -large"):
            yield DetailPane()
            yield Static(safe("esc closes"), classes="dialog--hint")

    def on_mount(self) -> None:
        """Show the keys."""
        here = [command for command in COMMANDS if self._where in command.where]
        others = [command for command in COMMANDS if self._where not in command.where]
        sections = [Section("Here", _lines(here)), Section("Moving", MOVING)]
        sections += [Section(group, _lines(found)) for group, found in groups(others).items()]
        pane = self.query_one(DetailPane)
        pane.show("Keys", sections)
        pane.focus()


def _lines(commands: list[Command]) -> list[tuple[str, str]]:
    return [(key_names(command.keys), command.help) for command in commands if command.keys]
