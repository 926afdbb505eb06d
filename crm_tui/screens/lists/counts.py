"""How many rows a list has, counted beside the reading of its rows and kept while it holds."""

from __future__ import annotations

from asyncio import Future, ensure_future
from collections.abc import Awaitable, Callable
from dataclasses import replace

from crm_tui.queries.paging import Listed, Page, count_of
from crm_tui.store.reader import Reader

Read = Callable[[Callable[[Reader], int]], Awaitable[int]]


class Counts:
    """The counts of one list, with its filter and without; `read` asks the store."""

    def __init__(self, listed: Listed) -> None:
        self._listed = listed
        self._of: tuple[int, str] | None = None
        self._counting: Future[int] | None = None
        self._everything: int | None = None

    def begin(self, read: Read, generation: int, page: Page) -> Future[int]:
        """Count the rows that fit a page's filter, once for each generation of the table. What
        was given up, by `cancel`, or failed is counted anew when it is asked for next."""
        of = (generation, page.filter)
        if self._counting is None or self._of != of or not _succeeded(self._counting):
            whole = replace(page, limit=None, offset=0)
            self._of, self._counting = of, ensure_future(self._read(read, whole))
            # A mistake in the filter is told by whoever reads the rows.
            self._counting.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._counting

    async def everything(self, read: Read, fitting: int | None) -> int:
        """How many there are in all: as many as `fitting` where no filter holds."""
        if fitting is not None:
            self._everything = fitting
        elif self._everything is None:
            self._everything = await self._read(read, Page())
        return self._everything

    def forget(self) -> None:
        """The store has changed."""
        self._everything = None

    async def _read(self, read: Read, page: Page) -> int:
        return await read(lambda reader: count_of(reader, self._listed, page))


def _succeeded(counting: Future[int]) -> bool:
    # One that is given up is cancelled a moment later only.
    return counting.done() and not counting.cancelled() and counting.exception() is None
