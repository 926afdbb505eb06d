"""crm preference, crm consent"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from crm_tui.cli import editing, hanging, output
from crm_tui.cli.hanging import Hanging, Of
from crm_tui.cli.options import group, verb
from crm_tui.cli.session import Session, session
from crm_tui.cli.shapes import CONSENT, PREFERENCE
from crm_tui.clock import decode_instant
from crm_tui.domain.channels import KINDS
from crm_tui.domain.dates import When
from crm_tui.domain.preferences import Preference
from crm_tui.queries import preferences as queries
from crm_tui.queries.resolve import Target, resolve
from crm_tui.reports import around
from crm_tui.reports.layout import Line
from crm_tui.services import preferences

app = group("")
preference = group("How a contact wants to be reached.")
consent = group("What a contact allowed: for each channel and purpose, with its proof.")
app.add_typer(preference, name="preference")
app.add_typer(consent, name="consent")

SAID = Hanging(
    "consent",
    "consent",
    ("contact",),
    CONSENT,
    lambda reader, target: queries.consents(reader, target.id),
    queries.consent,
    around.consent,
)
Channel = Annotated[str, typer.Argument(help=", ".join(KINDS), show_default=False)]
Purpose = Annotated[str, typer.Argument(help="newsletter, offers …", show_default=False)]
Source = Annotated[str, typer.Option("--source", help="Where it was said")]
At = Annotated[str, typer.Option("--at", metavar="WHEN", help="When it was said; else now")]


@verb(preference, "show")
def show(ctx: typer.Context, who: Of) -> None:
    """Show how a contact wants to be reached."""
    state = session(ctx)
    with state.read() as reader:
        target = resolve(reader, who, ("contact",))
        found = queries.preference(reader, target.id)
        card = _card(target, found)
        output.record(state, PREFERENCE, around.preference(found, target), card)


@verb(preference, "set")
def set_(
    ctx: typer.Context,
    who: Of,
    channel: Annotated[str | None, typer.Option("--channel", help=", ".join(KINDS))] = None,
    language: Annotated[str | None, typer.Option("--language", help="English …")] = None,
    best_time: Annotated[str | None, typer.Option("--best-time", help="mornings …")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="Europe/London …")] = None,
    no_contact: Annotated[
        bool | None, typer.Option("--do-not-contact/--may-contact", help="Not to be contacted")
    ] = None,
) -> None:
    """Set how a contact wants to be reached; an empty value clears."""
    state = session(ctx)
    values = editing.given(
        None, channel=channel, language=language, best_time=best_time, timezone=timezone
    )
    if no_contact is not None:
        values["do_not_contact"] = "yes" if no_contact else "no"
    editing.something(values)
    with state.write("preference set") as w:
        target = resolve(w, who, ("contact",))
        preferences.edit(w, target.id, values)
    editing.told(
        state,
        w,
        f"contact:{target.id}",
        PREFERENCE,
        lambda reader: around.preference(queries.preference(reader, target.id), target),
    )


@verb(consent, "add")
def add(
    ctx: typer.Context,
    who: Of,
    channel: Channel,
    purpose: Purpose,
    source: Source = "",
    at: At = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Its last day")] = "",
) -> None:
    """Record that a contact allows a channel for a purpose."""
    _say(session(ctx), "add", who, (channel, purpose), source, at, until)


@verb(consent, "withdraw")
def withdraw(
    ctx: typer.Context,
    who: Of,
    channel: Channel,
    purpose: Purpose,
    source: Source = "",
    at: At = "",
) -> None:
    """Record that a contact withdraws it; what was said before stays as proof."""
    _say(session(ctx), "withdraw", who, (channel, purpose), source, at)


def _say(
    state: Session,
    command: str,
    who: str,
    what: tuple[str, str],
    source: str,
    at: str,
    until: str = "",
) -> None:
    with state.write(f"consent {command}") as w:
        target = resolve(w, who, ("contact",))
        given = command == "add"
        id = preferences.consent(
            w, target.id, *what, given=given, source=source, at=at, expires=until
        )
        said = queries.consent(w, id)
    if at:
        editing.understood("said", When.at(decode_instant(said.at), w.clock.zone).describe(w.clock))
    if until and said.expires_on:
        editing.understood("until", When(said.expires_on).describe(w.clock))
    SAID.told(state, w, id)


def _card(target: Target, found: Preference) -> Iterator[Line]:
    yield Line(f"{target.name}  contact:{target.id}", "head")
    for name, value in zip(found._fields, found, strict=True):
        text = ("yes" if value else "no") if name == "do_not_contact" else str(value) or "–"
        yield Line(f"  {name.replace('_', ' '):<16}{text}")


hanging.add_list(consent, SAID, "consents and withdrawals")
