"""How records look in full, and what is opened from them."""

from __future__ import annotations

import pytest

from crm_tui.app import CrmApp
from crm_tui.services import attachments, channels, key_dates, preferences, records, relationships
from crm_tui.store.files import Kept
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.test_snapshots import LARGE, SIZES, Compare, pressing


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


@SIZES
@pytest.mark.parametrize("name", list(RECORDS))
def test_record(snap_compare: Compare, desk: Workspace, name: str, size: tuple[int, int]) -> None:
    app = CrmApp(known(desk))
    assert snap_compare(app, terminal_size=size, run_before=pressing(RECORDS[name]))


@SIZES
def test_record_of_which_nothing_is_known(
    snap_compare: Compare, empty_desk: Workspace, size: tuple[int, int]
) -> None:
    with empty_desk.write("test") as w:
        factories.contact(w, "Ada Byron")
    keys = pressing(["3", "enter"])
    assert snap_compare(CrmApp(empty_desk), terminal_size=size, run_before=keys)


def test_record_in_light(snap_compare: Compare, desk: Workspace) -> None:
    keys = pressing(["T", "3", "enter"])
    assert snap_compare(CrmApp(known(desk)), terminal_size=LARGE, run_before=keys)
