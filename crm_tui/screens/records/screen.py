"""A record on a screen of its own, whatever its noun."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from crm_tui.commands import PEOPLE, RECORD
from crm_tui.errors import NotFound, UsageError
from crm_tui.queries.resolve import Target
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.host import Host
from crm_tui.screens.keys import bindings
from crm_tui.screens.records import (
    companies,
    contacts,
    deals,
    interactions,
    notes,
    products,
    reminders,
)
from crm_tui.screens.records.parts import PAGE, TIMELINE, RecordView, Spot, timeline_section
from crm_tui.store.reader import Reader
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionList, SectionRow

VIEWS: dict[str, Callable[[Reader, int], RecordView]] = {
    "contact": contacts.view,
    "company": companies.view,
    "deal": deals.view,
    "product": products.view,
    "reminder": reminders.view,
    "interaction": interactions.view,
    "note": notes.view,
}
# What keys act on; what else hangs on a record is a part of it.
_SUBJECTS = VIEWS.keys() - {"note"}
# On a wide terminal what goes on stands at the right; who it is and how to reach them, left.
_RIGHT = frozenset({"Reminders", "Deals", "Notes", "Moves", TIMELINE})


FIRST_STEPS = (
    "Little is known yet: n adds a channel, a note, a key date, a file;"
    " l logs what was said, r plans a reminder, e edits."
)

# From a record to the one next (1) or before (-1) in the list that it was opened from; None at
# the list's end.
Walk = Callable[[Target, int], Awaitable[Target | None]]


class RecordScreen(RecordActions):
    """Everything about one record, the cursor on one thing of it; it closes when the record
    is gone. One column of sections, or two on a wide terminal."""

    WHERE = RECORD
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(RECORD),
        Binding("left", "column(0)", "Left column", show=False, id="record.left"),
        Binding("right", "column(1)", "Right column", show=False, id="record.right"),
    ]

    def __init__(self, target: Target, walk: Walk | None = None) -> None:
        super().__init__()
        self.target = target
        self._walk = walk
        self.related: tuple[Target, ...] = ()
        self._view: RecordView | None = None
        self._entries = PAGE  # so many entries of the timeline are read

    def body(self) -> ComposeResult:
        """Two columns; all in the left one when narrow."""
        yield FilterBar(".-timeline", placeholder="timeline: words, kind:call")
        with Horizontal(id="record"):
            yield SectionList(id="record-left", lead=15)
            yield SectionList(id="record-right", lead=15)

    @property
    def spot(self) -> Spot | None:
        """Where the cursor stands."""
        key = next((each.cursor_key for each in self.query(SectionList) if each.has_focus), None)
        return key if isinstance(key, Spot) else None

    def subject(self) -> Target:
        """The record under the cursor; this one where the cursor is on a part of it."""
        spot = self.spot
        return spot.target if spot and spot.target.noun in _SUBJECTS else self.target

    @property
    def part(self) -> Target | None:
        """The part of the record that the cursor is on: a channel, a note, a key date …"""
        spot = self.spot
        target = spot.target if spot else self.target
        return target if target.noun not in _SUBJECTS else None

    async def reread(self) -> None:
        """Show the record as it is now."""
        try:
            view = await self.host.read(self._read)
        except NotFound:
            if self.is_current:
                self.dismiss()
            return
        except UsageError as mistake:
            self.bar.show_mistake(mistake)
            return
        self._view, self.target, self.related = view, view.target, view.related
        self._lay_out()

    def _read(self, reader: Reader) -> RecordView:
        view = VIEWS[self.target.noun](reader, self.target.id)
        filter = self.bar.text.strip()
        if self._entries == PAGE and not filter:
            return view
        section = timeline_section(reader, view.target, self._entries, filter)
        others = [part for part in view.parts if part.title != TIMELINE]
        return view._replace(parts=[*others, section])

    def on_resize(self) -> None:
        """One column or two."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        if self._view is None:
            return
        name = SectionRow(Spot.on(self.target, ""), "", safe(self._view.title, "bold"), lines=3)
        parts = self._view.parts
        top = ListSection("", [name, *self._view.head, *self._first_steps(parts)])
        left, right = self.query_one("#record-left", SectionList), self.query_one(
            "#record-right", SectionList
        )  # fmt: skip
        if self.bar.text.strip():
            parts = self._filtered_parts(parts)
        beside = [part for part in parts if part.title in _RIGHT]
        wide = self.has_class("-wide") and any(part.rows for part in beside)
        right.display = wide
        left.set_class(not wide, "-timeline")
        right.set_class(wide, "-timeline")
        if not wide and right.has_focus:
            left.focus()
        rest = [part for part in parts if part not in beside] if wide else parts
        right.show(beside if wide else [])
        left.show([top, *rest])
        self.refresh_bindings()

    def action_record_next(self) -> None:
        """The next record of the list."""
        self._start(self._step, 1)

    def action_record_previous(self) -> None:
        """The one before."""
        self._start(self._step, -1)

    async def _step(self, host: Host, by: int) -> None:
        found = await self._walk(self.target, by) if self._walk else None
        if found is None:
            host.say("this is the last one in the list" if by > 0 else "this is the first one")
            return
        self.bar.put("")
        self.target, self.related, self._entries = found, (), PAGE
        await self.reread()
        left = self.query_one("#record-left", SectionList)
        left.focus()
        left.action_ends(0)

    def _first_steps(self, parts: list[ListSection]) -> list[SectionRow]:
        """What to do with a record of which little is known."""
        known = any(part.rows for part in parts if part.title in ("Reach", *_RIGHT))
        if known or self.target.noun not in PEOPLE:
            return []
        return [SectionRow(None), SectionRow(None, "", safe(FIRST_STEPS, "$text-muted"), lines=4)]

    def _filtered_parts(self, parts: list[ListSection]) -> list[ListSection]:
        """The timeline alone; beside it, on a wide terminal, who it is."""
        shown = [part for part in parts if part.title == TIMELINE]
        number = sum(len(part.rows) for part in shown)
        more = "+" if number >= self._entries else ""
        self.bar.show_count(f"{number}{more} found" if number else "nothing found")
        if self.has_class("-wide"):
            return [part for part in parts if part.title not in _RIGHT] + shown
        return shown

    @property
    def bar(self) -> FilterBar:
        """The line for the timeline's filter; it is there while there is one."""
        return self.query_one(FilterBar)

    @property
    def settled(self) -> bool:
        """Is the timeline the one that its filter asks for?"""
        return self.bar.typing or (super().settled and self.bar.settled)

    def action_record_filter(self) -> None:
        """To the line for the timeline's filter."""
        self.bar.display = True
        self.bar.take_focus()

    @on(FilterBar.Changed)
    def _filter_changed(self) -> None:
        self._entries = PAGE
        self._show_bar()
        self.load()

    def _show_bar(self) -> None:
        """The filter's line is there while it is typed into, and while one holds."""
        if not self.bar.text:
            self.bar.show_count("")
        self.bar.display = bool(self.bar.typing or self.bar.text)

    @on(SectionList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Other keys apply in the other column; an empty filter's line is left for good."""
        self._show_bar()
        self.refresh_bindings()

    @on(SectionList.NearEnd)
    def _more(self) -> None:
        """Read further back in the timeline."""
        shown = [part for part in self._view.parts if part.title == TIMELINE] if self._view else []
        if shown and len(shown[0].rows) >= self._entries:
            self._entries += PAGE
            self.load()

    @on(SectionList.Selected)
    def _selected(self) -> None:
        spot = self.spot
        target = (spot.opens or spot.target) if spot else self.target
        if target.noun == "channel":
            self.action_record_reach()
        elif target.noun == "attachment":
            from crm_tui.screens.dialogs import files

            self._start(files.use, target)
        elif target.noun not in VIEWS or target[:2] == self.target[:2]:
            self.action_record_edit()
        else:
            self.open(target)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done to a part, where the cursor is on one; walking needs a list to walk."""
        if (part := self.part) and action in ("record_edit", "record_remove"):
            from crm_tui.screens.dialogs import parts

            return part.noun in (parts.EDITED if action == "record_edit" else parts.REMOVED)
        if action in ("record_add", "record_filter"):
            return self.target.noun in PEOPLE
        if action in ("record_next", "record_previous"):
            return self._walk is not None
        return super().check_action(action, parameters)

    def action_record_add(self) -> None:
        """Add something to the record: a channel, a note, a key date …"""
        from crm_tui.screens.dialogs import parts

        self._start(parts.add, self.target)

    def action_record_edit(self) -> None:
        """The form for the part or the record under the cursor."""
        from crm_tui.screens.dialogs import parts

        if self.part is None:
            super().action_record_edit()
        elif self.part.noun in parts.EDITED:
            self._start(parts.edit, self.part, self.target)

    def action_record_remove(self) -> None:
        """Delete the part or the record under the cursor."""
        from crm_tui.screens.dialogs import parts

        if self.part:
            self._start(parts.remove, self.part)
        else:
            super().action_record_remove()

    def action_record_reach(self) -> None:
        """How to reach them; the channel under the cursor first."""
        from crm_tui.screens.dialogs import reach

        if self.part and self.part.noun == "channel":
            self._start(reach.reach, self.target, self.part.id)
        else:
            super().action_record_reach()

    def action_column(self, number: int) -> None:
        """The keyboard goes to the left or the right column."""
        column = self.query(SectionList)[number]
        if column.display:
            column.focus()

    def action_back(self) -> None:
        """Take the filter off, else back to the screen before."""
        if self.bar.text and self.bar.settled:
            self.bar.clear()
        else:
            self.dismiss()
