"""Channels: one preferred of each kind, the same value once."""

from __future__ import annotations

import pytest

from crm_tui.errors import InvalidField
from crm_tui.queries.contacts import channels as channels_of
from crm_tui.services import channels
from crm_tui.store.write import Write
from tests import factories


def seen(w: Write, id: int) -> list[tuple[str, str, int]]:
    found = channels_of(w, "contact", [id]).get(id, [])
    return [(channel.kind, channel.value, channel.preferred) for channel in found]


def test_the_preferred_one_stands_alone_in_its_kind(w: Write) -> None:
    id = factories.contact(w, email="one@example.com", phone="030 1234567")
    channels.add(w, "contact", id, "email", "two@example.com")
    channels.add(w, "contact", id, "email", "three@example.com", label="home", preferred=True)
    assert seen(w, id) == [
        ("phone", "030 1234567", 1),
        ("email", "three@example.com", 1),
        ("email", "one@example.com", 0),
        ("email", "two@example.com", 0),
    ]


def test_the_same_number_otherwise_written_is_the_same(w: Write) -> None:
    id = factories.contact(w, phone="030 1234567")
    channels.prefer(w, "contact", id, "phone", "+49 30 1234567")
    assert seen(w, id) == [("phone", "+49 30 1234567", 1)]


def test_an_invalid_channel_comes_last(w: Write) -> None:
    id = factories.contact(w, email="dead@example.com")
    channels.add(w, "contact", id, "email", "alive@example.com")
    w.run("UPDATE channel SET invalid = 1 WHERE value = :v", [{"v": "dead@example.com"}])
    assert [value for _, value, _ in seen(w, id)] == ["alive@example.com", "dead@example.com"]


@pytest.mark.parametrize(("kind", "value"), [("email", "x"), ("phone", "x"), ("website", " ")])
def test_what_cannot_be_one_is_refused(w: Write, kind: str, value: str) -> None:
    id = factories.contact(w)
    with pytest.raises(InvalidField):
        channels.add(w, "contact", id, kind, value)


def test_social_profiles_and_addresses_are_free_text(w: Write) -> None:
    id = factories.contact(w)
    channels.add(w, "contact", id, "social", "@grace")
    channels.add(w, "contact", id, "address", "Main Street 1\nBerlin")
    assert seen(w, id) == [("social", "@grace", 0), ("address", "Main Street 1 Berlin", 0)]
