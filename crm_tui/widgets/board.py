"""A board: columns of cards, drawn line by line, so that its price is that of its view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from crm_tui.widgets.board_face import BoardFace
from crm_tui.widgets.board_layout import BoardColumn, Card, Key

# A card in hand at the edge moves the view on so often.
PAN_SECONDS = 0.3

__all__ = ["Board", "BoardColumn", "Card"]


@dataclass
class Drag:
    """A mouse button held down on a card: `again` if the cursor was on it before."""

    card: Card | None = None
    again: bool = False


class Board(BoardFace, can_focus=True, inherit_bindings=False):
    """Cards in columns with a cursor; a wish to move a card is a message, not a deed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "across(-1)", "Left", show=False, id="board.left"),
        Binding("right,l", "across(1)", "Right", show=False, id="board.right"),
        Binding("up,k", "along(-1)", "Up", show=False, id="board.up"),
        Binding("down,j", "along(1)", "Down", show=False, id="board.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="board.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="board.page_down"),
        Binding("home,g", "first", "First", show=False, id="board.first"),
        Binding("end,G", "last", "Last", show=False, id="board.last"),
        Binding("H,shift+left", "carry(-1)", "Move left", show=False, id="board.carry_left"),
        Binding("L,shift+right", "carry(1)", "Move →", id="board.carry_right"),
        Binding("enter", "select", "Open", show=False, id="board.select"),
    ]

    @dataclass
    class OfBoard(Message):
        """What the messages of a board have in common."""

        board: Board

        @property
        def control(self) -> Board:
            """The board, for `@on` selectors."""
            return self.board

    @dataclass
    class CardHighlighted(OfBoard):
        """The cursor came to another card, or to none."""

        card: Card | None
        column_key: Key | None

    @dataclass
    class CardSelected(OfBoard):
        """Enter, or a click on the card under the cursor."""

        card: Card
        column_key: Key

    @dataclass
    class MoveRequested(OfBoard):
        """The card is to go to another column; `show` the columns when it is there."""

        card_key: Key
        to_column_key: Key

    @dataclass
    class NeedCards(OfBoard):
        """Cards are in view that were not given: `show` windows about `tops` instead."""

    def __init__(
        self,
        *,
        empty: Content | str = "",
        empty_column: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`empty` is shown when no column has a card, `empty_column` in a column without."""
        super().__init__(empty, empty_column, id=id, classes=classes)
        self._announced: tuple[Key | None, Key | None] | None = None
        self._drag = Drag()
        self._panned = 0.0
        self._asked: tuple[int, ...] = ()

    # -- what the owner of the cards calls -------------------------------------------------

    def show(self, columns: Sequence[BoardColumn], keep: Key | None = None) -> None:
        """Show these columns; the cursor goes where the card `keep` is now.

        Without `keep` it stays on its card, or, if that is gone, on the next in its column.
        """
        self.view.show(columns, keep)
        self.measure()
        self._asked = ()
        self._changed()

    @property
    def tops(self) -> dict[Key, int]:
        """The number of the first card in view, by column."""
        return {column.key: self.view.top(at) for at, column in enumerate(self.view.columns)}

    @property
    def place(self) -> Region:
        """Where on the screen the first card's title is, in the column under the cursor."""
        spans = self.view.spans()
        x, cells = next(
            ((x, cells) for number, x, cells in spans if number == self.view.column),
            (0, self.size.width),
        )
        return Region(self.region.x + x, self.region.y + self.head, cells, 1)

    @property
    def fits(self) -> int:
        """How many whole cards a column shows at once."""
        return self.view.fits

    @property
    def card(self) -> Card | None:
        """The card under the cursor."""
        return self.view.card

    @property
    def beside(self) -> Key | None:
        """The key of the card below the cursor's, else of that above; None where it is alone."""
        here = self.view.here
        cards = (here.card(self.view.row + by) for by in (1, -1)) if here else ()
        return next((card.key for card in cards if card), None)

    @property
    def column_key(self) -> Key | None:
        """The key of the column under the cursor."""
        return self.view.here.key if self.view.here else None

    # -- keys ------------------------------------------------------------------------------

    def action_across(self, by: int) -> None:
        """Cursor to a neighbouring column."""
        self.view.across(by)
        self._changed()

    def action_along(self, by: int) -> None:
        """Cursor up or down in its column."""
        self._go(self.view.row + by)

    def action_page(self, by: int) -> None:
        """Cursor a screenful up or down in its column."""
        self._go(self.view.row + by * self.view.fits)

    def action_first(self) -> None:
        """Cursor to the first card of its column."""
        self._go(0)

    def action_last(self) -> None:
        """Cursor to the last card of its column."""
        here = self.view.here
        self._go(here.count - 1 if here else 0)

    def action_carry(self, by: int) -> None:
        """Ask for the card to be moved to a neighbouring column."""
        target = self.view.neighbour(by)
        if self.card and target:
            self.post_message(self.MoveRequested(self, self.card.key, target.key))

    def action_select(self) -> None:
        """Select the card under the cursor."""
        if self.card:
            self.post_message(self.CardSelected(self, self.card, self.column_key))

    def _go(self, row: int) -> None:
        self.view.go(self.view.column, row)
        self._changed()

    def _changed(self) -> None:
        """Paint again, and say so if the cursor is on another card."""
        place = (self.card.key if self.card else None, self.column_key)
        if place != self._announced:
            self._announced = place
            self.post_message(self.CardHighlighted(self, self.card, self.column_key))
        self._ask()
        self.repaint()

    def _ask(self) -> None:
        """Ask for cards that are missing, once for each place."""
        place = (self.view.column, self.view.row, *self.tops.values())
        if self.view.lacks_cards() and place != self._asked:
            self._asked = place
            self.post_message(self.NeedCards(self))

    # -- mouse -----------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a card."""
        place = self.view.card_at(event.x, event.y - self.head)
        if place is None or event.y >= self.head + self.body:
            return
        again = place == (self.view.column, self.view.row)
        self.view.go(*place)
        self._drag = Drag(self.card, again)
        self.capture_mouse()
        self._changed()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which column the card in hand would go to; at an edge, those beyond it."""
        edge = (event.x >= self.size.width - 1) - (event.x <= 0)
        if self._drag.card and edge and monotonic() - self._panned > PAN_SECONDS:
            self._panned = monotonic()
            self.view.pan(edge)
            self._ask()
            self.refresh()
        over = self.view.column_at(event.x) if self._drag.card else None
        self.drop_on(over)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go: over another column that is a move, over the card itself a click."""
        drag, self._drag = self._drag, Drag()
        self.release_mouse()
        self.drop_on(None)
        over = self.view.column_at(event.x)
        if drag.card is None or over is None:
            return
        if over != self.view.column:
            target = self.view.columns[over]
            self.post_message(self.MoveRequested(self, drag.card.key, target.key))
        elif drag.again:
            self.action_select()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Wheel: the column under the mouse goes on."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Wheel: the column under the mouse goes back."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        number = self.view.column_at(event.x)
        if number is not None:
            self.view.scroll(number, by)
            self._ask()
            self.refresh()
        event.stop()
