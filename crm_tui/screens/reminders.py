"""Reminders as rows and sections, as Today and the agenda show them."""

from __future__ import annotations

from itertools import groupby

from crm_tui.clock import Clock
from crm_tui.domain.reminders import BUCKETS, Reminder, bucket
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionRow

_STYLES = {"overdue": "$text-error", "today": "$text-accent"}


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
