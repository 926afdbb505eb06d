"""Forms for interactions: logging one with its next step, and editing one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from crm_tui.domain.next_steps import read_next_step
from crm_tui.queries import interactions as queries
from crm_tui.queries import people
from crm_tui.queries import reminders as reminder_queries
from crm_tui.queries.deals import open_deals
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.checks import dates_order, heavy, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.host import Host
from crm_tui.services import interactions
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec

_BEFORE = ("kind", "text")
_AFTER = ("outcome", "duration", "at", "direction")
_FIELDS = ("kind", "text", "outcome", "duration", "at", "direction")


async def log(host: Host, subject: Target) -> None:
    """A form for what just happened with a record, and what is next."""
    host.warm(heavy("interaction"))
    about, offered = await host.read(lambda r: _about(r, subject))
    if not about:
        host.say("this one is about nobody: log it on a contact or a deal")
        return

    def job(w: Write, values: Values) -> tuple[int, int | None]:
        fields = given(values)
        deal = fields.pop("deal", "")
        chosen = [target for target in offered if str(target.id) == deal]
        kind, next_step = fields.pop("kind"), fields.pop("next", "")
        fulfils = subject.id if fields.pop("fulfils", "") else None
        return interactions.log(
            w, kind, [*about, *chosen], fields, next_step=next_step, fulfils=fulfils
        )

    fields = specs(host.workspace, "interaction", _BEFORE)
    fields.append(next_step_field(host))
    due = subject.noun == "reminder"
    if due:
        ended = ((str(subject.id), subject.name),)
        fields.append(FieldSpec("fulfils", "Done with it", choices=ended, placeholder="stays open"))
    if offered:
        fields.append(deal_field(offered))
    fields += specs(host.workspace, "interaction", _AFTER)
    title = f"Log with {', '.join(target.name for target in about)}"
    host.push_screen(
        FormDialog(
            title,
            fields,
            "log",
            job,
            values={
                "kind": "call",
                "deal": only_of(offered),
                "fulfils": str(subject.id) if due else "",
            },
            focus="text",
            about=f"{subject.noun}:{subject.id}",
        )
    )


async def edit(host: Host, id: int) -> None:
    """A form for an interaction."""
    host.warm(heavy("interaction"))
    seen = await host.read(lambda r: _seen(r, id))
    host.push_screen(
        FormDialog(
            "Edit what was logged",
            specs(host.workspace, "interaction", _FIELDS),
            "interaction edit",
            Edit(
                partial(_seen, id=id),
                lambda w, v, version: interactions.edit(w, id, v, version),
                seen,
            ),
            values=seen.values,
            changes_only=True,
            about=f"interaction:{id}",
            focus="text",
        )
    )


def next_step_field(host: Host) -> FieldSpec:
    """A field for a next step, which says how it was understood."""
    clock, order = host.clock, dates_order(host.workspace.config)

    def understood(text: str) -> str:
        step = read_next_step(text, clock, order)
        return f"{step.text}: {step.when.describe(clock)}"

    return FieldSpec("next", "Next step", placeholder="call fri 3pm", check=understood)


def deal_field(offered: Sequence[Target]) -> FieldSpec:
    """A field for the deal that something is about, if for any, among those that are open."""
    choices = tuple((str(deal.id), deal.name) for deal in offered)
    return FieldSpec("deal", "About deal", choices=choices, placeholder="no deal")


def only_of(offered: Sequence[Target]) -> str:
    """What stands in that field at first: the only one, else nothing."""
    return str(offered[0].id) if len(offered) == 1 else ""


def _about(reader: Reader, subject: Target) -> tuple[list[Target], list[Target]]:
    """Whom a log on the record is about, and the open deals that it may be about too."""
    if subject.noun == "contact":
        return [subject], open_deals(reader, subject.id)
    if subject.noun == "reminder":
        found = reminder_queries.reminder(reader, subject.id)
        named = []
        if found.contact_id:
            named.append(Target("contact", found.contact_id, found.contact or ""))
        if found.deal_id:
            named.append(Target("deal", found.deal_id, found.deal or ""))
        if not named and found.company_id:
            named.append(Target("company", found.company_id, found.company or ""))
        if found.contact_id and not found.deal_id:
            return named, open_deals(reader, found.contact_id)
        return named, []
    if subject.noun == "interaction":
        entry = queries.interaction(reader, subject.id)
        named = people.of_interaction(reader, subject.id)
        if entry.deal_id:
            named.append(Target("deal", entry.deal_id, entry.deal or ""))
        if not named and entry.company_id:
            named.append(Target("company", entry.company_id, entry.company or ""))
        return named, []
    return [subject], []


def _seen(reader: Reader, id: int) -> Seen:
    found = queries.interaction(reader, id)
    values = {
        "kind": found.kind,
        "text": found.body,
        "outcome": found.outcome,
        "duration": str(found.minutes or ""),
        "at": f"{reader.clock.at(datetime.fromisoformat(found.at)):%Y-%m-%d %H:%M}",
        "direction": found.direction,
    }
    return Seen(found.version, values)
