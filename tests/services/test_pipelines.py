"""Pipelines, stages, tags, fields and users are changed, and changed back."""

from __future__ import annotations

import pytest

from crm_tui.domain.deals import Pipeline
from crm_tui.errors import Ambiguous, Conflict, InvalidField, NotFound
from crm_tui.queries import contacts, deals, tags, users
from crm_tui.queries.names import named
from crm_tui.queries.paging import Page
from crm_tui.services import channels, custom_fields, journal, pipelines, records, stages
from crm_tui.services import contacts as contact_services
from crm_tui.services import deals as deal_services
from crm_tui.services import tags as tag_services
from crm_tui.services import users as user_services
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


def sales(reader: Reader) -> Pipeline:
    return deals.pipelines(reader)[0]


def stage_names(reader: Reader) -> list[str]:
    return [stage.name for stage in sales(reader).stages]


def stage(reader: Reader, name: str) -> int:
    return named(reader, "stage", name, "sales").id


def test_a_new_pipeline_has_stages_and_closes(w: Write) -> None:
    pipelines.create(w, "Partners", ["Talk", "Sign"])
    pipelines.create(w, "Renewals")
    _, partners, renewals = deals.pipelines(w)
    assert [(s.name, s.status, s.probability) for s in partners.stages] == [
        ("Talk", "open", 33), ("Sign", "open", 67), ("Won", "won", 100), ("Lost", "lost", 0),
    ]  # fmt: skip
    assert len(renewals.stages) == 6
    with pytest.raises(InvalidField):
        pipelines.create(w, "PARTNERS")
    with pytest.raises(InvalidField):
        pipelines.create(w, "Twice", ["Talk", "talk"])
    pipelines.rename(w, partners.id, "Allies")
    assert named(w, "pipeline", "allies").id == partners.id
    with pytest.raises(Ambiguous):
        named(w, "stage", "won")


def test_stages_are_added_changed_and_reordered(w: Write) -> None:
    stages.add(w, sales(w).id, {"name": "Trial", "probability": "60%", "rotting_days": "5d"})
    assert stage_names(w)[3:6] == ["Negotiation", "Trial", "Won"]
    stages.reorder(w, sales(w).id, [stage(w, "trial"), stage(w, "lead")])
    assert stage_names(w)[:3] == ["Trial", "Lead", "Qualified"]
    with pytest.raises(InvalidField):
        stages.add(w, sales(w).id, {"name": "trial"})
    with pytest.raises(InvalidField):
        stages.edit(w, stage(w, "trial"), {"rotting_days": "soon"})


def test_a_full_stage_takes_one_more_and_tells(w: Write) -> None:
    stages.edit(w, stage(w, "qualified"), {"deal_limit": "1"})
    first, second = factories.deal(w, "First"), factories.deal(w, "Second")
    deal_services.move(w, first, "Qualified")
    assert w.summary == "moved deal First to Qualified"
    deal_services.move(w, second, "Qualified")
    assert w.summary == "moved deal Second to Qualified, which holds 2 of 1"
    factories.deal(w, "Third", stage="qualified")
    assert w.summary == "added deal Third in Qualified, which holds 3 of 1"
    stages.edit(w, stage(w, "qualified"), {"deal_limit": ""})
    factories.deal(w, "Fourth", stage="qualified")
    assert w.summary == "added deal Fourth in Qualified"
    with pytest.raises(InvalidField, match="not a number of deals"):
        stages.edit(w, stage(w, "qualified"), {"deal_limit": "few"})


def test_a_stages_probability_is_that_of_its_deals(w: Write) -> None:
    plain = factories.deal(w, "Plain")
    by_hand = factories.deal(w, "By hand", probability="33")
    stages.edit(w, stage(w, "lead"), {"probability": "15", "name": "Prospect"})
    assert deals.deal(w, plain).deal.probability == 15
    assert deals.deal(w, by_hand).deal.probability == 33
    with pytest.raises(InvalidField, match="deals in"):
        stages.edit(w, stage(w, "prospect"), {"status": "won"})


def test_a_stage_with_deals_goes_only_with_a_place_for_them(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.deal(w)
        with pytest.raises(Conflict, match="1 deal in Lead"):
            stages.delete(w, stage(w, "lead"))
    with workspace.write("test") as w:
        assert stages.delete(w, stage(w, "lead"), stage(w, "proposal")) == 1
        assert (deals.deal(w, id).deal.stage, stage_names(w)[0]) == ("Proposal", "Qualified")
        assert deals.deal(w, id).moves[0].from_stage == "Lead"
        stages.add(w, sales(w).id, {"name": "Lead"})  # its name is free again
    with workspace.write("undo") as w:
        journal.undo(w)
    with workspace.read() as reader:
        assert stage_names(reader)[0] == "Lead"
        assert deals.deal(reader, id).deal.stage == "Lead"


def test_the_last_open_stage_stays(w: Write) -> None:
    id = pipelines.create(w, "Short", ["Only"])
    only = named(w, "stage", "only")
    assert only.owner == "Short"
    with pytest.raises(InvalidField, match="needs an open stage"):
        stages.delete(w, only.id)
    assert len(deals.pipelines(w)[1].stages) == 3
    assert deals.pipelines(w)[1].id == id


def test_tags_are_renamed_and_deleted_everywhere(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        records.tag(w, "contact", id, "vip")
        records.tag(w, "contact", id, "navy")
        with pytest.raises(InvalidField):
            tag_services.rename(w, named(w, "tag", "vip").id, "Navy")
        tag_services.rename(w, named(w, "tag", "vip").id, "VIP")
    with workspace.write("test") as w:
        tag_services.delete(w, named(w, "tag", "na").id)
        assert contacts.contact(w, id).tags == ("VIP",)
        with pytest.raises(NotFound):
            named(w, "tag", "navy")
    with workspace.write("undo") as w:
        journal.undo(w)
        assert [tag.name for tag in tags.tags(w, Page())] == ["navy", "VIP"]
        assert set(contacts.contact(w, id).tags) == {"VIP", "navy"}


def test_a_fields_values_follow_its_name_and_go_with_it(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        tea = custom_fields.create(w, "contact", "Favourite tea")
        custom_fields.create(w, "contact", "Shoe size")
        id = factories.contact(w, favourite_tea="Assam", shoe_size="42")
        with pytest.raises(InvalidField):
            custom_fields.edit(w, tea, name="shoe size")
        custom_fields.edit(w, tea, name="Tea", label="Best tea")
        contact_services.edit(w, id, {"tea": "Earl Grey"})
    with workspace.write("test") as w:
        custom_fields.delete(w, named(w, "field", "tea", "contact").id)
        assert contacts.contact(w, id).contact.custom == '{"shoe_size": "42"}'
    with workspace.write("undo") as w:
        journal.undo(w)
        assert "Earl Grey" in contacts.contact(w, id).contact.custom
        assert named(w, "field", "tea").key == "tea"


def test_a_channel_is_corrected_and_preferred(w: Write) -> None:
    id = factories.contact(w, email="grace@example.com")
    other = channels.add(w, "contact", id, "email", "g@example.org")
    channels.edit(w, other, value="gh@example.org", preferred=True, label="home")
    found = {way.value: way for way in contacts.contact(w, id).channels}
    assert found["gh@example.org"].preferred
    assert not found["grace@example.com"].preferred
    channels.edit(w, other, invalid=True)
    with pytest.raises(InvalidField):
        channels.edit(w, other, value="no address")


def test_a_user_is_renamed(w: Write) -> None:
    bo = user_services.create(w, "Bo")
    user_services.edit(w, bo, name="Bob", email="bob@example.com")
    assert users.user(w, bo)[1:3] == ("Bob", "bob@example.com")
    with pytest.raises(InvalidField):
        user_services.edit(w, bo, name="ada")
