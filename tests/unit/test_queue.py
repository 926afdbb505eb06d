"""The work queue's rule: each record once, in the order of what presses."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.queue import STAKE, Reason, Stake, Subject, at_stake, of_reminder, rank
from tests.factories import CLOCK

SUBJECTS = st.tuples(st.sampled_from(["contact", "deal", "company"]), st.integers(1, 5))
REASONS = st.builds(
    Reason,
    st.sampled_from(["reminder", "cadence", "step", "close"]),
    st.sampled_from(["reminder", "deal", "contact"]),
    st.integers(1, 9),
    st.just("words"),
    st.integers(1, 80),
)
FOUND = st.lists(st.tuples(SUBJECTS, REASONS), max_size=30)
STAKES = st.dictionaries(
    SUBJECTS, st.builds(Stake, st.integers(1, 9), st.just("€1k at stake"), st.floats(0, 1))
)


@given(FOUND, STAKES)
def test_every_record_comes_once_the_most_pressing_first(
    found: list[tuple[Subject, Reason]], stakes: dict[Subject, Stake]
) -> None:
    turns = rank(found, stakes)
    subjects = [(turn.noun, turn.id) for turn in turns]
    assert sorted(subjects) == sorted({subject for subject, _ in found})
    scores = [turn.score for turn in turns]
    assert scores == sorted(scores, reverse=True)
    for turn in turns:
        kinds = [reason.kind for reason in turn.reasons]
        assert len(kinds) == len(set(kinds))
        points = [reason.points for reason in turn.reasons]
        assert points == sorted(points, reverse=True)
        stake = turn.stake.points if turn.stake else 0
        assert turn.score == sum(points) + stake
        assert 0 <= stake <= STAKE


@given(FOUND, STAKES, SUBJECTS, REASONS)
def test_one_more_reason_never_puts_a_record_back(
    found: list[tuple[Subject, Reason]],
    stakes: dict[Subject, Stake],
    subject: Subject,
    more: Reason,
) -> None:
    def score(of: list[tuple[Subject, Reason]]) -> int:
        turns = (turn for turn in rank(of, stakes) if (turn.noun, turn.id) == subject)
        return next((turn.score for turn in turns), 0)

    assert score([*found, (subject, more)]) >= score(found)


@given(FOUND, st.randoms())
def test_the_order_does_not_depend_on_that_of_the_reading(
    found: list[tuple[Subject, Reason]], random: Random
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert rank(shuffled, {}) == rank(found, {})


@given(st.integers(0, 60), st.integers(0, 60))
def test_what_is_later_never_presses_less(one: int, other: int) -> None:
    def points(late: int) -> int:
        due = (CLOCK.today() - timedelta(days=late)).isoformat()
        return of_reminder(1, "call", due, CLOCK).points

    assert points(max(one, other)) >= points(min(one, other))


def test_reminders_say_what_is_late() -> None:
    today = CLOCK.today()
    words = [
        of_reminder(1, kind, due, CLOCK).words
        for kind, due in (
            ("call", (today - timedelta(days=3)).isoformat()),
            ("email", (today - timedelta(days=1)).isoformat()),
            ("to-do", today.isoformat()),
            ("call", f"{today}T07:30:00.000000Z"),
        )
    ]
    assert words == [
        "call overdue 3 days",
        "e-mail overdue 1 day",
        "to-do due today",
        "call overdue since today",
    ]


def test_a_stake_is_a_share_of_the_largest() -> None:
    half = at_stake(7, 4_800_000, "EUR", 50, "Proposal", 4_800_000)
    assert (half.points, half.words) == (10, "€48k at stake in Proposal")
    assert at_stake(7, 100, "EUR", 100, "Lead", 0).points == 0
