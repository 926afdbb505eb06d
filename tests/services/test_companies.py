"""Companies: made, changed, and deleted without those who belong to them."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField, NotFound
from crm_tui.queries import companies as queries
from crm_tui.queries import contacts, deals
from crm_tui.queries.paging import Page
from crm_tui.services import companies, records
from crm_tui.store.write import Write
from tests import factories


def test_a_company_has_what_was_given(w: Write) -> None:
    id = companies.create(
        w,
        {
            "name": "Acme GmbH",
            "domain": "https://www.Acme.example/about",
            "email": "info@acme.example",
            "phone": "030 1234567",
            "website": "acme.example",
            "parent": "Acme Holding",
            "source": "fair",
        },
    )
    detail = queries.company(w, id)
    found = detail.company
    assert (found.name, found.domain, found.parent, found.source, found.owner) == (
        "Acme GmbH",
        "acme.example",
        "Acme Holding",
        "fair",
        "Ada",
    )
    assert {(channel.kind, channel.preferred) for channel in detail.channels} == {
        ("email", 1),
        ("phone", 1),
        ("website", 1),
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": "Acme", "domain": "not a domain"}, "domain"),
        ({"name": "Acme", "website": "no where"}, "website"),
        ({"name": "Acme", "title": "x"}, "title"),
    ],
)
def test_what_cannot_be_is_refused_by_field(w: Write, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as raised:
        companies.create(w, given)
    assert raised.value.field == field


def test_an_edit_sets_what_it_names_and_clears_what_is_empty(w: Write) -> None:
    id = factories.company(w, domain="acme.example", parent="Holding", source="fair")
    companies.edit(w, id, {"name": "Globex", "domain": "", "parent": ""})
    found = queries.company(w, id).company
    assert (found.name, found.domain, found.parent, found.source) == ("Globex", "", None, "fair")
    companies.edit(w, id, {"website": "globex.example"})
    assert queries.company(w, id).channels[0].value == "globex.example"


def test_no_company_is_above_itself(w: Write) -> None:
    top, middle = factories.company(w, "Top"), factories.company(w, "Middle", parent="Top")
    bottom = factories.company(w, "Bottom", parent="Middle")
    for id, parent in ((top, "Top"), (top, "Middle"), (top, "Bottom"), (middle, "Bottom")):
        with pytest.raises(InvalidField) as raised:
            companies.edit(w, id, {"parent": parent})
        assert raised.value.field == "parent"
    companies.edit(w, bottom, {"parent": "Top"})


def test_those_who_belong_to_a_company_are_counted(w: Write) -> None:
    id = factories.company(w)
    factories.contact(w, company="Acme")
    gone = factories.contact(w, "Ada Byron", company="Acme")
    records.archive(w, "contact", gone)
    factories.deal(w, company="Acme")
    factories.deal(w, "Won already", company="Acme", stage="won")
    found = queries.company(w, id).company
    assert (found.contacts, found.open_deals) == (1, 1)


def test_a_deleted_company_leaves_its_people_and_deals(w: Write) -> None:
    id = factories.company(w, phone="030 1234567")
    child = factories.company(w, "Daughter", parent="Acme")
    person = factories.contact(w, company="Acme")
    deal = factories.deal(w, company="Acme")
    factories.interaction(w, factories.target(w, "company", id))
    factories.reminder(w, "company", id)
    step = factories.reminder(w, "contact", person)
    w.update("reminder", step, company_id=id)
    records.tag(w, "company", id, "vip")
    records.add_note(w, "company", id, "pays late")
    companies.delete(w, id)
    assert queries.company(w, child).company.parent is None
    assert contacts.contact(w, person).contact.company is None
    assert deals.deal(w, deal).deal.company is None
    for table, left in {"channel": 0, "tagging": 0, "note": 0, "reminder": 1}.items():
        assert w.count(f"SELECT count(*) FROM {table}") == left, table
    assert w.count("SELECT count(*) FROM interaction WHERE company_id IS NULL") == 1
    with pytest.raises(NotFound):
        companies.delete(w, id)


def test_an_archived_company_leaves_the_lists_only(w: Write) -> None:
    id = factories.company(w)
    companies.archive(w, id)
    assert queries.companies(w, Page()) == []
    assert [row.id for row in queries.companies(w, Page(archived=True))] == [id]
