"""Importing vCards: what of them comes in, and what is told of the rest."""

from __future__ import annotations

import json

from crm_tui.domain.contacts import ContactDetail
from crm_tui.importing.run import import_contacts
from crm_tui.queries import contacts as queries
from crm_tui.queries.paging import Page
from crm_tui.workspace import Workspace


def people(workspace: Workspace) -> dict[str, ContactDetail]:
    with workspace.read() as reader:
        return {c.contact.name: c for c in queries.details(reader, Page())}


def test_phones_in_words_are_all_kept_and_tell_nobody_apart(workspace: Workspace) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTEL:{}\nTEL:reception\nEND:VCARD\n"
    cards = card.format("Ada Byron", "1-800-FLOWERS") + card.format("Eve Low", "1-800-CONTACT")
    result = import_contacts(workspace, cards.encode())
    assert (result.new, result.duplicates) == (2, 0)
    assert people(workspace)["Ada Byron"].of_kind("phone") == ("1-800-FLOWERS", "reception")
    assert people(workspace)["Eve Low"].of_kind("phone") == ("1-800-CONTACT", "reception")
    assert "2 phones are not valid; kept, and marked so" in result.notes


def test_pictures_of_vcards_are_told_to_be_left_out(workspace: Workspace) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nPHOTO;ENCODING=b:/9j/\nKEY;ENCODING=b:AA\nEND:VCARD\n"
    result = import_contacts(workspace, (card.format("Ada") + card.format("Eve")).encode())
    assert result.notes == ("left out: 2 photos, 2 keys",)


def test_a_custom_field_called_like_a_field_is_none_that_did_not_fit(workspace: Workspace) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTITLE:Countess\nTITLE:Poet\nEND:VCARD\n"
    assert import_contacts(workspace, card.encode()).notes == ()
    ada = people(workspace)["Ada"].contact
    assert (ada.title, json.loads(ada.custom)) == ("Countess", {"title": "Poet"})
