"""The row of tabs: the chosen one is in view, and signs tell of others."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from crm_tui.widgets.tab_row import TabRow


def test_the_chosen_tab_is_in_view_however_many_there_are() -> None:
    names = [f"Saved filter {number}" for number in range(12)]
    clicked: list[int] = []

    class Host(App[None]):
        def compose(self) -> ComposeResult:
            yield TabRow()

        def on_tab_row_chosen(self, event: TabRow.Chosen) -> None:
            clicked.append(event.number)

    async def run() -> None:
        app = Host()
        async with app.run_test(size=(60, 5)) as pilot:
            row = app.query_one(TabRow)
            assert not row.display
            for at, signs in ((0, (False, True)), (6, (True, True)), (11, (True, False))):
                row.show(names, at, changed=True)
                await pilot.pause()
                text = row.render().plain
                assert f"▪Saved filter {at}* " in text
                assert (text.startswith("‹"), text.endswith("›")) == signs
                assert len(text) <= 58
            await pilot.click(offset=(row.render().plain.index("Saved filter 11") + 2, 0))
            assert clicked == [11]
            row.show(["All"], 0)
            await pilot.pause()
            assert not row.display

    asyncio.run(run())
