"""All keys, made from the declared commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from crm_tui.commands import COMMANDS, EVERYWHERE, Command, command_of, groups
from crm_tui.keymap import keys_at, keys_of
from crm_tui.screens.keys import key_names
from crm_tui.text import fold
from crm_tui.widgets.board_paint import NEXT_GLYPHS
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
# What stands on a card of the board besides its texts.
SIGNS = [
    ("12d", "days in its stage; ▲ behind it: it rots"),
    ("~9d", "days since anybody spoke with them"),
    (NEXT_GLYPHS["overdue"], "its next step is overdue"),
    (NEXT_GLYPHS["today"], "its next step is due today"),
    (NEXT_GLYPHS["planned"], "its next step is planned"),
    (NEXT_GLYPHS["none"], "it has no next step"),
]


class HelpFilter(Input):
    """The line that narrows the help; the arrows scroll what is below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.scroll(1)", show=False),
        Binding("up", "screen.scroll(-1)", show=False),
        Binding("pagedown", "screen.scroll(10)", show=False),
        Binding("pageup", "screen.scroll(-10)", show=False),
    ]


class HelpScreen(ModalScreen[None]):
    """What can be done, that of the present screen first; typing narrows it."""

    AUTO_FOCUS = "HelpFilter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, where: str, keys: Mapping[str, str]) -> None:
        """`where` is the present screen, `keys` are the user's own."""
        super().__init__()
        self._where, self._keys = where, keys

    def compose(self) -> ComposeResult:
        """Sections of keys."""
        with Vertical(classes="dialog -large"):
            yield HelpFilter(
                placeholder="type to find: a key, or what it does", compact=True, id="help-filter"
            )
            yield DetailPane()
            yield Static(safe("↑ ↓ scroll · esc closes"), classes="dialog--hint")

    def on_mount(self) -> None:
        """Show the keys."""
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _done(self) -> None:
        self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Up or down in what is shown."""
        self.query_one(DetailPane).scroll_relative(y=lines, animate=False)

    def _show(self, typed: str) -> None:
        """The commands that hold here, the board's signs, how to move, what holds everywhere, the
        other commands."""
        here = [each for each in COMMANDS if self._where in each.where]
        always = [each for each in COMMANDS if EVERYWHERE in each.where]
        others = [each for each in COMMANDS if each not in here and each not in always]
        wanted = fold(typed).split()
        found = {
            "Here": self._lines(here, wanted, self._where),
            "Signs": [row for row in SIGNS if self._where == "pipeline" and _fits(row, wanted)],
            "Moving": [row for row in MOVING if _fits(row, wanted)],
            "Everywhere": self._lines(always, wanted),
            **{
                f"{group}, on other screens": self._lines(commands, wanted)
                for group, commands in groups(others).items()
            },
        }
        sections = [Section(title, rows) for title, rows in found.items() if rows]
        title = "Keys" if sections else f"Nothing fits “{typed.strip()}”"
        self.query_one(DetailPane).show(title, sections)

    def _lines(
        self, commands: list[Command], wanted: list[str], where: str = ""
    ) -> list[tuple[str, str]]:
        """Those that fit; one without a key only where it is looked for, with the palette's."""
        palette = command_of("command_palette")
        rows = []
        for each in commands:
            keys = key_names(keys_at(each, where, self._keys))
            if not keys and wanted and palette:
                keys = f"{key_names(keys_of(palette, self._keys))} …"
            if keys and _fits((keys, each.help), wanted, each.also):
                rows.append((keys, each.help))
        return rows


def _fits(row: tuple[str, str], wanted: list[str], also: str = "") -> bool:
    keys, told = row
    words = fold(f"{told} {also}")
    return all(word in words or word in keys.casefold().split() for word in wanted)
