"""The small store on which the examples of docs/filters.md are run.

Today is Monday 2 March 2026 and Ada is `me`; what else there is, the page tells.
"""

from __future__ import annotations

from crm_tui.services import (
    channels,
    companies,
    contacts,
    custom_fields,
    deals,
    interactions,
    key_dates,
    line_items,
    preferences,
    products,
    records,
    reminders,
    users,
)
from crm_tui.store.write import Write
from tests.factories import target


def fill(w: Write) -> None:
    """Makes everything, in the order in which the page names it."""
    users.create(w, "Ben Mertens", "ben@example.com", manager="Ada", team="North office")
    for noun, label in (("contact", "status"), ("company", "country"), ("deal", "score")):
        custom_fields.create(w, noun, label)
    _companies(w)
    _contacts(w)
    _deals(w)
    _products(w)
    _reminders(w)
    _interactions(w)


def _companies(w: Write) -> None:
    acme = companies.create(
        w, {"name": "Acme", "domain": "acme.example", "country": "DE", "phone": "+49 30 1234500"}
    )
    companies.create(w, {"name": "Borealis", "country": "Sweden", "owner": "Ben Mertens"})
    companies.create(w, {"name": "Café Côté", "country": "FR", "parent": f"company:{acme}"})


def _contacts(w: Write) -> None:
    grace = contacts.create(
        w,
        {
            "name": "Grace Hopper", "company": "Acme", "title": "Head of Sales",
            "email": "grace@acme.example", "phone": "+49 30 1234567", "lifecycle": "customer",
            "status": "warm",
        },
    )  # fmt: skip
    gaelle = contacts.create(
        w,
        {
            "name": "Gaëlle Åström", "company": "Borealis", "title": "CTO",
            "email": "gaelle@borealis.example", "status": "lukewarm", "owner": "Ben Mertens",
        },
    )  # fmt: skip
    alan = contacts.create(
        w,
        {
            "name": "Alan Turing", "company": "Acme", "title": "Director of Research",
            "phone": "+49 30 7654321", "lifecycle": "active lead",
        },
    )  # fmt: skip
    contacts.create(
        w, {"name": "Barbara Liskov", "company": "Café Côté", "email": "barbara@cote.example"}
    )
    edsger = contacts.create(w, {"name": "Edsger Dijkstra", "source": "Trade fair"})
    retired = contacts.create(w, {"name": "Rosa Retired", "company": "Acme"})
    contacts.archive(w, retired)
    for id, tag in ((grace, "vip"), (gaelle, "cold"), (alan, "vip"), (alan, "cold")):
        records.tag(w, "contact", id, tag)
    key_dates.add(w, "contact", alan, "birthday", "1912-03-12")
    records.add_note(w, "contact", alan, "Parks his bicycle in the hall")
    preferences.edit(w, edsger, {"language": "Dutch", "do_not_contact": "yes"})
    preferences.consent(w, grace, "email", "newsletter", expires="2026-03-31")
    preferences.consent(w, gaelle, "email", "newsletter", expires="2026-02-28")
    preferences.consent(w, alan, "email", "newsletter", given=False)
    channels.add(w, "contact", gaelle, "address", "Storgatan 1, Umeå")
    w.update("contact", edsger, created_at="2026-02-25T10:00:00.000000Z")
    for id in (grace, gaelle, alan):
        w.update("contact", id, created_at="2025-06-01T10:00:00.000000Z")


def _deals(w: Write) -> None:
    cranes = deals.create(
        w,
        {
            "title": "Harbour cranes", "value": "12000 EUR", "contact": "Grace Hopper",
            "stage": "Proposal", "expected_close": "2026-03-20", "score": "7",
        },
    )  # fmt: skip
    roasters = deals.create(
        w,
        {
            "title": "Coffee roasters", "value": "4500 EUR", "contact": "Barbara Liskov",
            "stage": "Qualified", "expected_close": "2026-04-30", "score": "12",
        },
    )  # fmt: skip
    buoys = deals.create(
        w,
        {
            "title": "Weather buoys", "value": "900000 JPY", "contact": "Gaëlle Åström",
            "stage": "Negotiation", "owner": "Ben Mertens",
        },
    )  # fmt: skip
    lamps = deals.create(
        w, {"title": "Street lamps", "value": "30000 EUR", "contact": "Alan Turing"}
    )
    hall = deals.create(w, {"title": "Ice hall", "value": "2000 EUR", "company": "Borealis"})
    deals.win(w, lamps)
    deals.lose(w, hall, "Too expensive")
    for id, day in ((cranes, "2026-02-20"), (roasters, "2026-01-01"), (buoys, "2026-02-25")):
        w.update("deal", id, stage_since=f"{day}T08:00:00.000000Z")
    for id, day in ((lamps, "2026-02-16"), (hall, "2026-01-20")):
        w.update("deal", id, closed_at=f"{day}T08:00:00.000000Z")


def _products(w: Write) -> None:
    tower = products.create(
        w, {"name": "Tower crane", "code": "TC-7", "series": "Lifting", "price": "9k EUR"}
    )
    service = products.create(
        w, {"name": "Inspection", "series": "Service", "price": "95 EUR", "unit": "hour"}
    )
    roaster = products.create(
        w, {"name": "Roaster", "code": "RX-2", "series": "Coffee", "price": "4000 EUR"}
    )
    buoy = products.create(w, {"name": "Buoy", "code": "B-1", "price": "300000 JPY"})
    products.archive(w, products.create(w, {"name": "Hand winch", "series": "Lifting"}))
    sold = (("Harbour cranes", tower, "1"), ("Harbour cranes", service, "16"),
            ("Coffee roasters", roaster, "1"), ("Weather buoys", buoy, "3"))  # fmt: skip
    for title, product, quantity in sold:
        deal = w.count("SELECT id FROM deal WHERE title = :title", {"title": title})
        line_items.add(w, deal, product, {"quantity": quantity})


def _reminders(w: Write) -> None:
    grace, barbara, alan = (_contact(w, name) for name in ("Grace", "Barbara", "Alan"))
    cranes = w.count("SELECT min(id) FROM deal")
    reminders.create(
        w, {"text": "Call Grace", "due": "2026-03-06", "kind": "call"}, "contact", grace
    )
    reminders.create(
        w, {"text": "Ask how the tasting went", "due": "2026-02-27"}, "contact", barbara
    )
    reminders.create(
        w, {"text": "Send the offer", "due": "2026-03-05", "kind": "email"}, "deal", cranes
    )
    reminders.create(w, {"text": "Order samples", "due": "2026-03-02 15:00", "repeat": "monthly"})
    done = reminders.create(w, {"text": "Thank Alan", "due": "2026-02-16"}, "contact", alan)
    reminders.done(w, done)
    w.update("reminder", done, done_at="2026-02-16T10:00:00.000000Z")


def _interactions(w: Write) -> None:
    grace, gaelle, alan = (
        target(w, "contact", _contact(w, name)) for name in ("Grace", "Gaëlle", "Alan")
    )
    borealis = w.count("SELECT id FROM company WHERE name = :name", {"name": "Borealis"})
    ben = w.count("SELECT id FROM \"user\" WHERE name_key = 'ben mertens'")
    said = {"text": "Asked for a discount", "at": "2026-02-25 10:00", "outcome": "Reached"}
    interactions.log(w, "call", [grace], {**said, "duration": "20"})
    asks = {"text": "Needs a data sheet", "at": "2025-12-01 9:00", "direction": "inbound"}
    interactions.log(w, "email", [gaelle], asks)
    tour = {"text": "Tour of the plant\nwith the whole team", "at": "2026-01-10 14:00"}
    visit, _ = interactions.log(w, "visit", [alan], {**tour, "duration": "90"})
    w.update("interaction", visit, user_id=ben)
    office = {"text": "Move to a new office", "at": "2026-01-20 9:00"}
    interactions.log(w, "note", [target(w, "company", borealis)], office)


def _contact(w: Write, first_name: str) -> int:
    return w.count("SELECT id FROM contact WHERE first_name = :name", {"name": first_name})
