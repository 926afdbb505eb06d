"""Saved filters as tabs over a list: chosen, kept, called otherwise, deleted."""

from __future__ import annotations

from textual import on

from crm_tui.domain.segments import Segment
from crm_tui.queries import segments as queries
from crm_tui.screens.lists.reading import ListReading
from crm_tui.services.values import Values
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.form import FieldSpec
from crm_tui.widgets.tab_row import TabRow

ALL = "All"


class ListTabs(ListReading):
    """A list with a tab for each saved filter of its noun."""

    def __init__(self) -> None:
        super().__init__()
        self._segments: list[Segment] = []
        self._tab: int | None = None  # the segment's id, None for the whole list
        self._saved_as = ""  # a name whose tab is to be chosen when it is there

    @property
    def segment(self) -> Segment | None:
        """The saved filter whose tab is chosen."""
        return next((each for each in self._segments if each.id == self._tab), None)

    async def reread(self) -> None:
        """Take in what was saved, renamed or deleted."""
        noun = self.OF.noun
        self._segments = await self.host.read(lambda r: queries.of_noun(r, noun))
        for each in self._segments:
            if self._saved_as and fold(each.name) == fold(self._saved_as):
                self._tab, self._saved_as = each.id, ""
        if self.segment is None:
            self._tab = None
        self._show_tabs()
        await super().reread()

    def set_up(self, sort: str, columns: list[str]) -> None:
        """Sort so, and show these columns; "" and none for the usual ones."""
        raise NotImplementedError

    def _show_tabs(self) -> None:
        names = [ALL, *(each.name for each in self._segments)]
        chosen = self.segment
        at = self._segments.index(chosen) + 1 if chosen else 0
        changed = chosen is not None and (
            clean_line(self.bar.text) != chosen.filter
            or bool(chosen.sort and self.sort != chosen.sort)
        )
        self.query_one(TabRow).show(names, at, changed=changed)

    def _go(self, number: int) -> None:
        """To a tab: its filter, its order, its columns."""
        wanted = self._segments[number - 1] if number else None
        self._tab = wanted.id if wanted else None
        self.bar.put(wanted.filter if wanted else "")
        names = wanted.columns.split(",") if wanted and wanted.columns else []
        self.set_up(wanted.sort if wanted else "", names)
        self._show_tabs()
        self.table.reset()
        self.table.focus()

    def action_tab_next(self) -> None:
        """To the tab at the right, from the last to the first."""
        self._step(1)

    def action_tab_previous(self) -> None:
        """To the tab at the left."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if not self._segments:
            self.host.say("no saved filters yet: filter the list, then = saves it")
            return
        chosen = self.segment
        at = self._segments.index(chosen) + 1 if chosen else 0
        self._go((at + by) % (len(self._segments) + 1))

    @on(TabRow.Chosen)
    def _clicked(self, event: TabRow.Chosen) -> None:
        self._go(event.number)

    @on(FilterBar.Changed)
    def _other_filter(self) -> None:
        self._show_tabs()

    # -- keeping -------------------------------------------------------------------------------

    def action_segment_save(self) -> None:
        """Keep filter, order and columns under a name; the same name keeps them anew."""
        from crm_tui.screens.dialogs.form import FormDialog
        from crm_tui.services import segments

        noun, text, sort = self.OF.noun, self.bar.text, self.sort
        columns = ",".join(column.name for column in self.columns)
        known = {fold(each.name): each.id for each in self._segments}

        def job(w: Write, values: Values) -> None:
            name = values["name"]
            if (id := known.get(fold(name))) is not None:
                segments.edit(w, id, filter=text, sort=sort, columns=columns)
                w.summary = f"changed saved filter {name}"
            else:
                segments.create(w, noun, name, text, sort=sort, columns=columns)
            self._saved_as = name

        def taken(name: str) -> str:
            return "changes the one that is there" if fold(name) in known else "a new one"

        chosen = self.segment
        fields = [FieldSpec("name", "Name", required=True, placeholder="my leads", check=taken)]
        given = {"name": chosen.name} if chosen else {}
        title = f"Save the filter “{text}”" if text else "Save the whole list as a filter"
        if text and not self.table.total:
            title += "? Nothing fits it now"
        self.app.push_screen(FormDialog(title, fields, "segment save", job, values=given))

    def action_segment_rename(self) -> None:
        """Call the tab otherwise."""
        from crm_tui.screens.dialogs.form import FormDialog
        from crm_tui.services import segments

        if chosen := self.segment:
            fields = [FieldSpec("name", "Name", required=True)]
            self.app.push_screen(
                FormDialog(
                    f"Rename {chosen.name}",
                    fields,
                    "segment edit",
                    lambda w, values: segments.edit(w, chosen.id, name=values["name"]),
                    values={"name": chosen.name},
                )
            )

    def action_segment_delete(self) -> None:
        """Delete the tab; its records stay."""
        from crm_tui.services import segments

        if chosen := self.segment:
            self.host.perform("segment delete", lambda w: segments.delete(w, chosen.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a tab needs one that is chosen."""
        if action in ("segment_rename", "segment_delete") and self.segment is None:
            return False
        return super().check_action(action, parameters)
