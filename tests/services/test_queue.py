"""The work queue: who is in it and why, what came of a turn, and how a round goes on."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField
from crm_tui.queries import deals, interactions, queue, reminders
from crm_tui.reports.brief import brief
from crm_tui.services import deals as deal_service
from crm_tui.services import journal, preferences
from crm_tui.services import queue as service
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace
from tests import factories
from tests.factories import later

ME = 1


def turns(reader: Reader) -> list[tuple[str, int]]:
    return [(turn.noun, turn.id) for turn in queue.standing(reader, ME).turns]


def settle(workspace: Workspace, of: tuple[str, int], outcome: str, **more: str) -> str:
    """What came of a turn; answers what the journal says of it."""
    with workspace.write("next") as w:
        service.settle(w, *of, outcome, **more)
        return w.summary


@pytest.fixture
def people(workspace: Workspace) -> dict[str, tuple[str, int]]:
    """A week later: Grace has a late call and a deal without a step, Ada only her deal, Linus a
    cadence that has passed; Acme and a reminder of nobody are due; Alan is planned for."""
    with workspace.write("test") as w:
        grace = factories.contact(w, "Grace Hopper", email="grace@example.com")
        factories.deal(w, "Engine", value="48000", contact=f"contact:{grace}")
        factories.reminder(w, "contact", grace, text="Call back", kind="call")
        ada = factories.contact(w, "Ada Byron")
        factories.deal(w, "Loom", value="1000", contact=f"contact:{ada}")
        linus = factories.contact(w, "Linus Berg", cadence="3 5")
        alan = factories.contact(w, "Alan Turing", cadence="3")
        factories.reminder(w, "contact", alan, due="2026-04-01")
        acme = factories.company(w, "Acme")
        factories.reminder(w, "company", acme, due="2026-03-09")
        stamps = factories.reminder(w, text="Buy stamps", due="2026-03-09")
        paper = factories.deal(w, "Paper", value="10")
        deal_service.edit(w, paper, {"expected_close": "2026-03-07"})
    return {
        "grace": ("contact", grace),
        "ada": ("contact", ada),
        "linus": ("contact", linus),
        "acme": ("company", acme),
        "stamps": ("reminder", stamps),
        "paper": ("deal", paper),
    }


def test_each_record_comes_once_with_all_its_reasons(
    workspace: Workspace, people: dict[str, tuple[str, int]]
) -> None:
    with later(workspace, days=7).read() as reader:
        found = queue.standing(reader, ME)
        assert found.place == "1 of 6"
        first = found.turns[0]
        assert (first.noun, first.id) == people["grace"]
        assert first.words == ("call overdue 7 days · no next step in Lead · €48k at stake in Lead")
        assert first.score == 67 + 20 + 20
        by = {(turn.noun, turn.id): turn for turn in found.turns}
        assert set(by) == set(people.values())
        assert by[people["linus"]].words == "no contact for 7 days (at most 5)"
        assert "was to close 2 days ago" in by[people["paper"]].words
        assert by[people["stamps"]].words == "to-do due today"
        assert queue.names(reader, found.turns)[people["paper"]] == ("Paper", "")


def test_a_turn_is_one_operation_with_all_that_follows(
    workspace: Workspace, people: dict[str, tuple[str, int]]
) -> None:
    after = later(workspace, days=7)
    said = settle(after, people["grace"], "reached", text="Wants it", next_step="call fri 3pm")
    assert said == "reached Grace Hopper · done: Call back · next: call Fri 13 Mar 2026, 15:00"
    with after.read() as reader:
        step = deals.deal(reader, 1).deal
        assert (step.next_step, step.next_due) == ("call", "2026-03-13T14:00:00.000000Z")
        logged = interactions.interaction(reader, 1)
        assert (logged.kind, logged.outcome, logged.body) == ("call", "reached", "Wants it")
        assert logged.deal == "Engine"
        assert reminders.reminder(reader, 1).done_at
        assert people["grace"] not in turns(reader)
        assert queue.standing(reader, ME).place == "2 of 6"
    with after.write("undo") as w:
        journal.undo(w)
    with after.read() as reader:
        assert turns(reader)[0] == people["grace"]
        assert reminders.reminder(reader, 1).done_at is None


def test_who_was_not_reached_is_still_due_unless_the_step_is_replaced(
    workspace: Workspace, people: dict[str, tuple[str, int]]
) -> None:
    after = later(workspace, days=7)
    settle(after, people["grace"], "no-answer")
    with after.read() as reader:
        assert reminders.reminder(reader, 1).done_at is None
        assert people["grace"] not in turns(reader)
        assert people["grace"] in [(t.noun, t.id) for t in queue.ranked(reader, ME)]
    settle(after, people["grace"], "voicemail", next_step="call tomorrow")
    with after.read() as reader:
        assert reminders.reminder(reader, 1).done_at
        assert [visit.outcome for visit in queue.round_of(reader, ME).visits] == ["voicemail"]


def test_what_they_promised_is_waited_for_until_it_is_done(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        step = factories.reminder(w, "contact", id, text="wait for the contract", kind="waiting")
    settle(workspace, ("contact", id), "reached", text="It is with their lawyer")
    with workspace.read() as reader:
        assert reminders.reminder(reader, step).done_at is None
    settle(workspace, ("contact", id), "done")
    with workspace.read() as reader:
        assert reminders.reminder(reader, step).done_at


def test_snooze_moves_the_step_or_plans_one(
    workspace: Workspace, people: dict[str, tuple[str, int]]
) -> None:
    after = later(workspace, days=7)
    settle(after, people["grace"], "snooze", until="fri")
    settle(after, people["ada"], "snooze", until="thu 10am")
    settle(after, people["stamps"], "snooze", until="tomorrow")
    with after.read() as reader:
        assert reminders.reminder(reader, 1).due == "2026-03-13"
        loom = deals.deal(reader, 2).deal
        assert loom.next_step == "follow up"
        assert reminders.of_record(reader, "contact", people["ada"][1])[0].deal == "Loom"
    with pytest.raises(InvalidField) as refused:
        settle(after, people["linus"], "snooze", until="2026-03-01")
    assert refused.value.field == "until"
    with pytest.raises(InvalidField):
        settle(after, people["linus"], "waved")


def test_a_round_never_brings_a_record_twice_and_ends_when_all_had_their_turn(
    workspace: Workspace, people: dict[str, tuple[str, int]]
) -> None:
    after = later(workspace, days=7)
    with after.read() as reader:
        order = turns(reader)
    for number, one in enumerate(order):
        with after.read() as reader:
            assert turns(reader) == order[number:]
        settle(after, one, "skip")
    with after.read() as reader:
        assert queue.standing(reader, ME).through
        assert queue.standing(reader, ME).again == len(order)
        assert turns(reader) == []
    with after.write("undo") as w:
        journal.undo(w)
    with after.read() as reader:
        assert turns(reader) == order[-1:]
        assert queue.round_of(reader, ME).skipped == 5
    with after.write("next") as w:
        service.restart(w)
    with after.read() as reader:
        assert turns(reader) == order
    settle(after, order[0], "skip")
    with later(after, days=1).read() as reader:
        assert order[0] in turns(reader)


def test_the_queue_is_ones_own(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        other = w.insert("user", name="Ben", name_key="ben")
        mine = factories.contact(w, "Mine")
        factories.reminder(w, "contact", mine)
        theirs = factories.contact(w, "Theirs")
        factories.reminder(w, "contact", theirs, owner="Ben")
        factories.deal(w, "Theirs too", owner="Ben")
    with workspace.read() as reader:
        assert turns(reader) == [("contact", mine)]
        assert [t.id for t in queue.ranked(reader, other)] == [theirs, 1]


def test_the_brief_says_how_to_reach_them_and_what_was_promised(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(
            w, factories.HOSTILE, company="Acme", phone="+1 212 555 1234", email="g@example.com"
        )
        preferences.edit(w, id, {"channel": "phone", "best_time": "mornings"})
        preferences.consent(w, id, "email", "offers", given=False)
        deal = factories.deal(w, "Engine", contact=f"contact:{id}")
        factories.reminder(w, "contact", id, text="Send the quote", due="2026-03-05")
        factories.reminder(w, "deal", deal, text="wait for the contract", kind="waiting")
        factories.interaction(w, factories.target(w, "contact", id), text="Asked for a quote")
    with workspace.read() as reader:
        found = brief(reader, queue.turn_of(reader, ME, "contact", id), "DE")
        assert [(way.kind, way.remark) for way in found.ways] == [
            ("phone", "preferred"),
            ("email", "no consent"),
        ]
        assert found.local is not None
        assert found.local.is_night
        assert [row.text for row in found.ours] == ["Send the quote"]
        assert [row.text for row in found.theirs] == ["wait for the contract"]
        assert [row.title for row in found.deals] == ["Engine"]
        assert (found.best_time, found.warning) == ("mornings", "")
        assert any(entry.text == "Asked for a quote" for entry in found.latest)
    with workspace.write("test") as w:
        preferences.edit(w, id, {"do_not_contact": "yes", "timezone": "Europe/Berlin"})
    with workspace.read() as reader:
        found = brief(reader, queue.turn_of(reader, ME, "contact", id), "DE")
        assert found.warning.startswith("do not contact")
        assert found.local is not None
        assert found.local.place == "Europe/Berlin"


def test_a_brief_of_what_has_nobody(
    workspace: Workspace, people: dict[str, tuple[str, int]]
) -> None:
    with later(workspace, days=7).read() as reader:
        for name in ("paper", "acme", "stamps"):
            found = brief(reader, queue.turn_of(reader, ME, *people[name]), "DE")
            assert found.name
            assert found.turn.words


def test_a_turn_is_known_however_many_wait(workspace: Workspace) -> None:
    """Also that of somebody whom the list of turns does not come to."""
    with workspace.write("test") as w:
        row = {"text": "Call", "kind": "call", "due": "2026-03-01"}
        w.insert_many("reminder", [row] * (queue.MOST + 1))
        grace = factories.contact(w, "Grace Hopper")
        own = factories.reminder(w, "contact", grace, due="2026-03-09")
        deal = factories.deal(w, "Engine", contact=f"contact:{grace}", expected_close="2026-03-10")
        about = factories.reminder(w, "deal", deal, due="2026-03-09")
    with later(workspace, days=7).write("next") as w:
        settled = service.settle(w, "contact", grace, "done")
        assert settled.turn.about("reminder") == own
        assert reminders.reminder(w, own).done_at
        again = service.settle(w, "contact", grace, "done")
        assert again.turn.about("reminder") == about
        assert {reason.kind for reason in again.turn.reasons} == {"reminder", "close"}
