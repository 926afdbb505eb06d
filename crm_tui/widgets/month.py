"""A month as a grid of days, each with how much it holds, drawn line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from crm_tui.domain.calendar import WEEKDAYS
from crm_tui.widgets.safe import fit, safe, segments

DOTS = 3  # as many as fit beside the number in the narrowest column


class Month(Widget, can_focus=True, inherit_bindings=False):
    """Weeks under each other; the cursor is a day, and may leave the month."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Day before", show=False, id="month.left"),
        Binding("right,l", "move(1)", "Day after", show=False, id="month.right"),
        Binding("up,k", "move(-7)", "Week before", show=False, id="month.up"),
        Binding("down,j", "move(7)", "Week after", show=False, id="month.down"),
        Binding("enter", "select", "Open", show=False, id="month.select"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"month--muted", "month--today", "month--cursor"}
    DEFAULT_CSS = """
    Month {
        height: auto; background: $background; color: $foreground;
        & > .month--muted { color: $text-muted; }
        & > .month--today { color: $text-accent; text-style: bold; }
        & > .month--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .month--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    @dataclass
    class OfMonth(Message):
        """What the messages of a month have in common."""

        month: Month

        @property
        def control(self) -> Month:
            """The month, for `@on` selectors."""
            return self.month

    @dataclass
    class Wanted(OfMonth):
        """The cursor goes to another day."""

        day: date

    @dataclass
    class Selected(OfMonth):
        """Enter or a double click on a day."""

        day: date

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._days: Sequence[date] = ()
        self._counts: Mapping[str, int] = {}
        self._day = self._today = date.min

    def show(self, days: Sequence[date], counts: Mapping[str, int], day: date, today: date) -> None:
        """Show these days, whole weeks; how much each holds by its ISO text; where the cursor
        is and which day is today."""
        self._days, self._counts, self._day, self._today = days, counts, day, today
        self.styles.height = 1 + len(days) // 7
        self.refresh()

    def action_move(self, by: int) -> None:
        """To another day."""
        self.post_message(self.Wanted(self, self._day + timedelta(days=by)))

    def action_select(self) -> None:
        """Select the day under the cursor."""
        self.post_message(self.Selected(self, self._day))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a day, a double click selects it."""
        edges = self._edges()
        column = next((n for n in range(7) if event.x < edges[n + 1]), 6)
        place = (event.y - 1) * 7 + column
        if 0 <= place < len(self._days):
            kind = self.Selected if event.chain == 2 else self.Wanted
            self.post_message(kind(self, self._days[place]))

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Line `y`: the weekdays, then a week a line."""
        painted, edges = [], self._edges()
        for column in range(7):
            cells = edges[column + 1] - edges[column]
            over = None
            if y == 0:
                text = fit(safe(f"  {WEEKDAYS[column]}", ".month--muted"), cells)
            else:
                place = (y - 1) * 7 + column
                text, here = self._cell(place, cells)
                over = self.get_visual_style("month--cursor") if here else None
            painted += segments(text, self.visual_style, self._get_style, over)
        return Strip(painted, self.size.width)

    def _cell(self, place: int, cells: int) -> tuple[Content, bool]:
        """A day's number and its dots, and whether the cursor is on it."""
        if place >= len(self._days):
            return Content.blank(cells), False
        day = self._days[place]
        style = ".month--today" if day == self._today else "$foreground"
        if (day.year, day.month) != (self._day.year, self._day.month):
            style = ".month--muted"
        number = self._counts.get(day.isoformat(), 0)
        late = day < self._today
        text = f"{'! ' if late else ''}{number}" if late or number > DOTS else "●" * number
        dots = safe(text if number else "", "$text-error" if late else "$text-primary")
        here = day == self._day
        return fit(safe("▌" if here else " ") + safe(f"{day.day:>2} ", style) + dots, cells), here

    def _edges(self) -> list[int]:
        return [self.size.width * number // 7 for number in range(8)]
