"""Forms for channels, and what the forms of a record's parts share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_tui.domain.channels import KINDS, LABELS
from crm_tui.queries import channels as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.host import Host
from crm_tui.services import channels
from crm_tui.services.values import Values
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec

YES_NO = (("yes", "yes"), ("no", "no"))


def words(*choices: str) -> tuple[tuple[str, str], ...]:
    """Choices that are kept as they read."""
    return tuple((word, word) for word in choices)


def push(host: Host, of: Target, title: str, specs: list[FieldSpec], command: str,
          job: Callable[[Write, Values], object], **more: Any) -> None:  # fmt: skip
    """Show a form about a record, or a part of one."""
    about = f"{of.noun}:{of.id}"
    host.push_screen(FormDialog(title, specs, command, job, about=about, **more))


def yes(flag: object) -> str:
    """A flag as a form shows it."""
    return "yes" if flag else "no"


def _way_specs(kind: FieldSpec | None) -> list[FieldSpec]:
    value = FieldSpec(
        "value",
        "Address, number",
        required=True,
        placeholder="ann@example.com",
        help="an e-mail, a phone number, a web address, as the kind says",
    )
    label = FieldSpec("label", "Label", placeholder=", ".join(LABELS))
    first = FieldSpec("preferred", "First of its kind", choices=YES_NO)
    return [*([kind] if kind else []), value, label, first]


async def add_channel(host: Host, of: Target) -> None:
    """A form for a new channel of a contact or company."""
    kind = FieldSpec("kind", "Kind", required=True, choices=words(*KINDS))

    def job(w: Write, given: Values) -> None:
        channels.add(
            w, of.noun, of.id, given["kind"], given["value"],
            label=given["label"], preferred=given["preferred"] == "yes",
        )  # fmt: skip
        w.summary = f"added {given['kind']} to {of.name}"

    values = {"kind": "email", "preferred": "no"}
    push(host, of, f"A channel of {of.name}", _way_specs(kind), "channel add", job,
          values=values, focus="value")  # fmt: skip


async def edit_channel(host: Host, id: int) -> None:
    """A form for a channel."""
    found = await host.read(lambda r: queries.channel(r, id))
    works = FieldSpec("works", "Works", choices=YES_NO)
    values = {
        "value": found.value,
        "label": found.label,
        "preferred": yes(found.preferred),
        "works": yes(not found.invalid),
    }

    def job(w: Write, given: Values) -> None:
        channels.edit(
            w, id, value=given["value"], label=given["label"],
            preferred=given["preferred"] == "yes", invalid=given["works"] == "no",
        )  # fmt: skip

    of = Target("channel", id, found.value)
    push(host, of, f"Edit the {found.kind}", [*_way_specs(None), works], "channel edit", job,
          values=values)  # fmt: skip
