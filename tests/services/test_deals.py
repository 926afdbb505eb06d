"""Deals: every move is recorded with the days it took, and money keeps its currency."""

from __future__ import annotations

import json

import pytest

from crm_tui.domain.deals import Deal, DealDetail
from crm_tui.errors import Conflict, InvalidField, NotFound
from crm_tui.queries import board
from crm_tui.queries import deals as queries
from crm_tui.queries.paging import Page
from crm_tui.services import deals, records
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


def read(w: Write, id: int) -> Deal:
    return queries.deal(w, id).deal


def moves(detail: DealDetail) -> list[tuple[str | None, str, int | None]]:
    return [(move.from_stage, move.to_stage, move.days_spent) for move in detail.moves]


def test_a_deal_has_what_was_given(w: Write) -> None:
    person = factories.contact(w, company="Acme")
    id = deals.create(
        w,
        {
            "title": "Harbour cranes",
            "value": "1,200.50 usd",
            "contact": "Grace Hopper",
            "stage": "prop",
            "expected_close": "31.3.2026",
            "source": "fair",
        },
    )
    detail = queries.deal(w, id)
    found = detail.deal
    assert (found.title, found.value, found.currency) == ("Harbour cranes", 120050, "USD")
    assert (found.pipeline, found.stage, found.status) == ("Sales", "Proposal", "open")
    assert (found.probability, found.probability_by_hand) == (50, 0)
    assert (found.expected_close, found.closed_at, found.company) == ("2026-03-31", None, "Acme")
    assert (found.owner, found.source, found.stage_since) == ("Ada", "fair", w.now)
    assert [(part.contact_id, part.name) for part in detail.contacts] == [(person, "Grace Hopper")]
    assert moves(detail) == [(None, "Proposal", None)]


def test_a_deal_begins_in_the_first_stage_in_the_users_currency(w: Write) -> None:
    found = read(w, deals.create(w, {"title": "Cranes", "value": "10k"}))
    assert (found.stage, found.probability) == ("Lead", 10)
    assert (found.value, found.currency) == (1_000_000, "EUR")
    unknown = read(w, deals.create(w, {"title": "Cranes"}))
    assert (unknown.value, unknown.currency) == (None, "EUR")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"value": "a lot"}, "value"),
        ({"value": "1.001"}, None),
        ({"value": "-5"}, "value"),
        ({"currency": "XYZ"}, "currency"),
        ({"value": "5", "currency": "euros"}, "currency"),
        ({"stage": "dreaming"}, "stage"),
        ({"pipeline": "other"}, "pipeline"),
        ({"probability": "150"}, "probability"),
        ({"expected_close": "someday"}, "expected_close"),
        ({"contact": "Nobody"}, "contact"),
        ({"status": "won"}, "status"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    w: Write, given: dict[str, str], field: str | None
) -> None:
    if field is None:
        assert read(w, deals.create(w, {"title": "Cranes", **given})).value == 100100
        return
    with pytest.raises(InvalidField) as raised:
        deals.create(w, {"title": "Cranes", **given})
    assert raised.value.field == field


def test_each_deal_keeps_its_currency(w: Write) -> None:
    id = factories.deal(w, value="1200 JPY")
    assert (read(w, id).value, read(w, id).currency) == (1200, "JPY")
    deals.edit(w, id, {"value": "1500"})
    assert (read(w, id).value, read(w, id).currency) == (1500, "JPY")
    deals.edit(w, id, {"value": "20", "currency": "chf"})
    assert (read(w, id).value, read(w, id).currency) == (2000, "CHF")
    deals.edit(w, id, {"value": ""})
    assert (read(w, id).value, read(w, id).currency) == (None, "CHF")


def test_a_change_of_currency_alone_keeps_the_amount(w: Write) -> None:
    id = factories.deal(w, value="1200")
    deals.edit(w, id, {"currency": "JPY"})
    assert (read(w, id).value, read(w, id).currency) == (1200, "JPY")
    deals.edit(w, id, {"currency": "KWD"})
    assert (read(w, id).value, read(w, id).currency) == (1_200_000, "KWD")


def test_a_move_records_the_days_spent_and_takes_the_stages_figures(
    workspace: Workspace,
) -> None:
    with workspace.write("test") as w:
        id = factories.deal(w)
    with factories.later(workspace, days=9, hours=5).write("test") as w:
        stage = deals.move(w, id, "qualified")
        assert (stage.name, w.summary) == ("Qualified", "moved deal Harbour cranes to Qualified")
        detail = queries.deal(w, id)
        assert moves(detail) == [("Lead", "Qualified", 9), (None, "Lead", None)]
        assert (detail.deal.stage, detail.deal.probability) == ("Qualified", 25)
        assert detail.deal.stage_since == w.now
        assert detail.moves[0].user == "Ada"


def test_a_probability_set_by_hand_stays_while_the_deal_is_open(w: Write) -> None:
    id = factories.deal(w, probability="33%")
    deals.move(w, id, "Negotiation")
    assert (read(w, id).probability, read(w, id).probability_by_hand) == (33, 1)
    deals.win(w, id)
    assert (read(w, id).probability, read(w, id).probability_by_hand) == (100, 0)


def test_a_probability_that_is_cleared_is_the_stages_again(w: Write) -> None:
    id = factories.deal(w, probability="33", stage="proposal")
    deals.edit(w, id, {"probability": ""})
    assert (read(w, id).probability, read(w, id).probability_by_hand) == (50, 0)


def test_a_move_to_where_it_stands_is_none(w: Write) -> None:
    id = factories.deal(w)
    version = read(w, id).version
    deals.move(w, id, "Lead")
    assert read(w, id).version == version
    assert len(queries.moves(w, id)) == 1


def test_a_move_of_what_someone_else_moved_is_refused(w: Write) -> None:
    id = factories.deal(w)
    version = read(w, id).version
    deals.move(w, id, "Proposal", version=version)
    with pytest.raises(Conflict):
        deals.move(w, id, "Qualified", version=version)


def test_a_deal_is_won_and_reopened_where_it_was(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.deal(w, stage="proposal")
    with factories.later(workspace, days=3).write("test") as w:
        assert deals.win(w, id).name == "Won"
        found = read(w, id)
        assert (found.status, found.closed_at, found.probability) == ("won", w.now, 100)
    with factories.later(workspace, days=4).write("test") as w:
        assert deals.reopen(w, id).name == "Proposal"
        found = read(w, id)
        assert (found.status, found.closed_at, found.probability) == ("open", None, 50)
        assert moves(queries.deal(w, id)) == [
            ("Won", "Proposal", 1),
            ("Proposal", "Won", 3),
            (None, "Proposal", None),
        ]
        with pytest.raises(InvalidField, match="is open"):
            deals.reopen(w, id)


def test_a_deal_that_began_closed_is_reopened_in_the_first_stage(w: Write) -> None:
    id = factories.deal(w, stage="won")
    assert read(w, id).closed_at == w.now
    assert deals.reopen(w, id).name == "Lead"


def test_a_lost_deal_has_a_reason_until_it_is_reopened(w: Write) -> None:
    id = factories.deal(w)
    with pytest.raises(InvalidField) as raised:
        deals.lose(w, id, " ")
    assert raised.value.field == "reason"
    deals.lose(w, id, "too dear")
    found = read(w, id)
    assert (found.status, found.probability, found.lost_reason) == ("lost", 0, "too dear")
    deals.lose(w, id, "budget cut")
    assert read(w, id).lost_reason == "budget cut"
    deals.reopen(w, id)
    assert read(w, id).lost_reason == ""


def test_an_edit_with_a_stage_moves(w: Write) -> None:
    id = factories.deal(w)
    deals.edit(w, id, {"title": "Cranes", "stage": "proposal"})
    assert (read(w, id).title, read(w, id).stage) == ("Cranes", "Proposal")
    assert len(queries.moves(w, id)) == 2


def test_an_edit_with_a_pipeline_moves_to_its_first_stage(w: Write) -> None:
    other = w.insert("pipeline", name="Partners", name_key="partners", position=1)
    for position, name in enumerate(("First", "Second")):
        w.insert("stage", pipeline_id=other, name=name, name_key=name.lower(), position=position)
    id = factories.deal(w)
    deals.edit(w, id, {"pipeline": "partners"})
    assert (read(w, id).pipeline, read(w, id).stage) == ("Partners", "First")
    deals.edit(w, id, {"pipeline": "sales", "stage": "proposal"})
    assert (read(w, id).pipeline, read(w, id).stage) == ("Sales", "Proposal")
    deals.edit(w, id, {"pipeline": "sales"})
    assert read(w, id).stage == "Proposal"
    assert [pipeline.name for pipeline in queries.pipelines(w)] == ["Sales", "Partners"]


def test_a_pipeline_without_stages_takes_no_deals(w: Write) -> None:
    w.insert("pipeline", name="Empty", name_key="empty", position=1)
    with pytest.raises(NotFound, match="has no stages"):
        factories.deal(w, pipeline="empty")


def test_contacts_take_part_once_with_a_role(w: Write) -> None:
    id = factories.deal(w)
    person = factories.contact(w)
    deals.edit(w, id, {"contact": "Grace"})
    deals.add_contact(w, id, person)
    deals.add_contact(w, id, person, "decides")
    assert queries.contacts_of(w, [id])[id] == [(id, person, "Grace Hopper", "decides")]


def test_custom_fields_and_tags_are_kept(w: Write) -> None:
    w.insert("custom_field", noun="deal", name="region", label="Region")
    id = factories.deal(w, region="EMEA")
    records.tag(w, "deal", id, "hot")
    detail = queries.deal(w, id)
    assert json.loads(detail.deal.custom) == {"region": "EMEA"}
    assert detail.tags == ("hot",)
    assert next(queries.details(w, Page())).tags == ("hot",)


def test_a_deleted_deal_leaves_people_and_interactions(w: Write) -> None:
    person = factories.contact(w)
    id = factories.deal(w, contact=f"contact:{person}")
    factories.interaction(w, factories.target(w, "deal", id))
    own, shared = factories.reminder(w, "deal", id), factories.reminder(w, "deal", id)
    w.update("reminder", shared, contact_id=person)
    records.add_note(w, "deal", id, "urgent")
    deals.delete(w, id)
    assert w.db.rows("SELECT id, deal_id FROM reminder") == [(shared, None)]
    assert own != shared
    for table in ("stage_change", "deal_contact", "note", "deal"):
        assert w.count(f"SELECT count(*) FROM {table}") == 0
    assert w.count("SELECT count(*) FROM interaction WHERE deal_id IS NULL") == 1
    with pytest.raises(NotFound):
        deals.delete(w, id)


def test_an_archived_deal_leaves_lists_and_board(w: Write) -> None:
    id = factories.deal(w)
    pipeline = queries.pipelines(w)[0].id
    deals.archive(w, id)
    assert queries.deals(w, Page()) == []
    assert board.window(w, board.choose(w, pipeline, Page())) == []
    assert queries.count(w, Page(archived=True)) == 1
