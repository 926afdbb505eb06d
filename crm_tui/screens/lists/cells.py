"""Editing a list's cells where they stand: a column cursor, then a line to type into."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from crm_tui.domain import written
from crm_tui.domain.fields import choice, field
from crm_tui.queries.paging import Page
from crm_tui.screens.lists.columns import ListColumn
from crm_tui.screens.lists.tabs import ListTabs
from crm_tui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from crm_tui.screens.dialogs.cell import CellEdit

_FIELDS: dict[str, Callable[[Any], written.Written]] = {
    "contact": written.contact,
    "company": written.company,
    "product": lambda detail: written.product(detail[0]),
}


class ListCells(ListTabs):
    """A list whose cells can be edited."""

    _editing: CellEdit | None = None

    def action_list_cell(self) -> None:
        """To the cells of the row; escape goes back to whole rows."""
        self.table.choose_column(0)
        self.refresh_bindings()

    @on(VirtualTable.CellSelected)
    def _cell(self, event: VirtualTable.CellSelected) -> None:
        column = self.columns[event.column]
        if column.name == "tags":
            self.action_record_tag()
        elif column.name == "next":
            self.action_record_remind()
        elif not column.field:
            self.host.say(f"{column.label.lower()} follows from other things")
        else:
            self.host.work(partial(self._edit, column, event))

    async def _edit(self, column: ListColumn, event: VirtualTable.CellSelected) -> None:
        from crm_tui.screens.dialogs.cell import CellEdit
        from crm_tui.screens.dialogs.checks import PLACEHOLDERS, check
        from crm_tui.services.bulk import SERVICES

        noun, name, id = self.OF.noun, column.field, int(str(event.key))
        page = Page(filter=f"id:{id}", limit=1)
        detail = next(iter(await self.host.read(lambda r: list(self.OF.details(r, page)))), None)
        if detail is None:
            return
        kind = known.kind if (known := field(noun, name)) else "line"
        choices = known.choices if known else ()
        hint = ", ".join(choices) or PLACEHOLDERS.get(kind, column.label)
        test = check(kind, self.host.clock, self.host.workspace.config)
        if choices:
            test = partial(choice, name, choices=choices)
        self._editing = CellEdit(
            event.at,
            _FIELDS[noun](detail).get(name, ""),
            hint,
            test,
            f"{noun} edit",
            lambda w, text: SERVICES[noun].edit(w, id, {name: text}, detail[0].version),
        )
        self.app.push_screen(self._editing)

    @on(VirtualTable.Resized)
    def _table_resized(self) -> None:
        if self._editing and self._editing.is_attached:
            self._editing.place()

    def action_filter_off(self) -> None:
        """From the cells to whole rows first."""
        if self.table.column is None:
            super().action_filter_off()
            return
        self.table.choose_column(None)
        self.refresh_bindings()
