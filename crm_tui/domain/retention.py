"""How long people are kept: who is due to go, and on what grounds somebody stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from crm_tui.clock import Clock, decode_instant
from crm_tui.domain.dates import When

# Who has this tag stays, whatever the reason: a dispute, a duty to keep records.
HOLD = "hold"
# Days that say that a contract runs on, while they are ahead.
CONTRACT_DAYS = ("renewal", "contract end")


class Ground(NamedTuple):
    """Something for which somebody is kept: the field of `Aged` with its record's id, what
    that record is called by, and the ground in words."""

    field: str
    noun: str
    words: str


GROUNDS = (
    Ground("open_deal", "deal", "part in an open deal"),
    Ground("closed_deal", "deal", "part in a deal that was closed since"),
    Ground("reminder", "reminder", "an open reminder"),
    Ground("consent", "consent", "a consent that holds"),
    Ground("contract", "date", "a renewal or the end of a contract ahead"),
    Ground("hold", "tag", f"the tag {HOLD}"),
)


class Aged(NamedTuple):
    """Somebody with whom there was no real contact for long; for each ground the id of a
    record that it is, None where there is none."""

    id: int
    uid: str
    name: str
    company: str | None
    created_at: str
    last_contacted_at: str | None
    open_deal: int | None
    closed_deal: int | None
    reminder: int | None
    consent: int | None
    contract: int | None
    hold: int | None

    @property
    def kept(self) -> bool:
        """Is there a ground to keep them?"""
        return any(getattr(self, ground.field) is not None for ground in GROUNDS)


def rule(since: date, clock: Clock) -> str:
    """Who is due to go, in words."""
    grounds = [ground.words for ground in GROUNDS]
    return (
        f"no real contact since {When.on(since).describe(clock)} (notes, talk among yourselves"
        " and tries that reached nobody do not count; where there was none it is the day on"
        f" which they were added), and none of: {', '.join(grounds)}"
    )


def reasons(person: Aged, clock: Clock) -> Iterator[str]:
    """Why somebody is due to go, or is kept."""
    last = person.last_contacted_at
    day = When.on(clock.at(decode_instant(last or person.created_at)).date()).describe(clock)
    yield f"last contact {day}" if last else f"no contact since added {day}"
    if not person.kept:
        yield "no ground to be kept"
    for ground in GROUNDS:
        id = getattr(person, ground.field)
        if id is not None:
            yield f"{ground.words} ({ground.noun}:{id})"
