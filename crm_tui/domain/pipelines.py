"""What a new pipeline has: the stages that most sales go through."""

from __future__ import annotations

from typing import NamedTuple


class StageDraft(NamedTuple):
    """A stage before it is made; `probability` in percent, `rotting_days` None for no limit."""

    name: str
    status: str
    probability: int
    rotting_days: int | None


CLOSING = (StageDraft("Won", "won", 100, None), StageDraft("Lost", "lost", 0, None))
STANDARD = (
    StageDraft("Lead", "open", 10, 14),
    StageDraft("Qualified", "open", 25, 14),
    StageDraft("Proposal", "open", 50, 21),
    StageDraft("Negotiation", "open", 75, 14),
    *CLOSING,
)


def drafts(names: list[str]) -> tuple[StageDraft, ...]:
    """Open stages of these names, each more probable than the one before, then Won and Lost;
    the standard ones for no names."""
    if not names:
        return STANDARD
    step = 100 / (len(names) + 1)
    opened = [StageDraft(name, "open", round(step * at), None) for at, name in enumerate(names, 1)]
    return (*opened, *CLOSING)
