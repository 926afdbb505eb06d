"""Who is erased is gone from the store and its journal; the proof stays, and others' data."""

from __future__ import annotations

import json

import pytest

from crm_tui.domain.erasing import ERASE, Erased, in_words
from crm_tui.errors import Conflict, CrmError, NotFound
from crm_tui.queries import contacts as contact_queries
from crm_tui.queries import deals as deal_queries
from crm_tui.queries import erasures, operations
from crm_tui.queries.search import search
from crm_tui.services import contacts, deals, erasing, interactions, journal, records, reminders
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables
from tests.services.test_dossier import person


def erase(workspace: Workspace, *ids: int) -> Erased:
    with workspace.write(ERASE) as w:
        return erasing.erase(w, ids)


def whole(workspace: Workspace) -> str:
    """All that the store holds, as one text."""
    with workspace.read() as reader:
        change = reader.db.rows("SELECT before, after FROM change")
        told = reader.db.rows("SELECT summary FROM operation")
        words = "title || ' ' || body" if reader.db.dialect == "sqlite" else "words::text"
        found = reader.db.rows(f"SELECT {words} FROM search")
    return json.dumps([tables(workspace), change, told, found], ensure_ascii=False).casefold()


def test_everything_of_theirs_is_gone_and_others_keep_theirs(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        other = factories.contact(w, "Ada Lovelace", email="ada2@example.com", title="Countess")
    with workspace.write("contact edit") as w:
        contacts.edit(w, other, {"title": "Analyst"})
    with workspace.write("test") as w:
        id = person(w)
        alone = interactions.log(w, "call", [factories.target(w, "contact", id)],
                                 {"text": "Her mother is ill"})[0]  # fmt: skip
    with workspace.write("interaction delete") as w:
        interactions.delete(w, alone)
    with workspace.write("contact edit") as w:
        contacts.edit(w, id, {"name": "Grace Brewster", "title": "Admiral"})
    done = erase(workspace, id)
    text = whole(workspace)
    traces = (
        "grace", "hopper", "brewster", "admiral", "gh@", "7654321", "mother", "fridays",
        "birthday", "1906", "newsletter", "offer.pdf", "k-7", "send the offer",
    )  # fmt: skip
    for trace in traces:
        assert trace not in text, trace
    for kept in ("ada lovelace", "countess", "analyst", "harbour cranes", "spoke of cranes"):
        assert kept in text, kept
    assert done.files == {"ab" * 32}
    assert (done.people, done.rows["contact"], done.rows["channel"]) == (1, 1, 2)
    assert done.addresses == 3 and done.images > 20
    with workspace.read() as reader:
        assert [deal.contacts for deal in deal_queries.details(reader, _all())] == [()]
        assert search(reader, "grace") == []


def _all() -> deal_queries.Page:
    return deal_queries.Page(archived=True)


def test_the_proof_has_no_data(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w, email="grace@example.com", phone="+49 30 1234567")
    erase(workspace, id)
    with workspace.read() as reader:
        (proof,) = erasures.erasures(reader)
        kept = reader.db.rows("SELECT hash FROM erased_address")
        assert (proof.user, proof.people, proof.at) == ("Ada", 1, reader.now)
        assert json.loads(proof.counts) == {"channel": 2, "contact": 1}
        assert in_words(json.loads(proof.counts)) == "1 contact, 2 channels"
        assert len(kept) == 3 and all(len(hash) == 64 for (hash,) in kept)
        (latest,) = operations.operations(reader, limit=1)
        assert (latest.command, latest.summary) == (ERASE, "erased 1 contact")
        assert [each.summary for each in operations.operations(reader)[1:2]] == ["test"]


def test_an_erasure_is_for_good_and_undo_passes_it(workspace: Workspace) -> None:
    with workspace.write("contact add") as w:
        grace = factories.contact(w, "Grace Hopper", email="grace@example.com", company="Acme")
        made = w.operation
    with workspace.write("contact add") as w:
        ada = factories.contact(w, "Ada Lovelace")
    with workspace.write(ERASE) as w:
        erasing.erase(w, [grace])
        operation = w.operation
    with workspace.write("undo") as w, pytest.raises(Conflict, match="cannot be undone"):
        journal.undo(w, operation)
    with workspace.write("undo") as w:
        journal.undo(w)
        assert w.scalar("SELECT id FROM contact WHERE id = :id", {"id": ada}) is None
    with workspace.write("undo") as w:
        found = journal.undo(w, made)
        assert found.reversed == 1  # the company
        assert ("contact", grace, "failed", "erased", "") in found.others
    with workspace.read() as reader:
        assert contact_queries.contacts(reader, contact_queries.Page()) == []


def test_what_is_all_erased_cannot_be_taken_back(workspace: Workspace) -> None:
    with workspace.write("contact add") as w:
        ada = factories.contact(w, "Ada Lovelace")
    with workspace.write("contact add") as w:
        grace = factories.contact(w)
        made = w.operation
    erase(workspace, grace)
    with workspace.write("undo") as w, pytest.raises(Conflict, match="erased") as refused:
        journal.undo(w, made)
    assert "an erasure cannot be undone" in refused.value.hint
    with workspace.write("undo") as w:  # walks back past it, to what can be undone
        assert journal.undo(w).reversed == 1
        assert w.scalar("SELECT id FROM contact WHERE id = :id", {"id": ada}) is None
    with workspace.write("undo") as w, pytest.raises(NotFound, match="nothing to undo") as nothing:
        journal.undo(w)
    assert "an erasure cannot be undone" in nothing.value.hint


def test_what_others_share_stays(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        grace = factories.contact(w, "Grace Hopper", phone="+49 30 1234567", company="Acme")
        ada = factories.contact(w, "Ada Lovelace", phone="+49 30 1234567")
        deal = factories.deal(w, contact=f"contact:{grace}")
        step = factories.reminder(w, "deal", deal, text="Call about the price")
        w.update("reminder", step, contact_id=grace)
        both = [factories.target(w, "contact", each) for each in (grace, ada)]
        talk = interactions.log(w, "call", both, {"text": "Spoke of cranes"})[0]
        records.tag(w, "contact", grace, "vip")
        deals.edit(w, deal, {"value": "99"})
        reminders.edit(w, step, {"kind": "call"})
    done = erase(workspace, grace)
    assert done.addresses == 0  # the number is Ada's too
    with workspace.read() as reader:
        rows = reader.db.rows("SELECT contact_id, deal_id, text FROM reminder")
        assert rows == [(None, deal, "Call about the price")]
        people = reader.db.rows("SELECT contact_id FROM interaction_contact")
        assert people == [(ada,)]
        assert reader.scalar("SELECT body FROM interaction WHERE id = :id", {"id": talk})
        assert reader.scalar("SELECT count(*) FROM company") == 1
    with workspace.write("undo") as w:
        assert journal.undo(w).reversed  # what stayed can still be taken back


def test_who_was_deleted_before_is_found_and_erased(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        grace = factories.contact(w, "Grace Hopper", email="grace@example.com")
        factories.contact(w, "Ada Lovelace")
    with workspace.write("contact delete") as w:
        contacts.delete(w, grace)
    with workspace.read() as reader:
        for named in ("grace HOPPER", str(grace), f"contact:{grace}"):
            assert [each.id for each in erasures.deleted_contacts(reader, named)] == [grace]
        assert erasures.deleted_contacts(reader, "Ada Lovelace") == []
    assert erase(workspace, grace).people == 1
    assert "hopper" not in whole(workspace) and "grace" not in whole(workspace)
    with workspace.read() as reader:
        assert erasures.deleted_contacts(reader, "Grace Hopper") == []


def test_only_an_erasure_may_blank_the_journal(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        grace = factories.contact(w)
    with pytest.raises(Exception, match="append-only"), workspace.write("privacy retain") as w:
        erasing.erase(w, [grace])
    with pytest.raises(Exception, match="append-only"), workspace.write(ERASE) as w:
        w.update("contact", grace, title="x")
        w.db.execute("UPDATE change SET after = '{}'")
    with pytest.raises(Exception, match="append-only"), workspace.write(ERASE) as w:
        w.update("contact", grace, title="x")
        w.db.execute("UPDATE change SET before = NULL, after = NULL, record_id = 0")
    with pytest.raises(CrmError, match="nobody"), workspace.write(ERASE) as w:
        erasing.erase(w, [])
