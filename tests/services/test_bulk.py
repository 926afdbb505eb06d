"""Many records changed at once: what is said before, what is done, and its one undo."""

from __future__ import annotations

from typing import Any

import pytest

from crm_tui.domain.bulk import Edit
from crm_tui.domain.filters import FilterError
from crm_tui.errors import InvalidField
from crm_tui.queries import contacts, reminders, selection
from crm_tui.queries.paging import Page
from crm_tui.queries.selection import Selection
from crm_tui.services import bulk, custom_fields, journal, records
from crm_tui.workspace import Workspace
from tests import factories


@pytest.fixture
def people(workspace: Workspace) -> Workspace:
    """Five contacts of two companies, one of them hostile by name; the first has a tag."""
    with workspace.write("test") as w:
        first = factories.contact(w, "Ann Ox", company="Acme", lifecycle="customer")
        for name in ("Bo Elk", "Cy Hart", factories.HOSTILE):
            factories.contact(w, name, company="Acme")
        factories.contact(w, "Di Roe", company="Globex")
        records.tag(w, "contact", first, "vip")
        custom_fields.create(w, "contact", "Shoe size")
    return workspace


def seen(workspace: Workspace) -> list[Any]:
    """All that an edit may change, and how it is told apart afterwards."""
    with workspace.read() as r:
        rows = [
            (d.contact.name, d.contact.title, d.contact.owner, d.contact.lifecycle, d.tags,
             d.contact.company, d.contact.custom, d.of_kind("phone"), d.contact.archived_at)
            for d in contacts.details(r, Page())
        ]  # fmt: skip
        return [*rows, len(reminders.reminders(r, Page()))]


EDITS = (
    (Edit(tags=("VIP",)), "3 contacts get tag VIP; 1 has it already"),
    (Edit(untags=("vip",)), "1 contact loses tag vip"),
    (Edit(values={"title": "Buyer"}), "4 contacts get title = Buyer"),
    (Edit(values={"lifecycle": "cust"}), "3 contacts get lifecycle = cust; 1 has it already"),
    (Edit(values={"owner": ""}), "4 contacts get no owner"),
    (Edit(values={"company": "Nordlicht"}), "4 contacts get company = Nordlicht"),
    (Edit(values={"shoe_size": "44"}), "4 contacts get shoe_size = 44"),
    (Edit(values={"phone": "+49 30 1234567"}), "4 contacts get phone = +49 30 1234567"),
    (Edit(remind="call fri 3pm"), "4 contacts get a reminder: call, Fri 6 Mar 2026, 15:00"),
    (Edit(archive=True), "4 contacts are archived"),
    (Edit(delete=True), "4 contacts are deleted, with what hangs on it alone"),
)


def test_what_a_filter_keeps_is_changed_as_was_said_and_one_undo_takes_it_back(
    people: Workspace,
) -> None:
    picked = Selection("contact", "company:acme")
    before = seen(people)
    for edit, told in EDITS:
        with people.read() as r:
            total, lines = bulk.preview(r, picked, edit)
        assert total == 4
        assert lines[0].startswith(told)
        with people.write("edit") as w:
            assert bulk.apply(w, picked, edit) == 4
        assert "4 contacts" in w.summary
        assert seen(people) != before, edit
        with people.write("undo") as w:
            assert not journal.undo(w).others
        assert seen(people) == before, edit


def test_marked_ones_are_added_to_what_a_filter_keeps_and_others_left_out(
    people: Workspace,
) -> None:
    with people.read() as r:
        ids = {row.name: row.id for row in contacts.contacts(r, Page())}
        picked = Selection(
            "contact", "company:acme", frozenset({ids["Di Roe"]}), frozenset({ids["Ann Ox"]})
        )
        assert selection.count(r, picked) == 4
        assert selection.marked(r, picked, ids.values()) == set(ids.values()) - {ids["Ann Ox"]}
        assert selection.count(r, Selection("contact")) == 0
        assert selection.count(r, Selection("contact", "")) == 5


def test_several_changes_at_once_are_of_the_records_chosen_at_first(people: Workspace) -> None:
    edit = Edit(tags=("fair",), values={"title": "Guest", "shoe_size": "40"}, remind="call today")
    with people.write("edit") as w:
        bulk.apply(w, Selection("contact", "no:tag no:title"), edit)
    with people.read() as r:
        found = contacts.contacts(r, Page(filter="tag:fair title=Guest shoe_size:40 has:next"))
    assert len(found) == 4


def test_long_work_goes_in_runs(people: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "RUN", 2)
    progress: list[tuple[int, int]] = []
    with people.write("edit") as w:
        edit = Edit(tags=("all",))
        bulk.apply(w, Selection("contact", ""), edit, lambda *at: progress.append(at))
    assert progress == [(2, 5), (4, 5), (5, 5)]
    with people.read() as r:
        assert contacts.count(r, Page(filter="tag:all")) == 5


def test_what_cannot_be_done_is_said_and_nothing_is(people: Workspace) -> None:
    before = seen(people)
    for edit, error in (
        (Edit(untags=("nobody",)), InvalidField),
        (Edit(values={"owner": "Nobody"}), InvalidField),
        (Edit(values={"nothing": "x"}), InvalidField),
        (Edit(tags=("new",), values={"lifecycle": "none of them"}), InvalidField),
        (Edit(tags=("new",), remind="some day"), InvalidField),
    ):
        with pytest.raises(error), people.write("edit") as w:
            bulk.apply(w, Selection("contact", ""), edit)
    with pytest.raises(FilterError), people.write("edit") as w:
        bulk.apply(w, Selection("contact", "nothing:x"), Edit(archive=True))
    assert seen(people) == before


@pytest.mark.parametrize(("noun", "field"), [("company", "source"), ("deal", "stage")])
def test_companies_and_deals_are_changed_alike(people: Workspace, noun: str, field: str) -> None:
    with people.write("test") as w:
        factories.deal(w, "One")
        factories.deal(w, "Two", stage="Proposal")
    value = {"source": "fair", "stage": "Proposal"}[field]
    with people.write("edit") as w:
        edit = Edit(tags=("x",), values={field: value, "owner": "Ada"})
        assert bulk.apply(w, Selection(noun, ""), edit) == 2
    with people.read() as r:
        assert selection.count(r, Selection(noun, f"tag:x owner:Ada {field}:{value}")) == 2
