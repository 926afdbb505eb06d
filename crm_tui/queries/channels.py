"""Reading channels by themselves."""

from __future__ import annotations

from crm_tui.domain.channels import channel_key
from crm_tui.domain.contacts import Channel
from crm_tui.errors import Ambiguous, NotFound
from crm_tui.store.reader import Reader
from crm_tui.text import fold

_SELECT = (
    "SELECT id, contact_id, company_id, kind, label, value, preferred, invalid"
    " FROM channel WHERE archived_at IS NULL AND "
)


def channel(reader: Reader, id: int) -> Channel:
    """One channel. Raises NotFound."""
    found = reader.row(Channel, f"{_SELECT} id = :id", id=id)
    if found is None:
        raise NotFound(f"no channel {id}", "its owner shows it: crm contact show")
    return found


def named(reader: Reader, name: str, region: str) -> Channel:
    """The one channel that an id or a whole value names; `region` is that of phone numbers
    without a country code. Raises NotFound, Ambiguous.
    """
    if name.isascii() and name.isdigit() and len(name) < 7:
        return channel(reader, int(name))
    found = reader.rows(
        Channel,
        f"{_SELECT} (value = :name OR value_key IN (:text, :phone)) ORDER BY id LIMIT 9",
        name=name,
        text=fold(name),
        phone=channel_key("phone", name, region) or fold(name),
    )
    if not found:
        raise NotFound(f"no channel '{name}'", "its owner shows it: crm contact show")
    if len(found) > 1:
        listed = ", ".join(f"channel:{row.id} {row.value}" for row in found)
        raise Ambiguous(f"'{name}' fits several: {listed}", "name one by its id")
    return found[0]
