"""The counts of a list: what is given up is counted anew, what is known is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from crm_tui.queries.paging import Page
from crm_tui.screens.contacts import ContactsScreen
from crm_tui.screens.lists.counts import Counts
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace


def test_what_is_given_up_is_counted_anew_for_the_next_page(desk: Workspace) -> None:
    asked = []

    async def read(query: Callable[[Reader], int]) -> int:
        asked.append(query)
        await asyncio.sleep(0)
        with desk.read() as reader:
            return query(reader)

    async def run() -> None:
        counts = Counts(ContactsScreen.OF.listed)
        counts.begin(read, 1, Page()).cancel()
        assert await counts.begin(read, 1, Page(offset=90)) == 3
        before = len(asked)
        assert await counts.begin(read, 1, Page(offset=180)) == 3
        assert len(asked) == before

    asyncio.run(run())
