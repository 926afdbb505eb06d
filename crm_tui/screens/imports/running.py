"""A plan or an import under way in another thread: how far it is, what it had to ask."""

from __future__ import annotations

from crm_tui.store.bulk import Stopped


class Run:
    """Its methods are called from the thread that works; what they note is read by the screen.

    Nobody can be asked while it runs: questions are noted, and answered so that it goes on
    as if nobody were there.
    """

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self.stopped = False
        self.open_order: tuple[str, str] | None = None
        self.near: dict[str, str] = {}

    def progress(self, done: int, total: int) -> None:
        """So much is done of all. Raises Stopped where it is to stop."""
        self.done, self.total = done, total
        if self.stopped:
            raise Stopped

    def ask(self, header: str, value: str) -> str:
        """A column's dates may have the day or the month first."""
        self.open_order = (header, value)
        return ""

    def is_meant(self, theirs: str, ours: str) -> bool:
        """A product is called nearly like one of ours."""
        self.near[theirs] = ours
        return False

    @property
    def share(self) -> float:
        """How much is done, between 0 and 1."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0
