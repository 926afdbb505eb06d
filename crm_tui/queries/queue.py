"""The work queue: whose turn it is, worked out anew at each reading, and how far a user's
round has come.

Each kind of reason is read by an index and only so many of it, so that the queue takes as
long on a large store as on a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from crm_tui.clock import decode_instant, encode_instant
from crm_tui.domain import queue as rules
from crm_tui.domain.deals import Deal
from crm_tui.domain.queue import Reason, Stake, Subject, Turn
from crm_tui.queries import cadences, deals
from crm_tui.queries.paging import among
from crm_tui.store.reader import Reader

MOST = 200  # of each kind of reason
BEGUN = "begun"  # what the mark of a round that was begun anew says as its outcome
_NAMES = {
    "contact": "SELECT c.id, c.name, coalesce(co.name, '') FROM contact c"
    " LEFT JOIN company co ON co.id = c.company_id WHERE {}",
    "company": "SELECT c.id, c.name, '' FROM company c WHERE {}",
    "deal": "SELECT c.id, c.title, coalesce(co.name, '') FROM deal c"
    " LEFT JOIN company co ON co.id = c.company_id WHERE {}",
    "reminder": "SELECT c.id, c.text, '' FROM reminder c WHERE {}",
}
# CROSS keeps SQLite from beginning with all the open deals: a second instead of 3 ms.
_STAKES = {
    "contact": ("dc.contact_id", "deal_contact dc CROSS JOIN deal d", "d.id = dc.deal_id"),
    "company": ("d.company_id", "deal d", "TRUE"),
    "deal": ("d.id", "deal d", "TRUE"),
}
# Which reminders and deals may speak for one record.
_OF_CONTACT = "IN (SELECT x.deal_id FROM deal_contact x WHERE x.contact_id = :of)"
_REMINDERS_OF = {
    "contact": f" AND (r.contact_id = :of OR r.deal_id {_OF_CONTACT})",
    "company": " AND r.company_id = :of",
    "deal": " AND r.deal_id = :of",
    "reminder": " AND r.id = :of",
}
_DEALS_OF = {"contact": _OF_CONTACT, "deal": "= :of"}


class Due(NamedTuple):
    """A reminder that is due, and what it is on."""

    id: int
    kind: str
    due: str
    contact_id: int | None
    company_id: int | None
    deal_id: int | None


class Visit(NamedTuple):
    """A record that was dealt with."""

    noun: str
    record_id: int
    outcome: str


class Round(NamedTuple):
    """A user's round of a day; `begun` is "" where there is none. In a round no record's
    turn comes twice."""

    begun: str
    visits: tuple[Visit, ...]

    @property
    def done(self) -> int:
        """How many records were dealt with."""
        return len(self.visits) - self.skipped

    @property
    def skipped(self) -> int:
        """How many were passed over."""
        return sum(visit.outcome == "skip" for visit in self.visits)


class Standing(NamedTuple):
    """The round, the turns that are still to come in it, and how many of those that were
    dealt with would come again in a new one."""

    round: Round
    turns: list[Turn]
    again: int

    @property
    def through(self) -> bool:
        """Did all have their turn? Only a new round, or a new day, brings them again."""
        return bool(self.round.visits) and not self.turns

    @property
    def place(self) -> str:
        """`3 of 17`"""
        done = len(self.round.visits)
        return f"{done + 1} of {done + len(self.turns)}"


def standing(reader: Reader, user_id: int) -> Standing:
    """A user's queue as it stands: whose turn it is, without those of the present round."""
    present = round_of(reader, user_id)
    visited = {(visit.noun, visit.record_id) for visit in present.visits}
    turns = ranked(reader, user_id, MOST + len(visited))
    left = [turn for turn in turns if (turn.noun, turn.id) not in visited]
    return Standing(present, left, len(turns) - len(left))


def round_of(reader: Reader, user_id: int) -> Round:
    """A user's present round: the latest of today, also when nobody's turn is left in it."""
    rows = reader.db.rows(
        "SELECT round, noun, record_id, outcome FROM queue_visit WHERE user_id = :me AND round ="
        " (SELECT max(round) FROM queue_visit WHERE user_id = :me) ORDER BY id",
        {"me": user_id},
    )
    begun = str(rows[0][0]) if rows else ""
    if not begun or reader.clock.at(decode_instant(begun)).date() != reader.today:
        return Round("", ())
    return Round(begun, tuple(Visit(*row[1:]) for row in rows if row[1]))


def ranked(
    reader: Reader, user_id: int, limit: int = MOST, of: Subject | None = None
) -> list[Turn]:
    """Everyone whose turn it is for a user, by `domain.queue`: with their own records and
    nobody's, `limit` of each kind of reason. With `of` only what may speak for that record.

    A deal's turn is that of the first person in it.
    """
    found = list(_reasons(reader, user_id, limit, of))
    subjects = dict.fromkeys(subject for subject, _ in found)
    return rules.rank(found, stakes(reader, subjects))


def turn_of(reader: Reader, user_id: int, noun: str, id: int) -> Turn:
    """A record's turn, however far back it is; one without reasons where it has none."""
    turns = ranked(reader, user_id, of=(noun, id))
    same = (turn for turn in turns if (turn.noun, turn.id) == (noun, id))
    return next(same, Turn(noun, id, (), stakes(reader, [(noun, id)]).get((noun, id))))


def stakes(reader: Reader, subjects: Iterable[Subject]) -> dict[Subject, Stake]:
    """The open deal with the largest weighted value of each record that has one."""
    by_noun: dict[str, list[int]] = defaultdict(list)
    for noun, id in subjects:
        by_noun[noun].append(id)
    largest = _largest(reader)
    found: dict[Subject, Stake] = {}
    for noun, ids in by_noun.items():
        if noun not in _STAKES:
            continue
        own, tables, joined = _STAKES[noun]
        test, params = among(own, ids)
        for id, deal, value, probability, stage, currency in reader.db.rows(
            f"SELECT {own}, d.id, d.value, d.probability, s.name, d.currency FROM {tables}"
            f" JOIN stage s ON s.id = d.stage_id WHERE {joined} AND {test}"
            " AND d.status = 'open'"
            " AND d.archived_at IS NULL AND d.value > 0 ORDER BY d.id",
            params,
        ):
            stake = rules.at_stake(
                deal, value, currency, probability, stage, largest.get(currency, 0)
            )
            had = found.get((noun, id))
            if had is None or stake.share > had.share:
                found[noun, id] = stake
    return found


def names(reader: Reader, turns: Iterable[Turn]) -> dict[Subject, tuple[str, str]]:
    """What the records are called, and their company or ""."""
    by_noun: dict[str, list[int]] = defaultdict(list)
    for turn in turns:
        by_noun[turn.noun].append(turn.id)
    found = {}
    for noun, ids in by_noun.items():
        test, params = among("c.id", ids)
        for id, name, company in reader.db.rows(_NAMES[noun].format(test), params):
            found[noun, int(id)] = (str(name), str(company))
    return found


def _reasons(
    reader: Reader, user_id: int, limit: int, of: Subject | None
) -> Iterator[tuple[Subject, Reason]]:
    clock = reader.clock
    due, pressing = _due(reader, user_id, limit, of), _pressing(reader, user_id, limit, of)
    in_deals = {row.deal_id for row in due if row.deal_id and not row.contact_id}
    people = {
        deal: persons[0].contact_id
        for deal, persons in deals.contacts_of(
            reader, [*in_deals, *(deal.id for deal in pressing)]
        ).items()
    }
    for row in due:
        person = row.contact_id or people.get(row.deal_id or 0)
        yield (
            _subject(row.id, person, row.deal_id, row.company_id),
            rules.of_reminder(row.id, row.kind, row.due, clock),
        )
    for deal in pressing:
        subject = _subject(0, people.get(deal.id), deal.id, None)
        yield from ((subject, reason) for reason in rules.of_deal(deal, clock))
    if of and of[0] != "contact":
        return
    for contact in cadences.passed(reader, limit, user_id=user_id, id=of[1] if of else None):
        if reason := rules.of_cadence(contact.id, contact, clock):
            yield ("contact", contact.id), reason


def _subject(reminder: int, contact: int | None, deal: int | None, company: int | None) -> Subject:
    if contact:
        return "contact", contact
    if deal:
        return "deal", deal
    return ("company", company) if company else ("reminder", reminder)


def _due(reader: Reader, user_id: int, limit: int, of: Subject | None) -> list[Due]:
    tomorrow = reader.today + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), tzinfo=reader.clock.zone)
    return reader.rows(
        Due,
        "SELECT r.id, r.kind, r.due, r.contact_id, r.company_id, r.deal_id FROM reminder r"
        " WHERE r.done_at IS NULL AND r.dropped_at IS NULL AND r.archived_at IS NULL"
        " AND coalesce(r.owner_id, :me) = :me AND r.due < :bound"
        " AND CASE WHEN length(r.due) = 10 THEN r.due < :tomorrow ELSE r.due < :midnight END"
        f"{_REMINDERS_OF[of[0]] if of else ''} ORDER BY r.due, r.id LIMIT {int(limit)}",
        me=user_id,
        of=of[1] if of else None,
        bound=(tomorrow + timedelta(days=1)).isoformat(),
        tomorrow=tomorrow.isoformat(),
        midnight=encode_instant(midnight),
    )


def _pressing(reader: Reader, user_id: int, limit: int, of: Subject | None) -> list[Deal]:
    near = reader.today + timedelta(days=rules.NEAR)
    if of is None:
        return deals.pressing(reader, user_id, near, limit)
    which = _DEALS_OF.get(of[0])
    return deals.pressing(reader, user_id, near, limit, which, of=of[1]) if which else []


def _largest(reader: Reader) -> dict[str, int]:
    """The largest weighted value among the open deals of each currency."""
    rows = reader.db.rows(
        "SELECT currency, max(value * probability) FROM deal WHERE status = 'open'"
        " AND archived_at IS NULL AND value IS NOT NULL GROUP BY currency"
    )
    return {str(currency): int(most) // 100 for currency, most in rows}
