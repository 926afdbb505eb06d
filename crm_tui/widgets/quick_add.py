"""One line to type a new card into, where it will stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input


class QuickAdd(Input):
    """Enter asks for what was typed to be added, tab for the whole form, escape to leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="quick_add.leave"),
        Binding("tab", "form", "All fields", id="quick_add.form"),
        Binding("ctrl+s", "submit", "Save", show=False, id="quick_add.save"),
    ]
    DEFAULT_CSS = """
    QuickAdd { overlay: screen; position: absolute; height: 1; background: $panel; padding: 0 1; }
    QuickAdd:focus { background-tint: transparent; }
    """

    @dataclass
    class Ended(Message):
        """The keyboard is to go elsewhere: to the `form`, or back; with what was typed."""

        text: str
        form: bool

    def __init__(self, placeholder: str, over: Callable[[], Region]) -> None:
        """`over` says which cells of the screen it lies over now."""
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self._over = over
        self.place()

    def place(self) -> None:
        """To where its cells are now."""
        region = self._over()
        self.styles.offset = region.offset
        self.styles.width = region.width

    def action_leave(self) -> None:
        """Back, nothing is added."""
        self.post_message(self.Ended(self.value, form=False))

    def action_form(self) -> None:
        """On with all fields."""
        self.post_message(self.Ended(self.value, form=True))
