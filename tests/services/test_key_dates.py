"""Key dates: read as typed, once each, yearly where the word says so."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField, NotFound
from crm_tui.services import contacts, key_dates
from crm_tui.store.write import Write
from tests import factories


def kept(w: Write) -> list[tuple[object, ...]]:
    return w.db.rows("SELECT contact_id, company_id, kind, day, yearly FROM key_date ORDER BY id")


def test_a_birthday_comes_every_year_and_a_contract_ends_once(w: Write) -> None:
    person = factories.contact(w, "Søren Lykke")
    firm = factories.company(w)
    key_dates.add(w, "contact", person, " Birthday ", "29.2.1988")
    assert w.summary == "noted the birthday of Søren Lykke"
    key_dates.add(w, "company", firm, "contract end", "2027-12-31")
    assert kept(w) == [
        (person, None, "birthday", "1988-02-29", 1),
        (None, firm, "contract end", "2027-12-31", 0),
    ]


def test_what_is_said_of_the_year_counts_more_than_the_word(w: Write) -> None:
    person = factories.contact(w)
    key_dates.add(w, "contact", person, "renewal", "2027-01-01", yearly=False)
    key_dates.add(w, "contact", person, "name day", "2027-05-03", yearly=True)
    assert [row[4] for row in kept(w)] == [0, 1]


def test_the_same_twice_is_once(w: Write) -> None:
    person = factories.contact(w)
    first = key_dates.add(w, "contact", person, "birthday", "1990-05-03")
    assert key_dates.add(w, "contact", person, "BIRTHDAY", "3.5.1990") == first
    assert key_dates.add(w, "contact", person, "birthday", "1990-05-04") != first
    assert len(kept(w)) == 2


@pytest.mark.parametrize(
    ("kind", "day", "field"),
    [("", "1990-05-03", "kind"), ("birthday", "", "day"), ("birthday", "31.2.1990", "day")],
)
def test_what_cannot_be_one_is_refused(w: Write, kind: str, day: str, field: str) -> None:
    person = factories.contact(w)
    with pytest.raises(InvalidField) as caught:
        key_dates.add(w, "contact", person, kind, day)
    assert caught.value.field == field
    assert kept(w) == []


def test_nobody_has_none(w: Write) -> None:
    with pytest.raises(NotFound):
        key_dates.add(w, "contact", 99, "birthday", "1990-05-03")


def test_it_goes_with_its_contact(w: Write) -> None:
    person = factories.contact(w)
    key_dates.add(w, "contact", person, "birthday", "1990-05-03")
    contacts.delete(w, person)
    assert kept(w) == []


def test_hostile_words_are_kept_inert(w: Write) -> None:
    person = factories.contact(w)
    key_dates.add(w, "contact", person, factories.HOSTILE, "1990-05-03")
    assert "[emea]" in str(kept(w)[0][2])
    assert str(kept(w)[0][2]).isprintable()
