"""How values read on screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from crm_tui import text as plain
from crm_tui.clock import Clock
from crm_tui.domain.calendar import MONTHS
from crm_tui.domain.dates import describe_day, describe_instant
from crm_tui.domain.deals import Deal, days_in_stage
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.domain.money import compact, format_money
from crm_tui.domain.reminders import has_time, local_day

counted = plain.counted
DUE_STYLES = {"overdue": "$text-error", "today": "$text-accent"}


def due_text(due: str, clock: Clock) -> str:
    """When a reminder is due: `15:00`, `3 days ago`, `Thu 10:00`, `Fri 27 Nov`."""
    day = local_day(due, clock)
    ahead = (day - clock.today()).days
    if not has_time(due) or ahead < 0 or ahead > 90:
        return describe_day(day, clock.today())
    at = f"{clock.at(datetime.fromisoformat(due)):%H:%M}"
    if ahead == 0:
        return at
    return f"{day:%a} {at}" if ahead < 7 else f"{day.day} {MONTHS[day.month - 1]} {at}"


def ago(instant: str | None, clock: Clock) -> str:
    """The day of a stored instant: `today`, `3 days ago`, `Fri 27 Nov`; "" for None."""
    return describe_instant(instant, clock)


def moment(instant: str, clock: Clock) -> str:
    """A stored instant for a list: time of day for today, else the day and the time."""
    local = clock.at(datetime.fromisoformat(instant))
    day = describe_day(local.date(), clock.today())
    if day in ("today", "yesterday"):
        return f"{day} {local:%H:%M}"
    same_year = local.year == clock.today().year
    return f"{local.day} {MONTHS[local.month - 1]} " + (
        f"{local:%H:%M}" if same_year else f"{local.year}"
    )


def full_moment(instant: str, clock: Clock) -> str:
    """A stored instant in full: `Fri 27 Nov 2026 15:00`."""
    local = clock.at(datetime.fromisoformat(instant))
    return f"{local:%a} {local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M}"


def day_text(day: str | None, clock: Clock) -> str:
    """A stored date as a day near today; "" for None."""
    return describe_day(date.fromisoformat(day), clock.today()) if day else ""


def value_text(deal: Deal) -> str:
    """A deal's value in full, "" when unknown."""
    return "" if deal.value is None else format_money(deal.value, deal.currency)


def brief_value(deal: Deal) -> str:
    """A deal's value in a few characters, "" when unknown."""
    return "" if deal.value is None else compact(deal.value, deal.currency)


def sums(deals: Iterable[Deal]) -> str:
    """Sums per currency, the most frequent currency first: `€12.5k + $3k`."""
    return money((deal.currency, deal.value or 0) for deal in deals if deal.value)


def money(each: Iterable[tuple[str, int]]) -> str:
    """Amounts of several currencies summed, that of most amounts first."""
    found: dict[str, list[int]] = defaultdict(list)
    for currency, minor in each:
        found[currency].append(minor)
    order = sorted(found, key=lambda currency: (-len(found[currency]), currency))
    return amounts((currency, sum(found[currency])) for currency in order)


def amounts(sums: Iterable[tuple[str, int]]) -> str:
    """Sums per currency in their order, each currency once."""
    parts = [compact(minor, currency) for currency, minor in sums]
    # Three sums fit into a board's column only without spaces.
    return (" + " if len(parts) < 3 else "+").join(parts)


def remark(entry: TimelineEntry) -> str:
    """What an entry of the timeline says beside its text; what is usual is left out."""
    return "" if entry.detail in ("outbound", "internal", "to-do") else entry.detail


def stage_age(deal: Deal, clock: Clock) -> str:
    """How long a deal has been in its stage: `12d`."""
    return f"{days_in_stage(deal, clock)}d"


def brief_count(number: int) -> str:
    """A count in four characters at most: `1,204` is `1.2k`."""
    if number < 1000:
        return str(number)
    if number < 10_000:
        return f"{number // 100 / 10:g}k"
    return f"{number // 1000}k" if number < 1_000_000 else f"{number // 100_000 / 10:g}m"
