"""The day at a glance: the first screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from crm_tui.queries.resolve import Target
from crm_tui.reports import today as report
from crm_tui.screens import today_sections
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.host import Listed
from crm_tui.screens.keys import bindings
from crm_tui.widgets.figures import FigureRow
from crm_tui.widgets.sections import SectionList

TWO, THREE = 100, 160  # from so many cells on there are as many columns
BEGIN = (
    "Nothing here yet. Begin with your first contact: 3, then n.\n"
    "Or say it in one line: a, then\n"
    "met new Bob Stone @Acme; deal new Pump 12k\n"
    "Or bring a file in, from wherever it comes: I\n\n"
    "New here? ctrl+p, then tour: two minutes on sample data."
)
CALM = (
    "Nothing is due and every deal has a next step.\n\n"
    "3 shows your contacts, 5 your deals; n plans a reminder."
)


class TodayScreen(RecordActions):
    """The figures above one column of sections, or two or three on a wide terminal."""

    WHERE = "today"
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._day: report.Today | None = None

    def body(self) -> ComposeResult:
        """The figures, and below them the columns; those that are empty are not shown."""
        with Vertical():
            yield FigureRow(id="figures")
            with Horizontal(id="today"):
                yield SectionList(id="due", lead=11)
                yield SectionList(id="people", lead=11)
                yield SectionList(id="deals", lead=7)

    def subject(self) -> Target | None:
        """The record under the cursor of the list that has the keyboard."""
        lists = [each for each in self.query(SectionList) if each.has_focus]
        key = lists[0].cursor_key if lists else None
        return key if isinstance(key, Target) else None

    async def reread(self) -> None:
        """Read the day anew."""
        workspace = self.host.workspace
        goal = workspace.config.daily_goal
        self._day = await self.host.read(lambda r: report.gather(r, workspace.user_id, goal))
        self._lay_out()

    def on_resize(self) -> None:
        """One column, two or three."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        if self._day is None:
            return
        clock, me = self.host.clock, self.host.workspace.user_name
        count = 1 + (self.size.width >= TWO) + (self.size.width >= THREE)
        self.query_one(FigureRow).show(today_sections.figures(self._day, clock))
        found = today_sections.columns(self._day, clock, me, count)
        lists = {1: ["#due"], 2: ["#due", "#deals"], 3: ["#due", "#people", "#deals"]}[count]
        filled = dict(zip(lists, found, strict=True))
        beside = False
        for column in ("#people", "#deals"):
            shown = filled.get(column, [])
            each = self.query_one(column, SectionList)
            each.display = any(section.rows for section in shown)
            beside |= each.display
            if not each.display and each.has_focus:
                self.query_one("#due").focus()
            each.show(shown)
        due = self.query_one("#due", SectionList)
        due.empty = "Nothing is due." if beside else CALM if self._day.has_contacts else BEGIN
        due.show(filled["#due"])
        self.refresh_bindings()

    @on(SectionList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(SectionList.Selected)
    @on(FigureRow.Selected)
    def _selected(self, event: SectionList.Selected | FigureRow.Selected) -> None:
        if isinstance(event.key, Listed):
            self.host.show_list(event.key.noun, event.key.filter)
        else:
            self.action_record_open()

    def on_descendant_focus(self) -> None:
        """Other keys apply in the other list."""
        self.refresh_bindings()
