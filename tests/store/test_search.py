"""Search over everything: found at once after each write, whatever the words hold."""

from __future__ import annotations

import pytest

from crm_tui.importing.run import import_contacts
from crm_tui.queries.search import search
from crm_tui.services import companies, contacts, journal, records, reminders, tags
from crm_tui.workspace import Workspace
from tests import factories


def found(workspace: Workspace, text: str) -> list[str]:
    with workspace.read() as reader:
        return [f"{hit.noun} {hit.title}" for hit in search(reader, text)]


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    with workspace.write("test") as w:
        grace = factories.contact(
            w, "Gaëlle Hopper", company="Navy Yard", email="g.hopper@navy.example", title="Admiral"
        )
        factories.contact(w, "Alan Turing")
        factories.deal(w, "Harbour cranes", company="Navy Yard")
        factories.reminder(w, "contact", grace, text="Send the C++ manual")
        factories.interaction(w, factories.target(w, "contact", grace), text="Spoke of cranes")
        records.add_note(w, "contact", grace, "likes Łódź and strong tea")
        records.tag(w, "contact", grace, "keynote")
    return workspace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gaelle", "contact Gaëlle Hopper"),
        ("GAËL hop", "contact Gaëlle Hopper"),
        ("admiral", "contact Gaëlle Hopper"),
        ("g.hopper@navy.example", "contact Gaëlle Hopper"),
        ("keynote", "contact Gaëlle Hopper"),
        ("C++ manual", "reminder Send the C++ manual"),
        ("spoke", "interaction Spoke of cranes"),
        ("strong tea", "note likes Łódź and strong tea"),
        ("harb", "deal Harbour cranes"),
    ],
)
def test_found_by_any_of_its_words(office: Workspace, text: str, expected: str) -> None:
    assert expected in found(office, text)


def test_a_name_ranks_above_what_only_mentions_it(office: Workspace) -> None:
    assert found(office, "navy")[0] == "company Navy Yard"
    assert set(found(office, "cranes")) == {"deal Harbour cranes", "interaction Spoke of cranes"}


def test_people_come_before_what_was_said_and_is_to_be_done(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        done = [factories.reminder(w, text=f"Agnes {n}", due="2026-03-01") for n in range(60)]
        for each in done:
            reminders.done(w, each)
        agnes = factories.contact(w, "Agnès Marchand", company="Atelier")
        factories.contact(w, "Marie Agnès")
        for n in range(5):
            factories.reminder(w, "contact", agnes, text=f"Call Agnès {n}", due="14:00")
        factories.deal(w, "Agnes' machine")
    with workspace.read() as reader:
        hits = search(reader, "agnes", 15, each=3)
    assert [hit.title for hit in hits][:3] == ["Agnès Marchand", "Agnes' machine", "Marie Agnès"]
    assert [hit.detail for hit in hits][3:] == ["today 14:00"] * 3
    with workspace.read() as reader:
        hits = search(reader, "agnes", 60, nouns=("reminder",))
    assert [hit.detail for hit in hits][4:6] == ["today 14:00", "done 2 Mar"]


@pytest.mark.parametrize(
    "text",
    ['"', "'", "*", "(", "^", "AND", "NEAR(", "NOT", "a OR b", "C++", "a@b.com", ":*", "\\", "&|!",
     "x" * 5000, "", "  ", "\0", "title:x", "-", "{", "’", "😀"],
)  # fmt: skip
def test_no_text_is_an_error(office: Workspace, text: str) -> None:
    assert isinstance(found(office, text), list)


def test_the_index_follows_every_change(office: Workspace) -> None:
    with office.read() as reader:
        yard = search(reader, "navy yard")[0].id
    with office.write("test") as w:
        companies.edit(w, yard, {"name": "Shipworks"})
    assert "contact Gaëlle Hopper" in found(office, "shipworks")
    with office.write("undo") as w:
        journal.undo(w)
    assert found(office, "shipworks") == []
    assert "contact Gaëlle Hopper" in found(office, "navy yard")


def test_a_tag_that_is_renamed_is_found_by_its_new_name(office: Workspace) -> None:
    with office.write("test") as w:
        grace = factories.contact(w, "Nina Simone")
        records.tag(w, "contact", grace, "musik")
    with office.write("test") as w:
        tag = int(str(w.scalar("SELECT id FROM tag WHERE name = 'musik'")))
        tags.rename(w, tag, "jazz")
    assert found(office, "jazz") == ["contact Nina Simone"]
    assert found(office, "musik") == []


def test_what_is_deleted_or_archived_is_not_found(office: Workspace) -> None:
    with office.read() as reader:
        grace = next(hit.id for hit in search(reader, "gaelle"))
    with office.write("test") as w:
        contacts.archive(w, grace)
    assert "contact Gaëlle Hopper" not in found(office, "gaelle")
    with office.write("test") as w:
        contacts.delete(w, grace)
    assert found(office, "gaelle") == []


def test_what_an_import_brings_is_found(workspace: Workspace) -> None:
    import_contacts(workspace, b"Name,Company,Colour\nPia Lund,Globex,magenta\n")
    assert found(workspace, "globex pia") == ["contact Pia Lund"]
    assert found(workspace, "magenta") == ["contact Pia Lund"]
    assert found(workspace, "colour") == []
