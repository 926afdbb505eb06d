"""crm channel"""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import editing
from crm_tui.cli.options import Yes, group, verb
from crm_tui.cli.session import session
from crm_tui.cli.shapes import CHANNEL
from crm_tui.domain.contacts import Channel
from crm_tui.domain.fields import choice
from crm_tui.errors import UsageError
from crm_tui.queries import channels as queries
from crm_tui.queries.resolve import resolve
from crm_tui.reports.shapes import ChannelRecord
from crm_tui.services import channels
from crm_tui.store.reader import Reader

app = group("")
channel = group("Channels: the e-mails, phones and websites of contacts and companies.")
app.add_typer(channel, name="channel")
Which = Annotated[str, typer.Argument(help="Id, or the whole value", show_default=False)]
_KINDS = ("email", "phone", "website", "social", "address")


@verb(channel, "add")
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(help="Contact, or company:7; id, name or e-mail")],
    kind: Annotated[str, typer.Argument(help=", ".join(_KINDS), show_default=False)],
    value: Annotated[str, typer.Argument(help="The address or number", show_default=False)],
    label: Annotated[str, typer.Option("--label", help="work, home, mobile …")] = "",
    preferred: Annotated[
        bool, typer.Option("--preferred", help="The first to use of its kind")
    ] = False,
) -> None:
    """Add a channel to a contact or a company."""
    state = session(ctx)
    with state.write("channel add", create=True) as w:
        target = resolve(w, who, ("contact", "company"))
        kind = choice("kind", kind, _KINDS)
        id = channels.add(w, target.noun, target.id, kind, value, label=label, preferred=preferred)
        w.summary = f"added {kind} to {target.name}"
    editing.told(
        state,
        w,
        f"channel:{id}",
        CHANNEL,
        lambda reader: _record(reader, queries.channel(reader, id)),
    )


@verb(channel, "edit")
def edit(
    ctx: typer.Context,
    which: Which,
    value: Annotated[str | None, typer.Option("--value", help="The address or number")] = None,
    label: Annotated[str | None, typer.Option("--label", help="work, home, mobile …")] = None,
    preferred: Annotated[
        bool | None,
        typer.Option("--preferred/--not-preferred", help="The first to use of its kind"),
    ] = None,
    invalid: Annotated[
        bool | None, typer.Option("--invalid/--valid", help="It does not reach them any more")
    ] = None,
) -> None:
    """Change a channel."""
    state = session(ctx)
    if (value, label, preferred, invalid) == (None,) * 4:
        raise UsageError("nothing to change", "name a field, for example --label work")
    with state.write("channel edit") as w:
        id = queries.named(w, which.removeprefix("channel:"), state.config.region).id
        channels.edit(w, id, value=value, label=label, preferred=preferred, invalid=invalid)
    editing.told(
        state,
        w,
        f"channel:{id}",
        CHANNEL,
        lambda reader: _record(reader, queries.channel(reader, id)),
    )


@verb(channel, "delete")
def delete(
    ctx: typer.Context,
    which: Which,
    yes: Yes = False,
) -> None:
    """Delete a channel; `crm undo` brings it back."""
    state = session(ctx)
    with state.read() as reader:
        row = queries.named(reader, which.removeprefix("channel:"), state.config.region)
        before = _record(reader, row)
    editing.confirm(f"Delete {row.kind} {row.value} of {before['of']}?", yes)
    with state.write("channel delete") as w:
        channels.delete(w, row.id)
    editing.told(state, w, f"channel:{row.id}", CHANNEL, lambda _: before)


def _record(reader: Reader, row: Channel) -> ChannelRecord:
    noun, id = ("contact", row.contact_id) if row.contact_id else ("company", row.company_id)
    return {
        "id": row.id,
        "kind": row.kind,
        "label": row.label,
        "value": row.value,
        "preferred": bool(row.preferred),
        "invalid": bool(row.invalid),
        "of": resolve(reader, f"{noun}:{id}").name,
    }
