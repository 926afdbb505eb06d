"""last_contacted_at and next_reminder_at are right whatever path a write takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories

EARLY, LATE = "2026-01-05T10:00:00.000000Z", "2026-02-05T10:00:00.000000Z"


@pytest.fixture
def w(workspace: Workspace) -> Iterator[Write]:
    with workspace.write("test") as opened:
        yield opened


def interaction(w: Write, at: str, *contacts: int, **values: Any) -> int:
    id = w.insert("interaction", **{"kind": "call", "at": at, **values})
    for contact in contacts:
        w.insert("interaction_contact", interaction_id=id, contact_id=contact)
    return id


def last_contact(w: Write, noun: str, id: int) -> object:
    return w.scalar(f"SELECT last_contacted_at FROM {noun} WHERE id = :id", {"id": id})


def next_reminder(w: Write, noun: str, id: int) -> object:
    return w.scalar(f"SELECT next_reminder_at FROM {noun} WHERE id = :id", {"id": id})


def test_the_latest_interaction_counts_in_any_order(w: Write) -> None:
    grace, firm = factories.contact(w), factories.company(w)
    deal = factories.deal(w)
    interaction(w, LATE, grace, company_id=firm, deal_id=deal)
    older = interaction(w, EARLY, grace, company_id=firm, deal_id=deal)
    for noun, id in (("contact", grace), ("company", firm), ("deal", deal)):
        assert last_contact(w, noun, id) == LATE
    w.update("interaction", older, at="2026-02-28T10:00:00.000000Z")
    for noun, id in (("contact", grace), ("company", firm), ("deal", deal)):
        assert last_contact(w, noun, id) == "2026-02-28T10:00:00.000000Z"


def test_a_try_that_reached_nobody_is_no_contact(w: Write) -> None:
    grace = factories.contact(w)
    interaction(w, EARLY, grace, direction="outbound", outcome="reached")
    missed = interaction(w, LATE, grace, direction="outbound", outcome="No answer")
    assert last_contact(w, "contact", grace) == EARLY
    w.update("interaction", missed, direction="inbound")
    assert last_contact(w, "contact", grace) == LATE


def test_an_interaction_that_is_removed_counts_no_more(w: Write) -> None:
    grace, firm = factories.contact(w), factories.company(w)
    interaction(w, EARLY, grace, company_id=firm)
    later = interaction(w, LATE, grace, company_id=firm)
    w.delete("interaction_contact", interaction_id=later)
    assert last_contact(w, "contact", grace) == EARLY
    assert last_contact(w, "company", firm) == LATE
    w.delete("interaction", id=later)
    assert last_contact(w, "company", firm) == EARLY


def test_an_interaction_that_passes_to_others_counts_for_them(w: Write) -> None:
    grace, ada = factories.contact(w), factories.contact(w, "Ada Byron")
    acme, globex = factories.company(w), factories.company(w, "Globex")
    id = interaction(w, EARLY, grace, company_id=acme)
    w.run(
        "UPDATE interaction_contact SET contact_id = :new WHERE contact_id = :old",
        [{"new": ada, "old": grace}],
    )
    w.update("interaction", id, company_id=globex)
    assert last_contact(w, "contact", grace) is None
    assert last_contact(w, "contact", ada) == EARLY
    assert last_contact(w, "company", acme) is None
    assert last_contact(w, "company", globex) == EARLY


@pytest.mark.parametrize(
    "values",
    [{"kind": "note"}, {"direction": "internal"}, {"archived_at": LATE}],
    ids=["note", "internal", "archived"],
)
def test_what_did_not_reach_the_other_side_is_no_contact(w: Write, values: dict[str, str]) -> None:
    grace, firm = factories.contact(w), factories.company(w)
    id = interaction(w, EARLY, grace, company_id=firm, **values)
    assert last_contact(w, "contact", grace) is None
    assert last_contact(w, "company", firm) is None
    w.update("interaction", id, kind="call", direction="outbound", archived_at=None)
    assert last_contact(w, "contact", grace) == EARLY
    assert last_contact(w, "company", firm) == EARLY


def test_the_earliest_open_reminder_counts(w: Write) -> None:
    for noun, id in (
        ("contact", factories.contact(w)),
        ("company", factories.company(w)),
        ("deal", factories.deal(w)),
    ):
        late = factories.reminder(w, noun, id, due="2026-03-20")
        early = factories.reminder(w, noun, id, due="2026-03-05 15:00")
        assert next_reminder(w, noun, id) == "2026-03-05T14:00:00.000000Z"
        w.update("reminder", early, done_at=w.now)
        assert next_reminder(w, noun, id) == "2026-03-20"
        w.update("reminder", early, done_at=None, dropped_at=w.now)
        w.update("reminder", late, due="2026-03-21")
        assert next_reminder(w, noun, id) == "2026-03-21"
        w.delete("reminder", id=late)
        assert next_reminder(w, noun, id) is None


def test_a_reminder_that_passes_to_another_record_counts_there(w: Write) -> None:
    grace, ada = factories.contact(w), factories.contact(w, "Ada Byron")
    id = factories.reminder(w, "contact", grace, due="2026-03-05")
    w.update("reminder", id, contact_id=ada)
    assert next_reminder(w, "contact", grace) is None
    assert next_reminder(w, "contact", ada) == "2026-03-05"


def test_bulk_rows_are_counted_too(w: Write) -> None:
    grace = factories.contact(w)
    w.insert_many(
        "reminder",
        [{"text": "x", "due": f"2026-03-{day:02}", "contact_id": grace} for day in (9, 4, 6)],
    )
    assert next_reminder(w, "contact", grace) == "2026-03-04"


def test_what_is_derived_is_no_change_of_the_record(w: Write) -> None:
    grace = factories.contact(w)
    before = w.count("SELECT count(*) FROM change WHERE noun = 'contact'")
    interaction(w, EARLY, grace)
    factories.reminder(w, "contact", grace)
    assert w.count("SELECT count(*) FROM change WHERE noun = 'contact'") == before
