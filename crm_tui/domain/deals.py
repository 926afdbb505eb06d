"""Deals: their stages, and what is worked out from them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.products import LineItem
from crm_tui.domain.reminders import is_overdue, local_day

STATUSES = ("open", "won", "lost")

# The state of a deal's next step, with the sign that screens and boards show.
NEXT_SIGNS = {"overdue": "!", "today": "•", "planned": "→", "none": "○"}


class Stage(NamedTuple):
    """A stage of a pipeline; `probability` in percent. `rotting_days` is how long a deal may
    be in it, `deal_limit` how many open deals it should hold; None for no limit."""

    id: int
    pipeline_id: int
    name: str
    position: int
    status: str
    probability: int
    rotting_days: int | None
    deal_limit: int | None = None


class Pipeline(NamedTuple):
    """A pipeline and its stages, in order."""

    id: int
    name: str
    stages: tuple[Stage, ...]


class Deal(NamedTuple):
    """A deal as it is read. `value` is in minor units of `currency`, None when unknown; with
    `value_from_lines` 1 it is the sum of the line items. `probability` in percent; `next_due`
    a date or an instant."""

    id: int
    uid: str
    version: int
    title: str
    pipeline_id: int
    pipeline: str
    stage_id: int
    stage: str
    stage_position: int
    status: str
    stage_since: str
    rotting_days: int | None
    value: int | None
    value_from_lines: int
    currency: str
    probability: int
    probability_by_hand: int
    expected_close: str | None
    closed_at: str | None
    lost_reason: str
    source: str
    company_id: int | None
    company: str | None
    owner: str | None
    created_at: str
    archived_at: str | None
    last_contacted_at: str | None
    next_step: str | None
    next_due: str | None
    custom: str


class DealContact(NamedTuple):
    """Somebody's part in a deal."""

    deal_id: int
    contact_id: int
    name: str
    role: str


class StageChange(NamedTuple):
    """One move of a deal; `days_spent` in the stage it left."""

    id: int
    at: str
    from_stage: str | None
    to_stage: str
    user: str | None
    days_spent: int | None


class DealDetail(NamedTuple):
    """A deal with what hangs on it."""

    deal: Deal
    contacts: tuple[DealContact, ...]
    tags: tuple[str, ...]
    moves: tuple[StageChange, ...]
    lines: tuple[LineItem, ...]


def days_between(since: str, now: datetime) -> int:
    """Whole days from a stored instant to `now`, never negative."""
    return max(0, (now - datetime.fromisoformat(since)).days)


def days_in_stage(deal: Deal, clock: Clock) -> int:
    """Whole days since the deal came into its present stage."""
    return days_between(deal.stage_since, clock.now())


def weighted(value: int | None, probability: int, status: str) -> int:
    """Value × probability in minor units; a lost deal counts 0, a won one in full."""
    share = {"won": 100, "lost": 0}.get(status, probability)
    return ((value or 0) * share + 50) // 100


def silence(deal: Deal, clock: Clock) -> int | None:
    """Whole days since both sides were last in touch about the deal, None for never."""
    if deal.last_contacted_at is None:
        return None
    return days_between(deal.last_contacted_at, clock.now())


def held(count: int, limit: int | None) -> str:
    """How many deals a stage holds, for its heading: `4`, `4/5`, `6/5 !` where it is too many."""
    if limit is None:
        return str(count)
    return f"{count}/{limit}" + " !" * (count > limit)


def next_state(deal: Deal, clock: Clock) -> str:
    """How the deal's next step stands: overdue, today, planned or none."""
    if deal.next_due is None:
        return "none"
    if is_overdue(deal.next_due, clock):
        return "overdue"
    return "today" if local_day(deal.next_due, clock) == clock.today() else "planned"


def is_rotting(deal: Deal, clock: Clock) -> bool:
    """Longer in its stage than the stage's limit, and no reminder ahead on it."""
    if deal.status != "open" or deal.rotting_days is None:
        return False
    ahead = next_state(deal, clock) in ("today", "planned")
    return not ahead and days_in_stage(deal, clock) > deal.rotting_days


def rot_reason(deal: Deal, clock: Clock) -> str:
    """Why a deal rots, in one line; empty when it does not."""
    if not is_rotting(deal, clock):
        return ""
    return standing(deal, clock)


def standing(deal: Deal, clock: Clock) -> str:
    """The three facts of an open deal, in one line: how long it is in its stage, how long
    nobody was in touch about it, and how its next step stands."""
    limit = f" (limit {deal.rotting_days})" if deal.rotting_days is not None else ""
    days = silence(deal, clock)
    silent = "never contacted" if days is None else f"silent {days}d"
    step = {
        "none": "no next step",
        "overdue": "next step overdue",
        "today": "next step today",
        "planned": "next step planned",
    }[next_state(deal, clock)]
    return f"{days_in_stage(deal, clock)}d in {deal.stage}{limit} · {silent} · {step}"


def rot_facts(deal: Deal, clock: Clock) -> tuple[str, ...]:
    """What decides whether a deal rots, each in a line, as `is_rotting` looks at it."""
    if deal.status != "open":
        return (f"it is {deal.status}; only open deals rot",)
    days = days_in_stage(deal, clock)
    if deal.rotting_days is None:
        return (f"{days} days in {deal.stage}, which has no limit",)
    over = days - deal.rotting_days
    how = f"{over} more than" if over > 0 else "within"
    step = {
        "none": "no next step is planned",
        "overdue": "its next step is overdue, which does not count",
    }.get(next_state(deal, clock), "its next step lies ahead: so it does not rot")
    return (f"{days} days in {deal.stage}, {how} its limit of {deal.rotting_days} days", step)


def probability_fact(deal: Deal) -> str:
    """Where a deal's probability comes from."""
    if deal.status != "open":
        return f"a {deal.status} deal is certain"
    return "set by hand" if deal.probability_by_hand else f"that of its stage, {deal.stage}"
