"""What is to be done, and when: overdue, today, tomorrow, this week, later."""

from __future__ import annotations

from itertools import groupby

from textual import on
from textual.app import ComposeResult

from crm_tui.clock import Clock
from crm_tui.domain.reminders import BUCKETS, Reminder, bucket
from crm_tui.queries import reminders as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionList, SectionRow

PAGE = 300
EMPTY = "Nothing to do: press n to plan a reminder, or r on a contact or a deal"
_STYLES = {"overdue": "$text-error", "today": "$text-accent"}


class RemindersScreen(RecordActions):
    """All open reminders by when they are due; more are read as the cursor comes near the end."""

    WHERE = "reminders"
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._limit = PAGE
        self._more = False

    def body(self) -> ComposeResult:
        """The sections."""
        yield SectionList(empty=EMPTY)

    def subject(self) -> Target | None:
        """The reminder under the cursor."""
        lists = self.query(SectionList)
        key = lists.first().cursor_key if lists else None
        return key if isinstance(key, Target) else None

    async def reread(self) -> None:
        """The first reminders, as many as were looked at."""
        found = await self.host.read(lambda r: queries.due(r, limit=self._limit + 1))
        self._more = len(found) > self._limit
        sections = sections_of(found[: self._limit], self.host.clock, self.host.workspace.user_name)
        self.query_one(SectionList).show(sections)
        self.refresh_bindings()

    @on(SectionList.NearEnd)
    def _near_end(self) -> None:
        if self._more:
            self._limit += PAGE
            self.load()

    @on(SectionList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(SectionList.Selected)
    def _selected(self) -> None:
        self.action_record_open()


def sections_of(found: list[Reminder], clock: Clock, me: str) -> list[ListSection]:
    """The reminders by the parts of the agenda, in order."""
    by_part = {
        part: list(group)
        for part, group in groupby(
            sorted(found, key=lambda each: BUCKETS.index(bucket(each.due, clock))),
            key=lambda each: bucket(each.due, clock),
        )
    }
    return [
        ListSection(
            part.capitalize(),
            [reminder_row(each, clock, me) for each in by_part[part]],
            str(len(by_part[part])),
            _STYLES.get(part, "$text-primary"),
        )
        for part in BUCKETS
        if part in by_part
    ]


def reminder_row(reminder: Reminder, clock: Clock, me: str) -> SectionRow:
    """A reminder's line: when, what, about whom; and whose it is if it is another's."""
    style = texts.DUE_STYLES.get(bucket(reminder.due, clock), "$text-muted")
    text = safe(reminder.text)
    if reminder.repeat:
        text += safe(" ↻", "$text-muted")
    if reminder.owner and reminder.owner != me:
        text += safe(f"  @{reminder.owner}", "$text-secondary")
    return SectionRow(
        Target("reminder", reminder.id, reminder.text),
        safe(texts.due_text(reminder.due, clock), style),
        text,
        safe(reminder.about, "$text-muted"),
    )
