"""How a contact wants to be reached, and what they have consented to."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol


class Preference(NamedTuple):
    """A contact's preferences; "" where nothing is known, `do_not_contact` is 0 or 1."""

    channel: str = ""
    language: str = ""
    best_time: str = ""
    timezone: str = ""
    do_not_contact: int = 0


class Consent(NamedTuple):
    """One consent (`given` 1) or its withdrawal (0), as proof: nothing of it changes."""

    id: int
    contact_id: int
    contact: str
    channel: str
    purpose: str
    given: int
    source: str
    at: str
    expires_on: str | None


class Said(Protocol):
    """A consent as far as its state goes."""

    @property
    def given(self) -> int: ...
    @property
    def expires_on(self) -> str | None: ...


def state(said: Said, today: date) -> str:
    """What a consent is worth today: `given`, `withdrawn`, or `expired`, which is none too. It
    still holds on its last day."""
    if not said.given:
        return "withdrawn"
    return "expired" if said.expires_on and said.expires_on < today.isoformat() else "given"
