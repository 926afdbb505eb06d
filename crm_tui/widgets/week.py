"""Seven days side by side, with one cursor through their entries, drawn line by line."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from crm_tui.widgets.safe import fit, safe, segments, wrap

HEAD, STEP = 2, 4  # lines of a title, and of an entry: at most three and a blank one


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a day: a text, and below it whom it is about."""

    key: Hashable
    text: Content
    about: str = ""


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A day with its entries; `style` colours its title."""

    key: Hashable
    title: str
    entries: Sequence[Entry]
    style: str = "$text"


class Week(Widget, can_focus=True, inherit_bindings=False):
    """Columns of entries; past the first or the last column lies another week."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(0, -1)", "Up", show=False, id="week.up"),
        Binding("down,j", "move(0, 1)", "Down", show=False, id="week.down"),
        Binding("left,h", "move(-1, 0)", "Left", show=False, id="week.left"),
        Binding("right,l", "move(1, 0)", "Right", show=False, id="week.right"),
        Binding("home,g", "ends(0)", "First", show=False, id="week.first"),
        Binding("end,G", "ends(-1)", "Last", show=False, id="week.last"),
        Binding("enter", "select", "Open", show=False, id="week.select"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"week--muted", "week--cursor", "week--here"}
    DEFAULT_CSS = """
    Week {
        height: 1fr; background: $background; color: $foreground;
        & > .week--muted { color: $text-muted; }
        & > .week--here { background: $surface; }
        & > .week--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .week--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    """

    @dataclass
    class OfWeek(Message):
        """What the messages of a week have in common."""

        week: Week

        @property
        def control(self) -> Week:
            """The week, for `@on` selectors."""
            return self.week

    @dataclass
    class Highlighted(OfWeek):
        """The cursor came to another day or entry."""

    @dataclass
    class Selected(OfWeek):
        """Enter or a double click on an entry."""

        key: Hashable

    @dataclass
    class Beyond(OfWeek):
        """The cursor went past the first column (-1) or the last (1)."""

        way: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[DayColumn] = ()
        self._column = self._row = 0

    def show(self, columns: Sequence[DayColumn], day: Hashable) -> None:
        """Show these days, the cursor in `day`, on the entry that it was on, or the place."""
        kept = self.entry_key
        self._columns = columns
        self._column = next((n for n, each in enumerate(columns) if each.key == day), 0)
        keys = [entry.key for entry in self._entries]
        self._row = keys.index(kept) if kept in keys else min(self._row, max(0, len(keys) - 1))
        self.refresh()

    @property
    def day_key(self) -> Hashable:
        """The key of the day under the cursor."""
        return self._columns[self._column].key if self._columns else None

    @property
    def entry_key(self) -> Hashable:
        """The key of the entry under the cursor, None in an empty day."""
        return self._entries[self._row].key if self._row < len(self._entries) else None

    @property
    def _entries(self) -> Sequence[Entry]:
        return self._columns[self._column].entries if self._columns else ()

    def action_move(self, right: int, down: int) -> None:
        """To a neighbouring day or entry."""
        column = self._column + right
        if not 0 <= column < len(self._columns):
            self.post_message(self.Beyond(self, right))
            return
        self._put(column, self._row + down)

    def action_ends(self, place: int) -> None:
        """To the day's first or last entry."""
        self._put(self._column, place if place >= 0 else len(self._entries) - 1)

    def action_select(self) -> None:
        """Select the entry under the cursor."""
        if (key := self.entry_key) is not None:
            self.post_message(self.Selected(self, key))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, a double click selects."""
        for number, (start, end) in enumerate(self._spans()):
            if start <= event.x < end:
                self._put(number, self._top(number) + max(0, event.y - HEAD) // STEP)
                if event.chain == 2:
                    self.action_select()

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self.refresh()

    def _put(self, column: int, row: int) -> None:
        self._column = column
        self._row = max(0, min(row, len(self._entries) - 1))
        self.post_message(self.Highlighted(self))
        self.refresh()

    # -- painting ----------------------------------------------------------------------------

    @property
    def _fits(self) -> int:
        """How many entries there is room for, above the line that counts the others."""
        return max(1, (self.size.height - HEAD - 1) // STEP)

    def _top(self, column: int) -> int:
        """The first entry in view of a column."""
        return max(0, self._row - self._fits + 1) if column == self._column else 0

    def _spans(self) -> list[tuple[int, int]]:
        width, count = self.size.width, len(self._columns)
        edges = [width * number // count for number in range(count + 1)]
        return list(pairwise(edges))

    def render_line(self, y: int) -> Strip:
        """Line `y` of all days."""
        painted: list[Segment] = []
        if not self._columns:
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        for number, (start, end) in enumerate(self._spans()):
            text, cursor = self._line(number, y, end - start - 1)
            here = number == self._column
            base = self.visual_style
            if here and not cursor:
                base += self.get_visual_style("week--here")
            over = self.get_visual_style("week--cursor") if cursor else None
            painted += segments(text, base, self._get_style, over)
            painted += segments(Content(" "), self.visual_style, self._get_style)
        return Strip(painted, self.size.width)

    def _line(self, number: int, y: int, cells: int) -> tuple[Content, bool]:
        """A column's part of line `y`, and whether the cursor is on it."""
        column = self._columns[number]
        if y == 0:
            count = safe(f"  {len(column.entries)}" if column.entries else "", ".week--muted")
            return fit(safe(f" {column.title}", f"bold {column.style}") + count, cells), False
        if y == 1:
            above = f" ↑ {self._top(number)} more " if self._top(number) else ""
            return fit(safe(above.ljust(cells, "─"), ".week--muted"), cells), False
        top, place = self._top(number), (y - HEAD) // STEP
        hidden = len(column.entries) - top - self._fits
        if place >= self._fits:
            last = y == HEAD + self._fits * STEP and hidden > 0
            return fit(safe(f" … {hidden} more" if last else "", ".week--muted"), cells), False
        part = (y - HEAD) % STEP
        if top + place >= len(column.entries):
            return Content.blank(cells), False
        lines = _lines(column.entries[top + place], cells - 1)
        if part >= len(lines):
            return Content.blank(cells), False
        cursor = number == self._column and top + place == self._row
        return safe("▌" if cursor else " ") + fit(lines[part], cells - 1), cursor


def _lines(entry: Entry, cells: int) -> list[Content]:
    """The text on two lines at most, and whom it is about."""
    text = wrap(entry.text, cells)
    if len(text) > 2:
        text = [text[0], Content(" ").join(text[1:])]
    return [*text, safe(entry.about, ".week--muted")] if entry.about else text
