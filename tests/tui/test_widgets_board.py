"""Board: what a user sees and does with cards in columns."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from crm_tui.widgets.board import Board, BoardColumn, Card
from crm_tui.widgets.board_layout import BoardLayout
from crm_tui.widgets.board_paint import card_lines

HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"


def column(name: str, *titles: str, **more: object) -> BoardColumn:
    cards = [Card(title, title, "€10", "Acme", "3d") for title in titles]
    return BoardColumn(name, name, len(cards), "€10", "€5", cards=cards, **more)  # type: ignore[arg-type]


def three() -> list[BoardColumn]:
    return [column("New", "a1", "a2", "a3"), column("Offer", "b1"), column("Won")]


def test_the_cursor_begins_where_there_is_something_to_work_on() -> None:
    layout = BoardLayout()
    layout.show([column("New"), column("Offer", "b1")])
    assert layout.card is not None
    assert layout.card.key == "b1"


class BoardApp(App[None]):
    """A board whose wishes are granted at once, or not."""

    def __init__(self, columns: Sequence[BoardColumn], granting: bool = True) -> None:
        super().__init__()
        self.columns = list(columns)
        self.granting = granting
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield Board(empty="No deals yet. Press a to add one.", empty_column="No deals here")

    def on_mount(self) -> None:
        self.board.show(self.columns)

    @property
    def board(self) -> Board:
        return self.query_one(Board)

    def on_board_card_highlighted(self, event: Board.CardHighlighted) -> None:
        self.seen.append(("at", event.card.key if event.card else None, event.column_key))

    def on_board_card_selected(self, event: Board.CardSelected) -> None:
        self.seen.append(("open", event.card.key))

    def on_board_move_requested(self, event: Board.MoveRequested) -> None:
        self.seen.append(("move", event.card_key, event.to_column_key))
        if self.granting:
            self.move(event.card_key, event.to_column_key)

    def move(self, card_key: object, to: object) -> None:
        [card] = [card for col in self.columns for card in col.cards if card.key == card_key]
        without = [(col, [c for c in col.cards if c != card]) for col in self.columns]
        placed = [(col, [*cards, card] if col.key == to else cards) for col, cards in without]
        self.columns = [replace(col, cards=cards, count=len(cards)) for col, cards in placed]
        self.board.show(self.columns, keep=card_key)  # type: ignore[arg-type]

    def lines(self) -> list[str]:
        return [self.board.render_line(y).text for y in range(self.board.size.height)]


Play = Callable[[BoardApp, Pilot[None]], Awaitable[None]]


def play(app: BoardApp, steps: Play, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            app.board.focus()
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("j", ("a2", "New")),
        ("down down down up", ("a2", "New")),
        ("l", ("b1", "Offer")),
        ("right left", ("a1", "New")),
        ("G", ("a3", "New")),
        ("end home", ("a1", "New")),
        ("j j l h", ("a1", "New")),
        ("l l", (None, "Won")),
        ("l l l", (None, "Won")),
        ("h k", ("a1", "New")),
    ],
)
def test_the_keys_move_the_cursor(keys: str, place: tuple[str | None, str]) -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        await pilot.press(*keys.split())
        card = app.board.card
        assert (card.key if card else None, app.board.column_key) == place
        assert app.seen[-1] == ("at", *place)

    play(BoardApp(three()), steps)


def test_moving_a_card_takes_the_cursor_along() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        await pilot.press("j", "L", "shift+right", "L")
        moves = [entry for entry in app.seen if entry[0] == "move"]  # type: ignore[index]
        assert moves == [("move", "a2", "Offer"), ("move", "a2", "Won")]
        assert app.board.column_key == "Won"
        await pilot.press("H")
        assert app.board.card is not None
        assert (app.board.card.key, app.board.column_key) == ("a2", "Offer")

    play(BoardApp(three()), steps)


def test_a_wish_that_is_not_granted_moves_nothing() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        await pilot.press("L")
        assert (app.board.card.key, app.board.column_key) == ("a1", "New")  # type: ignore[union-attr]

    play(BoardApp(three(), granting=False), steps)


def test_when_the_card_goes_the_next_in_its_column_is_under_the_cursor() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        await pilot.press("j")
        app.board.show([column("New", "a1", "a3"), column("Offer", "b1"), column("Won")])
        await pilot.pause()
        assert app.seen[-1] == ("at", "a3", "New")

    play(BoardApp(three()), steps)


def test_cards_that_come_above_do_not_take_the_cursor_away() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        app.seen.clear()
        app.board.show([column("Before"), column("New", "x", "y", "a1", "a2")])
        await pilot.pause()
        assert app.board.card is not None
        assert app.board.card.key == "a1"

    play(BoardApp(three()), steps)


def test_mouse_click_points_a_click_on_the_same_opens_a_drag_moves() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        app.seen.clear()
        await pilot.click(Board, offset=(5, 8))
        assert app.seen == [("at", "a2", "New")]
        await pilot.click(Board, offset=(5, 8))
        assert app.seen[-1] == ("open", "a2")
        await pilot.mouse_down(Board, offset=(5, 8))
        await pilot.hover(Board, offset=(70, 8))
        await pilot.mouse_up(Board, offset=(70, 8))
        assert ("move", "a2", "Won") in app.seen
        assert app.board.column_key == "Won"

    play(BoardApp(three()), steps)


def test_a_card_is_dragged_to_a_column_out_of_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_tui.widgets.board.PAN_SECONDS", 0)

    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        await pilot.mouse_down(Board, offset=(5, 4))
        for x in (78, 79, 78, 79):
            await pilot.hover(Board, offset=(x, 8))
        assert app.lines()[0].startswith(" ‹2 c2")
        await pilot.mouse_up(Board, offset=(70, 8))
        assert app.seen[-2:] == [("move", "card0", "c4"), ("at", "card0", "c4")]

    play(BoardApp([column(f"c{n}", f"card{n}") for n in range(6)]), steps)


def test_columns_that_do_not_fit_are_counted_at_the_edge() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        assert app.lines()[0].rstrip().endswith("3›")
        await pilot.press(*"llll")
        assert app.lines()[0].startswith(" ‹2 c2")
        assert app.lines()[0].rstrip().endswith("1›")
        await pilot.press("l")
        assert "›" not in app.lines()[0]

    play(BoardApp([column(f"c{n}", f"card{n}") for n in range(6)]), steps)


def test_cards_out_of_view_are_counted_and_the_cursor_card_is_whole() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        assert "↓ 36" in app.lines()[2]
        await pilot.press("pagedown", "j")
        rule = app.lines()[2]
        assert "↑ 2" in rule
        assert "↓ 34" in rule
        assert sum(line.startswith("▌") for line in app.lines()) == 3
        await pilot.press("end")
        assert "↓" not in app.lines()[2]

    play(BoardApp([column("New", *[f"d{n}" for n in range(40)])]), steps, size=(80, 21))


def test_the_wheel_scrolls_one_column_and_leaves_the_cursor() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        await pilot._post_mouse_events([_scroll_down()], Board, offset=(5, 8))
        assert "↑ 1" in app.lines()[2]
        assert app.board.card is not None
        assert app.board.card.key == "d0"

    play(BoardApp([column("New", *[f"d{n}" for n in range(40)]), column("Won", "w")]), steps)


def _scroll_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


def test_headings_tell_counts_limits_and_sums() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        heading = app.lines()[:3]
        assert "3/2 !" in heading[0]
        assert "€10" in heading[1]
        assert "≈ €5" in heading[1]

    play(BoardApp([column("New", "a", "b", "c", limit=2)]), steps)


def test_sums_too_wide_for_one_line_take_two() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        lines = app.lines()
        assert lines[1].strip().startswith("€1,234,567 + $7,654")
        assert "≈ €234,567 + $654" in lines[2]

    wide = BoardColumn("n", "New", 0, "€1,234,567 + $7,654", "€234,567 + $654")
    play(BoardApp([wide, column("b"), column("c")]), steps)


def test_an_empty_board_and_an_empty_column_say_so() -> None:
    async def empty(app: BoardApp, pilot: Pilot[None]) -> None:
        assert any("No deals yet. Press a to add one." in line for line in app.lines())
        await pilot.press("j", "enter", "L")
        assert [entry for entry in app.seen if entry[0] != "at"] == []  # type: ignore[index]

    async def partly(app: BoardApp, pilot: Pilot[None]) -> None:
        assert any("No deals here" in line for line in app.lines())

    play(BoardApp([column("New"), column("Won")]), empty)
    play(BoardApp(three()), partly)


def test_a_hostile_card_is_inert_and_readable_in_full() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        lines = app.lines()
        assert any("[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc" in line for line in lines)
        assert not {"\x1b", "\x07", "\u202e"} & set("".join(lines))
        assert {cell_len(line) for line in lines} == {80}

    hostile = Card(1, HOSTILE, HOSTILE, "", HOSTILE, why=HOSTILE)
    columns = [BoardColumn(1, HOSTILE, 1, HOSTILE, HOSTILE, cards=[hostile]), column("b")]
    play(BoardApp([*columns, column("c")]), steps)


@pytest.mark.parametrize(
    ("state", "glyph"), [("overdue", "!"), ("today", "•"), ("planned", "→"), ("none", "○")]
)
def test_states_are_told_without_colour(state: str, glyph: str) -> None:
    card = Card(1, "t", next_state=state, rotting=True, age_text="9d")  # type: ignore[arg-type]
    assert card_lines(card, 20)[2].plain.endswith(glyph)
    assert card_lines(card, 20)[1].plain.endswith("9d ▲")


def test_why_is_shown_for_the_card_under_the_cursor() -> None:
    async def steps(app: BoardApp, pilot: Pilot[None]) -> None:
        assert "! overdue" in app.lines()[-1]
        await pilot.press("j")
        assert "rotting: 34 days in New" in app.lines()[-1]

    cards = [Card(1, "a"), Card(2, "b", why="rotting: 34 days in New")]
    play(BoardApp([BoardColumn("n", "New", 2, cards=cards)]), steps)


steps_taken = st.lists(
    st.one_of(
        st.tuples(st.just("across"), st.sampled_from([-1, 1])),
        st.tuples(st.just("row"), st.integers(-3, 60)),
        st.tuples(st.just("resize"), st.integers(10, 130)),
        st.tuples(st.just("scroll"), st.integers(-5, 5)),
    ),
    max_size=20,
)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=7), steps_taken)
def test_wherever_one_goes_the_cursor_is_on_a_card_and_in_view(
    sizes: list[int], steps: list[tuple[str, int]]
) -> None:
    view = BoardLayout()
    view.show([column(str(n), *[f"{n}.{m}" for m in range(size)]) for n, size in enumerate(sizes)])
    view.resize(80, 4)
    for step, value in steps:
        if step == "across":
            view.across(value)
        elif step == "row":
            view.go(view.column, value)
        elif step == "resize":
            view.resize(value, 1 + value // 20)
        else:
            view.scroll(view.column, value)
            view.reveal()
        assert 0 <= view.top(view.column) <= view.row < view.top(view.column) + view.fits
        assert view.column in [number for number, _, _ in view.spans()]
        assert sum(cells for _, _, cells in view.spans()) + view.shown - 1 == view.width
        assert (view.card is None) == (sizes[view.column] == 0)
