"""How records look in full, and what is opened from them."""

from __future__ import annotations

import pytest

from crm_tui.app import CrmApp
from crm_tui.services import attachments, channels, key_dates, preferences, records, relationships
from crm_tui.store.files import Kept
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.looking import LARGE, Looks
from tests.tui.test_snapshots import pressing


def known(workspace: Workspace) -> Workspace:
    """The store, in which all sorts of things are known of the first contact and company."""
    with workspace.write("test") as w:
        grace, linus = (factories.target(w, "contact", id) for id in (1, 2))
        acme = factories.target(w, "company", 1)
        factories.company(w, "Acme Harbours", parent="company:1")
        preferences.edit(
            w, 1, {"channel": "phone", "timezone": "America/New_York", "best_time": "mornings"}
        )
        preferences.consent(w, 1, "email", "newsletter", source="fair", expires="2027-12-31")
        channels.add(w, "contact", 1, "phone", "+1 212 5550123", label="work")
        old = channels.add(w, "contact", 1, "email", "grace@old.example", label="home")
        channels.edit(w, old, invalid=True)
        key_dates.add(w, "contact", 1, "birthday", "1970-03-09")
        key_dates.add(w, "company", 1, "contract end", "2026-06-30")
        relationships.add(w, linus, "referred by", grace)
        relationships.add(w, acme, "supplier of", linus)
        for noun in ("contact", "company", "deal"):
            records.add_note(w, noun, 1, "Prefers mornings, never on Fridays: then she is at sea")
            file = Kept("offer of the cranes.pdf", "ab" * 32, 48_200)
            attachments.add(w, noun, 1, [file])
    return workspace


RECORDS = {
    "contact": ["3", "enter"],
    "company": ["3", "enter", "c"],
    "deal-in-full": ["5", "l", "l", "enter"],
    "reach": ["3", "enter", "m"],
    "add": ["3", "enter", "n"],
    "note": ["3", "enter", "n", "n"],
    "preferences": ["3", "enter", "n", "p"],
    "relationship": ["3", "enter", "n", "r"],
    "file": ["3", "enter", "n", "a"],
}


@pytest.mark.parametrize("name", list(RECORDS))
def test_record(looks: Looks, desk: Workspace, name: str) -> None:
    looks(CrmApp(known(desk)), pressing(RECORDS[name]))


def test_record_of_which_nothing_is_known(looks: Looks, empty_desk: Workspace) -> None:
    with empty_desk.write("test") as w:
        factories.contact(w, "Ada Byron")
    looks(CrmApp(empty_desk), pressing(["3", "enter"]))


def test_record_in_light(looks: Looks, desk: Workspace) -> None:
    looks(CrmApp(known(desk)), pressing(["T", "3", "enter"]), LARGE)
