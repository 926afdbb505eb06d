"""Forms for reminders, and the short list for snoozing one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from crm_tui.clock import Clock
from crm_tui.config import Config
from crm_tui.domain import written
from crm_tui.domain.business_days import business_days_on, day_off, from_day, holidays_of
from crm_tui.domain.calendar import MONTHS, WEEKDAYS, add_months
from crm_tui.domain.dates import When, parse_when
from crm_tui.domain.next_steps import kind_of
from crm_tui.domain.reminders import has_time
from crm_tui.errors import UsageError
from crm_tui.queries import reminders as queries
from crm_tui.queries import users as user_queries
from crm_tui.queries.deals import open_deals
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target, resolve
from crm_tui.screens.dialogs.checks import check, dates_order, heavy, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.dialogs.interactions import deal_field, only_of
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.services import reminders
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec
from crm_tui.workspace import Workspace

_FIELDS = ("text", "due", "kind", "repeat")
_WHOSE = ("contact", "company", "deal")
_WITH = FieldSpec(
    "with",
    "With",
    placeholder="a contact, a company or a deal",
    offers="record",
    picks=True,
    help="whose it is, or nobody's: begin to type a name, and choose with ↓",
)


async def hand_over(host: Host, reminder: Target) -> None:
    """A list of the users, to give the reminder to one of them."""
    users = await host.read(lambda r: user_queries.users(r, Page()))
    if len(users) == 1:
        host.say("nobody else works with this store: crm user add NAME adds a colleague")
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            name = users[number].name
            host.perform("remind edit", lambda w: _give(w, reminder, name))

    entries = [("", user.name, user.email) for user in users]
    host.push_screen(Menu(f"Hand over: {reminder.name}", entries), chosen)


def _give(w: Write, reminder: Target, name: str) -> None:
    reminders.edit(w, reminder.id, {"owner": name})
    w.summary = f"handed to {name}: {reminder.name}"


async def add(host: Host, on: Target | None = None, due: str = "") -> None:
    """A form for a new reminder, on a record and for a day if they are given; else it asks for
    the record, which may be none. On a contact it may be about an open deal of theirs."""
    host.warm(heavy("reminder"))
    contact = on.id if on and on.noun == "contact" else 0
    offered = await host.read(lambda r: open_deals(r, contact)) if contact else []

    def job(w: Write, values: Values) -> int:
        fields = given(values)
        named = fields.pop("with", "")
        deal = fields.pop("deal", "")
        whose = resolve(w, named, _WHOSE) if named else on
        noun, id = whose[:2] if whose else ("", 0)
        return reminders.create(w, fields, noun, id, deal=int(deal) if deal else None)

    def understood(text: str) -> str | None:
        kind = kind_of(text)
        return None if form.typed("kind") or kind == "to-do" else kind

    text, when, kind, *rest = _specs(host, lambda: form.typed("due"))
    kind = replace(kind, placeholder="as the text begins")
    fields = [replace(text, check=understood), when, kind, *rest]
    if on is None:
        fields.insert(2, _WITH)
    elif offered:
        fields.insert(2, deal_field(offered))

    form = FormDialog(
        f"Remind: {on.name}" if on else "Add a reminder",
        fields,
        "remind add",
        job,
        values={"due": due, "deal": only_of(offered)},
        about=f"{on.noun}:{on.id}" if on else "",
    )
    host.push_screen(form)


def _specs(host: Host, due: Callable[[], str]) -> list[FieldSpec]:
    """The fields; what repeats is shown with the days that it comes to from `due` on."""

    def repeats(text: str) -> str:
        return _repeats(text, due(), host.workspace)

    fields = specs(host.workspace, "reminder", _FIELDS)
    return [replace(each, check=repeats) if each.name == "repeat" else each for each in fields]


def _repeats(text: str, due: str, workspace: Workspace) -> str:
    """`every 2 weeks on Mon · again Mon 16 Mar, 30 Mar, 13 Apr`"""
    from crm_tui.domain.recurrence import describe_repeat, parse_repeat, preview

    clock = workspace.clock
    first = When.on(clock.today())
    if due:
        # A day that cannot be read is told at its own field.
        with suppress(UsageError):
            first = parse_when(due, clock, dates_order(workspace.config), workspace.config.region)
    phrase, done = text.removesuffix(" after done"), text.endswith(" after done")
    rule = parse_repeat(phrase, first.day(clock.zone))
    days = [each.day(clock.zone) for each in preview(phrase, first, clock)]
    if not days:
        raise UsageError(f"'{text}' never comes again", "another rhythm, or a later end")
    read = describe_repeat(rule) + (" after done" if done else "")
    return f"{read} · again {_days(days)}"


def _days(days: Sequence[date]) -> str:
    """`Mon 16 Mar, 30 Mar, 13 Apr`: a weekday where it is another than before."""
    before = [None, *(day.weekday() for day in days)]
    return ", ".join(
        _day(day) if day.weekday() != last else _day(day).partition(" ")[2]
        for day, last in zip(days, before, strict=False)
    )


async def edit(host: Host, id: int) -> None:
    """A form for a reminder, the time first."""
    host.warm(heavy("reminder"))
    seen = await host.read(lambda r: _seen(r, id))
    form = FormDialog(
        "Edit the reminder",
        _specs(host, lambda: form.typed("due")),
        "remind edit",
        Edit(partial(_seen, id=id), lambda w, v, version: reminders.edit(w, id, v, version), seen),
        values=seen.values,
        changes_only=True,
        focus="due",
        about=f"reminder:{id}",
    )
    host.push_screen(form)


def done(w: Write, id: int) -> None:
    """Mark a reminder done; of one that recurs, say when it is due next."""
    following = reminders.done(w, id)
    if following is not None:
        due = queries.reminder(w, following)
        w.summary += f", next {When(due.due, due.zone).describe(w.clock)}"


async def snooze(host: Host, reminder: Target) -> None:
    """A short list of later days, each with what speaks against it; the last asks for one."""
    offers = await host.read(lambda r: later_days(r.clock, host.workspace.config))
    entries = [(key, text, note) for key, text, _, note in offers]

    def chosen(number: int | None) -> None:
        if number is None:
            return
        if number == len(offers):
            _ask(host, reminder)
        else:
            day = offers[number][2]
            host.perform("remind snooze", lambda w: _until(w, reminder.id, day))

    host.push_screen(
        Menu(f"Snooze: {reminder.name}", [*entries, ("o", "another day …", "")]), chosen
    )


def later_days(clock: Clock, config: Config) -> list[tuple[str, str, date, str]]:
    """Key, words and day of each offer, and the day as it is shown: the one that snoozing
    would move it to, or with what speaks against it. Each day once, the nearest first."""
    holidays, today = holidays_of(config.region), clock.today()
    days = [
        ("t", "tomorrow", today + timedelta(days=1)),
        ("b", "next business day", business_days_on(today, 1, holidays)),
        ("3", "in 3 days", today + timedelta(days=3)),
        ("w", "next week", today + timedelta(days=7 - today.weekday())),
        ("m", "next month", add_months(today, 1)),
    ]
    offers: dict[date, tuple[str, str, date, str]] = {}
    for key, words, day in days:
        off = day_off(day, holidays)
        goal = from_day(day, holidays) if config.only_business_days else day
        note = f"{_day(goal)} ({'after ' if goal != day else ''}{off})"
        offers.setdefault(goal, (key, words, day, note if off else _day(day)))
    return [offers[goal] for goal in sorted(offers)]


def _ask(host: Host, reminder: Target) -> None:
    host.warm(heavy("reminder"))
    due = check("when", host.clock, host.workspace.config)
    spec = FieldSpec("due", "Until", required=True, placeholder="thu 10am, in 2 weeks", check=due)
    host.push_screen(
        FormDialog(
            f"Snooze: {reminder.name}",
            [spec],
            "remind snooze",
            lambda w, values: reminders.snooze(w, reminder.id, values["due"]),
            about=f"reminder:{reminder.id}",
        )
    )


def _until(w: Write, id: int, day: date) -> None:
    """Snooze to a day; a reminder with a time of day keeps it."""
    before = queries.reminder(w, id)
    at = ""
    if has_time(before.due):
        at = f" {w.clock.at(datetime.fromisoformat(before.due)):%H:%M}"
    reminders.snooze(w, id, f"{day}{at}")


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _seen(reader: Reader, id: int) -> Seen:
    found = queries.reminder(reader, id)
    return Seen(found.version, written.reminder(found, reader.clock))
