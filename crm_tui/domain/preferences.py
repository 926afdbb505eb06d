"""How a contact wants to be reached, and what they have consented to."""

from __future__ import annotations

from typing import NamedTuple


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
