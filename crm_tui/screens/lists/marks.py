"""Which records of a list are marked: some by hand, or all that fit a filter."""

from __future__ import annotations

from collections.abc import Hashable

from crm_tui.queries.selection import Selection


class Marks:
    """The marks of one list. All that fit a filter are kept as that filter, however many;
    `near` are those of the rows shown that fit it while the list shows another one."""

    def __init__(self) -> None:
        self.filter: str | None = None
        self.shown = ""  # the filter that the list itself has
        self.ids: set[int] = set()
        self.without: set[int] = set()
        self.near: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self.ids) or self.filter is not None

    def __contains__(self, key: Hashable) -> bool:
        if key in self.ids:
            return True
        if self.filter is None or key in self.without:
            return False
        return self.filter == self.shown or key in self.near

    def turn(self, id: int) -> None:
        """Mark a record, or take its mark off."""
        if id not in self:
            self.without.discard(id)
            if id not in self:
                self.ids.add(id)
            return
        self.ids.discard(id)
        if self.filter is not None:
            self.without.add(id)

    def take_all(self) -> str | None:
        """Mark all that the list shows. Those marked one by one stay; those that were marked as
        all of another filter do not: answers that filter, None where there was none."""
        before, self.filter, self.without = self.filter, self.shown, set()
        return None if before == self.shown else before

    def clear(self) -> None:
        """Take every mark off."""
        self.filter = None
        self.ids, self.without, self.near = set(), set(), set()

    def selection(self, noun: str, me: int) -> Selection:
        """The marked records, as reads and edits take them."""
        return Selection(noun, self.filter, frozenset(self.ids), frozenset(self.without), me)
