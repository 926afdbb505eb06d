"""Writing the channels of contacts and companies."""

from __future__ import annotations

from typing import Any

from crm_tui.domain import channels as ways
from crm_tui.errors import InvalidField
from crm_tui.queries import channels as queries
from crm_tui.queries.contacts import channels as channels_of
from crm_tui.services import privacy
from crm_tui.services.records import change
from crm_tui.store.write import Write
from crm_tui.text import clean_line


def checked(w: Write, kind: str, value: str) -> str:
    """A channel's value as it is kept. Raises InvalidField for one that cannot be right."""
    if kind == "email":
        return ways.check_email(value)
    if kind == "phone":
        return ways.check_phone(value, w.config.region)
    return ways.check_website(value) if kind == "website" else clean_line(value)


def add(
    w: Write,
    owner: str,
    id: int,
    kind: str,
    value: str,
    *,
    label: str = "",
    preferred: bool = False,
) -> int:
    """Add a channel to a contact or company (`owner`); answers its id.

    The preferred one of a kind stands alone: the one before loses its mark. Raises
    InvalidField for a value that cannot be right, HeldBack for one of somebody erased.
    """
    kept = checked(w, kind, value)
    privacy.hold_back(w, kind, kept)
    if preferred:
        _prefer_none(w, owner, id, kind)
    return w.insert(
        "channel",
        **{
            f"{owner}_id": id,
            "kind": kind,
            "label": clean_line(label),
            "value": kept,
            "value_key": ways.channel_key(kind, kept, w.config.region),
            "preferred": int(preferred),
        },
    )


def prefer(w: Write, owner: str, id: int, kind: str, value: str) -> None:
    """Make `value` the preferred channel of its kind, adding it where it is new.

    Raises InvalidField for an empty value: which of several to remove, it cannot say.
    """
    if not value.strip():
        raise InvalidField(kind, f"an empty {kind} says nothing", "delete the channel itself")
    kept = checked(w, kind, value)
    key = ways.channel_key(kind, kept, w.config.region)
    for channel in channels_of(w, owner, [id]).get(id, []):
        if channel.kind == kind and ways.channel_key(kind, channel.value, w.config.region) == key:
            if not channel.preferred:
                _prefer_none(w, owner, id, kind)
            w.update("channel", channel.id, preferred=1, value=kept)
            return
    add(w, owner, id, kind, kept, preferred=True)


def edit(
    w: Write,
    id: int,
    *,
    value: str | None = None,
    label: str | None = None,
    preferred: bool | None = None,
    invalid: bool | None = None,
) -> None:
    """Set what is not None. One that becomes preferred takes the mark from the one before.

    Raises InvalidField for a value that cannot be right, HeldBack, NotFound.
    """
    before = queries.channel(w, id)
    owner, owner_id = ("contact", before.contact_id) if before.contact_id else (
        "company", before.company_id
    )  # fmt: skip
    columns: dict[str, Any] = {}
    if value is not None:
        kept = checked(w, before.kind, value)
        privacy.hold_back(w, before.kind, kept)
        key = ways.channel_key(before.kind, kept, w.config.region)
        columns |= {"value": kept, "value_key": key}
    if label is not None:
        columns["label"] = clean_line(label)
    if preferred and not before.preferred:
        _prefer_none(w, owner, int(owner_id or 0), before.kind)
    if preferred is not None:
        columns["preferred"] = int(preferred)
    if invalid is not None:
        columns["invalid"] = int(invalid)
    change(w, "channel", before, columns, None)
    w.summary = f"edited {before.kind} {columns.get('value', before.value)}"


def delete(w: Write, id: int) -> None:
    """Remove a channel; undo brings it back. Raises NotFound."""
    found = queries.channel(w, id)
    w.delete("channel", id=id)
    w.summary = f"deleted {found.kind} {found.value}"


def _prefer_none(w: Write, owner: str, id: int, kind: str) -> None:
    for channel in channels_of(w, owner, [id]).get(id, []):
        if channel.kind == kind and channel.preferred:
            w.update("channel", channel.id, preferred=0)
