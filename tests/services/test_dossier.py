"""What is held on a person is whole, theirs alone, and harmless whatever stands in it."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from crm_tui.errors import NotFound
from crm_tui.models import METADATA
from crm_tui.queries import traces
from crm_tui.reports.dossier import dossier, html
from crm_tui.services import (
    attachments,
    channels,
    contacts,
    deals,
    duplicates,
    interactions,
    key_dates,
    merging,
    preferences,
    records,
    relationships,
    reminders,
)
from crm_tui.store.files import Kept
from crm_tui.store.write import Write
from tests import factories


def person(w: Write) -> int:
    """Somebody of whom much is known."""
    id = factories.contact(w, "Grace Hopper", email="grace@example.com", company="Acme")
    other = factories.contact(w, "Ada Lovelace", email="ada@example.com")
    doubled = factories.contact(w, "G. Hopper", email="gh@example.com")
    duplicates.distinct(w, id, other)
    merging.merge(w, "contact", id, doubled)
    old = channels.add(w, "contact", id, "phone", "+49 30 7654321")
    channels.delete(w, old)
    deal = factories.deal(w, "Harbour cranes", contact=f"contact:{id}")
    deals.add_contact(w, deal, id, "buyer")
    deals.archive(w, deal)
    both = [factories.target(w, "contact", each) for each in (id, other)]
    interactions.log(w, "call", both, {"text": "Spoke of cranes"})
    done = factories.reminder(w, "contact", id, text="Send the offer")
    reminders.done(w, done)
    records.add_note(w, "contact", id, "Never on Fridays")
    records.tag(w, "contact", id, "vip")
    attachments.add(w, "contact", id, [Kept("offer.pdf", "ab" * 32, 7)])
    preferences.edit(w, id, {"language": "English"})
    preferences.consent(w, id, "email", "newsletter", source="fair", expires="2026-12-31")
    key_dates.add(w, "contact", id, "birthday", "1906-12-09")
    relationships.add(w, factories.target(w, "contact", other), "reports to",
                      factories.target(w, "contact", id))  # fmt: skip
    w.insert("import_key", noun="contact", source="csv:1", key="K-7", row_hash="x", record_id=id)
    w.insert("import_key", noun="company", source="csv:2", key="OTHERS", row_hash="x", record_id=id)
    w.insert("queue_visit", user_id=w.user_id, round="r", noun="contact", record_id=id,
             at=w.now, outcome="reached")  # fmt: skip
    return id


def test_everything_held_is_in_it(w: Write) -> None:
    id = person(w)
    found = dossier(w, id)
    assert all(found[part] for part in found if part not in ("custom",)), found
    assert found["person"]["name"] == "Grace Hopper"
    assert {way["value"] for way in found["channels"]} == {"grace@example.com", "gh@example.com"}
    assert [(deal["title"], deal["role"]) for deal in found["deals"]] == [
        ("Harbour cranes", "buyer")
    ]
    assert found["reminders"][0]["done_at"]
    assert found["interactions"][0]["contacts"] == ["Grace Hopper", "Ada Lovelace"]
    assert found["consents"][0]["expires_on"] == "2026-12-31"
    assert [each["name"] for each in found["merged"]] == ["G. Hopper"]
    assert found["may_be_the_same"][0]["name"] == "Ada Lovelace"
    nouns = {each["noun"] for each in found["journal"]}
    assert nouns == {"contact", "interaction", *traces.OWN, *traces.NAMING} - {"pin"}
    # What is gone from the records and is still in the journal is told, too.
    journal = json.dumps(found["journal"])
    assert "+49 30 7654321" in journal and "G. Hopper" in journal
    assert "ada@example.com" not in json.dumps(found) and "OTHERS" not in journal


def test_nobody_is_told(w: Write) -> None:
    with pytest.raises(NotFound):
        dossier(w, 99)


def test_somebody_of_whom_little_is_known(w: Write) -> None:
    found = dossier(w, factories.contact(w))
    assert [each["noun"] for each in found["journal"]] == ["contact"]
    assert "<p>Nothing.</p>" in "".join(html(found, "crm.db"))


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.texts = set[str](), list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_is_inert_and_needs_nothing_else(w: Write) -> None:
    hostile = f"<script>alert(1)</script> & <img src=http://x.example/> {factories.HOSTILE}"
    id = factories.contact(w, hostile, title=hostile)
    records.add_note(w, "contact", id, f"{hostile}\nsecond line")
    contacts.edit(w, id, {"source": '"><a href=x>'})
    text = "".join(html(dossier(w, id), "crm.db"))
    page = Page(text)
    assert not {"script", "img", "a", "link", "iframe"} & page.tags
    assert any("<script>alert(1)</script> & <img src=http://x.example/>" in t for t in page.texts)
    assert all(line.isprintable() for line in text.split("\n"))
    assert "default-src 'none'" in text and "[EMEA]" in text


def test_no_table_that_refers_to_contacts_is_forgotten() -> None:
    """What a new table holds of a person must be exported and erased, too."""
    referring = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "contact"
    }
    known = {(table, column) for table, columns in traces.OWN.items() for column in columns}
    assert referring == known
    naming = {
        t.name for t in METADATA.sorted_tables if {"noun", "record_id"} <= {*t.columns.keys()}
    }
    assert naming - {"change", "search_mark"} == set(traces.NAMING)
