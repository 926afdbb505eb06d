"""Records that may be the one that is being typed: whom a new entry is taken for, and why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_tui.domain import written
from crm_tui.queries import contacts as contact_queries
from crm_tui.queries.namesakes import likely_same, same_channel
from crm_tui.services import channels, contacts, duplicates, key_dates
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories


@pytest.fixture
def known(workspace: Workspace) -> Iterator[Write]:
    """Some people and companies who are alike, the last of them archived."""
    with workspace.write("test") as w:
        _fill(w)
    with workspace.write("test") as w:  # what was written before can be searched now
        yield w


def _fill(w: Write) -> None:
    for name, company, email in (
        ("Gaëlle Åström", "Nordlicht", "gaelle@nord.example"),
        ("Grace Hopper", "Acme Yards", "grace@acme.example"),
        ("Grace Hopper", "Other Co", ""),
        ("Linus Berg", "Nordlicht", "linus@nord.example"),
        ("William Turner", "", ""),
        (factories.HOSTILE, "", ""),
    ):
        factories.contact(w, name, company=company, email=email)
    channels.add(w, "contact", 4, "phone", "+49 30 901820")
    factories.company(w, "Harbour Works GmbH", domain="harbour.example", phone="+49 30 111222")
    contacts.archive(w, factories.contact(w, "Grace Gone"))


def likely(w: Write, noun: str = "contact", besides: int = 0, **typed: str) -> list[str]:
    return [str(each) for each in likely_same(w, noun, typed, "DE", besides)]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "Linus Bergh"}, "Linus Berg (Nordlicht): like names"),
        ({"name": "Berg Linus"}, "Linus Berg (Nordlicht): names swapped"),
        ({"name": "Gaelle Astrom"}, "Gaëlle Åström (Nordlicht): same name"),
        ({"name": "Bill Turner"}, "William Turner: same last name, first names are forms of one"),
        ({"first_name": "Linus", "last_name": "Berg"}, "Linus Berg (Nordlicht): same name"),
        (
            {"name": "L. Berg", "company": "Nordlicht AB", "email": "Linus@Nord.example"},
            "Linus Berg (Nordlicht): same e-mail, same last name and initial, same company",
        ),
        (
            {"name": "Somebody Else", "phone": "030 901820", "company": "Nordlicht"},
            "",  # one phone may be many people's
        ),
        ({"name": "Linus Torvald"}, ""),
        ({"name": "Grace"}, ""),
        ({"name": "Grace Gone"}, ""),
        ({"name": ""}, ""),
        ({"name": "%_'"}, ""),
    ],
)
def test_a_contact_is_compared_by_all_that_was_typed(
    known: Write, typed: dict[str, str], told: str
) -> None:
    assert likely(known, **typed) == ([told] if told else [])


def test_the_likeliest_come_first(known: Write) -> None:
    assert likely(known, name="Grace Hopper", company="Acme Yards") == [
        "Grace Hopper (Acme Yards): same name, same company",
        "Grace Hopper (Other Co): same name, different companies",
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "Harbour Works"}, "Harbour Works GmbH (harbour.example): same name"),
        ({"name": "Habour Works Ltd."}, "Harbour Works GmbH (harbour.example): like names"),
        ({"name": "HarbourWorks"}, "Harbour Works GmbH (harbour.example): same name"),
        (
            {"name": "HW", "website": "https://www.harbour.example/de"},
            "Harbour Works GmbH (harbour.example): same domain, different names",
        ),
        (
            {"name": "Harbour", "phone": "030 111222"},
            "Harbour Works GmbH (harbour.example): same phone, names begin alike",
        ),
        ({"name": "Harbour"}, ""),
        ({"name": "Harbour Works", "domain": "works.example"}, ""),
        ({"name": "Nordlicht Logistik"}, ""),
        ({"name": "Harbour Works 2"}, ""),
    ],
)
def test_a_company_is_compared_without_its_legal_form(
    known: Write, typed: dict[str, str], told: str
) -> None:
    assert likely(known, "company", **typed) == ([told] if told else [])


def test_a_record_is_not_taken_for_itself_nor_for_who_it_is_not(known: Write) -> None:
    typed = written.contact(contact_queries.contact(known, 2))
    assert likely(known, besides=2, **typed) == [
        "Grace Hopper (Other Co): same name, different companies"
    ]
    duplicates.distinct(known, 2, 3)
    assert likely(known, besides=2, **typed) == []


def test_a_birth_date_speaks_against(known: Write) -> None:
    key_dates.add(known, "contact", 5, "birthday", "1970-03-09")
    assert likely(known, name="William Turner") == ["William Turner: same name"]


def test_who_has_a_channel_is_told(known: Write) -> None:
    assert same_channel(known, "email", "Linus@Nord.example", "DE") == ["Linus Berg (Nordlicht)"]
    assert same_channel(known, "phone", "030 901820", "DE") == ["Linus Berg (Nordlicht)"]
    assert same_channel(known, "phone", "030 901820", "DE", "contact:4") == []
