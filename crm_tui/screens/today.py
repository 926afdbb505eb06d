"""The day at a glance: what is due, which deals need a step, what was won."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.deals import Deal, days_in_stage, is_rotting, next_state, rot_reason
from crm_tui.domain.reminders import Reminder, bucket
from crm_tui.queries import deals as deal_queries
from crm_tui.queries import reminders as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.screens.reminders import reminder_row, sections_of
from crm_tui.store.reader import Reader
from crm_tui.widgets.safe import safe
from crm_tui.widgets.sections import ListSection, SectionList, SectionRow

MOST = 200
MOST_DEALS = 30
AHEAD = 7
EMPTY = (
    "Nothing is due and every deal has a next step.\n\n"
    "3 shows your contacts, 5 your deals; n plans a reminder.\n"
    "New here? crm tour shows you around in two minutes.\n"
    "Then bring your contacts in: crm import contacts.csv"
)


class Day(NamedTuple):
    """What the day holds."""

    due: list[Reminder]
    soon: list[Reminder]
    needing: list[Deal]
    won: list[Deal]


class TodayScreen(RecordActions):
    """One column of sections, or two on a wide terminal."""

    WHERE = "today"
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._day: Day | None = None

    def body(self) -> ComposeResult:
        """Reminders at the left, deals at the right; all at the left when narrow."""
        with Horizontal(id="today"):
            yield SectionList(id="due", lead=11)
            yield SectionList(id="deals", lead=7)

    def subject(self) -> Target | None:
        """The record under the cursor of the list that has the keyboard."""
        lists = [each for each in self.query(SectionList) if each.has_focus]
        key = lists[0].cursor_key if lists else None
        return key if isinstance(key, Target) else None

    async def reread(self) -> None:
        """Read the day anew."""
        self._day = await self.host.read(read_day)
        self._lay_out()

    def on_resize(self) -> None:
        """One column or two."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        if self._day is None:
            return
        clock, me = self.host.clock, self.host.workspace.user_name
        left, right = self.query_one("#due", SectionList), self.query_one("#deals", SectionList)
        due = sections_of(self._day.due, clock, me)
        soon = [reminder_row(each, clock, me) for each in self._day.soon]
        ahead = [ListSection("Next 7 days", soon, str(len(soon)))] if soon else []
        deals = deal_sections(self._day, clock)
        wide = self.has_class("-wide")
        if not wide and right.has_focus:
            left.focus()
        beside = wide and any(section.rows for section in deals)
        right.display = beside
        left.empty = "Nothing is due." if beside else EMPTY
        right.show(deals if wide else [])
        left.show([*due, *ahead] if wide else [*due, *deals, *ahead])
        self.refresh_bindings()

    @on(SectionList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(SectionList.Selected)
    def _selected(self) -> None:
        self.action_record_open()

    def on_descendant_focus(self) -> None:
        """Other keys apply in the other list."""
        self.refresh_bindings()


def read_day(reader: Reader) -> Day:
    """What is due, what comes in the next days, the deals that need a step, the won ones."""
    clock = reader.clock
    found = queries.due(reader, until=reader.today + timedelta(days=AHEAD), limit=MOST)
    now = ("overdue", "today")
    month = datetime.combine(reader.today.replace(day=1), time(), tzinfo=clock.zone)
    last = (reader.today + timedelta(days=AHEAD)).isoformat()
    return Day(
        [each for each in found if bucket(each.due, clock) in now],
        [each for each in found if bucket(each.due, clock) not in now and each.due[:10] <= last],
        deal_queries.without_next_step(reader, MOST_DEALS),
        deal_queries.won_since(reader, encode_instant(month)),
    )


def deal_sections(day: Day, clock: Clock) -> list[ListSection]:
    """The deals that need a next step, the rotting ones first, and those won this month."""
    needing = sorted(day.needing, key=lambda deal: not is_rotting(deal, clock))
    rows = [row for deal in needing for row in _needing_rows(deal, clock)]
    won = [
        SectionRow(
            Target("deal", deal.id, deal.title),
            safe(texts.brief_value(deal) or "–", "$text-success"),
            deal.title,
            safe(deal.company or "", "$text-muted"),
        )
        for deal in day.won
    ]
    return [
        ListSection("Deals that need a next step", rows, str(len(needing)), "$text-warning"),
        ListSection("Won this month", won, texts.sums(day.won), "$text-success"),
    ]


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
