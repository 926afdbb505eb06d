"""Quick capture: a line is looked up, told, and done in one operation that undo takes back."""

from __future__ import annotations

import pytest

from crm_tui.domain.money import format_money
from crm_tui.errors import Ambiguous, CrmError, InvalidField, NotFound, UsageError
from crm_tui.queries import contacts, deals, interactions, reminders
from crm_tui.queries.near import near
from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import Target
from crm_tui.services import journal
from crm_tui.services.capture import capture
from crm_tui.services.captured import Plan, understand
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


@pytest.fixture
def store(workspace: Workspace) -> Workspace:
    """Ada of Acme with a deal, two called Bob, and a deal that is named like an amount."""
    with workspace.write("test") as w:
        factories.contact(w, "Ada Lovelace", company="Acme")
        factories.contact(w, "Bob Martin")
        factories.contact(w, "Bob Stone")
        factories.deal(w, "Engine", contact="Ada Lovelace", value="10k")
        factories.deal(w, "Boeing 747", value="")
        factories.deal(w, "Engine for others", value="5k")
    return workspace


def plan(workspace: Workspace, line: str, subject: Target | None = None) -> Plan:
    with workspace.read() as reader:
        return understand(reader, line, workspace.config, subject)


def told(workspace: Workspace, line: str, subject: Target | None = None) -> list[str]:
    found = plan(workspace, line, subject)
    assert found.error is None
    return [f"{point.label}: {point.text}" for point in found.points]


def refused(workspace: Workspace, line: str, kind: type[CrmError]) -> CrmError:
    """The error of a line; nothing of it was done."""
    with pytest.raises(kind) as raised, workspace.write("capture") as w:
        capture(w, line)
    return raised.value


def test_one_line_is_one_operation(store: Workspace) -> None:
    line = (
        "call Ada Lovelace: wants a quote; next: send quote fri 3pm; deal Engine +5000;"
        " deal Engine to Proposal; tag vip"
    )
    assert told(store, line) == [
        "call: Ada Lovelace: wants a quote",
        "deal: Engine: EUR 10,000 → EUR 15,000",
        "deal: Engine: Lead → Proposal",
        "next: send quote: Fri 6 Mar 2026, 15:00",
        "tag: vip",
    ]
    with store.write("capture") as w:
        made = capture(w, line)
        summary = w.summary
    assert summary == (
        "logged call with Ada Lovelace, Engine; edited deal Engine;"
        " moved deal Engine to Proposal; tagged Ada Lovelace vip"
    )
    with store.read() as r:
        assert made.interaction
        assert made.reminder
        logged = interactions.interaction(r, made.interaction)
        assert (logged.kind, logged.body, logged.deal) == ("call", "wants a quote", "Engine")
        deal = deals.deal(r, 1)
        assert (deal.deal.value, deal.deal.stage, deal.deal.next_step) == (
            1_500_000, "Proposal", "send quote",
        )  # fmt: skip
        assert reminders.reminder(r, made.reminder).contact == "Ada Lovelace"
        assert contacts.contact(r, 1).tags == ("vip",)
    with store.write("undo") as w:
        journal.undo(w)
    with store.read() as r:
        assert deals.deal(r, 1).deal.value == 1_000_000
        assert deals.deal(r, 1).deal.stage == "Lead"
        assert reminders.due(r) == []
        assert contacts.contact(r, 1).tags == ()


def test_people_and_deals_are_made_where_that_is_said(store: Workspace) -> None:
    line = "met new Eve Moneypenny @Acme: likes it; deal new Pump 12k; tag fair"
    assert told(store, line)[:2] == [
        "meeting: Eve Moneypenny (new contact at Acme): likes it",
        "deal: Pump: new, EUR 12,000",
    ]
    with store.write("capture") as w:
        made = capture(w, line)
    with store.read() as r:
        eve = contacts.contact(r, made.contacts[0])
        assert (eve.contact.company, eve.tags) == ("Acme", ("fair",))
        pump = deals.deal(r, made.deals[0])
        assert (pump.deal.value, pump.deal.company) == (1_200_000, "Acme")
        assert [part.name for part in pump.contacts] == ["Eve Moneypenny"]


@pytest.mark.parametrize(
    ("line", "stage", "value"),
    [
        ("deal Engine won", "Won", 1_000_000),
        ("deal Engine lost: too dear", "Lost", 1_000_000),
        ("deal Engine 12k", "Lead", 1_200_000),
        ("deal Engine 500 USD", "Lead", 50_000),
        ("deal Engine -2.5k", "Lead", 750_000),
        ("call Ada: hello; deal engine to nego", "Negotiation", 1_000_000),
    ],
)
def test_a_deal_changes(store: Workspace, line: str, stage: str, value: int) -> None:
    with store.write("capture") as w:
        assert capture(w, line).deals == (1,)
    with store.read() as r:
        assert (deals.deal(r, 1).deal.stage, deals.deal(r, 1).deal.value) == (stage, value)


def test_a_title_that_ends_like_an_amount_is_a_title(store: Workspace) -> None:
    assert told(store, "call Ada: hi; deal Boeing 747")[1] == "deal: Boeing 747"
    assert told(store, "deal Boeing 747 12k") == ["deal: Boeing 747: EUR 12,000"]


@pytest.mark.parametrize(
    ("line", "subject", "what"),
    [
        ("call Ada: hi; deal 9k", None, "Engine: EUR 10,000 → EUR 9,000"),
        ("call Ada: hi; deal +5000", None, "Engine: EUR 10,000 → EUR 15,000"),
        ("deal -2k", Target("contact", 1, "Ada Lovelace"), "Engine: EUR 10,000 → EUR 8,000"),
        ("deal 3", Target("deal", 1, "Engine"), "Engine: EUR 10,000 → EUR 3"),
        ("deal 3", None, "Engine for others"),
    ],
)
def test_an_amount_alone_is_of_the_only_open_deal(
    store: Workspace, line: str, subject: Target | None, what: str
) -> None:
    assert told(store, line, subject)[-1] == f"deal: {what}"
    with store.write("capture") as w:
        (id,) = capture(w, line, subject).deals
        title, _, after = what.partition(":")
        row = deals.deal(w, id).deal
        assert row.title == title
        assert after.endswith(format_money(row.value or 0, "EUR")) or not after


def test_an_amount_alone_says_which_deals_it_may_be_of(store: Workspace) -> None:
    with store.write("test") as w:
        factories.deal(w, "Pump", contact="Ada Lovelace")
    several = refused(store, "call Ada: hi; deal 9k", UsageError)
    assert several.message == "several are open: Engine, Pump"
    assert several.hint == "name it: deal Engine 9k"
    none = refused(store, "call Bob Stone: hi; deal 9k", UsageError)
    assert none.message == "no open deal of Bob Stone"
    for line in ("call Bob Stone: hi; deal 9k", "deal Rocket won"):
        error = plan(store, line).error
        assert error
        assert "deal new" in error.hint
        assert "crm " not in error.hint


def test_of_several_deals_that_of_the_person_is_meant(store: Workspace) -> None:
    assert told(store, "call Ada: hi; deal Engi won")[1] == "deal: Engine: won"
    assert isinstance(plan(store, "deal Engi won").error, Ambiguous)


def test_after_a_known_person_commas_part_what_was_said_and_the_next_step(
    store: Workspace,
) -> None:
    assert told(store, "Called Ada Lovelace, wants a revised offer, soon, call back tue 10am") == [
        "call: Ada Lovelace: wants a revised offer, soon",
        "deal: Engine (their only open one)",
        "next: call back: Tue 3 Mar 2026, 10:00",
    ]
    assert told(store, "met Ada, Bob Stone, went well")[0] == (
        "meeting: Ada Lovelace, Bob Stone: went well"
    )
    assert isinstance(plan(store, "met Ada, Zoe").error, NotFound)
    with store.write("capture") as w:
        made = capture(w, "called Ada, call back tue 10am")
    with store.read() as r:
        assert made.interaction
        assert interactions.interaction(r, made.interaction).deal == "Engine"
        assert deals.deal(r, 1).deal.next_step == "call back"


def test_who_is_in_doubt_is_offered(store: Workspace) -> None:
    (point,) = plan(store, "call Bob: hi").points
    assert isinstance(point.error, Ambiguous)
    assert [choice.name for choice in point.choices] == ["Bob Martin", "Bob Stone"]
    (point,) = plan(store, "call Ada Lovelase: hi").points
    assert isinstance(point.error, NotFound)
    hint = "did you mean Ada Lovelace? to add them: call new Ada Lovelase: …"
    assert point.error.hint == hint
    assert [choice.name for choice in point.choices] == ["Ada Lovelace"]
    with store.read() as r:
        assert near(r, "deal", "Engin for othres") == [Target("deal", 3, "Engine for others")]
        assert near(r, "contact", "Zzz") == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("", UsageError),
        ("call Ada: hi; nxt: call fri", UsageError),
        ("call: hi", UsageError),
        ("tag vip", UsageError),
        ("call Ada: hi; next: think about it", InvalidField),
        ("deal Engine lost", InvalidField),
        ("deal Engine to Nowhere", InvalidField),
        ("deal Engine -11k", InvalidField),
        ("deal Engine +5 USD", InvalidField),
        ("deal Rocket won", NotFound),
        ("deal new Rocket; call Nobody: hi", NotFound),
    ],
)
def test_what_cannot_be_done_leaves_all_undone(
    store: Workspace, line: str, kind: type[CrmError]
) -> None:
    error = refused(store, line, kind)
    assert error.hint
    with store.read() as r:
        assert interactions.interactions(r, Page()) == []
        assert deals.deal(r, 1).deal.value == 1_000_000


def test_a_line_that_names_nobody_is_about_where_it_was_typed(store: Workspace) -> None:
    ada, engine = Target("contact", 1, "Ada Lovelace"), Target("deal", 1, "Engine")
    with store.write("capture") as w:
        made = capture(w, "call: no answer; next: call again tomorrow", ada)
        assert made.reminder
        assert reminders.reminder(w, made.reminder).contact == "Ada Lovelace"
        made = capture(w, "next call fri", engine)
        assert made.reminder
        assert reminders.reminder(w, made.reminder).deal == "Engine"
        made = capture(w, "next: order cards fri")
        assert made.reminder
        assert reminders.reminder(w, made.reminder).about == ""
        assert contacts.contact(w, 1).contact.last_contacted_at is None


def test_a_hostile_line_is_text(w: Write) -> None:
    hostile = factories.HOSTILE.replace(";", "")
    made = capture(w, f"met new {hostile}: {hostile}; deal new [/x] 1k")
    assert made.interaction
    assert "[EMEA]" in interactions.interaction(w, made.interaction).body
    assert understand(w, "call [EMEA]: hi", w.config).error is None
