"""Importing deals: their companies, stages, owners and history, as one operation."""

from __future__ import annotations

from typing import Any

import pytest

from crm_tui.errors import UsageError
from crm_tui.importing.deals.columns import are_deals
from crm_tui.importing.deals.run import import_deals
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import deals, notes, users
from crm_tui.queries.paging import Page
from crm_tui.services import deals as service
from crm_tui.services import journal, pipelines, stages
from crm_tui.services import users as user_service
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

HEADER = (
    "Deal ID,Deal,Stage,Amount,Account,Contact,Owner,Engage Date,Close Date,Lost Reason,Product"
)
ROWS = (
    'D-1,Cranes,Proposal,"1,200.50",Acme,Grace Hopper,Ada,2026-01-05,,,Crane',
    "D-2,,Won,4500,Acme,,Bob,2025-10-01,2025-12-30,,Winch",
    f'D-3,"{factories.HOSTILE}",Lost,-1,,,Ada,2025-11-01,2025-11-21,too dear,Winch',
    "D-4,Pilot,Engaging,,Nordlicht,Nobody Known,Ada,2026-02-01,2026-04-30,,",
)
FILE = "\n".join([HEADER, *ROWS]).encode()


@pytest.fixture
def store(workspace: Workspace) -> Workspace:
    with workspace.write("test") as w:
        factories.contact(w, "Grace Hopper", company="Acme")
    return workspace


def found(workspace: Workspace) -> dict[str, Any]:
    with workspace.read() as reader:
        return {detail.deal.title: detail for detail in deals.details(reader, Page(sort="id"))}


def test_a_file_comes_in_once_and_goes_whole(store: Workspace) -> None:
    before = tables(store)
    result = import_deals(store, FILE)
    assert (result.new, result.rejected, result.companies) == (4, 0, 1)
    cranes, winch, lost, pilot = found(store).values()
    assert (cranes.deal.value, cranes.deal.stage, cranes.deal.company) == (
        120050,
        "Proposal",
        "Acme",
    )
    assert [person.name for person in cranes.contacts] == ["Grace Hopper"]
    assert (winch.deal.title, winch.deal.status) == ("Winch · Acme", "won")
    assert winch.deal.closed_at == "2025-12-29T23:00:00.000000Z"
    assert (lost.deal.value, lost.deal.lost_reason) == (None, "too dear")
    assert (pilot.deal.stage, pilot.deal.expected_close) == ("Lead", "2026-04-30")
    assert '"imported_stage": "Engaging"' in pilot.deal.custom
    assert '"imported_contact": "Nobody Known"' in pilot.deal.custom
    with store.read() as reader:
        moves = deals.deal(reader, winch.deal.id).moves
    assert {(move.to_stage, move.days_spent) for move in moves} == {("Lead", None), ("Won", 90)}
    told = "\n".join(result.notes)
    for words in ("no stage 'Engaging' here", "1 value is -1", "imported_owner"):
        assert words in told
    again = import_deals(store, FILE)
    assert (again.same, again.operation) == (4, None)
    with store.write("undo") as w:
        assert not journal.undo(w).others
    assert tables(store) == before


def test_stages_and_users_are_made_on_request(store: Workspace) -> None:
    import_deals(store, FILE, Recipe(make=("stages", "users")))
    assert found(store)["Pilot"].deal.stage == "Engaging"
    assert found(store)["Winch · Acme"].deal.owner == "Bob"
    with store.read() as reader:
        assert "Bob" in [user.name for user in users.users(reader, Page())]
        (pipeline,) = deals.pipelines(reader)
        assert [stage.name for stage in pipeline.stages][-3:] == ["Engaging", "Won", "Lost"]
    with pytest.raises(UsageError, match="cannot make"):
        import_deals(store, FILE, Recipe(make=("planets",)))


def test_a_changed_row_changes_its_deal_and_moves_it(store: Workspace) -> None:
    import_deals(store, FILE)
    result = import_deals(
        store, FILE.replace(b'D-1,Cranes,Proposal,"1,200.50"', b"D-1,Cranes,Won,1500")
    )
    assert (result.updated, result.same) == (1, 3)
    cranes = found(store)["Cranes"].deal
    assert (cranes.value, cranes.status) == (150000, "won")


BARE = "Deal ID,Deal,Stage,Amount,Account,Owner,Probability,Close Date,Tags,Notes\n"


def test_a_changed_row_brings_all_that_it_says_anew(store: Workspace) -> None:
    import_deals(store, f"{BARE}D-1,Cranes,Proposal,100,Acme,Ada,40,2026-05-01,fair,Met\n".encode())
    with store.write("test") as w:
        user_service.create(w, "Bob")
    row = 'D-1,Cranes,Proposal,200,Acme,bob,70,2026-06-01,"fair,big",Called\n'
    file = f"{BARE}{row}".encode()
    (change,) = import_deals(store, file).changes
    assert (change.line, change.name) == (2, "Cranes")
    assert change.news == (
        "expected_close: 2026-05-01 → 2026-06-01", "owner: ada → bob", "value: EUR 100 → EUR 200",
        "probability: 40 → 70", "+ tag: big", "+ note: Called",
    )  # fmt: skip
    cranes = found(store)["Cranes"]
    assert (cranes.deal.owner, cranes.deal.probability, cranes.tags) == ("Bob", 70, ("big", "fair"))
    with store.read() as reader:
        assert [note.body for note in notes.of_record(reader, "deal", cranes.deal.id)] == [
            "Called", "Met",
        ]  # fmt: skip
    assert import_deals(store, file).same == 1
    won = file.replace(b"Proposal", b"Won").replace(b"2026-06-01", b"2026-02-20")
    assert import_deals(store, won).changes[0].news == ("stage: Proposal → Won",)
    assert found(store)["Cranes"].deal.closed_at == "2026-02-19T23:00:00.000000Z"
    again = import_deals(store, won.replace(b"2026-02-20", b"2026-02-21"))
    assert again.changes[0].news == ("closed_at: 2026-02-19 → 2026-02-20",)
    with store.read() as reader:
        last = deals.deal(reader, cranes.deal.id).moves[0]
    assert last.at == "2026-02-20T23:00:00.000000Z"


def test_a_changed_row_fills_or_overwrites_field_by_field(store: Workspace) -> None:
    first = f"{BARE}D-1,Cranes,Proposal,100,,,40,,,\n".encode()
    second = f"{BARE}D-1,Big cranes,Lead,200,Acme,,70,2026-06-01,,\n".encode()
    import_deals(store, first)
    filled = import_deals(store, second, Recipe(on_duplicate="fill", policy={"value": "update"}))
    assert filled.changes[0].news == (
        "expected_close: 2026-06-01", "company: acme", "value: EUR 100 → EUR 200",
    )  # fmt: skip
    with pytest.raises(UsageError, match="fills no field 'titel'; did you mean 'title'"):
        import_deals(store, second, Recipe(policy={"titel": "fill"}))


def test_stages_and_owners_are_mapped_and_found_by_a_later_run(store: Workspace) -> None:
    import_deals(store, FILE)
    cranes = found(store)["Cranes"].deal.id
    with store.write("test") as w:
        service.edit(w, cranes, {"title": "Big cranes"})
    recipe = Recipe(stages={"engaging": "Proposal"}, owners={"Bob": "Ada"})
    again = import_deals(store, FILE, recipe)
    assert (again.same, again.changes) == (4, ())
    assert "1 deal of before got the stage that was missing then" in again.notes
    assert "1 deal of before got the owner that was missing then" in again.notes
    pilot = found(store)["Pilot"]
    assert (pilot.deal.stage, pilot.deal.custom, len(pilot.contacts)) == (
        "Proposal", '{"imported_contact": "Nobody Known"}', 0,
    )  # fmt: skip
    with store.read() as reader:
        (begun,) = deals.deal(reader, pilot.deal.id).moves
    assert (begun.from_stage, begun.to_stage) == (None, "Proposal")
    assert found(store)["Big cranes"].deal.owner == "Ada"
    assert import_deals(store, FILE, recipe).operation is None


def test_a_changed_row_says_nothing_of_what_it_leaves_out(store: Workspace) -> None:
    file = b"Deal ID,Deal,Amount,Account\nD-1,Crane,100,Acme\nD-2,Winch,,Acme"
    import_deals(store, file)
    crane, winch = (detail.deal.id for detail in found(store).values())
    with store.write("test") as w:
        service.win(w, crane)
        service.edit(w, winch, {"value": "5000", "currency": "USD"})
    assert (
        import_deals(store, file.replace(b"100", b"200").replace(b"Winch", b"Hoist")).updated == 2
    )
    one, other = (detail.deal for detail in found(store).values())
    assert (one.value, one.status) == (20000, "won")
    assert (other.title, other.value, other.currency) == ("Hoist", 500000, "USD")


def test_a_file_knows_its_deals_after_an_undo_and_after_a_deletion(store: Workspace) -> None:
    operation = import_deals(store, FILE).operation
    cranes = found(store)["Cranes"].deal.id
    with store.write("test") as w:
        service.edit(w, cranes, {"source": "a fair"})
    with store.write("undo") as w:
        journal.undo(w, operation)
    again = import_deals(store, FILE)
    assert (again.new, again.same) == (3, 1)
    with store.write("test") as w:
        service.delete(w, cranes)
    again = import_deals(store, FILE)
    assert (again.new, again.same) == (1, 3)


def test_what_is_no_probability_is_told(store: Workspace) -> None:
    rows = "\n".join(f"D-{text},Crane,100,Acme,{text}" for text in ("nan", "inf", "250", "-3"))
    file = f"Deal ID,Deal,Amount,Account,Probability\n{rows}\nD-1,Crane,100,Acme,60 %"
    result = import_deals(store, file.encode())
    assert (result.new, len(result.rejects)) == (1, 4)
    assert result.rejects[0].reason == "'nan' is no probability"


def test_a_plan_writes_nothing_and_broken_rows_say_why(store: Workspace) -> None:
    before = tables(store)
    broken = FILE + b"\nD-5,Bad,Lead,lots,,,,,,,\nD-6,Bad,Lead,1,,,,soon,,,"
    result = import_deals(store, broken, dry_run=True)
    assert (result.new, result.rejected, result.operation) == (4, 2, None)
    assert [reject.reason for reject in result.rejects] == [
        "'lots' is not an amount of money", "created_at: 'soon' is not a date",
    ]  # fmt: skip
    assert tables(store) == before


def test_files_of_deals_are_known_by_their_columns() -> None:
    assert are_deals(HEADER.split(","))
    assert are_deals(["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date"])
    assert not are_deals(["Name", "E-mail", "Company", "Stage"])
    with pytest.raises(UsageError, match="is not a field of deals"):
        from crm_tui.importing.deals.columns import recognise

        recognise(["Deal"], {"Deal": "titel"})


def test_a_pipeline_without_a_won_stage_tells_so(store: Workspace) -> None:
    with store.write("test") as w:
        pipelines.create(w, "Renewals", ["Asked"])
        renewals = deals.pipelines(w)[-1]
        stages.delete(w, next(stage.id for stage in renewals.stages if stage.status == "won"))
    file = f"{HEADER},Pipeline\nD-9,Rent,Won,10,,,Ada,,,,,Renewals".encode()
    result = import_deals(store, file)
    assert (result.new, result.rejected) == (1, 0)
    assert (found(store)["Rent"].deal.stage, found(store)["Rent"].deal.pipeline) == (
        "Asked", "Renewals",
    )  # fmt: skip
    assert "no stage 'Won' here" in "\n".join(result.notes)
