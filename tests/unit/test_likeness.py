"""How alike two people are: what speaks for and against, and which pairs are looked at."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.blocking import Blocks
from crm_tui.domain.likeness import LIKELY, Person, Rarity, compare
from crm_tui.domain.likeness_bounds import reaching

NOBODY_ELSE = Rarity({}, 1000)
ADA = Person(1, "ada", "lovelace", ("ada@example.com",), ("49301234567",), "engines ltd",
             "18151210", ("12 saint james square, london, sw1y 4jh",))  # fmt: skip
WORDS = st.text("abcdefgh é'", min_size=0, max_size=8).map(str.strip) | st.sampled_from(
    ["bob", "robert", "r", "r.", "hopper", "hoper", "hoppre", "acme", "acme ltd", "acme of oslo"]
)
PEOPLE = st.builds(
    Person,
    st.integers(1, 9),
    WORDS,
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(st.text("0123456789", min_size=5, max_size=11), max_size=2).map(tuple),
    WORDS,
    st.sampled_from(["", "18151210", "18151012", "19061209"]),
    st.lists(
        st.sampled_from(
            ["", "oslo", "1 main street, oslo", "main st 1 oslo 0150", "2 man street, olso 0151"]
        ),
        max_size=1,
    ).map(lambda places: tuple(filter(None, places))),
)


def points(**changes: object) -> float:
    return compare(ADA, ADA._replace(id=2, **changes), NOBODY_ELSE).score


@pytest.mark.parametrize(
    "changes",
    [
        {"first": "lovelace", "last": "ada", "emails": (), "phones": ()},
        {"last": "lovelance", "emails": ("ada@home.example",)},
        {"first": "a.", "born": "", "places": ()},
        {"last": "king", "phones": (), "born": ""},
        {"emails": (), "phones": (), "company": "", "born": "18151012"},
        {"places": ("12 st james sq, london sw1y 4jh",), "emails": (), "phones": ()},
    ],
)
def test_slips_swaps_initials_and_gaps_leave_one_person(changes: dict[str, object]) -> None:
    assert points(**changes) >= LIKELY


@pytest.mark.parametrize(
    ("first", "last", "more"),
    [
        ("charles", "babbage", {"company": "engines ltd"}),
        ("ada", "byron", {"company": "another ltd"}),
        ("ada", "lovelace", {"born": "19061209", "places": ("9 high street, leeds, ls1 4aa",)}),
    ],
)
def test_other_people_are_not_likely(first: str, last: str, more: dict[str, object]) -> None:
    assert compare(ADA, Person(2, first, last, **more), NOBODY_ELSE).score < LIKELY  # type: ignore[arg-type]


def test_forms_of_a_name_are_one_and_the_reasons_say_so() -> None:
    one = Person(1, "bob", "johnson", company="acme")
    found = compare(one, Person(2, "robert", "johnson", company="acme inc"), NOBODY_ELSE)
    assert found.score >= LIKELY
    assert found.reasons == ("same last name, first names are forms of one", "same company")


def test_an_address_that_a_whole_team_shares_says_little() -> None:
    shared = Rarity({"info@acme.example": 40}, 1000)
    one = Person(1, "ada", "lovelace", ("info@acme.example",))
    other = Person(2, "grace", "hopper", ("info@acme.example",))
    assert compare(one, other, shared).score < 0


@settings(deadline=None)
@given(PEOPLE, PEOPLE)
def test_the_order_of_two_people_does_not_matter(one: Person, other: Person) -> None:
    there, back = compare(one, other, NOBODY_ELSE), compare(other, one, NOBODY_ELSE)
    assert there.score == pytest.approx(back.score)


@settings(deadline=None)
@given(st.lists(PEOPLE, max_size=12))
def test_pairs_are_ordered_and_come_once(people: list[Person]) -> None:
    blocks = Blocks()
    blocks.add(people)
    pairs = [
        pair
        for firsts, seconds in blocks.pairs()
        for pair in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]
    assert len(set(pairs)) == len(pairs)
    assert all(0 <= first < second < len(people) for first, second in pairs)


@settings(deadline=None)
@given(st.lists(st.tuples(PEOPLE, PEOPLE), min_size=1, max_size=8), st.floats(-5, 25))
def test_nobody_likely_is_left_out_early(pairs: list[tuple[Person, Person]], least: float) -> None:
    ones, others = zip(*pairs, strict=True)
    may = reaching(ones, others, NOBODY_ELSE, least)
    scores = [compare(one, other, NOBODY_ELSE).score for one, other in pairs]
    assert {at for at, score in enumerate(scores) if score >= least} <= {*may}
    assert {at for at, score in enumerate(scores) if score < least - 12}.isdisjoint(may)


def test_the_same_town_says_little() -> None:
    town = ADA._replace(emails=(), phones=(), company="", born="", places=("10115 berlin",))
    other = town._replace(id=2, first="charles", last="babbage", places=("1 weg, 10115 berlin",))
    assert compare(town, other, NOBODY_ELSE).score < LIKELY / 2


def test_among_more_people_more_has_to_speak_for_one() -> None:
    points = [Rarity({}, total).likely for total in (10, 2_000, 10_000, 1_000_000)]
    assert points[:2] == [LIKELY, LIKELY]
    assert LIKELY + 1 < points[2] < LIKELY + 2 < LIKELY + 4 < points[3] < LIKELY + 6


def test_twins_are_found_among_many() -> None:
    names = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    crowd = [Person(n, name, names[-n]) for n, name in enumerate(names)]
    blocks = Blocks()
    blocks.add([*crowd, ADA, ADA._replace(first="adda", emails=(), born="")])
    found = {
        pair
        for firsts, seconds in blocks.pairs()
        for pair in zip(firsts.tolist(), seconds.tolist(), strict=True)
    }
    assert (len(crowd), len(crowd) + 1) in found
    assert len(found) < len(crowd)
