"""Interactions: one touch point each, and the timeline they make up."""

from __future__ import annotations

from typing import NamedTuple

KINDS = ("call", "email", "meeting", "visit", "chat", "post", "web", "note")
DIRECTIONS = ("outbound", "inbound", "internal")

# Outcomes of a try of ours that reached nobody. A contact is real, and ends the silence, where
# the other side was in touch with us, or where what we began has none of these outcomes.
UNREACHED = ("no answer", "voicemail", "left a message", "busy", "bounced")


class Interaction(NamedTuple):
    """An interaction as it is read; `at` is the store's UTC text."""

    id: int
    uid: str
    version: int
    kind: str
    direction: str
    at: str
    minutes: int | None
    outcome: str
    subject: str
    body: str
    company_id: int | None
    company: str | None
    deal_id: int | None
    deal: str | None
    user: str | None


class TimelineEntry(NamedTuple):
    """Something that happened: `what` is an interaction's kind, or stage, done, note."""

    at: str
    what: str
    noun: str
    id: int
    text: str
    detail: str
    about: str | None
    user: str | None
