"""What is said below a field: what is wrong with its value or how it is understood, and which
record may be the same."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from crm_tui.widgets.safe import safe

_HELP = "? "


class Remark(Static):
    """One remark at a time on a field's value, and a line for the record that may be the same.

    `wrong` says whether the remark is on a mistake; `alike`, which is told from the next remark
    on, names that record.
    """

    DEFAULT_CSS = """
    Remark {
        height: auto; min-height: 1; padding: 0 1 0 19; color: $text-muted;
        &.-error { color: $text-error; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.wrong = False
        self.alike = self._said = ""

    @property
    def is_help(self) -> bool:
        """Does it say what may be written?"""
        return self._said.startswith(_HELP)

    def say(self, text: str, wrong: bool = False) -> None:
        """Say this instead of what was said; "" says nothing."""
        self.wrong, self._said = wrong, text
        told = [safe(text)] if text else []
        if self.alike:
            told.append(safe(f"~ {self.alike}", "$text-warning"))
        self.update(Content("\n").join(told))
        self.set_class(wrong, "-error")

    def say_alike(self, told: str) -> None:
        """Say beside the remark which record may be the same; "" for none."""
        self.alike = told
        self.say(self._said, self.wrong)

    def say_help(self, text: str) -> None:
        """Say what may be written."""
        self.say(f"{_HELP}{text}")
