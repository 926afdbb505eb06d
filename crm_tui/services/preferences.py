"""Writing how a contact wants to be reached, and what they have consented to."""

from __future__ import annotations

from typing import Any

from crm_tui.clock import encode_instant, zone
from crm_tui.domain.channels import KINDS
from crm_tui.domain.dates import parse_past
from crm_tui.domain.fields import choice, unknown
from crm_tui.queries import preferences as queries
from crm_tui.queries.resolve import resolve
from crm_tui.services import values
from crm_tui.services.values import Values
from crm_tui.store.write import Write
from crm_tui.text import clean_line, fold

FIELDS = ("channel", "language", "best_time", "timezone", "do_not_contact")


def edit(w: Write, contact_id: int, given: Values) -> None:
    """Set a contact's preferences from `{field: text}`; an empty text clears.

    `channel` is a kind of channel, `timezone` a name like Europe/Berlin, `do_not_contact`
    yes or no; language and best time are free text. Raises InvalidField, and NotFound for
    the contact.
    """
    name = resolve(w, f"contact:{contact_id}", ("contact",)).name
    columns = _columns(given)
    w.summary = f"edited the preferences of {name}"
    id = w.scalar("SELECT id FROM preference WHERE contact_id = :id", {"id": contact_id})
    if id is not None:
        w.update("preference", int(str(id)), **columns)
    elif columns:
        w.insert("preference", contact_id=contact_id, **columns)


def consent(
    w: Write,
    contact_id: int,
    channel: str,
    purpose: str,
    *,
    given: bool = True,
    source: str = "",
    at: str = "",
    expires: str = "",
) -> int:
    """Record that a contact allowed a channel for a purpose, or with `given` False
    withdrew it; answers the id.

    Nothing is overwritten: what was said last counts, and what was said before stays
    as proof. `source` tells where it was said, `at` when, as text, now where it is empty,
    `expires` its last day as text. A purpose that was named before is the same however it is
    spelt. Raises InvalidField, and NotFound for the contact.
    """
    name = resolve(w, f"contact:{contact_id}", ("contact",)).name
    columns = {
        "channel": choice("channel", channel, KINDS),
        "purpose": _purpose(w, values.required_line("purpose", purpose)),
        "given": int(given),
        "source": clean_line(source),
        "at": _said(w, at),
        "expires_on": values.date_or_none(w, "expires", expires),
    }
    said = "consents to" if given else "withdraws"
    w.summary = f"{name} {said} {columns['purpose']} by {columns['channel']}"
    return w.insert("consent", contact_id=contact_id, **columns)


def _purpose(w: Write, text: str) -> str:
    """As it was spelt first."""
    return next((known for known in queries.purposes(w) if fold(known) == fold(text)), text)


def _said(w: Write, text: str) -> str:
    if not text.strip():
        return w.now
    with values.named("at"):
        return encode_instant(parse_past(text, w.clock, values.date_order(w)))


def _columns(given: Values) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, text in given.items():
        if name not in FIELDS:
            raise unknown("preference", name, FIELDS)
        if name == "channel":
            columns[name] = values.choice_or_none(name, text, KINDS) or ""
        elif name == "do_not_contact":
            columns[name] = int(choice(name, text or "no", ("yes", "no")) == "yes")
        elif name == "timezone" and text.strip():
            with values.named(name):
                columns[name] = zone(text.strip()).key
        else:
            columns[name] = clean_line(text)
    return columns
