"""What can be done to a list as a whole: its order, its columns, its marks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on

from crm_tui.queries import selection
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.queries.selection import Selection
from crm_tui.screens.actions import TextActions
from crm_tui.screens.lists.cells import ListCells
from crm_tui.screens.lists.columns import custom_columns
from crm_tui.screens.lists.reading import ListOf
from crm_tui.services.values import custom_fields
from crm_tui.widgets.filter_bar import FilterBar

__all__ = ["ListOf", "ListScreen"]

_SORT_KEYS = {"name": "n", "next": "x", "last": "l", "created": "c", "code": "o", "series": "s",
              "price": "p"}  # fmt: skip


class ListScreen(TextActions, ListCells):
    """The records of a noun, with the commands of their list."""

    def __init__(self) -> None:
        super().__init__()
        self._arranged = False

    async def reread(self) -> None:
        """Take in custom fields that are new, and what was chosen in an earlier run."""
        labels = await self.host.read(lambda r: custom_fields(r, self.OF.noun))
        usual = [column.name for column in self.OF.columns]
        self.known = (*self.OF.columns, *custom_columns(labels, usual))
        if not self._arranged:
            self._arranged = True
            self.set_up("", [])
        await super().reread()

    def set_up(self, sort: str, columns: list[str]) -> None:
        """Sort so, and show these columns; "" and none for what was chosen last."""
        remembered, noun = self.host.remembered, self.OF.noun
        orders = {column.sort for column in self.OF.columns if column.sort}
        sort = sort or next(iter(remembered.words(f"{noun}.sort")), "")
        self.sort = sort if sort.removeprefix("-") in orders else "name"
        self._choose(columns or remembered.words(f"{noun}.columns") or list(self.OF.usual))

    def _choose(self, names: list[str]) -> None:
        """Show the columns of these names; the first one is always there."""
        by_name = {column.name: column for column in self.known}
        first = self.known[0].name
        kept = [first, *(name for name in names if name in by_name and name != first)]
        self.columns = tuple(by_name[name] for name in kept)
        self.table.show_columns(self._faces())

    def _remember(self, what: str, words: list[str]) -> None:
        """Choices are remembered of the whole list; those of a tab are saved with it."""
        if self.segment is None:
            self.host.remembered.put(f"{self.OF.noun}.{what}", words)
        self._show_tabs()

    # -- order and columns -------------------------------------------------------------------

    def action_list_sort(self) -> None:
        """Ask for the order; the present one chosen again turns round."""
        from crm_tui.screens.dialogs.menu import Menu

        offered = [column for column in self.OF.columns if column.sort]
        here = self.sort.removeprefix("-")
        entries = [
            (_SORT_KEYS[each.name], each.label, self._sign if each.sort == here else "")
            for each in offered
        ]

        def chosen(number: int | None) -> None:
            if number is not None:
                self.sort_by(offered[number].sort)

        self.app.push_screen(Menu("Sort by (again: the other way)", entries), chosen)

    def sort_by(self, sort: str) -> None:
        """Sort by this; the other way round where the list is sorted by it already."""
        self.sort = f"-{sort}" if self.sort == sort else sort
        self._remember("sort", [self.sort])
        self.table.show_columns(self._faces())
        self.table.reset()

    def action_list_columns(self) -> None:
        """Ask which columns to show."""
        from crm_tui.screens.dialogs.columns import ColumnsDialog

        labels = {column.name: column.label for column in self.known}
        present = [column.name for column in self.columns]
        self.app.push_screen(ColumnsDialog(labels, present), self._chosen)

    def _chosen(self, names: tuple[str, ...] | None) -> None:
        if names is not None:
            self._remember("columns", list(names))
            self._choose(list(names))
            self.table.reset(keep_key=self.table.cursor_key)

    # -- marks ---------------------------------------------------------------------------------

    def action_list_mark(self) -> None:
        """Mark the record, or take its mark off; to the next one."""
        if subject := self.subject():
            self.marks.turn(subject.id)
            self.table.move_to(self.table.cursor + 1)
            self._marked()

    def action_list_mark_all(self) -> None:
        """Mark all that the list has, shown or not."""
        if self.table.total and not self.bar.mistaken:
            left = self.marks.take_all()
            if left is not None:
                others = f"those of “{left}”" if left.strip() else "all of the whole list"
                self.host.say(f"marked in place of {others}")
            self._marked()

    def action_filter_off(self) -> None:
        """Take the marks off; where there are none, the filter."""
        if self._many:
            self.marks.clear()
            self._marked()
        else:
            super().action_filter_off()

    @on(FilterBar.Changed)
    def _refiltered(self) -> None:
        self.marks.near = set()

    def _marked(self) -> None:
        self.table.refresh()
        self.host.work(self._count_marks, node=self, group="marks")

    async def _count_marks(self) -> None:
        """Say how many are marked, beside how many there are."""
        await self.show_marks()
        self.refresh_bindings()

    def action_list_bulk(self) -> None:
        """Ask what is to happen to the marked records."""
        if not self.marks:
            self.host.say("nothing is marked yet: space marks one, A all that are listed")
            return
        self.host.work(self._bulk)

    @property
    def _many(self) -> bool:
        """Is what is asked for to be done to the marked ones? In the cells it is to the row."""
        return bool(self.marks) and self.table.column is None

    def labels(self) -> dict[str, str]:
        """While something is marked: what can be done to it."""
        if not self._many:
            return {}
        return {
            "list_bulk": f"Do with {self.marked:,} marked",
            "filter_off": "Unmark",
            "list_mark": "Mark ↓",
        }

    def action_record_tag(self) -> None:
        """Tags of the marked ones, else of the record."""
        self._marked_or("t", super().action_record_tag)

    def action_record_remind(self) -> None:
        """A reminder on each marked one, else on the record."""
        self._marked_or("r", super().action_record_remind)

    def action_record_remove(self) -> None:
        """Archive or delete the marked ones, else the record."""
        self._marked_or("ad", super().action_record_remove)

    def _marked_or(self, keys: str, alone: Callable[[], None]) -> None:
        if self._many:
            self.host.work(partial(self._bulk, keys))
        else:
            alone()

    async def _bulk(self, keys: str = "") -> None:
        from crm_tui.screens.dialogs.bulk import choose

        picked = self._picked()
        total = await self.host.read(lambda r: selection.count(r, picked))
        choose(self.host, picked, total, self._unmark, keys)

    def for_text(self) -> tuple[str, Page | Selection, list[str]]:
        """The marked records, else all that are listed; under the columns that were chosen."""
        fields = {each.field for each in self.known} | {"tags"}
        shown = [each.field or each.name for each in self.columns]
        usual = {each.name for each in self.columns} == set(self.OF.usual)
        columns = [] if usual else [name for name in shown if name in fields]
        return self.WHERE, self._picked() if self._many else self.page(), columns

    def _unmark(self) -> None:
        self.marks.clear()
        self._marked()

    # -- walking -------------------------------------------------------------------------------

    def open(self, target: Target) -> None:
        """Show a record on a screen of its own, from which `J` and `K` walk this list."""
        from crm_tui.screens.records.screen import RecordScreen

        self.host.visited(target)
        walk = self.beside if target.noun == self.OF.noun else None
        self.app.push_screen(RecordScreen(target, walk=walk))
