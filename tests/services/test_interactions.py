"""Interactions: what happened, with whom, and the next step in the same operation."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField, NotFound, UsageError
from crm_tui.queries import contacts, deals, operations, reminders
from crm_tui.queries import interactions as queries
from crm_tui.queries.resolve import Target
from crm_tui.services import interactions, records
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


def target(w: Write, noun: str, id: int) -> Target:
    return factories.target(w, noun, id)


def test_an_interaction_is_recorded_as_it_was_told(w: Write) -> None:
    person = factories.contact(w, company="Acme")
    id, planned = interactions.log(
        w,
        "call",
        [target(w, "contact", person)],
        {
            "text": "Wants two cranes\nand a quote",
            "at": "yesterday 15:00",
            "direction": "inb",
            "outcome": "interested",
            "duration": "1h30",
        },
    )
    found = queries.interaction(w, id)
    assert (found.kind, found.direction, found.outcome, found.minutes) == (
        "call",
        "inbound",
        "interested",
        90,
    )
    assert (found.subject, found.body) == ("Wants two cranes", "Wants two cranes\nand a quote")
    assert (found.at, found.user, found.company) == (
        "2026-03-01T14:00:00.000000Z",
        "Ada",
        "Acme",
    )
    assert planned is None
    assert queries.contacts_of(w, [id]) == {id: ["Grace Hopper"]}
    assert contacts.contact(w, person).contact.last_contacted_at == found.at
    assert w.summary == "logged call with Grace Hopper"


def test_the_next_step_is_planned_in_the_same_operation(workspace: Workspace) -> None:
    with workspace.write("log") as w:
        person = factories.contact(w)
        id, planned = interactions.log(
            w, "call", [target(w, "contact", person)], {}, next_step="call fri 3pm"
        )
        assert planned is not None
        step = reminders.reminder(w, planned)
    assert (step.text, step.kind, step.contact_id) == ("call", "call", person)
    assert (step.due, step.zone) == ("2026-03-06T14:00:00.000000Z", "Europe/Berlin")
    with workspace.read() as reader:
        assert contacts.contact(reader, person).contact.next_reminder_at == step.due
        operation = operations.operations(reader, limit=1)[0]
        touched = reader.db.rows(
            "SELECT DISTINCT noun FROM change WHERE operation_id = :id", {"id": operation.id}
        )
    assert {("interaction",), ("reminder",), ("interaction_contact",)} <= set(touched)
    assert id


@pytest.mark.parametrize(
    ("text", "what", "kind", "due"),
    [
        ("send the quote tomorrow", "send the quote", "to-do", "2026-03-03"),
        ("meeting 12.3.2026 10:00", "meeting", "meeting", "2026-03-12T09:00:00.000000Z"),
        ("in 2 weeks", "follow up", "to-do", "2026-03-16"),
        ("Email the two offers eom", "Email the two offers", "email", "2026-03-31"),
    ],
)
def test_a_next_step_is_what_and_when(w: Write, text: str, what: str, kind: str, due: str) -> None:
    person = factories.contact(w)
    _, planned = interactions.log(w, "call", [target(w, "contact", person)], {}, next_step=text)
    assert planned is not None
    step = reminders.reminder(w, planned)
    assert (step.text, step.kind, step.due) == (what, kind, due)


def test_a_next_step_without_a_time_is_refused_with_all_of_it(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        person = factories.contact(w)
    with pytest.raises(InvalidField) as raised, workspace.write("log") as w:
        interactions.log(
            w, "call", [target(w, "contact", person)], {}, next_step="call them some time"
        )
    assert raised.value.field == "next"
    with workspace.read() as reader:
        assert reader.count("SELECT count(*) FROM interaction") == 0


def test_a_deal_brings_its_company_and_its_first_contact(w: Write) -> None:
    person = factories.contact(w, company="Acme")
    deal = factories.deal(w, contact=f"contact:{person}")
    id, planned = interactions.log(
        w, "meeting", [target(w, "deal", deal)], {}, next_step="call tomorrow"
    )
    found = queries.interaction(w, id)
    assert (found.deal_id, found.company) == (deal, "Acme")
    assert queries.contacts_of(w, [id]) == {id: ["Grace Hopper"]}
    assert deals.deal(w, deal).deal.next_step == "call"
    assert planned is not None
    assert reminders.reminder(w, planned).deal_id == deal


def test_several_people_take_part_once_each(w: Write) -> None:
    grace, ada = factories.contact(w), factories.contact(w, "Ada Byron")
    about = [target(w, "contact", id) for id in (grace, ada, grace)]
    id, _ = interactions.log(w, "meeting", about, {})
    assert queries.contacts_of(w, [id]) == {id: ["Grace Hopper", "Ada Byron"]}


def test_one_company_and_one_deal_at_most(w: Write) -> None:
    pairs = [
        ("company", factories.company(w), factories.company(w, "Globex")),
        ("deal", factories.deal(w), factories.deal(w, "More cranes")),
    ]
    for noun, one, other in pairs:
        with pytest.raises(InvalidField, match=f"one {noun}"):
            interactions.log(w, "call", [target(w, noun, one), target(w, noun, other)], {})


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("telegram", {}, "kind"),
        ("call", {"at": "tomorrow"}, "at"),
        ("call", {"direction": "sideways"}, "direction"),
        ("call", {"duration": "long"}, "duration"),
        ("call", {"duration": "9" * 5000}, "duration"),
        ("call", {"mood": "good"}, "mood"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    w: Write, kind: str, given: dict[str, str], field: str
) -> None:
    about = [target(w, "contact", factories.contact(w))]
    with pytest.raises(InvalidField) as raised:
        interactions.log(w, kind, about, given)
    assert raised.value.field == field


def test_a_note_is_no_contact(w: Write) -> None:
    person = factories.contact(w)
    id = factories.interaction(w, target(w, "contact", person), "note")
    assert queries.interaction(w, id).direction == "internal"
    assert contacts.contact(w, person).contact.last_contacted_at is None


def test_an_interaction_is_edited_and_deleted(w: Write) -> None:
    person = factories.contact(w)
    id = factories.interaction(w, target(w, "contact", person))
    interactions.edit(w, id, {"kind": "visit", "text": "At their harbour", "duration": "45m"})
    found = queries.interaction(w, id)
    assert (found.kind, found.subject, found.minutes) == ("visit", "At their harbour", 45)
    interactions.edit(w, id, {"duration": "", "outcome": "agreed"})
    assert queries.interaction(w, id).minutes is None
    interactions.delete(w, id)
    assert contacts.contact(w, person).contact.last_contacted_at is None
    with pytest.raises(NotFound):
        queries.interaction(w, id)
    with pytest.raises(NotFound):
        interactions.delete(w, id)


def test_a_timeline_is_narrowed_to_kinds_and_words(w: Write) -> None:
    id = factories.contact(w, "Grace Hopper")
    about = factories.target(w, "contact", id)
    factories.interaction(w, about, "call", text="Wants an offer for 50% of the cranes")
    factories.interaction(w, about, "email", text="Sent the offer", outcome="Delivered")
    records.add_note(w, "contact", id, "An offer needs two signatures")
    factories.deal(w, "Offer", contact=f"contact:{id}")

    def found(filter: str) -> set[str]:
        entries = queries.timeline(w, "contact", id, filter=filter)
        assert entries == queries.timeline(w, "contact", id, filter=filter.upper().lower())
        return {entry.what for entry in entries}

    assert found("") == {"call", "email", "note", "stage"}
    assert found("offer") == {"call", "email", "note", "stage"}
    assert found("OFFER two") == {"note"}
    assert found("kind:call,email delivered") == {"email"}
    assert found("kind:stage") == {"stage"}
    assert found("50%") == {"call"}
    assert found("hopper cranes") == {"call"}
    assert found("kind:em") == {"email"}
    for mistake in ("kind:fax", "stage:lead", "kind:c"):
        with pytest.raises(UsageError):
            found(mistake)


def test_a_log_ends_the_reminder_that_it_fulfils(w: Write) -> None:
    ada = factories.contact(w, "Ada Byron")
    due = factories.reminder(w, "contact", ada, text="Call Ada", due="today", kind="call")
    interactions.log(w, "call", [target(w, "contact", ada)], {"text": "Wants it"}, fulfils=due)
    assert w.summary == "logged call with Ada Byron · done: Call Ada"
    assert reminders.reminder(w, due).done_at
