"""crm capture: one line does it all, and tells what it understood."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Crm


@pytest.fixture
def filled(store: Crm) -> Crm:
    """Ada with a deal, and two called Bob."""
    for name in ("Ada Lovelace", "Bob Martin", "Bob Stone"):
        store("contact", "add", name)
    store("deal", "add", "Engine", "--value", "10k", "--contact", "Ada Lovelace")
    return store


LINE = "call Ada Lovelace: wants a quote; next: send quote 2030-03-01; deal Engine +5000"


def test_a_line_is_understood_then_done_then_undone(filled: Crm) -> None:
    dry = filled("capture", LINE, "--dry-run")
    assert dry.out.splitlines() == [
        "call: Ada Lovelace: wants a quote",
        "deal: Engine: EUR 10,000 → EUR 15,000",
        "next: send quote: Fri 1 Mar 2030",
    ]
    assert filled("interaction", "list", "--json").json == []
    done = filled("capture", LINE)
    assert done.out.startswith("logged call with Ada Lovelace, Engine; edited deal Engine")
    assert "next: send quote: Fri 1 Mar 2030" in done.err
    filled("undo")
    made = filled("capture", "-", "--json", input=LINE).json
    assert made["interaction"]["contacts"] == ["Ada Lovelace"]
    assert made["reminder"]["due"] == "2030-03-01"
    assert [(deal["title"], deal["value"]) for deal in made["deals"]] == [("Engine", 15000.0)]
    assert made["contacts"] == []
    again = filled("capture", "met new Ada Lovelace: at the fair")
    assert "contact:4 may be the same as contact:1 Ada Lovelace" in again.err
    twice = filled("contact", "add", "ada lovelace", "--company", "Acme")
    assert twice.err.splitlines() == [
        f"contact:5 may be the same as contact:{id} Ada Lovelace: same name" for id in (1, 4)
    ]
    acme = filled("company", "add", "ACME Inc.").err
    assert acme.endswith("may be the same as company:1 Acme: same name\n")
    assert filled("contact", "add", "Ada Long").err == ""
    assert filled("capture", "note: quiet", "--about", "deal:1").out.startswith("logged note")


def test_what_is_in_doubt_ends_with_its_code(filled: Crm) -> None:
    told = filled("capture", "call Bob: hi", code=4)
    assert "contact:2 Bob Martin, contact:3 Bob Stone" in told.err
    assert "call new Eve: …" in filled("capture", "call Eve: hi", code=3).err
    told = filled("capture", "call Ada: hi; nxt: x", "--dry-run", code=2)
    assert "?: nxt: x" in told.out
    assert "did you mean next?" in told.err
    points = filled("capture", "call Bob: hi", "--dry-run", "--json", code=4)
    assert points.json["understood"][0]["choices"] == ["contact:2", "contact:3"]
