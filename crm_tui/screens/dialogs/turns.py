"""What came of a turn of the work queue: what was said and what is next, or until when."""

from __future__ import annotations

from functools import partial

from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.checks import check, heavy
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.dialogs.interactions import next_step_field
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.dialogs.reminders import later_days
from crm_tui.screens.host import Host
from crm_tui.services import queue
from crm_tui.services.queue import Settled
from crm_tui.services.values import Values
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec

_ASKED = {
    "reached": "Reached",
    "no answer": "No answer from",
    "voicemail": "Voicemail for",
    "emailed": "E-mailed",
    "done": "Done with",
}


async def settle(host: Host, whose: Target, outcome: str) -> None:
    """Ask what is next, and if there is a word to say what was said; nothing is needed."""
    host.warm(heavy("interaction"))

    def job(w: Write, values: Values) -> Settled:
        text, step = values.get("text", ""), values.get("next", "")
        return queue.settle(w, whose.noun, whose.id, outcome, text=text, next_step=step)

    said = "Note" if outcome in ("no answer", "voicemail") else "What was said"
    fields = [FieldSpec("text", said, lines=3), next_step_field(host)]
    host.push_screen(
        FormDialog(
            f"{_ASKED[outcome]} {whose.name}: what is next?",
            fields,
            "next",
            job,
            about=f"{whose.noun}:{whose.id}",
        )
    )


def skip(host: Host, whose: Target) -> None:
    """Pass a turn over."""
    host.perform("next", lambda w: queue.settle(w, whose.noun, whose.id, "skip"))


async def snooze(host: Host, whose: Target) -> None:
    """A short list of later days; the last entry asks for one."""
    days = await host.read(lambda r: later_days(r.clock, host.workspace.config))
    entries = [(key, text, note) for key, text, _, note in days]

    def chosen(number: int | None) -> None:
        if number is None:
            return
        if number == len(days):
            _ask(host, whose)
        else:
            host.perform("next", partial(_snooze, whose=whose, until=str(days[number][2])))

    host.push_screen(Menu(f"Snooze: {whose.name}", [*entries, ("o", "another day …", "")]), chosen)


def _ask(host: Host, whose: Target) -> None:
    host.warm(heavy("reminder"))
    due = check("when", host.clock, host.workspace.config)
    spec = FieldSpec("until", "Until", required=True, placeholder="thu 10am", check=due)
    host.push_screen(
        FormDialog(
            f"Snooze: {whose.name}",
            [spec],
            "next",
            lambda w, values: _snooze(w, whose, values["until"]),
            about=f"{whose.noun}:{whose.id}",
        )
    )


def _snooze(w: Write, whose: Target, until: str) -> None:
    queue.settle(w, whose.noun, whose.id, "snooze", until=until)
