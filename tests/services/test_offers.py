"""What forms offer while somebody types."""

from __future__ import annotations

import pytest

from crm_tui.queries.offers import KINDS, MOST, offers
from crm_tui.services import contacts, deals, records
from crm_tui.workspace import Workspace
from tests import factories


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A few people who are alike."""
    with workspace.write("test") as w:
        for name, company in (
            ("Gaëlle Åström", "Nordlicht"), ("Grace Hopper", "Acme Yards"),
            ("Grace Hopper", "Other Co"), ("Linus Berg", "Nordlicht"),
        ):  # fmt: skip
            id = factories.contact(w, name, company=company, source="Fair")
            records.tag(w, "contact", id, "VIP")
        factories.contact(w, factories.HOSTILE)
        gone = factories.contact(w, "Grace Gone")
        contacts.archive(w, gone)
        contacts.edit(w, 4, {"email": "linus@nord.example", "phone": "+49 30 901820"})
        deals.create(w, {"title": "Harbour cranes", "contact": "contact:4", "source": "Référence"})
    return workspace


def told(workspace: Workspace, kind: str, typed: str) -> list[tuple[str, str, str]]:
    with workspace.read() as r:
        return [(each.text, each.note, each.ref) for each in offers(r, kind, typed)]


def test_names_that_begin_so_come_before_those_that_have_the_word(filled: Workspace) -> None:
    assert told(filled, "contact", "GRA") == [
        ("Grace Hopper", "Acme Yards", "contact:2"),
        ("Grace Hopper", "Other Co", "contact:3"),
    ]
    assert told(filled, "contact", "astrom") == [("Gaëlle Åström", "Nordlicht", "contact:1")]
    assert [name for name, *_ in told(filled, "company", "no")] == ["Nordlicht"]
    assert told(filled, "deal", "cran")[0][::2] == ("Harbour cranes", "deal:1")
    assert told(filled, "contact", "  ") == []


def test_whatever_has_a_name_is_offered(filled: Workspace) -> None:
    assert told(filled, "tag", "vi") == [("VIP", "", "")]
    assert told(filled, "source", "refe") == [("Référence", "", "")]
    assert told(filled, "source", "f") == [("Fair", "", "")]
    stages = told(filled, "stage", "prop")
    assert [name for name, *_ in stages] == ["Proposal"]
    with filled.read() as r:
        for kind in KINDS:
            assert offers(r, kind, "%_'\\") == []
            assert len(offers(r, kind, "a")) <= MOST
