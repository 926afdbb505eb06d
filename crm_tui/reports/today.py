"""The day at a glance: what is due, whom to think of, how selling goes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.activity import Activity, days_until, summed
from crm_tui.domain.deals import Deal, is_rotting
from crm_tui.domain.key_dates import Ahead
from crm_tui.domain.reminders import Reminder, bucket
from crm_tui.queries import activity, deals, key_dates, reminders
from crm_tui.queries.cadences import Passed, passed
from crm_tui.queries.figures import Sum, figures, needing_count, open_sums, won_sums
from crm_tui.store.reader import Reader

MOST = 200
MOST_DEALS = 30
MOST_PEOPLE = 12
AHEAD = 7
DATES_AHEAD = 30
ACTIVE_DAYS = 14


class Today(NamedTuple):
    """What the day holds. `due_count` and `needing_count` are of all records, where the lists
    hold no more than so many; `has_contacts` says whether there is anybody at all."""

    due: list[Reminder]
    due_count: int
    soon: list[Reminder]
    needing: list[Deal]
    needing_count: int
    waiting: list[Passed]
    dates: list[Ahead]
    won: list[Deal]
    won_sums: list[Sum]
    open_sums: list[Sum]
    activity: Activity
    has_contacts: bool


def gather(reader: Reader, user_id: int, goal: int) -> Today:
    """What is due and what comes in the next days; the deals that need a step, the rotting
    ones first; the people silent for longest past their cadence; the days to remember; what
    was won this month and what is open; and what the user did, against a goal of so many
    interactions a day."""
    clock = reader.clock
    found = reminders.due(reader, until=reader.today + timedelta(days=AHEAD), limit=MOST)
    now = ("overdue", "today")
    last = (reader.today + timedelta(days=AHEAD)).isoformat()
    month = month_start(clock)
    counts = figures(reader)
    needing = deals.without_next_step(reader, MOST_DEALS)
    return Today(
        due=[each for each in found if bucket(each.due, clock) in now],
        due_count=counts.due,
        soon=[
            each for each in found if bucket(each.due, clock) not in now and each.due[:10] <= last
        ],
        needing=sorted(needing, key=lambda deal: not is_rotting(deal, clock)),
        needing_count=needing_count(reader),
        waiting=passed(reader, MOST_PEOPLE),
        dates=key_dates.ahead(reader, DATES_AHEAD),
        won=deals.won_since(reader, month),
        won_sums=won_sums(reader, month),
        open_sums=open_sums(reader),
        activity=active(reader, user_id, goal),
        has_contacts=counts.contacts > 0,
    )


def active(reader: Reader, user_id: int, goal: int) -> Activity:
    """What a user did in the last two weeks, today the last day."""
    days = days_until(reader.today, ACTIVE_DAYS)
    return summed(activity.by_day(reader, days, user_id), days, goal)


def month_start(clock: Clock) -> str:
    """The instant at which the present month began where the user lives."""
    first = clock.today().replace(day=1)
    return encode_instant(datetime.combine(first, time(), tzinfo=clock.zone))
