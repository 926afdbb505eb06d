"""Forms for deals: adding, editing, and why one is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from crm_tui.clock import encode_instant
from crm_tui.domain import written
from crm_tui.domain.custom_fields import CustomField
from crm_tui.queries import deals as queries
from crm_tui.queries.custom_fields import of_noun
from crm_tui.queries.offers import offers
from crm_tui.queries.resolve import Target
from crm_tui.screens import texts
from crm_tui.screens.dialogs.checks import custom_specs, heavy, specs
from crm_tui.screens.dialogs.edits import Edit, Seen, given
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.host import Host
from crm_tui.services import deals
from crm_tui.services.values import Values
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec

CONFETTI = "✦ · ˚ ✧ · ✦ ˚ · ✧ ✦"
_NEW = ("title", "value", "contact", "company", "stage", "expected_close", "source")
_KNOWN = ("title", "value", "company", "stage", "probability", "expected_close", "contact",
          "source")  # fmt: skip


async def add(
    host: Host,
    *,
    pipeline: str = "",
    stage: str = "",
    on: Target | None = None,
    typed: Values | None = None,
    then: Callable[[int], None] | None = None,
) -> None:
    """A form for a new deal, in a stage of a pipeline, with a contact or company if given;
    `typed` is what was typed already, `then` gets the deal's id."""
    host.warm(heavy("deal"))
    stages = await host.read(lambda r: _stages(r, pipeline))
    values = {"stage": stage if stage in stages else stages[0]}
    if on:
        values[on.noun] = on.name
    known = dict(values)

    def job(w: Write, filled: Values) -> int:
        fields = given(filled)
        # Left as it was offered, the name means this very record, though others share it.
        if on and fields.get(on.noun) == known[on.noun]:
            fields[on.noun] = f"{on.noun}:{on.id}"
        return deals.create(w, {**fields, "pipeline": pipeline})

    host.push_screen(
        FormDialog(
            "Add a deal",
            specs(host.workspace, "deal", _NEW, {"stage": stages}),
            "deal add",
            job,
            values=values,
            focus="value" if typed else None,
            typed=typed,
            about=f"{on.noun}:{on.id}" if on else "",
            then=then,
        )
    )


async def edit(host: Host, id: int) -> None:
    """A form for what is known of a deal; another stage moves it."""
    host.warm(heavy("deal"))

    def read(r: Reader) -> tuple[Seen, list[str], dict[str, CustomField]]:
        pipeline = queries.deal(r, id).deal.pipeline
        return _seen(r, id), _stages(r, pipeline), of_noun(r, "deal")

    seen, stages, custom = await host.read(read)
    fields = specs(host.workspace, "deal", _KNOWN, {"stage": stages})
    fields = [
        replace(spec, label="Add contact") if spec.name == "contact" else spec for spec in fields
    ]
    host.push_screen(
        FormDialog(
            f"Edit {seen.values['title']}",
            fields + custom_specs(host.workspace, custom),
            "deal edit",
            Edit(partial(_seen, id=id), lambda w, v, version: deals.edit(w, id, v, version), seen),
            values=seen.values,
            changes_only=True,
            about=f"deal:{id}",
        )
    )


def win(host: Host, deal: Target) -> None:
    """Move a deal to won, and be glad: with what was won this month."""

    def job(w: Write) -> str:
        deals.win(w, deal.id)
        month = datetime.combine(w.today.replace(day=1), time(), tzinfo=w.clock.zone)
        won = queries.won_since(w, encode_instant(month))
        worth = texts.sums(won)
        count = texts.counted(len(won), "deal")
        return f"{CONFETTI}\n{w.summary}\nWon this month: {worth or count}" + (
            f", {count}" if worth else ""
        )

    host.perform("deal win", job, then=lambda told: host.say(told, seconds=5), quiet=True)


async def lose(host: Host, deal: Target) -> None:
    """Ask why a deal is lost, the reasons of before at hand, and move it."""
    reasons = await host.read(lambda r: offers(r, "lost_reason", ""))
    host.push_screen(
        FormDialog(
            f"Lost: {deal.name}",
            [
                FieldSpec(
                    "reason",
                    "Reason",
                    required=True,
                    placeholder="why? e.g. too expensive",
                    help="why it was lost: too expensive · no budget · took another; ↓ chooses"
                    " a reason of before",
                    offers="lost_reason",
                )
            ],
            "deal lose",
            lambda w, values: deals.lose(w, deal.id, values["reason"]),
            about=f"deal:{deal.id}",
            suggested=reasons,
        )
    )


def _stages(reader: Reader, pipeline: str) -> list[str]:
    pipelines = queries.pipelines(reader)
    found = next((each for each in pipelines if each.name == pipeline), pipelines[0])
    return [stage.name for stage in found.stages]


def _seen(reader: Reader, id: int) -> Seen:
    deal = queries.deal(reader, id).deal
    return Seen(deal.version, written.deal(deal))
