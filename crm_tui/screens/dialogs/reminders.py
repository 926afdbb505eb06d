"""Forms for reminders, and the short list for snoozing one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from crm_tui.clock import Clock
from crm_tui.domain.calendar import MONTHS, WEEKDAYS
from crm_tui.domain.dates import When
from crm_tui.domain.reminders import has_time
from crm_tui.queries import reminders as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.checks import check, heavy, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.services import reminders
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec

_FIELDS = ("text", "due", "kind", "repeat")


async def add(host: Host, on: Target | None = None) -> None:
    """A form for a new reminder, on a record if one is given."""
    host.warm(heavy("reminder"))

    def job(w: Write, values: Values) -> int:
        return reminders.create(w, given(values), on.noun if on else "", on.id if on else 0)

    host.push_screen(
        FormDialog(
            f"Remind: {on.name}" if on else "Add a reminder",
            specs(host.workspace, "reminder", _FIELDS),
            "remind add",
            job,
            values={"kind": "to-do"},
            about=f"{on.noun}:{on.id}" if on else "",
        )
    )


async def edit(host: Host, id: int) -> None:
    """A form for a reminder, the time first."""
    host.warm(heavy("reminder"))
    seen = await host.read(lambda r: _seen(r, id))
    host.push_screen(
        FormDialog(
            "Edit the reminder",
            specs(host.workspace, "reminder", _FIELDS),
            "remind edit",
            Edit(
                partial(_seen, id=id), lambda w, v, version: reminders.edit(w, id, v, version), seen
            ),
            values=seen.values,
            changes_only=True,
            about=f"reminder:{id}",
            focus="due",
        )
    )


def done(w: Write, id: int) -> None:
    """Mark a reminder done; of one that recurs, say when it is due next."""
    following = reminders.done(w, id)
    if following is not None:
        due = queries.reminder(w, following)
        w.summary += f", next {When(due.due, due.zone).describe(w.clock)}"


async def snooze(host: Host, reminder: Target) -> None:
    """A short list of later days; the last entry asks for one."""
    today = host.clock.today()
    days = [
        ("t", "tomorrow", today + timedelta(days=1)),
        ("3", "in 3 days", today + timedelta(days=3)),
        ("w", "next week", today + timedelta(days=7 - today.weekday())),
    ]
    entries = [(key, text, _day(day)) for key, text, day in days] + [("o", "another day …", "")]

    def chosen(number: int | None) -> None:
        if number is None:
            return
        if number == len(days):
            _ask(host, reminder)
        else:
            host.perform("remind snooze", lambda w: _until(w, reminder.id, days[number][2]))

    host.push_screen(Menu(f"Snooze: {reminder.name}", entries), chosen)


def _ask(host: Host, reminder: Target) -> None:
    host.warm(heavy("reminder"))
    due = check("when", host.clock, host.workspace.config)
    spec = FieldSpec("due", "Until", required=True, placeholder="thu 10am, in 2 weeks", check=due)
    host.push_screen(
        FormDialog(
            f"Snooze: {reminder.name}",
            [spec],
            "remind snooze",
            lambda w, values: _snooze(w, reminder.id, values["due"]),
            about=f"reminder:{reminder.id}",
        )
    )


def _until(w: Write, id: int, day: date) -> None:
    """Snooze to a day; a reminder with a time of day keeps it."""
    before = queries.reminder(w, id)
    at = ""
    if has_time(before.due):
        at = f" {w.clock.at(datetime.fromisoformat(before.due)):%H:%M}"
    _snooze(w, id, f"{day}{at}")


def _snooze(w: Write, id: int, until: str) -> None:
    when = reminders.snooze(w, id, until)
    w.summary += f" until {when.describe(w.clock)}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _seen(reader: Reader, id: int) -> Seen:
    found = queries.reminder(reader, id)
    repeat = ""
    if found.repeat:
        from crm_tui.domain.recurrence import describe_repeat

        repeat = describe_repeat(found.repeat)
        repeat += " after done" if found.repeat_from == "done" else ""
    values = {
        "text": found.text,
        "due": _due(found.due, found.zone, reader.clock),
        "kind": found.kind,
        "repeat": repeat,
    }
    return Seen(found.version, values)


def _due(due: str, zone: str | None, clock: Clock) -> str:
    """A due time as a field shows it and reads it back."""
    when = When(due, zone)
    if when.is_date or (zone and zone != clock.zone.key):
        return when.due if when.is_date else when.describe(clock)
    return f"{clock.at(datetime.fromisoformat(due)):%Y-%m-%d %H:%M}"
