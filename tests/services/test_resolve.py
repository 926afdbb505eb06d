"""Naming a record: by id, uid, name, e-mail or a fragment that fits one."""

from __future__ import annotations

import pytest

from crm_tui.errors import Ambiguous, NotFound, UsageError
from crm_tui.queries.resolve import Target, resolve
from crm_tui.services import contacts, records
from crm_tui.store.write import Write
from tests import factories


@pytest.fixture
def grace(w: Write) -> int:
    return factories.contact(w, "Grace Hopper", company="Acme", email="Grace@example.com")


@pytest.mark.parametrize(
    "named",
    [
        "contact:1",
        "Grace Hopper",
        " grace  hopper ",
        "GRÄCE HOPPER",
        "grace@example.com",
        "GRACE@EXAMPLE.COM",
        "hopp",
        "ce ho",
        "Grace Hopper\u202e",
    ],
)
def test_each_way_to_name_a_contact(w: Write, grace: int, named: str) -> None:
    assert resolve(w, named) == Target("contact", grace, "Grace Hopper")


def test_an_id_names_where_one_noun_fits(w: Write, grace: int) -> None:
    assert resolve(w, str(grace), ("contact",)).id == grace
    for named in (str(grace), "77"):
        with pytest.raises(NotFound, match="no contact or company or deal"):
            resolve(w, named)
    for named in ("77", "contact:77", "9" * 30):
        with pytest.raises(NotFound, match="no contact"):
            resolve(w, named, ("contact",))


def test_a_uid_names_everywhere_even_what_is_archived(w: Write) -> None:
    for table, id in (
        ("contact", factories.contact(w)),
        ("company", factories.company(w)),
        ("deal", factories.deal(w)),
    ):
        uid = str(w.scalar(f"SELECT uid FROM {table}"))
        records.archive(w, table, id)
        assert resolve(w, uid)[:2] == (table, id)
        assert resolve(w, f"{table}:{id}")[:2] == (table, id)
    with pytest.raises(NotFound):
        resolve(w, "00000000-0000-0000-0000-000000000000")


def test_a_noun_that_is_not_asked_for_is_not_found(w: Write, grace: int) -> None:
    for named in ("company:1", "Acme"):
        with pytest.raises(NotFound):
            resolve(w, named, ("contact", "deal"))


def test_a_whole_name_goes_before_a_fragment(w: Write) -> None:
    short = factories.contact(w, "Ann")
    factories.contact(w, "Anna")
    assert resolve(w, "ann", ("contact",)).id == short


def test_several_that_fit_are_listed(w: Write, grace: int) -> None:
    factories.contact(w, "Grace Kelly")
    factories.company(w, "Grace & Sons")
    with pytest.raises(Ambiguous) as raised:
        resolve(w, "grace")
    for shown in ("contact:1 Grace Hopper", "contact:2 Grace Kelly", "company:2 Grace & Sons"):
        assert shown in raised.value.message
    assert raised.value.exit_code == 4
    assert resolve(w, "grace", ("company",)).id == 2


def test_a_long_list_is_cut(w: Write) -> None:
    for number in range(20):
        factories.contact(w, f"Grace {number}")
    with pytest.raises(Ambiguous) as raised:
        resolve(w, "grace")
    assert raised.value.message.count("contact:") == 8
    assert raised.value.message.endswith("…")


def test_an_address_that_two_share_is_ambiguous(w: Write, grace: int) -> None:
    other = factories.contact(w, "Ada Byron", email="grace@example.com")
    with pytest.raises(Ambiguous):
        resolve(w, "grace@example.com")
    contacts.archive(w, other)
    assert resolve(w, "grace@example.com").id == grace


def test_an_archived_record_is_not_named_by_name(w: Write, grace: int) -> None:
    contacts.archive(w, grace)
    for named in ("Grace Hopper", "hopp", "grace@example.com"):
        with pytest.raises(NotFound):
            resolve(w, named)


@pytest.mark.parametrize("named", ["%", "_", "G%", "gr_ce hopper", "\\"])
def test_wildcards_are_letters_like_others(w: Write, grace: int, named: str) -> None:
    with pytest.raises(NotFound):
        resolve(w, named)


def test_fragments_are_refused_where_only_whole_names_will_do(w: Write, grace: int) -> None:
    assert resolve(w, "grace hopper", exact=True).id == grace
    assert resolve(w, "grace@example.com", exact=True).id == grace
    with pytest.raises(NotFound):
        resolve(w, "hopp", exact=True)


@pytest.mark.parametrize("named", ["", "  ", "\x07"])
def test_nothing_names_nothing(w: Write, named: str) -> None:
    with pytest.raises(UsageError, match="no record named"):
        resolve(w, named)


def test_the_hostile_name_names_its_record(w: Write) -> None:
    id = factories.contact(w, factories.HOSTILE)
    assert resolve(w, factories.HOSTILE).id == id
    assert resolve(w, "[EMEA]").id == id
    with pytest.raises(NotFound) as raised:
        resolve(w, f"not {factories.HOSTILE}")
    assert "\x1b" not in raised.value.message
