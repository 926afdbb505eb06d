"""Saved filters and pinned records: kept, asked for in filters, taken back."""

from __future__ import annotations

import pytest

from crm_tui.domain.filters import FilterError
from crm_tui.errors import InvalidField, NotFound
from crm_tui.queries import companies, contacts, pins, segments
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.services import contacts as contact_service
from crm_tui.services import journal, records
from crm_tui.services import pins as pin_service
from crm_tui.services import segments as service
from crm_tui.workspace import Workspace
from tests import factories


@pytest.fixture
def people(workspace: Workspace) -> Workspace:
    """Three contacts, the first of them a customer, the second hostile by name."""
    with workspace.write("test") as w:
        factories.contact(w, "Ann Ox", company="Acme", lifecycle="customer")
        factories.contact(w, factories.HOSTILE, company="Acme")
        factories.contact(w, "Cy Hart", company="Globex")
    return workspace


def ids(workspace: Workspace, filter: str) -> list[int]:
    """The contacts that a filter keeps."""
    with workspace.read() as r:
        page = Page(filter=filter, sort="id", me=workspace.user_id)
        return [row.id for row in contacts.contacts(r, page)]


def test_a_saved_filter_is_a_part_of_other_filters(people: Workspace) -> None:
    with people.write("save") as w:
        buyers = service.create(w, "contact", "My buyers", "lifecycle:customer owner:me")
        service.create(w, "contact", "Acme folk", "company:acme", sort="-created_at")
        service.create(w, "company", "Selling", "contacts:2..")
        service.create(w, "contact", "Both", "segment:acme-folk not segment:my-buyers")
        service.create(w, "contact", "All")
    assert ids(people, "segment:my-buyers") == [1]
    assert ids(people, 'not segment:"MY BUYERS"') == [2, 3]
    assert ids(people, "segment:my-buyers,acme-folk") == [1, 2]
    assert ids(people, "segment:both") == [2]
    assert ids(people, "segment:all") == [1, 2, 3]
    assert ids(people, "company.segment:selling") == [1, 2]
    with people.read() as r:
        assert [row.name for row in segments.of_noun(r, "contact")] == [
            "My buyers", "Acme folk", "Both", "All"
        ]  # fmt: skip
        assert len(companies.companies(r, Page(filter="segment:selling"))) == 1
        assert segments.segment(r, buyers).owner == "Ada"
        with pytest.raises(FilterError, match="no segment 'acme'"):
            contacts.contacts(r, Page(filter="segment:acme"))


def test_a_saved_filter_is_changed_deleted_and_brought_back(people: Workspace) -> None:
    with people.write("save") as w:
        id = service.create(w, "contact", "Buyers", "lifecycle:customer")
        other = service.create(w, "contact", "Others", "not segment:buyers")
    with people.write("edit") as w:
        service.edit(w, id, name="BUYERS", filter="company:globex", columns="title,phone")
    assert ids(people, "segment:buyers") == [3]
    for wrong in ({"name": "others"}, {"name": " "}, {"filter": "nothing:x"}):
        with pytest.raises((InvalidField, FilterError)), people.write("edit") as w:
            service.edit(w, id, **wrong)
    with pytest.raises(InvalidField), people.write("save") as w:
        service.create(w, "contact", "buyers")
    with people.write("edit") as w:
        service.edit(w, id, filter="segment:others")
    with pytest.raises(FilterError, match=r"in segment .*asks for itself"):
        ids(people, "segment:buyers")
    with people.write("delete") as w:
        service.delete(w, id)
    with people.read() as r, pytest.raises(NotFound):
        segments.segment(r, id)
    with pytest.raises(FilterError, match="in segment 'others': no segment 'buyers'"):
        ids(people, "segment:others")
    with people.write("undo") as w:
        assert not journal.undo(w).others
    with people.read() as r:
        assert [row.id for row in segments.segments(r, Page("contact"))] == [id, other]


def test_pinned_records_are_at_hand_until_they_are_let_go(people: Workspace) -> None:
    with people.write("pin") as w:
        assert pin_service.pin(w, "contact", 3)
        assert not pin_service.pin(w, "contact", 3)
        pin_service.turn(w, "company", 1)
        pin_service.turn(w, "contact", 1)
    with people.read() as r:
        pinned = pins.pinned(r, people.user_id)
        assert pinned[:2] == [Target("contact", 3, "Cy Hart"), Target("company", 1, "Acme")]
        assert pins.pinned(r, people.user_id + 1) == []
        asked = [("contact", 2), ("deal", 9), ("company", 1)]
        assert [each.id for each in pins.present(r, asked)] == [2, 1]
        with pytest.raises(FilterError, match="nobody is 'me'"):
            contacts.contacts(r, Page(filter="is:pinned"))
    assert ids(people, "is:pinned") == [1, 3]
    with people.write("let go") as w:
        pin_service.turn(w, "contact", 1)
        records.archive(w, "company", 1)
        contact_service.delete(w, 3)
    with people.read() as r:
        assert pins.pinned(r, people.user_id) == []
    with people.write("undo") as w:
        journal.undo(w)
    assert ids(people, "is:pinned") == [1, 3]
