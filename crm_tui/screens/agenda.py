"""The agenda: what is to be done, as a list of all, a day, a week or a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from crm_tui.domain import agenda
from crm_tui.domain.filters import FilterError
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.screens import agenda_views as views
from crm_tui.screens.actions import TextActions
from crm_tui.screens.keys import bindings
from crm_tui.screens.texts import counted
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.widgets.month import Month
from crm_tui.widgets.sections import SectionList
from crm_tui.widgets.week import Week

PAGE = 300
WIDE = 100
EMPTY = "Nothing to do: press n to plan a reminder, or r on a contact or a deal"


class AgendaScreen(TextActions):
    """Reminders by when they are due; the days to remember stand in their days too."""

    WHERE = "reminders"
    BINDINGS = bindings(WHERE)
    AUTO_FOCUS = "SectionList"

    def __init__(self) -> None:
        super().__init__()
        self._limit = PAGE
        self._shown: views.Found | None = None
        self.view = "list"
        self.day: date | None = None  # today, until another is gone to

    def body(self) -> ComposeResult:
        """The filter, the period and the views of it, one or two of which are shown."""
        with Vertical(id="agenda"):
            yield FilterBar(".-first")
            yield Static(id="agenda-title")
            yield Month()
            yield Week()
            yield SectionList(empty=EMPTY)

    def on_mount(self) -> None:
        """Only the list at first."""
        self._show_view()
        super().on_mount()

    @property
    def list(self) -> SectionList:
        """The list of the reminders that are shown one below the other."""
        return self.query_one(SectionList)

    @property
    def bar(self) -> FilterBar:
        """The filter's line."""
        return self.query_one(FilterBar)

    @property
    def at(self) -> date:
        """The day that is shown, or under the cursor."""
        return self.day or self.host.clock.today()

    @property
    def settled(self) -> bool:
        """Are the reminders those that were asked for?"""
        return self.bar.typing or (super().settled and self.bar.settled)

    def subject(self) -> Target | None:
        """The record under the cursor."""
        if not self.query(Week):
            return None
        week = self.query_one(Week)
        key = week.entry_key if week.display else self.list.cursor_key
        return key if isinstance(key, Target) else None

    # -- reading -------------------------------------------------------------------------------

    async def reread(self) -> None:
        """The reminders of the view, the cursor where it was."""
        page = Page(filter=self.bar.text, me=self.host.workspace.user_id, limit=self._limit)
        read = partial(views.read, view=self.view, day=self.at, page=page)
        try:
            self._shown = await self.host.read(read)
        except FilterError as mistake:
            self.bar.show_mistake(mistake)
            return
        self._fill()

    def _fill(self) -> None:
        found, clock, me = self._shown, self.host.clock, self.host.workspace.user_name
        if found is None or found.view != self.view:
            return
        self.bar.show_count(counted(found.total, "reminder") + "+" * found.more)
        self.query_one("#agenda-title", Static).update(views.title_line(found, clock))
        filtered = f"Nothing fits “{self.bar.text}”: esc takes the filter off"
        empty = EMPTY if self.view == "list" else "Nothing on this day: n plans a reminder"
        self.list.empty = filtered if self.bar.text else empty
        self.list.show(views.sections(found, clock, me))
        if self.view == "month":
            self.query_one(Month).show(found.days, found.counts, found.day, clock.today())
        if self.view == "week":
            self.query_one(Week).show(views.week_columns(found, clock, me), found.day)
        self.refresh_bindings()

    def for_text(self) -> tuple[str, Page, Sequence[str]]:
        """The reminders that are listed, of the period that is shown."""
        typed = f"({self.bar.text}) " if self.bar.text.strip() else ""
        first, last = agenda.span(self.view, self.at)
        period = "" if self.view == "list" else f"due:{first}..{last}"
        return "reminders", Page(filter=typed + period, me=self.host.workspace.user_id), []

    # -- periods -------------------------------------------------------------------------------

    def _go(self, day: date) -> None:
        day = min(max(day, agenda.FIRST), agenda.LAST)
        self.day = None if day == self.host.clock.today() else day
        self.load()

    def action_agenda_view(self) -> None:
        """Another view, on the same day."""
        self.view = agenda.VIEWS[(agenda.VIEWS.index(self.view) + 1) % len(agenda.VIEWS)]
        self._show_view()
        self.load()

    def action_agenda_previous(self) -> None:
        """The day, week or month before."""
        self._go(agenda.step(self.view, self.at, -1))

    def action_agenda_next(self) -> None:
        """The day, week or month after."""
        self._go(agenda.step(self.view, self.at, 1))

    def action_agenda_today(self) -> None:
        """Back to today."""
        self._go(self.host.clock.today())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list of all has no period."""
        if action.startswith("agenda_") and action != "agenda_view":
            return self.view != "list"
        return super().check_action(action, parameters)

    def narrow(self, filter: str) -> None:
        """A filter is about all, not about a period."""
        self.view = "list"
        self._show_view()
        super().narrow(filter)

    def _show_view(self) -> None:
        wide = self.size.width >= WIDE
        self.query_one("#agenda-title").display = self.view != "list"
        self.query_one(Month).display = self.view == "month"
        self.query_one(Week).display = self.view == "week" and wide
        self.list.display = not self.query_one(Week).display
        kind = {"month": Month, "week": Week if wide else SectionList}.get(self.view, SectionList)
        first = self.query_one(kind)
        self.query(".-first").remove_class("-first")
        first.add_class("-first")  # where the keyboard goes from the filter's line
        if not self.bar.typing:
            first.focus()

    def on_resize(self) -> None:
        """A week is as wide as seven columns, or a list."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self.view == "week" and self.list.display == (self.size.width >= WIDE):
            self._show_view()
            self._fill()

    def action_reminder_add(self) -> None:
        """The form for a new reminder, on the day that is shown."""
        from crm_tui.screens.dialogs import reminders

        due = "" if self.view == "list" else self.at.isoformat()
        self.host.work(partial(reminders.add, self.host, due=due))

    # -- messages ------------------------------------------------------------------------------

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    def action_filter(self) -> None:
        """To the filter's line."""
        self.bar.take_focus()

    def action_filter_off(self) -> None:
        """To all reminders."""
        self.bar.clear()

    @on(SectionList.NearEnd)
    def _near_end(self) -> None:
        if self._shown and self._shown.more and self.view == "list":
            self._limit += PAGE
            self.load()

    @on(SectionList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Week.Highlighted)
    def _moved_in_week(self) -> None:
        day = self.query_one(Week).day_key
        self.day = day if isinstance(day, date) else None
        self.refresh_bindings()

    @on(Week.Beyond)
    def _beyond(self, event: Week.Beyond) -> None:
        self._go(agenda.step("day", self.at, event.way))

    @on(Month.Wanted)
    def _day_wanted(self, event: Month.Wanted) -> None:
        self._go(event.day)

    @on(Month.Selected)
    def _day_selected(self, event: Month.Selected) -> None:
        self.view = "day"
        self._show_view()
        self._go(event.day)

    @on(SectionList.Selected)
    @on(Week.Selected)
    def _selected(self) -> None:
        self.action_record_open()
