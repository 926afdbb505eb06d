"""Relationships: two people or companies, one of a few ties, once each."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField
from crm_tui.queries.resolve import Target
from crm_tui.services import contacts, relationships
from crm_tui.store.write import Write
from tests import factories


def person(w: Write, name: str) -> Target:
    return Target("contact", factories.contact(w, name), name)


def kept(w: Write) -> list[tuple[object, ...]]:
    return w.db.rows(
        "SELECT from_contact_id, from_company_id, kind, to_contact_id, to_company_id"
        " FROM relationship ORDER BY id"
    )


def test_people_and_companies_are_tied_in_one_direction(w: Write) -> None:
    ada, grace = person(w, "Ada"), person(w, "Grace")
    acme = Target("company", factories.company(w), "Acme")
    relationships.add(w, ada, "reports to", grace)
    assert w.summary == "noted: Ada reports to Grace"
    relationships.add(w, grace, "ref", acme)
    assert kept(w) == [
        (ada.id, None, "reports to", grace.id, None),
        (grace.id, None, "referred by", None, acme.id),
    ]


def test_the_same_twice_is_once_and_the_other_way_is_another(w: Write) -> None:
    ada, grace = person(w, "Ada"), person(w, "Grace")
    first = relationships.add(w, ada, "referred by", grace)
    assert relationships.add(w, ada, "referred by", grace) == first
    assert relationships.add(w, grace, "referred by", ada) != first
    assert relationships.add(w, ada, "partner of", grace) != first
    assert len(kept(w)) == 3


def test_a_person_and_a_company_of_one_number_are_two(w: Write) -> None:
    ada = person(w, "Ada")
    acme = Target("company", factories.company(w), "Acme")
    assert ada.id == acme.id
    relationships.add(w, ada, "partner of", acme)
    assert len(kept(w)) == 1


def test_what_cannot_be_tied_is_refused(w: Write) -> None:
    ada, grace = person(w, "Ada"), person(w, "Grace")
    deal = Target("deal", factories.deal(w), "Harbour cranes")
    for one, kind, other in ((ada, "married to", grace), (ada, "reports to", ada),
                             (ada, "partner of", deal)):  # fmt: skip
        with pytest.raises(InvalidField):
            relationships.add(w, one, kind, other)
    assert kept(w) == []


def test_it_goes_with_either_side(w: Write) -> None:
    ada, grace = person(w, "Ada"), person(w, "Grace")
    relationships.add(w, ada, "reports to", grace)
    contacts.delete(w, grace.id)
    assert kept(w) == []
