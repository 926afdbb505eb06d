"""What Today shows, as figures and as sections of rows; each leads to the records behind it."""

from __future__ import annotations

from crm_tui.clock import Clock
from crm_tui.domain.activity import Activity, sparkline
from crm_tui.domain.cadences import days_since, state_of
from crm_tui.domain.dates import describe_day
from crm_tui.domain.deals import Deal, days_in_stage, is_rotting, next_state, rot_reason
from crm_tui.domain.key_dates import Ahead
from crm_tui.domain.reminders import bucket
from crm_tui.queries.cadences import Passed
from crm_tui.queries.key_dates import MOST
from crm_tui.queries.resolve import Target
from crm_tui.reports.today import MOST_PEOPLE, Today
from crm_tui.screens import texts
from crm_tui.screens.host import Listed
from crm_tui.screens.reminders import reminder_row, sections_of
from crm_tui.widgets.figures import Figure
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionRow

DUE = Listed("reminder", "due:..today")
NEEDING = Listed("deal", "is:open (no:next or next:..-1d)")
WON = Listed("deal", "is:won closed:this-month")
OPEN = Listed("deal", "is:open")
SILENT = Listed("contact", "cadence:due")
LATELY = "user:me at:-13d.."


def figures(day: Today, clock: Clock) -> list[Figure]:
    """The day in five figures."""
    late = sum(bucket(each.due, clock) == "overdue" for each in day.due)
    rotting = sum(is_rotting(deal, clock) for deal in day.needing)
    weighted = texts.money((each.currency, each.weighted) for each in day.open_sums)
    won = sum(each.number for each in day.won_sums)
    return [
        Figure(
            DUE,
            "Due",
            f"{day.due_count:,}",
            f"{late} overdue" if late else "",
            style="$text-error" if late else "$text",
        ),
        Figure(
            Listed("interaction", LATELY),
            "Activity",
            _against(day.activity),
            "today",
            sparkline(day.activity.totals, day.activity.goal),
            "$text-success" if 0 < day.activity.goal <= day.activity.today else "$text",
        ),
        Figure(
            NEEDING,
            "No step",
            f"{day.needing_count:,}",
            f"{rotting} rotting" if rotting else "",
            style="$text-warning" if day.needing_count else "$text",
        ),
        Figure(
            WON,
            "Won",
            texts.money((each.currency, each.value) for each in day.won_sums) or "–",
            f"{won} this month" if won else "this month",
            style="$text-success" if won else "$text",
        ),
        Figure(
            OPEN,
            "Open",
            texts.money((each.currency, each.value) for each in day.open_sums) or "–",
            f"weighted {weighted}" if weighted else "",
        ),
    ]


def columns(day: Today, clock: Clock, me: str, count: int) -> list[list[ListSection]]:
    """The sections in one, two or three columns, what is due first."""
    due = sections_of(day.due, clock, me)
    if day.due_count > len(day.due):
        due.append(_all(DUE, f"all {texts.counted(day.due_count, 'reminder')} that are due"))
    soon = [reminder_row(each, clock, me) for each in day.soon]
    ahead = ListSection("Next 7 days", soon, str(len(soon)))
    days = [_date(each, clock) for each in day.dates]
    dates = ListSection("Days to remember", days, f"{len(days)}{'+' * (len(days) == MOST)}")
    needing, won = _needing(day, clock), _won(day.won)
    done = _activity(day.activity)
    people = [_waiting(each, clock) for each in day.waiting]
    if len(people) == MOST_PEOPLE:
        people.append(SectionRow(SILENT, "…", safe("all whose cadence has passed", "$text-muted")))
    waiting = ListSection("Time to be in touch", people, style="$text-secondary")
    if count == 1:
        return [[*due, waiting, needing, ahead, dates, won, done]]
    if count == 2:
        return [[*due, waiting, ahead, dates], [needing, won, done]]
    return [[*due, ahead], [waiting, dates, done], [needing, won]]


def _all(listed: Listed, words: str) -> ListSection:
    return ListSection("More", [SectionRow(listed, "…", safe(words, "$text-muted"))])


def _waiting(contact: Passed, clock: Clock) -> SectionRow:
    """A contact, and how often they are to be heard from."""
    late = state_of(contact, clock) == "overdue"
    name = safe(contact.name)
    if contact.company:
        name += safe(f" · {contact.company}", "$text-muted")
    sign = "! " if late else "○ "
    often = safe(f"every {contact.cadence_days}–{contact.cadence_max_days} days", "$text-muted")
    return SectionRow(
        Target("contact", contact.id, contact.name),
        safe(f"{days_since(contact, clock)}d silent", "$text-error" if late else "$text-muted"),
        name,
        safe(sign, "$text-error" if late else "$text-muted") + often,
    )


def _date(ahead: Ahead, clock: Clock) -> SectionRow:
    date = ahead.key_date
    near = (ahead.on - clock.today()).days <= 1
    return SectionRow(
        Target(date.noun, date.record_id, date.name),
        safe(describe_day(ahead.on, clock.today()), "$text-accent" if near else "$text-muted"),
        date.name,
        safe(date.kind, "$text-muted"),
    )


def _needing(day: Today, clock: Clock) -> ListSection:
    """The deals that need a next step, the rotting ones first."""
    rows = [row for deal in day.needing for row in _needing_rows(deal, clock)]
    if day.needing_count > len(day.needing):
        words = safe(f"all {texts.counted(day.needing_count, 'deal')} without one", "$text-muted")
        rows.append(SectionRow(NEEDING, "…", words))
    title = "Deals that need a next step"
    return ListSection(title, rows, f"{day.needing_count:,}", "$text-warning")


def _needing_rows(deal: Deal, clock: Clock) -> list[SectionRow]:
    """The deal, and below it why it is here."""
    if why := rot_reason(deal, clock).removesuffix(" · no next step"):
        reason = safe("▲ ", "$text-warning") + safe(why, "$text-muted")
    else:
        overdue = next_state(deal, clock) == "overdue"
        step = "next step overdue" if overdue else "no next step"
        sign = safe("! ", "$text-error") if overdue else safe("○ ", "$text-muted")
        reason = sign + safe(
            f"{days_in_stage(deal, clock)}d in {deal.stage} · {step}", "$text-muted"
        )
    company = safe(f" · {deal.company}", "$text-muted") if deal.company else safe("")
    return [
        SectionRow(
            Target("deal", deal.id, deal.title),
            texts.brief_value(deal) or "–",
            safe(deal.title) + company,
        ),
        SectionRow(None, "", reason),
    ]


def _won(deals: list[Deal]) -> ListSection:
    rows = [
        SectionRow(
            Target("deal", deal.id, deal.title),
            safe(texts.brief_value(deal) or "–", "$text-success"),
            deal.title,
            safe(deal.company or "", "$text-muted"),
        )
        for deal in deals
    ]
    return ListSection("Won this month", rows, texts.sums(deals), "$text-success")


def _activity(done: Activity) -> ListSection:
    """The last two weeks, all kinds together and each of its own, a bar for each day."""
    rows = [_bars("all", done.totals, LATELY, done.goal)] if len(done.kinds) > 1 else []
    rows += [_bars(kind, counts, f"kind:{kind} {LATELY}") for kind, counts in done.kinds.items()]
    return ListSection("Your last 14 days", rows, f"{_against(done)} today")


def _bars(name: str, counts: tuple[int, ...], filter: str, goal: int = 0) -> SectionRow:
    return SectionRow(
        Listed("interaction", filter),
        f"{sum(counts):>4}",
        safe(f"{name:<8} ") + safe(sparkline(counts, goal), "$text-primary"),
    )


def _against(done: Activity) -> str:
    return f"{done.today} of {done.goal}" if done.goal else str(done.today)
