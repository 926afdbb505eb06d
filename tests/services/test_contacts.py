"""Contacts: made, changed, archived and deleted with what hangs on them."""

from __future__ import annotations

import json

import pytest

from crm_tui.domain.contacts import ContactDetail
from crm_tui.errors import InvalidField, NotFound
from crm_tui.queries import contacts as queries
from crm_tui.queries.paging import Page
from crm_tui.services import contacts, records, reminders
from crm_tui.store.write import Write
from tests import factories


def read(w: Write, id: int) -> ContactDetail:
    return queries.contact(w, id)


def test_a_contact_has_what_was_given(w: Write) -> None:
    id = contacts.create(
        w,
        {
            "name": " Grace  Brewster Hopper ",
            "email": "grace@example.com",
            "phone": "030 1234567",
            "company": "Acme",
            "title": "Admiral",
            "lifecycle": "cust",
            "source": "fair",
        },
    )
    detail = read(w, id)
    found = detail.contact
    assert (found.name, found.first_name, found.last_name) == (
        "Grace Brewster Hopper",
        "Grace Brewster",
        "Hopper",
    )
    assert (found.company, found.title, found.lifecycle, found.source, found.owner) == (
        "Acme",
        "Admiral",
        "customer",
        "fair",
        "Ada",
    )
    assert detail.of_kind("email") == ("grace@example.com",)
    assert detail.of_kind("phone") == ("030 1234567",)
    assert w.summary == "added contact Grace Brewster Hopper with new company Acme"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"first_name": "Grace", "last_name": "Hopper"}, "Grace Hopper"),
        ({"name": "", "first_name": "Grace"}, "Grace"),
        ({"email": "grace@example.com"}, "grace@example.com"),
    ],
)
def test_a_name_is_made_of_what_there_is(w: Write, given: dict[str, str], name: str) -> None:
    assert read(w, contacts.create(w, given)).contact.name == name


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({}, "name"),
        ({"name": "\u202e\x07"}, "name"),
        ({"name": "Grace", "email": "grace at home"}, "email"),
        ({"name": "Grace", "phone": "call me"}, "phone"),
        ({"name": "Grace", "lifecycle": "friend"}, "lifecycle"),
        ({"name": "Grace", "owner": "Nobody"}, "owner"),
        ({"name": "Grace", "nickname": "Amazing"}, "nickname"),
    ],
)
def test_what_cannot_be_is_refused_by_field(w: Write, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as raised:
        contacts.create(w, given)
    assert raised.value.field == field
    assert raised.value.hint


def test_a_misspelt_field_is_answered_with_the_nearest(w: Write) -> None:
    with pytest.raises(InvalidField) as raised:
        contacts.create(w, {"name": "Grace", "compny": "Acme"})
    assert "did you mean company?" in raised.value.hint


def test_a_company_is_found_by_its_name_however_written(w: Write) -> None:
    firm = factories.company(w, "Äcme  GmbH")
    assert read(w, factories.contact(w, company="acme gmbh")).contact.company_id == firm
    assert read(w, factories.contact(w, company=f"company:{firm}")).contact.company_id == firm
    assert w.count("SELECT count(*) FROM company") == 1


def test_a_company_may_be_called_by_a_number(w: Write) -> None:
    id = factories.contact(w, company="1860")
    assert read(w, id).contact.company == "1860"


def test_a_company_that_is_named_by_an_id_must_be_there(w: Write) -> None:
    with pytest.raises(InvalidField) as raised:
        factories.contact(w, company="company:77")
    assert raised.value.field == "company"


def test_an_edit_sets_what_it_names_and_clears_what_is_empty(w: Write) -> None:
    id = factories.contact(w, title="Admiral", company="Acme", lifecycle="customer")
    contacts.edit(w, id, {"title": "", "company": "", "lifecycle": "", "owner": ""})
    found = read(w, id).contact
    assert (found.title, found.company, found.lifecycle, found.owner) == ("", None, None, None)
    assert found.name == "Grace Hopper"


def test_the_name_follows_its_parts_and_they_follow_it(w: Write) -> None:
    id = factories.contact(w)
    contacts.edit(w, id, {"last_name": "Murray"})
    assert read(w, id).contact.name == "Grace Murray"
    contacts.edit(w, id, {"name": "Ada Byron"})
    found = read(w, id).contact
    assert (found.first_name, found.last_name) == ("Ada", "Byron")
    assert queries.count(w, Page("byron")) == 1


def test_a_name_cannot_be_emptied(w: Write) -> None:
    id = factories.contact(w)
    for given in ({"name": " "}, {"first_name": "", "last_name": ""}):
        with pytest.raises(InvalidField):
            contacts.edit(w, id, given)


def test_an_edited_email_is_added_as_the_preferred_one(w: Write) -> None:
    id = factories.contact(w, email="old@example.com")
    contacts.edit(w, id, {"email": "new@example.com"})
    assert read(w, id).of_kind("email") == ("new@example.com", "old@example.com")
    contacts.edit(w, id, {"email": "OLD@example.com"})
    assert read(w, id).of_kind("email") == ("OLD@example.com", "new@example.com")
    with pytest.raises(InvalidField):
        contacts.edit(w, id, {"email": ""})


def test_custom_fields_are_kept_one_by_one(w: Write) -> None:
    for name in ("shoe_size", "club"):
        w.insert("custom_field", noun="contact", name=name, label=name)
    id = factories.contact(w, shoe_size="38", club="Größe")
    contacts.edit(w, id, {"shoe_size": "39"})
    assert json.loads(read(w, id).contact.custom) == {"shoe_size": "39", "club": "Größe"}
    contacts.edit(w, id, {"club": ""})
    assert json.loads(read(w, id).contact.custom) == {"shoe_size": "39"}


def test_an_archived_contact_leaves_the_lists_only(w: Write) -> None:
    id = factories.contact(w)
    contacts.archive(w, id)
    assert queries.contacts(w, Page()) == []
    assert [row.id for row in queries.contacts(w, Page(archived=True))] == [id]
    assert queries.count(w, Page(archived=True)) == 1
    assert read(w, id).contact.archived_at == w.now


def test_a_deleted_contact_takes_along_what_is_its_own(w: Write) -> None:
    id = factories.contact(w, company="Acme", email="grace@example.com", phone="030 1234567")
    deal = factories.deal(w, contact=f"contact:{id}")
    factories.interaction(w, factories.target(w, "contact", id))
    factories.reminder(w, "contact", id)
    records.tag(w, "contact", id, "vip")
    records.add_note(w, "contact", id, "likes clocks")
    contacts.delete(w, id)
    gone = ("contact", "channel", "tagging", "note", "reminder", "deal_contact")
    for table in (*gone, "interaction_contact"):
        assert w.count(f"SELECT count(*) FROM {table}") == 0, table
    for table in ("company", "deal", "interaction"):
        assert w.count(f"SELECT count(*) FROM {table}") == 1, table
    assert w.count("SELECT count(*) FROM stage_change WHERE deal_id = :id", {"id": deal}) == 1
    with pytest.raises(NotFound):
        contacts.delete(w, id)


def test_a_reminder_on_a_deal_outlives_its_contact(w: Write) -> None:
    id = factories.contact(w)
    deal = factories.deal(w)
    step = factories.reminder(w, "deal", deal)
    w.update("reminder", step, contact_id=id)
    contacts.delete(w, id)
    reminders.drop(w, step)


def test_what_is_not_there_is_not_found(w: Write) -> None:
    for act in (contacts.archive, contacts.delete):
        with pytest.raises(NotFound, match="no contact 77"):
            act(w, 77)
    with pytest.raises(NotFound, match="no contact 77"):
        contacts.edit(w, 77, {"title": "x"})


def test_tags_are_given_once_and_found_however_written(w: Write) -> None:
    id = factories.contact(w)
    for name in ("VIP", "vip", " Vip "):
        records.tag(w, "contact", id, name)
    records.tag(w, "contact", id, "Berlin")
    assert read(w, id).tags == ("Berlin", "VIP")
    records.untag(w, "contact", id, "vip")
    assert read(w, id).tags == ("Berlin",)
    for name in ("vip", "never there"):
        with pytest.raises(InvalidField, match="has no tag"):
            records.untag(w, "contact", id, name)
    with pytest.raises(InvalidField):
        records.tag(w, "contact", id, " ")


def test_a_note_says_something(w: Write) -> None:
    id = factories.contact(w)
    records.add_note(w, "contact", id, "two\r\nlines")
    assert w.scalar("SELECT body FROM note") == "two\nlines"
    with pytest.raises(InvalidField):
        records.add_note(w, "contact", id, " \n ")
