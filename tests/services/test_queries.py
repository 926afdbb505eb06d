"""Reading: every query runs on both databases and finds what is there; lists are filtered,
sorted and cut as asked."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crm_tui import queries
from crm_tui.domain.agenda import days
from crm_tui.domain.deals import weighted as weigh
from crm_tui.domain.erasing import ERASE
from crm_tui.domain.whole import BY_NAME, TABLES
from crm_tui.errors import NotFound, UsageError
from crm_tui.importing.run import import_contacts
from crm_tui.queries import (
    activity,
    attachments,
    board,
    cadences,
    channels,
    companies,
    completion,
    contacts,
    custom_fields,
    deals,
    duplicates,
    erasures,
    figures,
    funnel,
    hanging,
    importing,
    importing_activities,
    importing_deals,
    importing_plain,
    interactions,
    key_dates,
    line_items,
    mail,
    namesakes,
    near,
    notes,
    offers,
    operations,
    origins,
    people,
    pins,
    preferences,
    products,
    queue,
    relationships,
    reminders,
    resolve,
    retention,
    search,
    segments,
    selection,
    tags,
    traces,
    users,
    whole,
)
from crm_tui.queries import names as name_queries
from crm_tui.queries.paging import Page, place_of
from crm_tui.queries.selection import Selection
from crm_tui.services import attachments as attachment_service
from crm_tui.services import contacts as contact_service
from crm_tui.services import deals as deal_service
from crm_tui.services import erasing, journal, merging, records
from crm_tui.services import key_dates as key_date_service
from crm_tui.services import line_items as line_service
from crm_tui.services import pins as pin_service
from crm_tui.services import preferences as preference_service
from crm_tui.services import relationships as relationship_service
from crm_tui.services import reminders as reminder_service
from crm_tui.services import segments as segment_service
from crm_tui.store.files import Kept
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories

LISTS: list[tuple[Callable[[Reader, Page], Any], dict[str, str]]] = [
    (contacts.contacts, contacts.LIST.sorts),
    (companies.companies, companies.LIST.sorts),
    (deals.deals, deals.SORTS),
    (products.products, products.LIST.sorts),
    (reminders.reminders, reminders.SORTS),
    (interactions.interactions, interactions.SORTS),
    (tags.tags, tags.SORTS),
    (users.users, users.SORTS),
    (custom_fields.custom_fields, custom_fields.SORTS),
]


def uid_of(reader: Reader) -> str:
    """The uid of the first contact."""
    return contacts.contact(reader, 1).contact.uid


def company_uid(reader: Reader) -> str:
    """The uid of the first company."""
    return companies.company(reader, 1).company.uid


# Each query, called so that it finds something in the store that `filled` makes.
CALLS: dict[str, list[Callable[[Reader], Any]]] = {
    "whole.rows": [lambda r, t=table: whole.rows(r, t, 0, 9) or 0 for table in TABLES],
    "whole.count": [whole.count],
    "whole.user_uid": [lambda r: whole.user_uid(r, "me")],
    "whole.is_fresh": [lambda r: whole.is_fresh(r, 2)],
    "whole.ids": [lambda r: whole.ids(r, "contact", [uid_of(r)])],
    "whole.taken": [lambda r: whole.taken(r, "contact", [1, 99])],
    "whole.named": [lambda r: whole.named(r, BY_NAME["stage"])],
    "whole.rows_of": [lambda r: whole.rows_of(r, BY_NAME["channel"], "contact_id", 1)],
    "whole.without": [lambda r: whole.without(r, "company", "parent_id", 2, [company_uid(r)])],
    "whole.alike": [
        lambda r: whole.alike(r, BY_NAME["channel"], [{"contact_id": 1, "company_id": None}])
    ],
    "whole.lowest_old_id": [whole.lowest_old_id],
    "cadences.condition": [lambda r: cadences.condition(r, "c", "due", str)],
    "cadences.passed": [lambda r: len(cadences.passed(r, 5))],
    "activity.by_day": [lambda r: activity.by_day(r, [date(2026, 3, 2)], 1)],
    "channels.channel": [lambda r: channels.channel(r, 1)],
    "channels.named": [
        lambda r: channels.named(r, "GRACE@example.com", "DE"),
        lambda r: channels.named(r, "0049 30 1234567", "DE"),
    ],
    "companies.companies": [lambda r: companies.companies(r, Page("acme", limit=5))],
    "companies.count": [lambda r: companies.count(r, Page("acme"))],
    "companies.details": [lambda r: list(companies.details(r, Page("acme")))],
    "companies.company": [lambda r: companies.company(r, 1)],
    "companies.subsidiaries": [lambda r: companies.subsidiaries(r, 1, 5)],
    "companies.upwards": [lambda r: companies.upwards(r, 1)],
    "contacts.contacts": [lambda r: contacts.contacts(r, Page("grace acme", limit=5))],
    "contacts.count": [lambda r: contacts.count(r, Page("grace"))],
    "contacts.details": [lambda r: list(contacts.details(r, Page("grace")))],
    "contacts.contact": [lambda r: contacts.contact(r, 1)],
    "contacts.channels": [
        lambda r: contacts.channels(r, "contact", [1, 2]),
        lambda r: contacts.channels(r, "company", [1]),
    ],
    "contacts.tags": [
        lambda r: contacts.tags(r, "contact", [1]),
        lambda r: contacts.tags(r, "company", [1]),
        lambda r: contacts.tags(r, "deal", [1]),
    ],
    "completion.names": [
        lambda r, noun=noun: completion.names(r, noun, "") for noun in completion.NOUNS
    ],
    "custom_fields.custom_fields": [lambda r: custom_fields.custom_fields(r, Page("shoe"))],
    "custom_fields.of_noun": [lambda r: custom_fields.of_noun(r, "contact")],
    "custom_fields.custom_field": [lambda r: custom_fields.custom_field(r, 1)],
    "deals.no_step": [lambda r: deals.no_step(r, "d")],
    "deals.deals": [lambda r: deals.deals(r, Page("cranes acme grace lead", limit=5))],
    "deals.count": [lambda r: deals.count(r, Page("cranes grace"))],
    "deals.details": [lambda r: list(deals.details(r, Page("cranes")))],
    "deals.deal": [lambda r: deals.deal(r, 1)],
    "deals.pressing": [lambda r: deals.pressing(r, 1, r.today, 5)],
    "deals.open_of": [
        lambda r: deals.open_of(r, "contact", 1),
        lambda r: deals.open_of(r, "company", 1),
    ],
    "deals.open_deals": [lambda r: deals.open_deals(r, 1)],
    "deals.twins": [lambda r: deals.twins(r, 1)],
    "deals.with_details": [
        lambda r: list(deals.with_details(r, deals.deals(r, Page("cranes")))),
    ],
    "products.products": [lambda r: products.products(r, Page("gtx", limit=5))],
    "products.details": [lambda r: list(products.details(r, Page("gtx")))],
    "products.count": [lambda r: products.count(r, Page("gtx"))],
    "products.product": [lambda r: products.product(r, 1)],
    "deals.with_product": [lambda r: deals.with_product(r, 1, 5)],
    "line_items.of_deals": [lambda r: line_items.of_deals(r, [1, 2])],
    "line_items.of_deal": [lambda r: line_items.of_deal(r, 1)],
    "line_items.line_item": [lambda r: line_items.line_item(r, 1)],
    "line_items.named": [lambda r: line_items.named(r, 1, "gtx")],
    "board.choose": [lambda r: board.choose(r, 1, Page(filter="crane"))],
    "board.sums": [lambda r: board.sums(r, board.choose(r, 1, Page()))],
    "board.by_owner": [lambda r: board.by_owner(r, board.choose(r, 1, Page(), only_open=True))],
    "board.window": [
        lambda r, sort=sort: board.window(
            r, board.choose(r, 1, Page(sort=sort)), stage_id=1, limit=3
        )
        for sort in board.SORTS
    ],
    "board.place": [
        lambda r: board.place(r, board.choose(r, 1, Page()), 1),
        lambda r: board.place(r, board.choose(r, 1, Page(sort="-value")), 1, 1),
    ],
    "board.stage_of": [lambda r: board.stage_of(r, 1)],
    "funnel.choose": [lambda r: funnel.choose(r, 1, Page())],
    "funnel.reached": [lambda r: funnel.reached(r, funnel.choose(r, 1, Page(filter="crane")))],
    "funnel.median_days": [lambda r: funnel.median_days(r, funnel.choose(r, 1, Page()))],
    "deals.without_next_step": [lambda r: deals.without_next_step(r, 5)],
    "deals.won_since": [lambda r: deals.won_since(r, "2026-03-01")],
    "deals.contacts_of": [lambda r: deals.contacts_of(r, [1, 2])],
    "deals.moves": [lambda r: deals.moves(r, 2)],
    "deals.pipelines": [deals.pipelines],
    "figures.figures": [figures.figures],
    "figures.needing_count": [figures.needing_count],
    "figures.open_sums": [figures.open_sums],
    "figures.won_sums": [lambda r: figures.won_sums(r, "2026-01-01")],
    "key_dates.ahead": [
        lambda r: key_dates.ahead(r, 364),
        lambda r: key_dates.ahead(r, 364, "ada"),
    ],
    "hanging.notes": [
        lambda r: hanging.notes(r, "contact", [1]),
    ],
    "hanging.key_dates": [
        lambda r: hanging.key_dates(r, "contact", [1]),
    ],
    "hanging.preferences": [lambda r: hanging.preferences(r, [1])],
    "hanging.consents": [lambda r: hanging.consents(r, [1])],
    "hanging.relationships": [
        lambda r: hanging.relationships(r, "contact", [1]),
        lambda r: hanging.relationships(r, "company", [1]),
    ],
    "hanging.custom_names": [lambda r: hanging.custom_names(r, "contact")],
    "hanging.custom_types": [lambda r: hanging.custom_types(r, "contact")],
    "mail.user_addresses": [mail.user_addresses],
    "mail.companies_of": [lambda r: mail.companies_of(r, [1, 2])],
    "importing.by_uid": [lambda r: importing.by_uid(r, "contact", [uid_of(r)])],
    "importing.is_empty": [lambda r: importing.is_empty(r, "contact")],
    "importing.parents": [importing.parents],
    "importing.seen_rows": [lambda r: importing.seen_rows(r, "contact", "file", ["k1", "k2"])],
    "importing.keys_of": [lambda r: importing.keys_of(r, "contact", "file", [1])],
    "importing.by_channel": [lambda r: importing.by_channel(r, "email", ["grace@example.com"])],
    "importing.by_name": [lambda r: importing.by_name(r, [("grace hopper", "acme")])],
    "importing.contacts": [lambda r: importing.contacts(r, [1, 2])],
    "importing.companies": [
        lambda r: importing.companies(r, "id", [1]),
        lambda r: importing.companies(r, "name_key", ["acme"]),
        lambda r: importing.companies(r, "domain", ["acme.example"]),
    ],
    "importing.channels": [
        lambda r: importing.channels(r, "contact", [1]),
        lambda r: importing.channels(r, "company", [1]),
    ],
    "names.is_archived": [lambda r: name_queries.is_archived(r, "contact", 1)],
    "importing_activities.by_uid": [
        lambda r, n=noun: importing_activities.by_uid(
            r, n, [str(r.scalar(f"SELECT min(uid) FROM {n}"))]
        )
        for noun in ("interaction", "reminder")
    ],
    "importing_activities.linked": [lambda r: importing_activities.linked(r, [1, 2, 3])],
    "importing_activities.edited": [
        lambda r: importing_activities.edited(r, "interaction", [1, 2])
    ],
    "importing_activities.deals": [
        lambda r: importing_activities.deals(r, [str(r.scalar("SELECT min(title_key) FROM deal"))])
    ],
    "importing_deals.ids_by_name": [lambda r: importing_deals.ids_by_name(r, ["grace hopper"])],
    "importing_deals.deals": [lambda r: importing_deals.deals(r, [1, 2])],
    "importing.company_name": [lambda r: importing.company_name(r, 1)],
    "importing_deals.waiting": [
        lambda r: importing_deals.waiting(r, "contact", "file", "imported_owner"),
        lambda r: importing_deals.waiting(r, "deal", "file", "imported_stage"),
    ],
    "importing_deals.catalogue": [importing_deals.catalogue],
    "importing_plain.records": [
        lambda r: importing_plain.records(r, "product", "id", [1]),
        lambda r: importing_plain.records(r, "user", "name_key", ["ada"]),
    ],
    "importing.texts": [lambda r: importing.texts(r, "contact", "note", "body", [1])],
    "importing.user_ids": [importing.user_ids],
    "importing.tag_ids": [lambda r: importing.tag_ids(r, ["vip", "cold"])],
    "importing.preferences": [lambda r: importing.preferences(r, [1])],
    "importing.relationships": [lambda r: importing.relationships(r, "contact", [1])],
    "interactions.entries": [lambda r: interactions.entries(r, Page(filter="kind:call", limit=2))],
    "interactions.count": [
        lambda r: interactions.count(r, Page(filter="kind:call")),
        lambda r: interactions.count(r, Page("grace acme")),
    ],
    "reminders.between": [
        lambda r: reminders.between(r, date(2026, 1, 1), date(2026, 12, 31), Page(limit=5))
    ],
    "reminders.count_by_day": [
        lambda r: reminders.count_by_day(r, days(date(2026, 2, 1), date(2026, 4, 30)), Page())
    ],
    "interactions.timeline": [
        interactions.timeline,
        lambda r: interactions.timeline(r, "contact", 1, limit=3, offset=1),
        lambda r: interactions.timeline(r, "company", 1, since="2026-01-01"),
        lambda r: interactions.timeline(r, "deal", 1),
    ],
    "interactions.timeline_count": [interactions.timeline_count],
    "interactions.interactions": [
        lambda r: interactions.interactions(r, Page("talked grace acme", limit=5))
    ],
    "interactions.interaction": [lambda r: interactions.interaction(r, 1)],
    "interactions.contacts_of": [lambda r: interactions.contacts_of(r, [1, 2])],
    "notes.note": [lambda r: notes.note(r, 1)],
    "key_dates.of_record": [lambda r: key_dates.of_record(r, "contact", 1)],
    "key_dates.key_date": [lambda r: key_dates.key_date(r, 1)],
    "notes.of_record": [lambda r, noun=noun: notes.of_record(r, noun, 1) for noun in resolve.NOUNS],
    "preferences.preference": [lambda r: preferences.preference(r, 1)],
    "preferences.consents": [lambda r: preferences.consents(r, 1)],
    "preferences.purposes": [preferences.purposes],
    "preferences.consent": [lambda r: preferences.consent(r, 1)],
    "relationships.of_record": [
        lambda r: relationships.of_record(r, "contact", 1),
        lambda r: relationships.of_record(r, "company", 1),
    ],
    "relationships.relationship": [lambda r: relationships.relationship(r, 1)],
    "operations.operations": [
        operations.operations,
        lambda r: operations.operations(r, "contact", 1, limit=5),
    ],
    "operations.operation": [lambda r: operations.operation(r, 1)],
    "operations.changed_since": [lambda r: operations.changed_since(r, "contact", [1, 2], 0)],
    "operations.made": [lambda r: operations.made(r, 1, ["user", "stage"])],
    "operations.new_companies": [lambda r: operations.new_companies(r, 2)],
    "operations.was_recorded": [lambda r: operations.was_recorded(r, 1)],
    "operations.latest_undoable": [
        lambda r: operations.latest_undoable(r, 1),
        lambda r: operations.latest_undoable(r, 1, "app"),
    ],
    "operations.latest_erasure": [lambda r: operations.latest_erasure(r, 1)],
    "operations.latest_redoable": [
        lambda r: operations.latest_redoable(r, 1),
        lambda r: operations.latest_redoable(r, 1, "app"),
    ],
    "operations.cursor": [operations.cursor],
    "operations.names_of": [
        lambda r: operations.names_of(r, [("contact", 1), ("deal", 1), ("user", 1), ("note", 1)])
    ],
    "people.of_company": [lambda r: people.of_company(r, 1, 5)],
    "people.of_interaction": [lambda r: people.of_interaction(r, 1)],
    "queue.standing": [lambda r: queue.standing(r, 1).turns],
    "queue.round_of": [lambda r: queue.round_of(r, 1)],
    "queue.ranked": [lambda r: queue.ranked(r, 1)],
    "queue.turn_of": [lambda r: queue.turn_of(r, 1, "contact", 1)],
    "queue.stakes": [lambda r: queue.stakes(r, [("contact", 1), ("company", 1), ("deal", 1)])],
    "queue.names": [lambda r: queue.names(r, queue.ranked(r, 1))],
    "reminders.due": [lambda r: reminders.due(r, date(2026, 3, 2), "Ada", 5)],
    "reminders.reminders": [
        lambda r: reminders.reminders(r, Page("call grace acme", limit=5)),
        lambda r: reminders.reminders(r, Page(), closed=True),
    ],
    "reminders.of_record": [
        lambda r: reminders.of_record(r, "contact", 1),
        lambda r: reminders.of_record(r, "company", 1),
        lambda r: reminders.of_record(r, "deal", 1),
    ],
    "reminders.reminder": [lambda r: reminders.reminder(r, 1)],
    "resolve.resolve": [
        lambda r: resolve.resolve(r, "contact:1"),
        lambda r: resolve.resolve(r, "grace@example.com"),
        lambda r: resolve.resolve(r, "hopp"),
    ],
    "namesakes.same_channel": [
        lambda r: namesakes.same_channel(r, "email", "grace@example.com", "DE"),
        lambda r: namesakes.same_channel(r, "phone", "030 1234567", "DE"),
    ],
    "namesakes.likely_same": [
        lambda r: namesakes.likely_same(r, "contact", {"name": "Grace Hoper"}, "DE"),
        lambda r: namesakes.likely_same(r, "company", {"name": "Acme Ltd"}, "DE"),
    ],
    "erasures.erasures": [erasures.erasures],
    "erasures.present": [lambda r: erasures.present(r, ["grace@example.com"])],
    "erasures.deleted_contacts": [lambda r: erasures.deleted_contacts(r, "lost person")],
    "erasures.known": [lambda r: erasures.known(r, "email", "gone@example.com")],
    "retention.aged": [
        lambda r: retention.aged(r, date(2026, 3, 9), "not company:nowhere", 1),
        lambda r: retention.aged(r, date(2026, 3, 9), kept=True),
    ],
    "erasures.secret": [erasures.secret],
    "traces.merged": [lambda r: traces.merged(r, 1)],
    "traces.journal": [lambda r: traces.journal(r, [1, 2])],
    "traces.rounds": [lambda r: traces.rounds(r, 1)],
    "traces.origins": [lambda r: traces.origins(r, 1)],
    "traces.roles": [lambda r: traces.roles(r, 1)],
    "traces.doubles": [lambda r: traces.doubles(r, 1)],
    "tags.called": [lambda r: tags.called(r, "contact", "customer")],
    "offers.offers": [
        lambda r: offers.offers(r, "contact", "grace"),
        lambda r: offers.offers(r, "stage", "l"),
    ],
    "near.near": [
        lambda r: near.near(r, "contact", "Grase Hoper"),
        lambda r: near.near(r, "company", "acm"),
        lambda r: near.near(r, "deal", "Harbor crane"),
    ],
    "search.search": [lambda r: search.search(r, "grace acme")],
    "names.named": [
        lambda r: name_queries.named(r, "stage", "lead", "Sales"),
        lambda r: name_queries.named(r, "tag", "vip"),
        lambda r: name_queries.named(r, "user", "ada"),
        lambda r: name_queries.named(r, "pipeline", "sales"),
    ],
    "origins.last_touch": [
        lambda r: origins.last_touch(r, "contact", 1),
        lambda r: origins.last_touch(r, "company", 1),
        lambda r: origins.last_touch(r, "deal", 1),
    ],
    "origins.untouched": [lambda r: origins.untouched(r, "contact", 1)],
    "resolve.id_of_uid": [lambda r: resolve.id_of_uid(r, "contact", uid_of(r))],
    "selection.chosen": [lambda r: selection.chosen(r, Selection("contact", "", me=1))],
    "selection.count": [lambda r: selection.count(r, Selection("contact", "has:email"))],
    "selection.ids": [
        lambda r: selection.ids(r, Selection("contact", "", frozenset([1]))),
        lambda r: selection.ids(r, Selection("deal", None, frozenset([1]))),
    ],
    "selection.marked": [
        lambda r: selection.marked(r, Selection("contact", None, frozenset({1})), [1, 2])
    ],
    "segments.segments": [lambda r: segments.segments(r, Page("mail"))],
    "segments.of_noun": [lambda r: segments.of_noun(r, "contact")],
    "segments.segment": [lambda r: segments.segment(r, 1)],
    "pins.pinned": [lambda r: pins.pinned(r, 1)],
    "pins.present": [lambda r: pins.present(r, [("contact", 1)])],
    "tags.tag": [lambda r: tags.tag(r, 1)],
    "tags.tags": [lambda r: tags.tags(r, Page("vip"))],
    "users.users": [lambda r: users.users(r, Page("ada"))],
    "users.user": [lambda r: users.user(r, 1)],
    "users.above": [lambda r: users.above(r, 1)],
    "attachments.of_record": [lambda r: attachments.of_record(r, "contact", 1)],
    "attachments.attachment": [lambda r: attachments.attachment(r, 1)],
    "attachments.hashes": [attachments.hashes],
    "attachments.deleted_since": [lambda r: attachments.deleted_since(r, "2026-01-01")],
    "duplicates.people": [lambda r: list(duplicates.people(r))],
    "duplicates.people_by_id": [lambda r: duplicates.people_by_id(r, [1])],
    "duplicates.contact_ids": [duplicates.contact_ids],
    "duplicates.count": [duplicates.count],
    "duplicates.open_pairs": [lambda r: duplicates.open_pairs(r, 5)],
    "duplicates.known_pairs": [duplicates.known_pairs],
    "duplicates.pairs_of": [lambda r: duplicates.pairs_of(r, 1)],
    "duplicates.pair": [lambda r: duplicates.pair(r, 1, 3)],
    "duplicates.interactions_with": [lambda r: duplicates.interactions_with(r, 1)],
    "duplicates.columns": [lambda r: duplicates.columns(r, "company", 1, ["name"])],
    "duplicates.preference": [lambda r: duplicates.preference(r, 1)],
    "duplicates.withdrawn": [lambda r: duplicates.withdrawn(r, [1])],
    "duplicates.latest_merge": [lambda r: duplicates.latest_merge(r, "contact", "1")],
    "operations.latest": [operations.latest],
    "operations.touched_since": [lambda r: operations.touched_since(r, "app", 1)],
}


def fill(w: Write) -> None:
    """One of everything that a query can find."""
    w.insert("custom_field", noun="contact", name="shoe_size", label="Shoe size")
    firm = factories.company(w, domain="acme.example", email="info@acme.example")
    person = factories.contact(w, company="Acme", email="grace@example.com", phone="030 1234567")
    deal = factories.deal(w, contact="Grace", company="Acme")
    line_service.add(w, deal, factories.product(w), {})
    deal_service.win(w, factories.deal(w, "Won cranes"))
    factories.deal(w, "Nothing planned")
    factories.deal(w, contact="Grace")
    preference_service.edit(w, person, {"language": "French"})
    preference_service.consent(w, person, "email", "newsletter")
    ends = factories.target(w, "contact", person), factories.target(w, "company", firm)
    relationship_service.add(w, ends[0], "partner of", ends[1])
    relationship_service.add(w, ends[1], "partner of", ends[0])
    for noun, id in (("contact", person), ("company", firm), ("deal", deal)):
        records.tag(w, noun, id, "vip")
        records.add_note(w, noun, id, "likes clocks")
        factories.reminder(w, noun, id)
        factories.interaction(w, factories.target(w, noun, id))
    reminder_service.done(w, factories.reminder(w))
    keys = {"noun": "contact", "source": "file", "row_hash": "h", "record_id": person}
    w.insert("import_key", key="k1", **keys)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    app = Workspace(workspace.target, workspace.config, workspace.clock, 1, session="app")
    with app.write("test") as w:
        fill(w)
        key_date_service.add(w, "contact", 1, "birthday", "1990-05-14")
        factories.company(w, "Acme Harbours", parent="company:1")
        segment_service.create(w, "contact", "By mail", "has:email")
        pin_service.pin(w, "contact", 1)
        w.update("user", 1, email="ada@example.com")
        twin = factories.contact(w, "Grace H.", email="twin@example.com")
        third = factories.contact(w, "Twin Byron", email="twin@example.com")
        w.insert("duplicate", first_id=1, second_id=third)
        for noun, waits in (("contact", "owner"), ("deal", "stage")):
            keys = {"source": "file", "key": waits, "row_hash": "h", "record_id": 1}
            w.insert("import_key", noun=noun, **keys)
            w.update(noun, 1, custom=f'{{"imported_{waits}": "Bob"}}')
        merging.merge(w, "contact", 1, twin)
        visit = {"noun": "contact", "record_id": 1, "at": w.now, "outcome": "reached"}
        w.insert("queue_visit", user_id=1, round=w.now, **visit)
        preference_service.consent(w, 1, "phone", "offers", given=False)
        kept = [Kept("offer.pdf", "a" * 64, 9), Kept("old.pdf", "b" * 64, 9)]
        _, old = attachment_service.add(w, "contact", 1, kept)
    with app.write("test") as w:
        attachment_service.delete(w, old)
    with app.write("test") as w:
        erased = factories.contact(w, "Gone Person", email="gone@example.com")
        deleted = factories.contact(w, "Lost Person")
    with app.write(ERASE) as w:
        erasing.erase(w, [erased])
    with app.write("contact delete") as w:
        contact_service.remove(w, deleted)
    with app.write("test") as w:
        factories.contact(w, "Ada Byron")
    with app.write("undo") as w:
        journal.undo(w)
    app.close()
    return workspace


def every_query() -> set[str]:
    """The public functions of crm_tui.queries that take a reader; the filter language
    and paging, which make conditions for lists, have tests of their own."""
    found = set()
    for module in pkgutil.iter_modules(queries.__path__):
        if module.name.startswith("filter") or module.name == "paging":
            continue
        loaded = importlib.import_module(f"crm_tui.queries.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and "reader" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_query_finds_what_is_there(filled: Workspace) -> None:
    assert CALLS.keys() == every_query()
    with filled.read() as reader:
        for name, calls in CALLS.items():
            for call in calls:
                found = call(reader)
                assert found or found == 0, name


def test_every_list_is_sorted_by_each_of_its_fields(filled: Workspace) -> None:
    with filled.read() as reader:
        for listed, sorts in LISTS:
            plain = listed(reader, Page())
            for field in sorts:
                up, down = listed(reader, Page(sort=field)), listed(reader, Page(sort=f"-{field}"))
                assert sorted(row.id for row in up) == sorted(row.id for row in plain)
                assert sorted(row.id for row in down) == sorted(row.id for row in plain)
            with pytest.raises(UsageError, match="cannot sort by 'nonsense'"):
                listed(reader, Page(sort="nonsense"))


def test_what_is_not_there_is_not_found(workspace: Workspace) -> None:
    with workspace.read() as reader:
        for one in (
            channels.channel,
            companies.company,
            contacts.contact,
            custom_fields.custom_field,
            deals.deal,
            products.product,
            line_items.line_item,
            interactions.interaction,
            operations.operation,
            reminders.reminder,
            users.user,
        ):
            with pytest.raises(NotFound, match="77") as raised:
                one(reader, 77)
            assert raised.value.hint
        assert place_of(reader, contacts.LIST, Page(), 77) is None
        assert operations.latest_undoable(reader, 1) is None


# --- lists ---------------------------------------------------------------------------


def names(reader: Reader, words: str = "", **page: Any) -> list[str]:
    return [row.name for row in contacts.contacts(reader, Page(words, **page))]


def test_a_list_is_in_the_order_of_its_names_whatever_their_case(w: Write) -> None:
    for name in ("Zoë", "ada", "Émile", "Bob", "Ähnlich"):
        factories.contact(w, name)
    assert names(w) == ["ada", "Ähnlich", "Bob", "Émile", "Zoë"]
    assert names(w, sort="-name") == ["Zoë", "Émile", "Bob", "Ähnlich", "ada"]
    assert names(w, limit=2, offset=1) == ["Ähnlich", "Bob"]


def test_what_has_no_value_comes_last_both_ways(w: Write) -> None:
    early, late = factories.contact(w, "Early"), factories.contact(w, "Late")
    factories.contact(w, "Never")
    factories.reminder(w, "contact", early, due="2026-03-03")
    factories.reminder(w, "contact", late, due="2026-03-09 10:00")
    assert names(w, sort="next_reminder_at") == ["Early", "Late", "Never"]
    assert names(w, sort="-next_reminder_at") == ["Late", "Early", "Never"]


def test_all_words_must_be_found_somewhere(w: Write) -> None:
    factories.contact(w, "Gaëlle Åström", company="Acme", email="gaelle@example.com")
    factories.contact(w, "Ada Byron", company="Globex", phone="030 1234567")
    for words in ("astrom", "GAËLLE", "acme gaelle", "gaelle@exam", "elle"):
        assert names(w, words) == ["Gaëlle Åström"], words
        assert contacts.count(w, Page(words)) == 1
    assert names(w, "example byron") == []
    assert names(w, "   ") == ["Ada Byron", "Gaëlle Åström"]


@pytest.mark.parametrize("words", ["%", "_", "a%n", "b_ron", "\\", "'", '"', ":name", "{}", "%s"])
def test_wildcards_and_quotes_are_letters_like_others(w: Write, words: str) -> None:
    factories.contact(w, "Ada Byron")
    assert names(w, words) == []
    factories.contact(w, f"Odd {words} name")
    assert names(w, words) == [f"Odd {words} name"]
    assert resolve.resolve(w, words, ("contact",)).name == f"Odd {words} name"


@pytest.mark.parametrize("way", ["", "-"])
def test_a_record_stands_where_the_list_shows_it_in_every_order(w: Write, way: str) -> None:
    for name, company, due in (
        ("c", "Acme", "2026-03-05"), ("a", "", ""), ("B", "Globex", "2026-03-04 10:00"),
        ("b", "Acme", ""), ("d", "Acme", "2026-03-05"),
    ):  # fmt: skip
        id = factories.contact(w, name, company=company)
        if due:
            factories.reminder(w, "contact", id, due=due)
    for noun, read in ((contacts.LIST, contacts.contacts), (companies.LIST, companies.companies)):
        for sort in noun.sorts:
            page = Page(sort=way + sort)
            for offset, row in enumerate(read(w, page)):
                assert place_of(w, noun, page, row.id) == offset, (noun.noun, sort)
    assert place_of(w, contacts.LIST, Page("b", sort=f"{way}name"), 4) == int(not way)


def test_words_find_accents_in_free_text(w: Write) -> None:
    person = factories.target(w, "contact", factories.contact(w))
    factories.interaction(w, person, text="Größe ÜBERPRÜFT")
    factories.reminder(w, text="Größe ÜBERPRÜFEN")
    for words in ("größe", "Größe", "GRÖßE", "überprüf", "Überprüf"):
        assert len(interactions.interactions(w, Page(words))) == 1, words
        assert len(reminders.reminders(w, Page(words))) == 1, words


# --- deals ---------------------------------------------------------------------------


def titles(rows: list[Any]) -> list[str]:
    return [row.title for row in rows]


def test_the_board_has_open_deals_and_those_closed_lately(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        deal_service.win(w, factories.deal(w, "Won long ago"))
    with factories.later(workspace, days=31).write("test") as w:
        factories.deal(w, "Proposed", stage="proposal")
        factories.deal(w, "New")
        deal_service.lose(w, factories.deal(w, "Lost lately"), "too dear")
        found = board.window(w, board.choose(w, 1, Page(sort="stage")))
        assert titles(found) == ["New", "Proposed", "Lost lately"]
        assert titles(deals.won_since(w, "2026-03-01")) == ["Won long ago"]
        assert deals.won_since(w, "2026-03-15") == []


def test_the_next_step_is_the_earliest_open_reminder(w: Write) -> None:
    id = factories.deal(w)
    assert titles(deals.without_next_step(w, 5)) == ["Harbour cranes"]
    factories.reminder(w, "deal", id, text="Later", due="2026-03-20")
    first = factories.reminder(w, "deal", id, text="First", due="2026-03-05 10:00")
    found = deals.deal(w, id).deal
    assert (found.next_step, found.next_due) == ("First", "2026-03-05T09:00:00.000000Z")
    assert deals.without_next_step(w, 5) == []
    reminder_service.done(w, first)
    assert deals.deal(w, id).deal.next_step == "Later"


def test_a_step_that_is_overdue_is_none_that_is_planned(w: Write) -> None:
    factories.reminder(w, "deal", factories.deal(w), due="2026-02-27")
    assert titles(deals.without_next_step(w, 5)) == ["Harbour cranes"]


def test_deals_of_a_record_begin_with_the_open_ones(w: Write) -> None:
    person = factories.contact(w, company="Acme")
    deal_service.win(w, factories.deal(w, "Won", contact="Grace"))
    factories.deal(w, "Open", contact="Grace")
    assert titles(deals.open_of(w, "contact", person)) == ["Open", "Won"]
    assert titles(deals.open_of(w, "company", 1)) == ["Open", "Won"]


# --- the timeline --------------------------------------------------------------------


def test_the_timeline_has_everything_newest_first(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        person = factories.contact(w, company="Acme")
        deal = factories.deal(w, contact="Grace", company="Acme")
        step = factories.reminder(w, "contact", person)
    with factories.later(workspace, hours=1).write("test") as w:
        factories.interaction(w, factories.target(w, "contact", person), outcome="agreed")
    with factories.later(workspace, hours=2).write("test") as w:
        deal_service.lose(w, deal, "too dear")
    with factories.later(workspace, hours=3).write("test") as w:
        reminder_service.done(w, step)
    with factories.later(workspace, hours=4).write("test") as w:
        records.add_note(w, "contact", person, "likes clocks")
    expected = [
        ("note", "likes clocks", "", "Grace Hopper"),
        ("done", "Call back", "to-do", "Grace Hopper"),
        ("stage", "Lead → Lost", "too dear", "Harbour cranes"),
        ("call", "Talked it over", "agreed", "Grace Hopper"),
        ("stage", "Lead", "", "Harbour cranes"),
    ]
    with workspace.read() as reader:
        for entries in (
            interactions.timeline(reader),
            interactions.timeline(reader, "contact", person),
            interactions.timeline(reader, "company", 1),
        ):
            assert [(e.what, e.text, e.detail, e.about) for e in entries] == expected
        assert interactions.timeline_count(reader) == 5
        of_deal = interactions.timeline(reader, "deal", deal)
        assert [e.text for e in of_deal] == ["Lead → Lost", "Lead"]
        page = interactions.timeline(reader, limit=2, offset=2)
        assert [e.what for e in page] == ["stage", "call"]
        since = interactions.timeline(reader, since="2026-03-02T11:00:00.000000Z")
        assert [e.what for e in since] == ["note", "done"]


def test_a_note_that_came_with_its_record_is_no_event(workspace: Workspace) -> None:
    file = b"Name,Notes,Created\nAda,Old,2020-01-02\nBo,Undated,\n"
    import_contacts(workspace, file)
    later = factories.later(workspace, hours=1)
    import_contacts(later, b"Name,Notes,Created\nAda,Old,2020-01-02\nCy,More,\n")
    with later.write("test") as w:
        records.add_note(w, "contact", 2, "Likes clocks")
    with workspace.read() as reader:
        assert [entry.text for entry in interactions.timeline(reader)] == ["Likes clocks"]
        assert interactions.timeline_count(reader) == 1
        (old,) = interactions.timeline(reader, "contact", 1)
        assert (old.text, old.at[:13]) == ("Old", "2020-01-01T23")
        bo = interactions.timeline(reader, "contact", 2)
        assert [entry.text for entry in bo] == ["Likes clocks", "Undated"]


def test_figures_count_what_is_open(w: Write) -> None:
    factories.contact(w)
    factories.deal(w)
    for due in ("2026-02-20", "2026-03-02", "2026-03-02 23:30", "2026-03-03 00:30", "2026-03-09"):
        factories.reminder(w, due=due)
    assert figures.figures(w) == figures.Figures(due=3, contacts=1, deals=1, reminders=5)


def test_sums_are_per_currency_and_by_probability(w: Write) -> None:
    factories.deal(w, "One", value="1000.03 EUR", stage="Proposal")
    factories.deal(w, "Two", value="500.07 EUR", stage="Lead")
    factories.deal(w, "Three", value="70 USD")
    won = factories.deal(w, "Won", value="12.50 EUR")
    deal_service.win(w, won)
    whole = deals.deals(w, Page(filter="is:open currency:EUR"))
    weighted = sum(weigh(deal.value, deal.probability, "open") for deal in whole)
    euro, dollar = figures.open_sums(w)
    assert euro == figures.Sum("EUR", 2, 150_010, weighted)
    assert dollar[:3] == ("USD", 1, 7_000)
    assert figures.won_sums(w, "2026-03-01") == [figures.Sum("EUR", 1, 1_250, 1_250)]
    assert figures.won_sums(w, "2026-03-03") == []
    assert figures.needing_count(w) == 3
    factories.reminder(w, "deal", whole[0].id, due="tomorrow")
    assert figures.needing_count(w) == 2 == len(deals.without_next_step(w, 5))
    behind = Page(filter="is:open (no:next or next:..-1d)")
    assert deals.count(w, behind) == 2
    factories.reminder(w, "deal", whole[1].id, due="2026-03-02 00:30")  # 23:30 the day before, UTC
    assert figures.needing_count(w) == 1 == len(deals.without_next_step(w, 5))
    assert deals.count(w, behind) == 1


def test_activity_is_counted_by_the_days_of_the_users_zone(w: Write) -> None:
    person = factories.target(w, "contact", factories.contact(w))
    for kind, at in (
        ("call", "2026-03-02 00:30"), ("call", "2026-03-01 23:30"), ("email", "2026-03-01 8:00"),
        ("call", "2026-02-01 8:00"),
    ):  # fmt: skip
        factories.interaction(w, person, kind, at=at)
    days = [date(2026, 3, 1), date(2026, 3, 2)]
    found = sorted(activity.by_day(w, days, 1))
    assert found == [
        ("2026-03-01", "call", 1), ("2026-03-01", "email", 1), ("2026-03-02", "call", 1)
    ]  # fmt: skip
    assert activity.by_day(w, days, 2) == activity.by_day(w, [], 1) == []


def test_days_to_remember_come_by_when_they_are_next(w: Write) -> None:
    for number, (kind, day) in enumerate(
        (
            ("birthday", "1990-03-05"), ("birthday", "1988-02-29"), ("renewal", "2024-03-02"),
            ("birthday", "1990-01-10"), ("contract end", "2026-03-20"),
            ("contract end", "2026-03-01"),
        )
    ):  # fmt: skip
        key_date_service.add(w, "contact", factories.contact(w, f"P{number}"), kind, day)
    firm = factories.company(w, "Acme")
    key_date_service.add(w, "company", firm, "anniversary", "2001-03-03")
    ahead = key_dates.ahead(w, 30)
    assert [(str(each.on), each.key_date.name) for each in ahead] == [
        ("2026-03-02", "P2"), ("2026-03-03", "Acme"), ("2026-03-05", "P0"), ("2026-03-20", "P4")
    ]  # fmt: skip
    whole_year = [(str(each.on), each.key_date.name) for each in key_dates.ahead(w, 400)]
    assert whole_year[-2:] == [("2027-01-10", "P3"), ("2027-02-28", "P1")]
    assert len(key_dates.ahead(w, 0)) == 1
    assert len(key_dates.ahead(w, 0, start=date(2027, 2, 28))) == 1
    assert key_dates.ahead(w, 30, "bo") == []
    for number in range(key_dates.MOST):
        key_date_service.add(w, "company", firm, f"day {number}", "2026-03-28", yearly=False)
    cut = key_dates.ahead(w, 30)
    assert len(cut) == key_dates.MOST
    assert [str(each.on) for each in cut[:3]] == ["2026-03-02", "2026-03-03", "2026-03-05"]


def test_a_period_has_the_reminders_of_its_days_in_the_users_zone(w: Write) -> None:
    for number, due in enumerate(
        ("2026-03-01", "2026-03-02", "2026-03-02 00:15", "2026-03-02 23:45", "2026-03-03 00:15")
    ):
        factories.reminder(w, text=f"R{number}", due=due, kind="call" if number else "email")
    done = factories.reminder(w, text="Done", due="2026-03-02")
    reminder_service.done(w, done)
    monday = date(2026, 3, 2)
    found = reminders.between(w, monday, monday, Page())
    assert sorted(each.text for each in found) == ["R1", "R2", "R3"]
    week = days(date(2026, 2, 28), date(2026, 3, 6))
    assert reminders.count_by_day(w, week, Page()) == {
        "2026-03-01": 1, "2026-03-02": 3, "2026-03-03": 1
    }  # fmt: skip
    calls = Page(filter="kind:call")
    assert len(reminders.between(w, week[0], week[-1], calls)) == 4
    assert reminders.count_by_day(w, week, calls) == {"2026-03-02": 3, "2026-03-03": 1}
    closed = Page(filter="is:done")
    assert [each.text for each in reminders.between(w, monday, monday, closed)] == ["Done"]
    assert reminders.count_by_day(w, week, closed) == {"2026-03-02": 1}
    assert len(reminders.between(w, week[0], week[-1], Page(limit=2))) == 2


def test_interactions_are_narrowed_as_entries_of_the_timeline(w: Write) -> None:
    person = factories.target(w, "contact", factories.contact(w, company="Acme"))
    for kind in ("call", "email"):
        factories.interaction(w, person, kind, text=f"A {kind}")
    page = Page(filter="kind:email user:me", me=1)
    (entry,) = interactions.entries(w, page)
    assert (entry.what, entry.noun, entry.text, entry.about) == (
        "email", "interaction", "A email", "Grace Hopper"
    )  # fmt: skip
    assert interactions.count(w, page) == 1
    assert interactions.count(w, Page()) == len(interactions.entries(w, Page())) == 2
