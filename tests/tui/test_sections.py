"""SectionList: one cursor through titled sections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionList, SectionRow
from tests import factories


def section(title: str, *keys: str, note: str = "") -> ListSection:
    return ListSection(title, [SectionRow(key, "now", f"do {key}", "Acme") for key in keys], note)


class SectionsApp(App[None]):
    def __init__(self, *sections: ListSection) -> None:
        super().__init__()
        self.sections = sections
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield SectionList(empty="Nothing to do")

    def on_mount(self) -> None:
        self.list.show(self.sections)

    @property
    def list(self) -> SectionList:
        return self.query_one(SectionList)

    @property
    def text(self) -> list[str]:
        return [self.list.render_line(y).text for y in range(self.list.size.height)]

    def on_section_list_highlighted(self, event: SectionList.Highlighted) -> None:
        self.seen.append(event.key)

    def on_section_list_selected(self, event: SectionList.Selected) -> None:
        self.seen.append(("open", event.key))

    def on_section_list_near_end(self, _: SectionList.NearEnd) -> None:
        if "end" not in self.seen:
            self.seen.append("end")


Play = Callable[[SectionsApp, Pilot[None]], Awaitable[None]]


def play(app: SectionsApp, steps: Play, size: tuple[int, int] = (40, 10)) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


def test_the_cursor_goes_from_record_to_record_over_titles_and_remarks() -> None:
    remark = ListSection("Deals", [SectionRow("c", "€1", "deal"), SectionRow(None, "", "why")])

    async def steps(app: SectionsApp, pilot: Pilot[None]) -> None:
        await pilot.press("j", "j", "j", "enter", "g")
        assert [key for key in app.seen if key != "end"] == [
            "a", "b", "c", "d", ("open", "d"), "a",
        ]  # fmt: skip

    play(SectionsApp(section("Today", "a", "b"), section("None"), remark, section("Later", "d")),
         steps)  # fmt: skip


def test_sections_without_rows_are_left_out_and_an_empty_list_says_so() -> None:
    async def steps(app: SectionsApp, pilot: Pilot[None]) -> None:
        assert "Nothing to do" in "\n".join(app.text)
        app.list.show([section("Empty"), section("Full", "a", note="12")])
        assert app.text[0].split() == ["Full", "12"]
        assert app.text[1].split() == ["▌now", "do", "a", "Acme"]

    play(SectionsApp(section("Empty")), steps)


def test_new_rows_leave_the_cursor_on_its_record_while_that_stays_in_its_section() -> None:
    async def steps(app: SectionsApp, pilot: Pilot[None]) -> None:
        await pilot.press("j")
        app.list.show([section("Today", "x", "a", "b", "c"), section("Later", "d")])
        assert app.list.cursor_key == "b"
        app.list.show([section("Today", "x", "a", "c"), section("Later", "d", "b")])
        assert app.list.cursor_key == "c"
        app.list.show([section("Today", "x", "a")])
        assert app.list.cursor_key == "a"
        app.list.show([])
        assert app.list.cursor_key is None

    play(SectionsApp(section("Today", "a", "b", "c"), section("Later", "d")), steps)


def test_the_cursor_stays_in_view_and_more_is_asked_for_near_the_end() -> None:
    async def steps(app: SectionsApp, pilot: Pilot[None]) -> None:
        assert "end" not in app.seen
        await pilot.press("G")
        await pilot.pause()
        assert any("▌" in line and "k59" in line for line in app.text)
        assert "end" in app.seen
        await pilot.press("g")
        await pilot.pause()
        assert app.text[0].strip().startswith("Today")
        await pilot.press("pagedown")
        await pilot.pause()
        assert any("▌" in line for line in app.text)

    play(SectionsApp(section("Today", *(f"k{number}" for number in range(60)))), steps)


def test_hostile_text_is_inert_and_the_last_column_takes_what_is_left() -> None:
    row = SectionRow("a", "now", "Call", safe(factories.HOSTILE))

    async def steps(app: SectionsApp, pilot: Pilot[None]) -> None:
        assert "[EMEA]" in app.text[1]
        await pilot.click(SectionList, offset=(30, 1), times=2)
        assert ("open", "a") in app.seen
        assert app.is_running

    play(SectionsApp(ListSection(factories.HOSTILE, [row])), steps, (60, 5))
