"""Figures side by side, with one cursor: each opens the records that it was made from."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from crm_tui.widgets.safe import fit, safe, segments


@dataclass(frozen=True, slots=True)
class Figure:
    """A label, its value, what stands beside the value, and a small chart of characters."""

    key: Hashable
    label: str
    value: str
    note: str = ""
    chart: str = ""
    style: str = "$text"


class FigureRow(Widget, can_focus=True, inherit_bindings=False):
    """As many columns as figures: two lines on a tall terminal, one on a low one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Left", show=False, id="figures.left"),
        Binding("right,l", "move(1)", "Right", show=False, id="figures.right"),
        Binding("down,j", "app.focus_next", "Down", show=False, id="figures.down"),
        Binding("enter", "select", "Open", show=False, id="figures.select"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"figures--muted", "figures--cursor"}
    DEFAULT_CSS = """
    FigureRow {
        height: 1;
        background: $surface;
        color: $foreground;
        & > .figures--muted { color: $text-muted; }
        & > .figures--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    @dataclass
    class Selected(Message):
        """Enter or a click on a figure."""

        row: FigureRow
        key: Hashable

        @property
        def control(self) -> FigureRow:
            """The row, for `@on` selectors."""
            return self.row

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._figures: Sequence[Figure] = ()
        self.cursor = 0

    def show(self, figures: Sequence[Figure]) -> None:
        """Show these figures."""
        self._figures = figures
        self.cursor = min(self.cursor, max(0, len(figures) - 1))
        self.refresh()

    def action_move(self, by: int) -> None:
        """To the figure beside."""
        self.cursor = max(0, min(self.cursor + by, len(self._figures) - 1))
        self.refresh()

    def action_select(self) -> None:
        """Open what is behind the figure."""
        if self._figures:
            self.post_message(self.Selected(self, self._figures[self.cursor].key))

    def on_click(self, event: events.Click) -> None:
        """A click opens a figure."""
        if self._figures:
            ends = self._ends()
            self.cursor = next((place for place, end in enumerate(ends) if event.x < end), 0)
            self.action_select()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Line `y` of all figures."""
        painted, start = [], 0
        cursor = self.get_visual_style("figures--cursor")
        for place, (figure, end) in enumerate(zip(self._figures, self._ends(), strict=True)):
            here = self.has_focus and place == self.cursor
            mark = safe("▌" if here else " ")
            text = mark + fit(self._line(figure, y), end - start - 1)
            over = cursor if here else None
            painted += segments(text, self.visual_style, self._get_style, over)
            start = end
        blank = segments(Content.blank(self.size.width - start), self.visual_style, self._get_style)
        return Strip([*painted, *blank], self.size.width)

    def _line(self, figure: Figure, y: int) -> Content:
        value = safe(figure.value, f"bold {figure.style}")
        label, chart = safe(figure.label, "$text-muted"), safe(figure.chart, "$text-primary")
        if self.size.height == 1:
            return label + " " + value
        if y == 0:
            return label + "  " + chart
        return value + "  " + safe(figure.note, "$text-muted")

    def _ends(self) -> list[int]:
        """Where each figure's column ends: all have what they need and as much more, or the
        last is cut."""
        lines = range(self.size.height)
        needed = [
            2 + max(self._line(each, y).rstrip().cell_length for y in lines)
            for each in self._figures
        ]
        more = max(0, self.size.width - sum(needed))
        ends = [
            sum(needed[:place]) + more * place // len(needed) for place in range(1, len(needed) + 1)
        ]
        return [min(end, self.size.width) for end in ends]
