"""Duplicates: found, told apart, merged into one with all that hangs on both, unmerged."""

from __future__ import annotations

import pytest

from crm_tui.errors import Conflict, NotFound, UsageError
from crm_tui.queries import companies as company_queries
from crm_tui.queries import contacts as queries
from crm_tui.queries import deals as deal_queries
from crm_tui.queries import duplicates as pairs
from crm_tui.queries.resolve import resolve
from crm_tui.services import (
    contacts,
    deals,
    duplicates,
    interactions,
    journal,
    merging,
    records,
)
from crm_tui.services import preferences as preference_services
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables


def scan(workspace: Workspace) -> list[tuple[int, int]]:
    with workspace.read() as reader:
        found = duplicates.scan(reader)
    with workspace.write("dupes scan") as w:
        duplicates.keep(w, found)
    with workspace.read() as reader:
        return [(pair.first_id, pair.second_id) for pair in pairs.open_pairs(reader)]


@pytest.fixture
def twins(workspace: Workspace) -> tuple[int, int]:
    """Grace twice, with a deal, a call, tags, notes, reminders and consents on each."""
    with factories.later(workspace, hours=-2).write("test") as w:
        one = factories.contact(w, "Grace Hopper", company="Navy", email="grace@navy.example")
        other = factories.contact(
            w, "Hopper Grace", company="Navy", email="g.hopper@home.example", phone="+49 30 901820",
            title="Admiral",
        )  # fmt: skip
        factories.contact(w, factories.HOSTILE, company="Acme")
        for id in (one, other):
            records.tag(w, "contact", id, "vip")
        records.tag(w, "contact", other, "cobol")
        factories.deal(w, contact=f"contact:{other}")
        factories.reminder(w, "contact", other)
        records.add_note(w, "contact", other, "Likes nanoseconds")
        both = [factories.target(w, "contact", id) for id in (one, other)]
        interactions.log(w, "meeting", both, {"text": "Met"})
        factories.interaction(w, both[1])
        preference_services.consent(w, other, "email", "newsletter", given=False)
    with factories.later(workspace, hours=-1).write("test") as w:
        preference_services.consent(w, one, "email", "newsletter")
    return one, other


def test_a_scan_finds_them_and_remembers_who_is_distinct(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    assert scan(workspace) == [twins]
    assert scan(workspace) == [twins]
    with workspace.read() as reader:
        (pair,) = pairs.open_pairs(reader)
    assert "names swapped" in pair.reasons
    with workspace.write("dupes distinct") as w:
        duplicates.distinct(w, *reversed(twins))
    assert scan(workspace) == []
    with workspace.write("undo") as w:
        journal.undo(w)
    assert scan(workspace) == [twins]


def test_who_went_while_a_scan_ran_is_left_out(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    with workspace.read() as reader:
        found = duplicates.scan(reader)
    with workspace.write("contact delete") as w:
        contacts.delete(w, twins[1])
    with workspace.write("dupes scan") as w:
        assert duplicates.keep(w, found) == 0


def test_a_merge_moves_everything_and_an_unmerge_restores_both(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    keep, other = twins
    before = tables(workspace)
    with workspace.read() as reader:
        uid = queries.contact(reader, other).contact.uid
    with workspace.write("contact merge") as w:
        merging.merge(w, "contact", keep, other)
    with workspace.read() as reader:
        contact, channels, tags = queries.contact(reader, keep)
        assert (contact.name, contact.title) == ("Grace Hopper", "Admiral")
        assert {c.value for c in channels} == {
            "grace@navy.example", "g.hopper@home.example", "+49 30 901820",
        }  # fmt: skip
        assert [c.value for c in channels if c.kind == "email" and c.preferred] == [
            "grace@navy.example"
        ]
        assert sorted(tags) == ["cobol", "vip"]
        assert contact.last_contacted_at and contact.next_reminder_at
        for table, count in (("deal_contact", 1), ("interaction_contact", 2), ("note", 1)):
            rows = f"SELECT count(*) FROM {table} WHERE contact_id = :id"
            assert reader.count(rows, {"id": keep}) == count
        assert pairs.withdrawn(reader, [keep]) == [("email", "newsletter")]
        for named in (f"contact:{other}", uid):
            assert resolve(reader, named).id == keep
    with workspace.write("undo") as w:
        assert not merging.unmerge(w, "contact", str(other)).others
    assert tables(workspace) == before
    with workspace.write("redo") as w:
        journal.redo(w)
    with workspace.read() as reader, pytest.raises(NotFound):
        queries.contact(reader, other)


def test_fields_are_taken_from_the_one_that_goes(
    workspace: Workspace, twins: tuple[int, int]
) -> None:
    with workspace.write("contact merge") as w:
        merging.merge(w, "contact", *twins, take=["name"])
        assert queries.contact(w, twins[0]).contact.name == "Hopper Grace"
        with pytest.raises(UsageError):
            merging.merge(w, "contact", twins[0], twins[0])


def test_preferences_keep_the_strictest(workspace: Workspace, twins: tuple[int, int]) -> None:
    keep, other = twins
    with workspace.write("test") as w:
        preference_services.edit(w, keep, {"language": "en"})
        preference_services.edit(w, other, {"language": "de", "do_not_contact": "yes"})
        merging.merge(w, "contact", keep, other)
        found = pairs.preference(w, keep)
        assert found is not None
        assert (found["language"], found["do_not_contact"]) == ("en", 1)


def test_companies_merge_with_their_people_and_subsidiaries(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        keep = factories.company(w, "Acme", domain="acme.example")
        other = factories.company(w, "Acme Inc", parent="Acme", phone="+49 30 901820")
        child = factories.company(w, "Acme Tools", parent="Acme Inc")
        person = factories.contact(w, "Grace Hopper", company="Acme Inc")
        factories.deal(w, company="Acme Inc")
    before = tables(workspace)
    with workspace.write("company merge") as w:
        merging.merge(w, "company", keep, other)
        assert queries.contact(w, person).contact.company == "Acme"
        assert company_queries.company(w, child).company.parent == "Acme"
        assert company_queries.company(w, keep).company.parent is None
        assert resolve(w, f"company:{other}").id == keep
    with workspace.write("undo") as w:
        merging.unmerge(w, "company", "Acme Inc")
    assert tables(workspace) == before


@pytest.mark.parametrize("top_goes", [True, False])
def test_no_company_is_part_of_itself_after_a_merge(workspace: Workspace, top_goes: bool) -> None:
    with workspace.write("test") as w:
        top = factories.company(w, "Group")
        middle = factories.company(w, "Holding", parent="Group")
        low = factories.company(w, "Works", parent="Holding")
    with workspace.write("company merge") as w:
        merging.merge(w, "company", *((low, top) if top_goes else (top, low)))
    with workspace.read() as reader:
        kept = company_queries.company(reader, low if top_goes else top).company
        assert kept.parent is None
        assert company_queries.company(reader, middle).company.parent == kept.name


def test_who_came_back_can_be_merged_again(workspace: Workspace) -> None:
    """Also where the first merge was not the last one of those whom it made one."""
    with workspace.write("test") as w:
        one, two, three = (factories.contact(w, name) for name in ("Ada B", "Ada Byron", "A Byron"))
    operations = []
    for keep, other in ((two, three), (one, two)):
        with workspace.write("contact merge") as w:
            merging.merge(w, "contact", keep, other)
            operations.append(w.operation)
    with workspace.write("undo") as w:
        journal.undo(w, operations[0])
    with workspace.write("contact merge") as w:
        merging.merge(w, "contact", one, three)
        assert resolve(w, f"contact:{three}").id == one


def test_nothing_merged_cannot_be_unmerged(workspace: Workspace, twins: tuple[int, int]) -> None:
    with workspace.write("undo") as w, pytest.raises(NotFound):
        merging.unmerge(w, "contact", str(twins[0]))


def test_mergers_are_taken_back_latest_first(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        one, two, three = (factories.contact(w, name) for name in ("Ada", "Ada B", "Ada C"))
        factories.deal(w, contact=f"contact:{one}")
        deals.add_contact(w, 1, two, "buyer")
    before = tables(workspace)
    for keep, other in ((two, three), (one, two)):
        with workspace.write("contact merge") as w:
            merging.merge(w, "contact", keep, other)
    with workspace.read() as reader:
        assert [person.role for person in deal_queries.deal(reader, 1).contacts] == ["buyer"]
    with pytest.raises(Conflict, match="itself merged"), workspace.write("undo") as w:
        merging.unmerge(w, "contact", str(three))
    for gone in (two, three):
        with workspace.write("undo") as w:
            merging.unmerge(w, "contact", str(gone))
    assert tables(workspace) == before


def test_a_merge_done_again_is_unmerged(workspace: Workspace, twins: tuple[int, int]) -> None:
    with workspace.write("contact merge") as w:
        merging.merge(w, "contact", *twins)
    for command in (journal.undo, journal.redo):
        with workspace.write(command.__name__) as w:
            command(w)
    with workspace.write("undo") as w:
        merging.unmerge(w, "contact", str(twins[1]))
        assert queries.contact(w, twins[1]).contact.name == "Hopper Grace"


def test_undo_walks_past_a_scan(workspace: Workspace, twins: tuple[int, int]) -> None:
    with workspace.write("contact edit") as w:
        contacts.edit(w, twins[0], {"title": "Captain"})
    scan(workspace)
    with workspace.write("undo") as w:
        assert journal.undo(w).undone.command == "contact edit"
