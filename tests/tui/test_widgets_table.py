"""VirtualTable: what a user sees and does, over rows that come page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from crm_tui.widgets.table import Column, TableRow, VirtualTable
from crm_tui.widgets.table_rows import PAGE, PAGES_HELD, Pages, layout

COLUMNS = (
    Column("name", "Name", width=10, flex=2),
    Column("city", "City", width=8, flex=1),
    Column("value", "Value", width=8, align="right"),
)


class TableApp(App[None]):
    """A list of names served as a screen serves rows: on request, page by page."""

    def __init__(self, names: Sequence[str] | range, answering: bool = True) -> None:
        super().__init__()
        self.names = names
        self.answering = answering
        self.requests: list[VirtualTable.NeedRows] = []
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield VirtualTable(COLUMNS, empty="Nothing here. Press [a] to add.")

    @property
    def table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    def on_virtual_table_need_rows(self, event: VirtualTable.NeedRows) -> None:
        self.requests.append(event)
        if self.answering:
            self.answer(event)

    def answer(self, event: VirtualTable.NeedRows) -> None:
        names = [str(name) for name in self.names[event.offset : event.offset + event.count]]
        rows = [TableRow(name, (name, "Oslo", "1")) for name in names]
        where = None
        if event.keep_key is not None and event.keep_key in self.names:
            where = list(self.names).index(str(event.keep_key))
        event.table.feed(event.generation, event.offset, rows, len(self.names), where)

    def on_virtual_table_highlighted(self, event: VirtualTable.Highlighted) -> None:
        self.seen.append(("at", event.key))

    def on_virtual_table_selected(self, event: VirtualTable.Selected) -> None:
        self.seen.append(("open", event.key))

    def screen_lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]


Play = Callable[[TableApp, Pilot[None]], Awaitable[None]]


def play(app: TableApp, steps: Play, size: tuple[int, int] = (60, 11)) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            app.table.focus()
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


def names(count: int) -> list[str]:
    return [f"n{number}" for number in range(count)]


def test_a_million_rows_are_asked_for_a_page_at_a_time() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert "0" in app.screen_lines()[1]
        await pilot.press("G")
        assert "999999" in app.screen_lines()[-1]
        assert app.table.cursor_key == "999999"
        assert sum(request.count for request in app.requests) <= 4 * PAGE

    play(TableApp(range(1_000_000)), steps)


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ("j j k", "n1"),
        ("down down up", "n1"),
        ("pagedown", "n10"),
        ("G", "n249"),
        ("end home", "n0"),
        ("G g", "n0"),
        ("G pageup", "n239"),
        ("k", "n0"),
    ],
)
def test_the_keys_move_the_cursor_and_it_stays_in_view(keys: str, key: str) -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press(*keys.split())
        assert app.table.cursor_key == key
        cursor_lines = [line for line in app.screen_lines() if line.startswith("▌")]
        assert [line.split()[0] for line in cursor_lines] == [f"▌{key}"]

    play(TableApp(names(250)), steps)


def test_enter_and_double_click_open_a_click_only_moves() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.seen.clear()
        await pilot.click(VirtualTable, offset=(5, 3))
        assert app.seen == [("at", "n2")]
        await pilot.press("enter")
        await pilot.double_click(VirtualTable, offset=(5, 4))
        assert app.seen == [("at", "n2"), ("open", "n2"), ("at", "n3"), ("open", "n3")]
        await pilot.click(VirtualTable, offset=(5, 0))
        assert app.table.cursor_key == "n3"

    play(TableApp(names(50)), steps)


def test_rows_that_have_not_come_are_dots_and_old_rows_stay_until_the_new_come() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.answering = False
        await pilot.press("G")
        assert app.screen_lines()[-1].strip("▌ ") == "…"
        await pilot.press("g")
        app.names = ["other"]
        app.table.reset()
        await pilot.pause()
        assert app.screen_lines()[1].startswith("▌n0 ")
        app.answer(app.requests[-1])
        assert app.screen_lines()[1].startswith("▌other ")
        assert app.screen_lines()[2].strip() == ""

    play(TableApp(names(1000)), steps)


def test_an_answer_to_an_older_question_is_ignored() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.answering = False
        app.table.reset()
        app.table.reset()
        await pilot.pause()
        app.names = ["late"]
        app.answer(app.requests[-2])
        assert app.table.cursor_key == "n0"
        assert app.table.total == 50

    play(TableApp(names(50)), steps)


def test_the_cursor_stays_on_its_record_and_line_when_rows_come_above() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("pagedown", "pagedown", "up")
        line = [text.startswith("▌") for text in app.screen_lines()].index(True)
        app.seen.clear()
        app.names = ["new1", "new2", *names(250)]
        app.table.reset(keep_key=app.table.cursor_key)
        await pilot.pause()
        assert app.table.cursor_key == "n19"
        assert app.screen_lines()[line].startswith("▌n19 ")
        assert app.seen == []

    play(TableApp(names(250)), steps)


def test_moves_made_while_the_rows_are_on_their_way_count_from_the_kept_record() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.answering = False
        app.names = ["new", *names(250)]
        app.table.reset(keep_key="n0")
        await pilot.press("j", "j")
        app.answer(app.requests[-1])
        assert app.table.cursor_key == "n2"

    play(TableApp(names(250)), steps)


def test_when_the_record_under_the_cursor_goes_its_neighbour_is_shown() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("G")
        app.names = names(249)
        app.table.reset(keep_key="n249")
        await pilot.pause()
        assert app.table.cursor_key == "n248"
        assert app.seen[-1] == ("at", "n248")
        assert app.screen_lines()[-1].startswith("▌n248 ")

    play(TableApp(names(250)), steps)


def test_another_filter_begins_at_the_top() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("G")
        app.names = names(30)
        app.table.reset()
        await pilot.pause()
        assert app.screen_lines()[1].startswith("▌n0 ")

    play(TableApp(names(2500)), steps)


def test_no_rows_say_what_to_do_and_nothing_is_under_the_cursor() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert any("Nothing here. Press [a] to add." in line for line in app.screen_lines())
        await pilot.press("j", "G", "enter")
        assert app.seen == [("at", None)]

    play(TableApp([]), steps)


def test_nothing_is_cut_without_a_sign_and_columns_line_up() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        lines = app.screen_lines()
        assert lines[1].startswith("▌abcdefghijklmnop")
        assert "…  Oslo" in lines[1]
        assert lines[1].index("Oslo") == lines[0].index("City")
        assert lines[1].rstrip().endswith("1")

    play(TableApp(["abcdefghijklmnopqrstuvwxyz" * 3]), steps, size=(50, 11))


def test_columns_that_do_not_fit_are_left_out_from_the_right() -> None:
    assert layout(COLUMNS, 20) == [10, 8]
    assert layout(COLUMNS, 19) == [19]
    assert sum(layout(COLUMNS, 60)) + 4 == 60


def test_a_sign_in_the_header_says_that_columns_are_left_out() -> None:
    async def narrow(app: TableApp, pilot: Pilot[None]) -> None:
        assert app.screen_lines()[0].endswith("›")
        beside_the_bar = app.table.scrollable_content_region.width
        assert {len(line) for line in app.screen_lines()} == {beside_the_bar} == {23}

    async def wide(app: TableApp, pilot: Pilot[None]) -> None:
        assert "›" not in app.screen_lines()[0]

    play(TableApp(names(300)), narrow, size=(24, 11))
    play(TableApp(names(3)), wide, size=(50, 11))


def test_only_so_many_pages_are_held() -> None:
    pages = Pages()
    for number in range(PAGES_HELD + 5):
        pages.put(number * PAGE, [TableRow(number, ("x",))] * PAGE)
    assert pages.get(0) is None
    assert pages.get((PAGES_HELD + 4) * PAGE) is not None
