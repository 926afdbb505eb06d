"""How a board looks: its colours and its lines. What it does is in `board`."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from crm_tui.widgets.board_layout import CARD_LINES, CARD_STEP, COLUMN_GAP, BoardLayout
from crm_tui.widgets.board_paint import (
    LEGEND,
    WAITING,
    card_lines,
    heading_lines,
    rule_line,
    sums_fit,
)
from crm_tui.widgets.safe import centred, fit, safe, segments

FOOT = 2
MOST_KEPT = 4096


class BoardFace(Widget):
    """Paints a `BoardLayout`, only what of it is in view, line by line."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--heading",
        "board--rule",
        "board--more",
        "board--card",
        "board--title",
        "board--muted",
        "board--cursor",
        "board--rotting",
        "board--overdue",
        "board--today",
        "board--planned",
        "board--none",
    }
    DEFAULT_CSS = """
    BoardFace {
        background: $background;
        color: $foreground;
        height: 1fr;
        & > .board--heading { color: $text; text-style: bold; }
        & > .board--rule { color: $text-muted; }
        & > .board--more { color: $text-accent; text-style: bold; }
        & > .board--card { background: $surface; color: $foreground; }
        & > .board--title { text-style: bold; }
        & > .board--muted { color: $text-muted; text-style: not bold; }
        & > .board--rotting { color: $text-warning; text-style: bold; }
        & > .board--overdue { color: $text-error; text-style: bold; }
        & > .board--today { color: $text-accent; text-style: bold; }
        & > .board--planned { color: $text-success; text-style: bold; }
        & > .board--none { color: $text-muted; }
        & > .board--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .board--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    """

    def __init__(
        self, empty: Content | str, empty_column: str, id: str | None, classes: str | None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.empty_column = empty_column
        self.view = BoardLayout()
        self._tall = False
        self._drop: int | None = None
        self._frame: object = None
        self._pictures: list[object] = []
        self._cells: dict[object, list[Segment]] = {}  # of cards as they were painted

    def drop_on(self, number: int | None) -> None:
        """Mark the column that a card in hand would go to."""
        if number != self._drop:
            self._drop = number
            self.refresh()

    def on_resize(self) -> None:
        """Another size: other columns and cards fit."""
        self.measure()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self._cells.clear()
        self.refresh()

    def repaint(self) -> None:
        """Paint the columns that look other than before, and what is said of the card below
        them; all where they stand elsewhere."""
        view, spans = self.view, self.view.spans()
        filled = any(column.count for column in view.columns)
        frame = (self.size, spans, len(view.columns), self._tall, filled)
        pictures: list[object] = [
            (view.columns[number], view.top(number), view.row if number == view.column else None)
            for number, _, _ in spans
        ]
        before, self._pictures = self._pictures, pictures
        if frame != self._frame or not filled:
            self._frame = frame
            self.refresh()
            return
        end = self.head + self.body
        for (_, x, cells), new, old in zip(spans, pictures, before, strict=True):
            if new != old:
                self.refresh(Region(x, 0, cells, end))
        self.refresh(Region(0, end, self.size.width, FOOT))

    @property
    def head(self) -> int:
        """Lines of the headings: title, sums, rule."""
        return 4 if self._tall else 3

    @property
    def body(self) -> int:
        """Lines for the cards, between headings and foot."""
        return max(0, self.size.height - self.head - FOOT)

    def measure(self) -> None:
        """Fit the view to the size; sums take two lines where one is too narrow for any."""
        self.view.resize(self.size.width, self.view.fits)
        cells = min((cells for _, _, cells in self.view.spans()), default=0)
        self._tall = not all(sums_fit(column, cells - 2) for column in self.view.columns)
        self.view.resize(self.size.width, (self.body + 1) // CARD_STEP)

    def render_line(self, y: int) -> Strip:
        """Line `y`: headings, cards, and at the bottom more of the card in question."""
        width = self.size.width
        base = self.visual_style
        if y >= self.head + self.body:
            line = self._foot_line(y - self.head - self.body)
            return Strip(segments(fit(line, width), base, self._get_style), width)
        columns = self.view.columns
        if columns and y >= self.head and not any(column.count for column in columns):
            text = centred(self.empty, width, self.body)[y - self.head]
            return Strip(segments(text.stylize(".board--muted"), base, self._get_style), width)
        painted: list[Segment] = []
        for number, x, cells in self.view.spans():
            if x:
                painted.append(Segment(" " * COLUMN_GAP, base.rich_style))
            if y < self.head:
                painted += self._paint_heading(number, cells, y)
            else:
                painted += self._paint_card(number, cells, y - self.head)
        return Strip(painted).adjust_cell_length(width, base.rich_style)

    def _foot_line(self, line: int) -> Content:
        """The card under the cursor in full, and below it why it is as it is."""
        card = self.view.card
        if line == 0:
            names = [safe(text) for text in (card.title, card.company) if text] if card else []
            return safe(" ") + safe(" · ").join(names)
        return safe(f" {(card and card.why) or LEGEND}", ".board--muted")

    def _paint_heading(self, number: int, cells: int, y: int) -> list[Segment]:
        """One line of a column's heading; that of the column to drop on is marked."""
        column, view = self.view.columns[number], self.view
        last = view.left + view.shown - 1
        if y == self.head - 1:
            style = self.get_visual_style("board--rule")
            line = rule_line(cells, view.top(number), view.below(number))
            return segments(line, style, self._get_style)
        left = view.left if number == view.left else 0
        right = len(view.columns) - 1 - last if number == last else 0
        lines = heading_lines(column, cells - 2, left, right, self._tall)
        style = self.get_visual_style("board--heading") if y == 0 else self.visual_style
        dropping = number == self._drop and number != view.column
        over = self.get_visual_style("board--cursor") if dropping else None
        return segments(fit(lines[y].pad_left(1), cells), style, self._get_style, over)

    def _paint_card(self, number: int, cells: int, line: int) -> list[Segment]:
        """One line of a column's cards: of a card, between cards, or of the empty text."""
        view, base = self.view, self.visual_style
        column = view.columns[number]
        row, part = view.top(number) + line // CARD_STEP, line % CARD_STEP
        if not column.count and line < CARD_LINES:
            text = centred(self.empty_column, cells, CARD_LINES)[line]
            return segments(text.stylize(".board--muted"), base, self._get_style)
        if row >= column.count or part == CARD_LINES:
            return [Segment(" " * cells, base.rich_style)]
        here = (number, row) == (view.column, view.row)
        card = column.card(row)
        key = (card, part, cells, here, self.has_focus)
        if key not in self._cells:
            if len(self._cells) > MOST_KEPT:
                self._cells.clear()
            lines = card_lines(card, cells - 2) if card else WAITING
            text = Content("▌" if here else " ") + lines[part]
            over: Style | None = self.get_visual_style("board--cursor") if here else None
            style = self.get_visual_style("board--card")
            self._cells[key] = segments(fit(text, cells), style, self._get_style, over)
        return self._cells[key]
