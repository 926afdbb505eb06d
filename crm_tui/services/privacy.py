"""Holding back who was erased, and letting them in again."""

from __future__ import annotations

from crm_tui.domain import channels as ways
from crm_tui.domain.erasing import KNOWN_BY
from crm_tui.errors import HeldBack, NotFound
from crm_tui.queries.erasures import known
from crm_tui.store.write import Write

HINT = "if they want to be known again: crm privacy allow ADDRESS"


def hold_back(w: Write, kind: str, value: str) -> None:
    """Raises HeldBack where somebody was erased who had this address."""
    if kind in KNOWN_BY:
        key = ways.channel_key(kind, value, w.config.region)
        if somebody := known(w, kind, key):
            raise HeldBack(kind, reason(somebody.day), HINT)


def reason(day: str) -> str:
    """Why somebody is held back who was erased on that day."""
    return f"somebody with this address was erased on {day}"


def allow(w: Write, address: str) -> None:
    """Let somebody who was erased come in again: whoever had this e-mail address, phone
    number or profile, with all their addresses.

    Raises NotFound for an address that is not held back.
    """
    region, gone = w.config.region, 0
    for kind in KNOWN_BY:
        somebody = known(w, kind, ways.channel_key(kind, address, region))
        if somebody is not None:
            of = {"erasure_id": somebody.erasure_id, "person": somebody.person}
            gone += w.delete("erased_address", **of)
    if not gone:
        raise NotFound("nobody with that address was erased", "nothing holds it back")
    w.summary = "let somebody in again who was erased"
