"""DetailPane: a record in full, wrapped, scrolled, inert."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from crm_tui.widgets.detail import DetailPane, Section

HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"


class DetailApp(App[None]):
    def compose(self) -> ComposeResult:
        yield DetailPane(empty="Choose a contact to see it here.")

    @property
    def pane(self) -> DetailPane:
        return self.query_one(DetailPane)

    def lines(self) -> list[str]:
        return [self.pane.render_line(y).text for y in range(self.pane.size.height)]


Play = Callable[[DetailApp, Pilot[None]], Awaitable[None]]


def play(steps: Play, size: tuple[int, int] = (40, 10)) -> None:
    async def run() -> None:
        app = DetailApp()
        async with app.run_test(size=size) as pilot:
            app.pane.focus()
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


CHANNELS = Section("Channels", [("email", "ann@example.com"), ("work phone", "+47 22 33 44 55")])


def test_values_stand_beside_their_labels_and_sections_without_lines_are_left_out() -> None:
    async def steps(app: DetailApp, pilot: Pilot[None]) -> None:
        app.pane.show("Ann Example", [CHANNELS, Section("Deals", [])])
        await pilot.pause()
        assert [line.rstrip() for line in app.lines()[:6]] == [
            "Ann Example",
            "",
            "Channels",
            "email       ann@example.com",
            "work phone  +47 22 33 44 55",
            "",
        ]
        assert not any("Deals" in line for line in app.lines())

    play(steps)


def test_a_long_value_is_wrapped_under_itself_and_no_word_is_lost() -> None:
    async def steps(app: DetailApp, pilot: Pilot[None]) -> None:
        app.pane.show("Ann", [Section("Notes", [("note", "one two three four\nfive 日本 " * 3)])])
        await pilot.pause()
        value = [line for line in app.lines()[3:] if line.strip()]
        assert all(line.startswith("      ") for line in value[1:])
        words = " ".join(value).split()
        assert words == ["note", *["one", "two", "three", "four", "five", "日本"] * 3]
        assert {cell_len(line) for line in app.lines()} == {
            app.pane.scrollable_content_region.width
        }

    play(steps, size=(30, 20))


def test_it_scrolls_by_key_and_fresh_data_keep_the_place() -> None:
    async def steps(app: DetailApp, pilot: Pilot[None]) -> None:
        many = Section("Deals", [("", f"deal {number}") for number in range(50)])
        app.pane.show("Ann", [many])
        await pilot.pause()
        await pilot.press("G")
        await pilot.wait_for_animation()
        assert app.lines()[-1].strip() == "deal 49"
        app.pane.show("Ann", [many], keep_place=True)
        await pilot.pause()
        assert app.lines()[-1].strip() == "deal 49"
        app.pane.show("Bob", [many])
        await pilot.pause()
        assert app.lines()[0].strip() == "Bob"

    play(steps)


def test_a_hostile_record_is_inert_and_without_a_record_it_says_so() -> None:
    async def steps(app: DetailApp, pilot: Pilot[None]) -> None:
        assert any("Choose a contact to see it here." in line for line in app.lines())
        app.pane.show(HOSTILE, [Section(HOSTILE, [(HOSTILE, HOSTILE), ("", HOSTILE)])])
        await pilot.pause()
        for y in range(app.pane.size.height):
            await pilot.click(DetailPane, offset=(4, y))
        assert app.is_running
        assert "[EMEA]" in app.lines()[0]
        assert not {"\x1b", "\x07", "\u202e"} & set("".join(app.lines()))
        app.pane.clear()
        assert any("Choose a contact to see it here." in line for line in app.lines())

    play(steps, size=(60, 12))
