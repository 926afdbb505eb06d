"""How a recurring reminder goes on: when the next one is due after one is done."""

from __future__ import annotations

from datetime import date, datetime

from crm_tui.clock import Clock, zone
from crm_tui.domain import recurrence
from crm_tui.domain.dates import When
from crm_tui.domain.reminders import Reminder


def next_of_series(row: Reminder, clock: Clock) -> When | None:
    """When it is due again if it is done now; None where it does not repeat or has ended.

    Occurrences that were missed are not made up for: the next one lies ahead.
    """
    if not row.repeat:
        return None
    anchor = When(row.anchor or row.due, row.zone)
    if row.repeat_from == "done":
        return _after_done(row.repeat, anchor, clock)
    due = When(row.due, row.zone)
    after: date | datetime
    if due.instant:
        after = max(due.instant, clock.now())
    else:
        after = max(due.day(clock.zone), clock.today())
    return recurrence.next_due(row.repeat, anchor, after, clock.zone)


def _after_done(rule: str, anchor: When, clock: Clock) -> When | None:
    """Counted from today, at the time of day at which the series began."""
    home = zone(anchor.zone) if anchor.zone else clock.zone
    today = clock.now().astimezone(home).date()
    following = recurrence.next_due(rule, today, today, home)
    if following is None or anchor.instant is None:
        return following
    wall = anchor.instant.astimezone(home).time()
    return When.at(datetime.combine(following.day(home), wall, tzinfo=home), home)
