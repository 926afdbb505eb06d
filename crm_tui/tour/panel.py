"""The panel that says what to do; above the keys, or below a dialog, never over them."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from crm_tui.widgets.safe import fit, safe

_KEYS = "^n skips · ^t ends the tour"
_LAST_KEYS = "^t takes this away"


class TourPanel(Static):
    """What was done, what is next and why."""

    DEFAULT_CSS = """
    TourPanel {
        height: auto; width: 1fr; padding: 0 1;
        background: $panel; color: $foreground; border-left: thick $primary;
    }
    ModalScreen TourPanel, CommandPalette TourPanel { dock: bottom; margin-bottom: 1; }
    """

    def show(self, head: str, praise: str, text: str, *, last: bool = False) -> None:
        """Show a step: its number and title, what was good about the one before, what to do;
        the `last` one cannot be skipped."""
        room = max(0, self.app.size.width - 3)
        keys = safe(_LAST_KEYS if last else _KEYS, "$text-muted")
        title = fit(safe(head, "bold $text-primary"), max(0, room - keys.cell_length))
        lines = [title + keys if room > keys.cell_length + len(head) else safe(head, "bold")]
        if praise:
            lines.append(safe(f"✓ {praise}", "$text-success"))
        self.update(Content("\n").join([*lines, safe(text)]))
