"""Undo and redo: what was done is taken back, unless it was changed or used since."""

from __future__ import annotations

from typing import Any

import pytest

from crm_tui.domain.operations import Reversal
from crm_tui.errors import Conflict, NotFound
from crm_tui.queries import companies as company_queries
from crm_tui.queries import contacts as queries
from crm_tui.queries import deals as deal_queries
from crm_tui.queries import operations
from crm_tui.queries.paging import Page
from crm_tui.services import (
    companies,
    contacts,
    deals,
    interactions,
    journal,
    records,
    reminders,
    reversal,
)
from crm_tui.store.connection import connect
from crm_tui.workspace import Workspace, create_workspace
from tests import factories
from tests.services.snapshot import tables


def undo(workspace: Workspace, id: int | None = None, session: str = "") -> Reversal:
    with workspace.write("undo") as w:
        return journal.undo(w, id, session)


def redo(workspace: Workspace, id: int | None = None, session: str = "") -> Reversal:
    with workspace.write("redo") as w:
        return journal.redo(w, id, session)


def outcomes(reversal: Reversal) -> list[tuple[str, str, str]]:
    return [(other.noun, other.result, other.why) for other in reversal.others]


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as reader:
        return [row.name for row in queries.contacts(reader, Page(sort="id"))]


@pytest.fixture
def grace(workspace: Workspace) -> int:
    with workspace.write("contact add") as w:
        return factories.contact(w, company="Acme", email="grace@example.com")


def test_what_was_added_goes_and_comes_again(workspace: Workspace) -> None:
    start = tables(workspace)
    with workspace.write("contact add") as w:
        factories.contact(w, company="Acme", email="grace@example.com")
    end = tables(workspace)
    reversal = undo(workspace)
    assert (reversal.reversed, reversal.others) == (3, ())
    assert reversal.undone.summary == "added contact Grace Hopper with new company Acme"
    assert tables(workspace) == start
    assert redo(workspace).reversed == 3
    assert tables(workspace) == end


def test_an_edit_is_taken_back(workspace: Workspace, grace: int) -> None:
    before = tables(workspace)
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Admiral", "company": "Globex", "email": "g@x.example"})
    after = tables(workspace)
    undo(workspace)
    assert tables(workspace) == before
    redo(workspace)
    assert tables(workspace) == after


def test_a_version_never_goes_back(workspace: Workspace, grace: int) -> None:
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Admiral"})
    undo(workspace)
    with workspace.read() as reader:
        assert queries.contact(reader, grace).contact.version == 3


def test_a_deleted_record_comes_back_with_all_that_was_its_own(
    workspace: Workspace, grace: int
) -> None:
    with workspace.write("test") as w:
        deal = factories.deal(w, contact=f"contact:{grace}", company="Acme")
        factories.interaction(w, factories.target(w, "contact", grace))
        factories.reminder(w, "contact", grace)
        records.tag(w, "contact", grace, "vip")
        records.add_note(w, "contact", grace, "likes clocks")
    before = tables(workspace)
    for delete, id in ((contacts.delete, grace), (deals.delete, deal), (companies.delete, 1)):
        with workspace.write("delete") as w:
            delete(w, id)
    for _ in range(3):
        assert undo(workspace).others == ()
    assert tables(workspace) == before


def test_undo_walks_back_and_redo_walks_forth(workspace: Workspace) -> None:
    for name in ("a", "b", "c"):
        with workspace.write("contact add") as w:
            factories.contact(w, name)
    assert [undo(workspace).undone.summary for _ in range(2)] == [
        "added contact c",
        "added contact b",
    ]
    assert names(workspace) == ["a"]
    assert redo(workspace).undone.summary == "added contact b"
    assert names(workspace) == ["a", "b"]
    assert undo(workspace).undone.summary == "added contact b"
    assert [redo(workspace).undone.summary for _ in range(2)] == [
        "added contact b",
        "added contact c",
    ]
    assert names(workspace) == ["a", "b", "c"]
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(workspace)


def test_what_was_redone_is_undone_first(workspace: Workspace) -> None:
    for name in ("First", "Second"):
        with workspace.write("contact add") as w:
            factories.contact(w, name)
    with workspace.read() as reader:
        first = operations.operations(reader)[1].id
    undo(workspace, first)
    redo(workspace, first)
    undo(workspace)
    assert names(workspace) == ["Second"]
    undo(workspace)
    assert names(workspace) == []


def test_there_is_nothing_to_undo_in_a_fresh_store(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(workspace)
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(workspace)
    with pytest.raises(Conflict, match="making of the store"):
        undo(workspace, 1)
    with pytest.raises(NotFound, match="no operation 77"):
        undo(workspace, 77)


def test_new_work_ends_redoing(workspace: Workspace) -> None:
    for name in ("a", "b"):
        with workspace.write("contact add") as w:
            factories.contact(w, name)
    undone = undo(workspace).undone.id
    with workspace.write("contact add") as w:
        factories.contact(w, "c")
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(workspace)
    assert redo(workspace, undone).reversed == 1
    assert names(workspace) == ["a", "b", "c"]


def test_an_operation_is_undone_once(workspace: Workspace, grace: int) -> None:
    reversal = undo(workspace)
    with pytest.raises(Conflict, match="undone already"):
        undo(workspace, reversal.undone.id)
    with pytest.raises(Conflict, match="itself an undo"):
        undo(workspace, reversal.operation)
    redone = redo(workspace)
    with pytest.raises(Conflict, match="itself a redo"):
        undo(workspace, redone.operation)
    with pytest.raises(Conflict, match="is not undone"):
        redo(workspace, reversal.undone.id)


def test_each_user_and_each_session_undoes_their_own(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        bob = w.insert("user", name="Bob", name_key="bob")
    mine = Workspace(workspace.target, workspace.config, workspace.clock, 1, session="mine")
    bobs = Workspace(workspace.target, workspace.config, workspace.clock, bob)
    for each, name in ((mine, "a"), (workspace, "b"), (bobs, "c")):
        with each.write("contact add") as w:
            factories.contact(w, name)
    assert undo(mine, session="mine").undone.summary == "added contact a"
    assert undo(bobs).undone.summary == "added contact c"
    assert undo(workspace).undone.summary == "added contact b"
    assert redo(mine, session="mine").undone.summary == "added contact a"
    with pytest.raises(NotFound):
        redo(mine, session="other")


def test_what_was_changed_since_is_kept(workspace: Workspace, grace: int) -> None:
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Admiral"})
        contacts.edit(w, factories.contact(w, "Ada Byron"), {"title": "Countess"})
        edited = w.operation
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Rear admiral"})
    reversal = undo(workspace, edited)
    assert reversal.reversed == 1
    assert outcomes(reversal) == [("contact", "kept", "title changed since")]
    with workspace.read() as reader:
        assert queries.contact(reader, grace).contact.title == "Rear admiral"
    assert names(workspace) == ["Grace Hopper"]


def test_another_field_changed_since_does_not_matter(workspace: Workspace, grace: int) -> None:
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Admiral"})
        edited = w.operation
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"source": "fair"})
    assert outcomes(undo(workspace, edited)) == []
    with workspace.read() as reader:
        found = queries.contact(reader, grace).contact
    assert (found.title, found.source) == ("", "fair")


def test_where_all_was_changed_since_nothing_happens(workspace: Workspace, grace: int) -> None:
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Admiral"})
        edited = w.operation
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Rear admiral"})
    before = tables(workspace)
    with pytest.raises(Conflict, match="title changed since"):
        undo(workspace, edited)
    assert tables(workspace) == before
    with workspace.read() as reader:
        assert operations.operation(reader, edited).state == "done"


def test_a_contact_that_is_kept_keeps_its_parts(workspace: Workspace) -> None:
    with workspace.write("import") as w:
        kept = factories.contact(w, company="Acme", email="grace@example.com")
        factories.contact(w, "Ada Byron", company="Globex", email="ada@example.com")
        records.tag(w, "contact", kept, "vip")
        imported = w.operation
    with workspace.write("contact edit") as w:
        contacts.edit(w, kept, {"title": "Admiral"})
    reversal = undo(workspace, imported)
    assert ("contact", "kept", "title changed since") in outcomes(reversal)
    with workspace.read() as reader:
        detail = queries.contact(reader, kept)
        assert (detail.contact.company, detail.tags) == ("Acme", ("vip",))
        assert detail.of_kind("email") == ("grace@example.com",)
        assert [row.name for row in company_queries.companies(reader, Page())] == ["Acme"]
    assert names(workspace) == ["Grace Hopper"]


def test_what_others_refer_to_since_is_kept(workspace: Workspace) -> None:
    with workspace.write("import") as w:
        used = factories.contact(w, company="Acme")
        factories.contact(w, "Ada Byron")
        imported = w.operation
    with workspace.write("log") as w:
        factories.interaction(w, factories.target(w, "contact", used))
    reversal = undo(workspace, imported)
    assert ("contact", "kept") in {(noun, result) for noun, result, _ in outcomes(reversal)}
    assert names(workspace) == ["Grace Hopper"]


def test_a_company_that_a_record_was_given_since_is_kept(workspace: Workspace, grace: int) -> None:
    """The operation changed that record too, but not its company."""
    with workspace.write("import") as w:
        firm = factories.company(w, "Globex")
        contacts.edit(w, grace, {"title": "Admiral"})
        imported = w.operation
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"company": "Globex"})
    reversal = undo(workspace, imported)
    assert [(noun, result) for noun, result, _ in outcomes(reversal)] == [("company", "kept")]
    with workspace.read() as reader:
        found = queries.contact(reader, grace).contact
    assert (found.company_id, found.title) == (firm, "")


def test_what_cannot_come_back_fails_with_the_reason(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        person, firm = factories.contact(w, company="Acme"), 1
        other = factories.contact(w, "Ada Byron")
    with workspace.write("delete") as w:
        contacts.delete(w, person)
        contacts.delete(w, other)
        deleted = w.operation
    with workspace.write("delete") as w:
        companies.delete(w, firm)
    reversal = undo(workspace, deleted)
    assert outcomes(reversal) == [("contact", "failed", "its company 1 is gone")]
    assert reversal.reversed == 1
    assert names(workspace) == ["Ada Byron"]


def test_a_place_that_is_taken_since_is_a_failure(workspace: Workspace, grace: int) -> None:
    with workspace.write("test") as w:
        records.tag(w, "contact", grace, "vip")
    with workspace.write("untag") as w:
        w.delete("tagging", contact_id=grace)
        w.delete("tag", name="vip")
        contacts.edit(w, grace, {"title": "Admiral"})
        removed = w.operation
    with workspace.write("test") as w:
        records.tag(w, "contact", factories.contact(w, "Ada Byron"), "VIP")
    reversal = undo(workspace, removed)
    assert ("tag", "failed", "another record has taken its place") in outcomes(reversal)
    with workspace.read() as reader:
        assert queries.contact(reader, grace).contact.title == ""


def test_a_mother_and_her_daughter_come_back_together(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        mother = w.insert("company", name="Mother", name_key="mother")
        w.insert("company", name="Daughter", name_key="daughter", parent_id=mother)
    before = tables(workspace)
    with workspace.write("delete") as w:
        w.delete("company", name="Daughter")
        w.delete("company", name="Mother")
    assert undo(workspace).others == ()
    assert tables(workspace) == before


def test_what_stands_below_others_of_its_kind_comes_back_with_all_of_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reversal, "CHUNK", 3)
    start = tables(workspace)
    with workspace.write("test") as w:
        ids = w.reserve("company", 10)
        w.insert_many(
            "company",
            [
                {"id": id, "name": f"C{id}", "name_key": f"c{id}", "parent_id": parent}
                for id, parent in zip(ids, [None, *ids], strict=False)
            ],
        )
    end = tables(workspace)
    assert undo(workspace).others == ()
    assert tables(workspace) == start
    reversed_again = redo(workspace)
    assert (reversed_again.reversed, reversed_again.others) == (10, ())
    assert tables(workspace) == end


def test_a_moved_deal_goes_back_with_its_record_of_moves(workspace: Workspace) -> None:
    with workspace.write("deal add") as w:
        deal = factories.deal(w)
    before = tables(workspace)
    with workspace.write("deal win") as w:
        deals.win(w, deal)
    undo(workspace)
    assert tables(workspace) == before
    redo(workspace)
    with workspace.read() as reader:
        detail = deal_queries.deal(reader, deal)
    assert (detail.deal.status, len(detail.moves)) == ("won", 2)


def test_the_next_of_a_series_goes_with_what_was_done(workspace: Workspace) -> None:
    with workspace.write("remind add") as w:
        id = factories.reminder(w, repeat="every week")
    before = tables(workspace)
    with workspace.write("remind done") as w:
        reminders.done(w, id)
    undo(workspace)
    assert tables(workspace) == before


def test_an_interaction_and_its_next_step_go_together(workspace: Workspace, grace: int) -> None:
    before = tables(workspace)
    with workspace.write("log") as w:
        about = [factories.target(w, "contact", grace)]
        interactions.log(w, "call", about, {}, next_step="call fri 3pm")
    undo(workspace)
    assert tables(workspace) == before


def test_what_was_done_outside_crm_can_be_undone_by_its_id(
    workspace: Workspace, grace: int
) -> None:
    db = connect(workspace.target)
    db.execute("UPDATE contact SET title = 'Admiral'")
    outside = db.scalar("SELECT max(id) FROM operation")
    db.close()
    undo(workspace, outside)
    with workspace.read() as reader:
        assert queries.contact(reader, grace).contact.title == ""


def test_progress_counts_to_the_end(workspace: Workspace) -> None:
    with workspace.write("import") as w:
        rows: list[dict[str, Any]] = [
            {"name": f"Contact {n}", "name_key": f"contact {n}"} for n in range(1200)
        ]
        w.insert_many("contact", rows)
    seen: list[tuple[int, int]] = []
    with workspace.write("undo") as w:
        journal.undo(w, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (1200, 1200)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert names(workspace) == []


def test_history_tells_who_did_what_to_which_record(workspace: Workspace, grace: int) -> None:
    with workspace.write("contact edit") as w:
        contacts.edit(w, grace, {"title": "Admiral"})
    undo(workspace)
    with workspace.read() as reader:
        done = operations.operations(reader)
        touched = operations.operations(reader, "contact", grace)
        assert operations.operations(reader, "contact", 77) == []
    assert [(o.command, o.state, o.summary) for o in done] == [
        ("undo", "done", "undid: edited contact Grace Hopper"),
        ("contact edit", "undone", "edited contact Grace Hopper"),
        ("contact add", "done", "added contact Grace Hopper with new company Acme"),
        ("init", "done", "made the store"),
    ]
    assert [o.id for o in touched] == [o.id for o in done[:3]]
    assert done[0].undoes_id == done[1].id


def test_the_store_of_another_user_begins_with_nothing(empty_target: str) -> None:
    made = create_workspace(empty_target, factories.CONFIG, factories.CLOCK, "Bob")
    assert names(made) == []
    made.close()
