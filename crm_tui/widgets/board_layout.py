"""Where things are on a board: cards, columns, the cursor and what of them is in view."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

Key = Hashable
NextState = Literal["overdue", "today", "planned", "none"]

CARD_LINES = 3
CARD_STEP = CARD_LINES + 1
COLUMN_MIN = 22
COLUMN_GAP = 1


@dataclass(frozen=True, slots=True)
class Card:
    """A deal as a card: every text is untrusted; `why` explains its rot or rank in one line.
    A closed deal has no `next_state`."""

    key: Key
    title: str
    value_text: str = ""
    company: str = ""
    age_text: str = ""
    silent_text: str = ""
    next_state: NextState | None = "none"
    rotting: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A stage: `count` deals in all, of which `cards` are those from the one numbered `first`
    on; `limit` is the most it should hold."""

    key: Key
    title: str
    count: int
    total_text: str = ""
    weighted_text: str = ""
    limit: int | None = None
    cards: Sequence[Card] = ()
    first: int = 0

    def card(self, row: int) -> Card | None:
        """The card numbered `row`; None where there is none, or it has not come yet."""
        at = row - self.first
        return self.cards[at] if 0 <= at < len(self.cards) else None


class BoardLayout:
    """The cursor (`column`, `row`) over the columns, and the part of them that is in view.

    `fits` is how many whole cards a column shows at once.
    """

    def __init__(self) -> None:
        self.columns: tuple[BoardColumn, ...] = ()
        self.column = 0
        self.row = 0
        self.left = 0
        self.width = COLUMN_MIN
        self.fits = 1
        self._tops: dict[Key, int] = {}

    # -- what is shown ---------------------------------------------------------------------

    def show(self, columns: Sequence[BoardColumn], keep: Key | None = None) -> None:
        """Take other columns; the cursor goes with the card `keep`, by default its own.

        If that card is gone, the cursor stays in its column, on the card that took its place.
        """
        card, here = self.card, self.here
        keep = keep if keep is not None else card.key if card else None
        place = (self.column, self.row)
        self.columns = tuple(columns)
        self._tops = {column.key: self._tops.get(column.key, 0) for column in columns}
        found = self._find(keep) if keep is not None else None
        if found is None and here is not None:
            keys = [column.key for column in columns]
            found = (keys.index(here.key) if here.key in keys else self.column, self.row)
        if here is None:
            # At first where there is something to work on.
            filled = (number for number, column in enumerate(columns) if column.count)
            found = found or (next(filled, 0), 0)
        if found is not None:
            self.column, self.row = found
        self._clamp()
        if (self.column, self.row) != place:
            self.reveal()

    def resize(self, width: int, fits: int) -> None:
        """The board has this many cells across and room for `fits` whole cards."""
        self.width, self.fits = width, max(1, fits)
        self._clamp()
        self.reveal()

    def _find(self, key: Key) -> tuple[int, int] | None:
        for number, column in enumerate(self.columns):
            for row, card in enumerate(column.cards, column.first):
                if card.key == key:
                    return number, row
        return None

    def _clamp(self) -> None:
        self.column = max(0, min(self.column, len(self.columns) - 1))
        self.row = max(0, min(self.row, self.here.count - 1 if self.here else 0))
        self.left = max(0, min(self.left, len(self.columns) - self.shown))
        for column in self.columns:
            top = min(self._tops[column.key], column.count - self.fits)
            self._tops[column.key] = max(0, top)

    # -- the cursor ------------------------------------------------------------------------

    @property
    def here(self) -> BoardColumn | None:
        """The column under the cursor."""
        return self.columns[self.column] if self.columns else None

    @property
    def card(self) -> Card | None:
        """The card under the cursor, if it has come."""
        return self.here.card(self.row) if self.here else None

    def go(self, column: int, row: int) -> None:
        """Put the cursor on the card nearest to this place and bring it into view."""
        self.column, self.row = column, row
        self._clamp()
        self.reveal()

    def across(self, by: int) -> None:
        """Cursor to a neighbouring column, to the card on the same line of the screen."""
        target = max(0, min(self.column + by, len(self.columns) - 1))
        if target != self.column:
            self.go(target, self.row - self.top(self.column) + self.top(target))

    def neighbour(self, by: int) -> BoardColumn | None:
        """The column that many to the right of the cursor's, if there is one."""
        number = self.column + by
        return self.columns[number] if 0 <= number < len(self.columns) else None

    def reveal(self) -> None:
        """Scroll so that the cursor's card is in view as a whole."""
        if self.here is None:
            return
        self.left = max(min(self.left, self.column), self.column - self.shown + 1)
        top = self.top(self.column)
        self._tops[self.here.key] = max(min(top, self.row), self.row - self.fits + 1)

    # -- the view ----------------------------------------------------------------------------

    @property
    def shown(self) -> int:
        """How many columns are in view."""
        fitting = (self.width + COLUMN_GAP) // (COLUMN_MIN + COLUMN_GAP)
        return max(1, min(fitting, len(self.columns)))

    def spans(self) -> list[tuple[int, int, int]]:
        """The columns in view from the left: number, first cell, cells."""
        each, spare = divmod(self.width - COLUMN_GAP * (self.shown - 1), self.shown)
        spans, x = [], 0
        for place in range(min(self.shown, len(self.columns))):
            cells = each + (place < spare)
            spans.append((self.left + place, x, cells))
            x += cells + COLUMN_GAP
        return spans

    def top(self, number: int) -> int:
        """The first row in view of a column."""
        return self._tops[self.columns[number].key]

    def below(self, number: int) -> int:
        """How many deals of a column are below what it shows as a whole."""
        return max(0, self.columns[number].count - self.top(number) - self.fits)

    def lacks_cards(self) -> bool:
        """Are cards in view that have not come yet?"""
        for number, _, _ in self.spans():
            column, top = self.columns[number], self.top(number)
            end = min(column.count, top + self.fits + 1)
            if top < end and not (column.card(top) and column.card(end - 1)):
                return True
        return False

    def pan(self, by: int) -> None:
        """Other columns come into view, the cursor staying where it is."""
        self.left = max(0, min(self.left + by, len(self.columns) - self.shown))

    def scroll(self, number: int, by: int) -> None:
        """Scroll one column, the cursor staying where it is."""
        key = self.columns[number].key
        self._tops[key] += by
        self._clamp()

    def column_at(self, x: int) -> int | None:
        """The column at a cell of the view."""
        for number, start, cells in self.spans():
            if start <= x < start + cells:
                return number
        return None

    def card_at(self, x: int, line: int) -> tuple[int, int] | None:
        """Column and row of the card at a cell, `line` counted from the first card line."""
        number = self.column_at(x)
        if number is None or line < 0 or line % CARD_STEP >= CARD_LINES:
            return None
        row = self.top(number) + line // CARD_STEP
        return (number, row) if row < self.columns[number].count else None
