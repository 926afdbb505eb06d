"""What filters say of numbers, money, times, custom fields and states is what the rest of
the program says of them, and no test leaves a record out."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from crm_tui.clock import encode_instant
from crm_tui.domain.deals import days_in_stage, is_rotting
from crm_tui.domain.filters import FilterError
from crm_tui.domain.reminders import is_overdue
from crm_tui.queries import deals as deal_queries
from crm_tui.queries.filter import compile_filter
from crm_tui.queries.filter_fields import FIELDS, STATES
from crm_tui.queries.filter_relations import RELATIONS
from crm_tui.queries.paging import Page
from crm_tui.services import contacts, custom_fields, deals, preferences, reminders
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace
from tests import factories
from tests.factories import CLOCK, NOW
from tests.store.filter_lists import found, titles
from tests.store.filter_store import fill


@pytest.fixture
def store(workspace: Workspace) -> Workspace:
    """The store of the user guide, and someone of the hostile name."""
    with workspace.write("test") as w:
        fill(w)
    factories.fill_hostile(workspace)
    return workspace


# --- numbers, money and times ----------------------------------------------------------


def test_values_are_compared_in_each_currencys_own_units(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for title, value in (("euro", "10.00 EUR"), ("yen", "10 JPY"), ("dinar", "10.000 KWD"),
                             ("cents", "9.99 EUR"), ("fils", "9.999 KWD")):  # fmt: skip
            factories.deal(w, title, value=value)
        factories.deal(w, "nothing", value="")
        assert found(w, "deal", "value:10") == ["euro", "yen", "dinar"]
        assert found(w, "deal", "value:10..") == ["euro", "yen", "dinar"]
        assert found(w, "deal", "value<10") == ["cents", "fils"]
        assert found(w, "deal", "value:>9.99") == ["euro", "yen", "dinar", "fils"]
        assert found(w, "deal", 'value:"9.995 KWD.."') == ["dinar", "fils"]
        assert found(w, "deal", "not value:0..") == ["nothing"]
        assert found(w, "deal", "no:value") == ["nothing"]


def test_the_largest_values_are_found(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        factories.deal(w, "yen", value="1000000b JPY")
        assert found(w, "deal", "value:1000b..") == ["yen"]
        assert found(w, "deal", "value:..10000b") == []


def test_days_and_moments_that_are_due_are_told_apart(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for text, due in (
            ("day", "2026-03-29"),
            ("first minute", "2026-03-29 00:00"),
            ("last minute", "2026-03-29 23:59"),
            ("day before", "2026-03-28 23:59"),
            ("day after", "2026-03-30 00:00"),
        ):
            reminders.create(w, {"text": text, "due": due})
        inside = ["day", "first minute", "last minute"]
        assert found(w, "reminder", "due:2026-03-29") == inside
        assert found(w, "reminder", "due:..2026-03-29") == [*inside, "day before"]
        assert found(w, "reminder", "due>2026-03-29") == ["day after"]
        assert found(w, "reminder", 'due:>="2026-03-29 12:00"') == [
            "day",
            "last minute",
            "day after",
        ]


def test_a_consent_counts_as_it_was_said_last_and_until_it_ends(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        ids = {name: factories.contact(w, name) for name in ("Ada", "Bea", "Cid", "Dot", "Eve")}

        def said(name: str, channel: str, purpose: str, **more: Any) -> None:
            preferences.consent(w, ids[name], channel, purpose, **more)

        said("Ada", "email", "newsletter")
        said("Ada", "phone", "offers", expires="2026-03-02")
        said("Bea", "email", "newsletter")
        said("Bea", "email", "newsletter", given=False)
        said("Cid", "email", "newsletter", expires="2026-03-01")
        said("Dot", "email", "newsletter", given=False, at="2026-02-01")
        said("Dot", "email", "newsletter", at="2026-02-02", expires="2026-03-20")
        assert found(w, "contact", "consent:newsletter") == ["Ada", "Dot"]
        assert found(w, "contact", 'consent="email newsletter"') == ["Ada", "Dot"]
        assert found(w, "contact", "consent:phone") == ["Ada"]
        assert found(w, "contact", "has:consent") == ["Ada", "Dot"]
        assert found(w, "contact", "no:consent") == ["Bea", "Cid", "Eve"]
        assert found(w, "contact", "withdrawn:newsletter") == ["Bea"]
        assert found(w, "contact", "consent_until:..30d") == ["Ada", "Dot"]
        assert found(w, "contact", "not consent:newsletter no:withdrawn") == ["Cid", "Eve"]


def test_birthdays_come_every_year(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for name, day in (("Leap", "1996-02-29"), ("Eve", "1990-12-31"), ("New", "1980-01-01")):
            id = factories.contact(w, name)
            w.insert("key_date", contact_id=id, kind="birthday", day=day)
        id = factories.contact(w, "Once")
        w.insert("key_date", contact_id=id, kind="birthday", day="2026-01-01", yearly=0)
        assert found(w, "contact", "birthday:2026-02-20..2026-03-05") == ["Leap"]
        assert found(w, "contact", "birthday:2026-12-30..2027-01-02") == ["Eve", "New"]
        assert found(w, "contact", "birthday:2026-01-01") == ["New", "Once"]
        assert found(w, "contact", "birthday:2026") == ["Leap", "Eve", "New", "Once"]
        assert found(w, "contact", "birthday:2026-03-05..2026-02-20") == []
        for text in ("birthday:today..", "birthday:2025..2026"):
            with pytest.raises(FilterError, match="comes every year"):
                found(w, "contact", text)


def test_custom_fields_are_numbers_or_days_where_they_are_written_so(workspace: Workspace) -> None:
    values = ("5", "12.5", "-3", "1.2.3", "5.", "ten", "2026-03-05", "2026-03-05x", "", "9" * 16)
    with workspace.write("test") as w:
        custom_fields.create(w, "contact", "Score")
        for value in values:
            contacts.create(w, {"name": value or "empty", "score": value})
        assert found(w, "contact", "score:5..") == ["5", "12.5"]
        assert found(w, "contact", "score:-3..5") == ["5", "-3"]
        assert found(w, "contact", "score<5") == ["-3"]
        assert found(w, "contact", "score:..eom") == ["2026-03-05"]
        assert found(w, "contact", "score:2026..2026") == ["2026-03-05"]
        assert found(w, "contact", "score:12") == ["12.5"]
        assert found(w, "contact", "no:score") == ["empty"]
        with pytest.raises(FilterError):
            found(w, "contact", "score:some..more")


def test_typed_custom_fields_are_compared_by_their_types(workspace: Workspace) -> None:
    people = {
        "Ann": {"size": "37", "seen": "2026-03-05", "vip": "y", "tea": "assam"},
        "Bo": {"size": "-4,5", "seen": "2025-12-31", "vip": "no", "tea": "Earl Grey"},
        "Cy": {"size": "123456789.012345"},
        "Di": {},
    }
    with workspace.write("test") as w:
        for label, type in (("Size", "number"), ("Seen", "date"), ("VIP", "yes-no")):
            custom_fields.create(w, "contact", label, type)
        custom_fields.create(w, "contact", "Tea", "choice", ["Assam", "Earl Grey"])
        for name, values in people.items():
            contacts.create(w, {"name": name, **values})
        # What came in some other way is no number, and no error.
        ed = contacts.create(w, {"name": "Ed"})
        w.update("contact", ed, custom='{"size": "large", "seen": "soon"}')
        for text, names in {
            "size>5": ["Ann", "Cy"],
            "size:37": ["Ann"],
            "size=37.0": ["Ann"],
            "size:-5..40": ["Ann", "Bo"],
            "size:123456789.012345": ["Cy"],
            "-size:37 has:size": ["Bo", "Cy", "Ed"],
            "seen:2026": ["Ann"],
            "seen<2026-03-05": ["Bo"],
            "seen:..today": ["Bo"],
            "vip:yes": ["Ann"],
            "vip:false": ["Bo"],
            "is:vip": ["Ann"],
            "no:vip": ["Cy", "Di", "Ed"],
            "tea:earl": ["Bo"],
            "tea:ASSAM,earl-grey": ["Ann", "Bo"],
            "size:*": ["Ann", "Bo", "Cy", "Ed"],
        }.items():
            assert found(w, "contact", text) == names, text
        for text in ("size:large", "seen:large", "vip:perhaps", "tea:sencha", "tea>assam"):
            with pytest.raises(FilterError):
                found(w, "contact", text)


def test_a_custom_field_of_any_name_is_reached(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for name in ("title", "größe", "has", "custom"):
            w.insert("custom_field", noun="contact", name=name, label=name)
        values = {"title": "Dame", "größe": "42", "has": "it", "custom": "made"}
        custom = json.dumps(values, ensure_ascii=False)
        w.insert("contact", name="x", name_key="x", title="Sir", custom=custom)
        for text in ("custom.title:dame", "größe=42", "GRÖSSE:42", "grosse:42", "custom.has:it",
                     "custom.custom:made", "title:sir", "has:custom.title"):  # fmt: skip
            assert titles(w, text) == ["Sir"], text


# --- logic and agreement ---------------------------------------------------------------


def test_a_test_and_its_opposite_divide_all_records(store: Workspace) -> None:
    with store.read() as reader:
        for noun in FIELDS:
            entries = [*FIELDS[noun], *RELATIONS[noun]]
            texts = [entry.example for entry in entries]
            texts += [f"has:{entry.name}" for entry in entries]
            texts += [f"is:{state.name}" for state in STATES[noun]]
            every = reader.count(f"SELECT count(*) FROM {noun}")
            for text in texts:
                both = (text, f"not ({text})")
                assert sum(counted(reader, noun, part, store.user_id) for part in both) == every


def counted(reader: Reader, noun: str, text: str, user_id: int) -> int:
    """How many records pass, hidden ones and all."""
    where, params, _ = compile_filter(noun, text, reader, user_id)
    return reader.count(f"SELECT count(*) FROM {noun} {noun[0]} WHERE {where}", params)


def test_no_is_the_opposite_of_has(store: Workspace) -> None:
    with store.read() as reader:
        for noun in FIELDS:
            for entry in (*FIELDS[noun], *RELATIONS[noun]):
                lacking = found(reader, noun, f"no:{entry.name}")
                assert lacking == found(reader, noun, f"not has:{entry.name}")
                assert lacking == found(reader, noun, f"not {entry.name}:*")


def test_the_filter_and_the_program_agree_on_deals(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        for limit in (14, 21):
            for extra in (timedelta(), timedelta(microseconds=1), timedelta(days=1)):
                for due in ("", "2026-03-01", "2026-03-02", "2026-03-02 08:59", "2026-03-02 09:01"):
                    id = factories.deal(w, stage={14: "Lead", 21: "Proposal"}[limit])
                    since = NOW - timedelta(days=limit + 1) + extra
                    w.update("deal", id, stage_since=encode_instant(since))
                    if due:
                        factories.reminder(w, "deal", id, due=due)
        deals.win(w, 1)
        read = deal_queries.deals(w, Page(sort="id"))
        rotting = [deal.id for deal in read if is_rotting(deal, CLOCK)]
        overdue = [deal.id for deal in read if deal.next_due and is_overdue(deal.next_due, CLOCK)]
        aged = [deal.id for deal in read if 14 <= days_in_stage(deal, CLOCK) <= 21]
        assert 0 < len(rotting) < len(read)
        for text, expected in (
            ("is:rotting", rotting),
            ("is:overdue", overdue),
            ("age:14..21", aged),
        ):
            where, params, _ = compile_filter("deal", text, w)
            rows = w.db.rows(f"SELECT d.id FROM deal d WHERE {where} ORDER BY d.id", params)
            assert [row[0] for row in rows] == expected


def test_a_stage_that_never_or_always_rots(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        factories.deal(w, "old")
        for days, expected in ((10**12, []), (None, []), (0, [])):
            w.update("stage", 1, rotting_days=days)
            assert found(w, "deal", "is:rotting") == expected
        w.update("deal", 1, stage_since=encode_instant(NOW - timedelta(days=1)))
        assert found(w, "deal", "is:rotting") == ["old"]


def test_terms_about_others_look_each_for_itself(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        person = factories.contact(w, "Grace")
        factories.deal(w, "small", value="10", contact=f"contact:{person}", stage="Proposal")
        factories.deal(w, "large", value="10k", contact=f"contact:{person}")
        assert found(w, "contact", "deal.stage:proposal deal.value:10k..") == ["Grace"]
        deals.archive(w, 2)
        assert found(w, "contact", "deal.stage:proposal deal.value:10k..") == []
