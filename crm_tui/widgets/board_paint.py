"""What a board's cards and headings look like, as lines of Content.

States are told by a glyph and by a colour, never by a colour alone. Styles are the
board's component classes.
"""

from __future__ import annotations

from textual.content import Content

from crm_tui.domain.deals import held
from crm_tui.widgets.board_layout import BoardColumn, Card, NextState
from crm_tui.widgets.safe import clip, fit, safe

NEXT_GLYPHS: dict[NextState, str] = {"overdue": "!", "today": "•", "planned": "→", "none": "○"}
ROT_GLYPH = "▲"
LEGEND = "12d in stage ▲ rotting  ~9d silent  next: ! overdue • today → planned ○ none"
# A card that has not come yet.
WAITING = (Content("…"), Content(), Content())


def between(left: Content, right: Content, width: int) -> Content:
    """Two texts at the two ends of a line; the left one gives way."""
    right = clip(right, width)
    if not right.plain:
        return fit(left, width)
    room = width - right.cell_length - 1
    return fit(fit(left, room) + Content(" ") + right, width) if room > 0 else fit(right, width)


def card_lines(card: Card, width: int) -> tuple[Content, Content, Content]:
    """A card's three lines: title; value and age; company, silence and next step."""
    age = safe(card.age_text, "" if card.rotting else ".board--muted")
    if card.rotting:
        age = (age + safe(f" {ROT_GLYPH}")).stylize(".board--rotting")
    state = card.next_state
    glyph = safe(NEXT_GLYPHS[state], f".board--{state}") if state else Content()
    if card.silent_text:
        glyph = safe(f"~{card.silent_text} ", ".board--muted") + glyph
    return (
        fit(safe(card.title, ".board--title"), width),
        between(safe(card.value_text), age, width),
        between(safe(card.company, ".board--muted"), glyph, width),
    )


def heading_lines(
    column: BoardColumn, width: int, hidden_left: int, hidden_right: int, tall: bool
) -> list[Content]:
    """A column's heading: title and count, then its sums on one line, or two when `tall`.

    `hidden_left` and `hidden_right` count the columns out of view on that side.
    """
    over = column.limit is not None and column.count > column.limit
    right = safe(held(column.count, column.limit), ".board--overdue" if over else "")
    title = safe(column.title)
    if hidden_left:
        title = safe(f"‹{hidden_left} ", ".board--more") + title
    if hidden_right:
        right = right + safe(f" {hidden_right}›", ".board--more")
    total, weighted = safe(column.total_text), weighted_line(column)
    sums = [fit(total, width), fit(weighted, width)] if tall else [between(total, weighted, width)]
    return [between(title, right, width), *sums]


def weighted_line(column: BoardColumn) -> Content:
    """The weighted sum as it stands in a heading."""
    return safe(f"≈ {column.weighted_text}" if column.weighted_text else "", ".board--muted")


def sums_fit(column: BoardColumn, width: int) -> bool:
    """Do a column's sums fit on one line?"""
    return safe(column.total_text).cell_length + weighted_line(column).cell_length < width


def rule_line(width: int, above: int, below: int) -> Content:
    """The line under a heading, with how many cards are out of view above and below."""
    up = safe(f" ↑ {above} ", ".board--more") if above else Content()
    down = safe(f" ↓ {below} ", ".board--more") if below else Content()
    rest = max(0, width - up.cell_length - down.cell_length - 2)
    line = [safe("─"), up, safe("─" * rest), down, safe("─")]
    return clip(Content().join(line), width)
