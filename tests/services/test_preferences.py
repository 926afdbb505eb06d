"""Preferences are one set per contact; consents add up, so that each can be proved."""

from __future__ import annotations

import pytest

from crm_tui.domain.preferences import state
from crm_tui.errors import InvalidField, NotFound
from crm_tui.queries import preferences as queries
from crm_tui.services import contacts, preferences
from crm_tui.store.write import Write
from tests import factories


def wishes(w: Write) -> list[tuple[object, ...]]:
    return w.db.rows(
        "SELECT contact_id, channel, language, best_time, do_not_contact FROM preference"
    )


def consents(w: Write) -> list[tuple[object, ...]]:
    return w.db.rows(
        "SELECT contact_id, channel, purpose, given, source, at, expires_on FROM consent"
        " ORDER BY id"
    )


def test_a_field_is_set_and_the_others_stay(w: Write) -> None:
    id = factories.contact(w, "Grace Hopper")
    preferences.edit(w, id, {"channel": "Phone", "language": " English "})
    assert w.summary == "edited the preferences of Grace Hopper"
    preferences.edit(w, id, {"best_time": "mornings", "do_not_contact": "yes"})
    assert wishes(w) == [(id, "phone", "English", "mornings", 1)]


def test_a_time_zone_is_one_that_there_is(w: Write) -> None:
    id = factories.contact(w, "Grace Hopper")
    preferences.edit(w, id, {"timezone": "America/New_York"})
    assert w.scalar("SELECT timezone FROM preference") == "America/New_York"
    with pytest.raises(InvalidField) as refused:
        preferences.edit(w, id, {"timezone": "New York"})
    assert refused.value.field == "timezone"
    preferences.edit(w, id, {"timezone": ""})
    assert w.scalar("SELECT timezone FROM preference") == ""


def test_an_empty_text_clears(w: Write) -> None:
    id = factories.contact(w)
    preferences.edit(w, id, {"channel": "phone", "best_time": "mornings", "do_not_contact": "y"})
    preferences.edit(w, id, {"channel": "", "best_time": " ", "do_not_contact": ""})
    assert wishes(w) == [(id, "", "", "", 0)]


def test_saying_nothing_keeps_nothing(w: Write) -> None:
    preferences.edit(w, factories.contact(w), {})
    assert wishes(w) == []


@pytest.mark.parametrize(
    ("field", "text"), [("channel", "pigeon"), ("do_not_contact", "perhaps"), ("colour", "blue")]
)
def test_what_cannot_be_one_is_refused(w: Write, field: str, text: str) -> None:
    id = factories.contact(w)
    with pytest.raises(InvalidField) as caught:
        preferences.edit(w, id, {"language": "English", field: text})
    assert caught.value.field == field
    assert wishes(w) == []


def test_a_consent_that_is_withdrawn_stays_as_proof(w: Write) -> None:
    id = factories.contact(w, "Grace Hopper")
    preferences.consent(
        w, id, "email", "newsletter", source="trade fair,\non paper", expires="2027-12-31"
    )
    assert w.summary == "Grace Hopper consents to newsletter by email"
    preferences.consent(w, id, "email", "newsletter", given=False)
    assert w.summary == "Grace Hopper withdraws newsletter by email"
    assert consents(w) == [
        (id, "email", "newsletter", 1, "trade fair, on paper", w.now, "2027-12-31"),
        (id, "email", "newsletter", 0, "", w.now, None),
    ]


def test_a_consent_says_when_it_was_given_and_for_what_as_before(w: Write) -> None:
    id = factories.contact(w, "Grace Hopper")
    preferences.consent(w, id, "email", "Newsletter", at="2025-12-24 10:00", expires="1 mar 2026")
    preferences.consent(w, id, "email", " newsletter", at="yesterday 3pm", given=False)
    rows = w.db.rows("SELECT purpose, at, expires_on FROM consent ORDER BY id")
    assert rows == [
        ("Newsletter", "2025-12-24T09:00:00.000000Z", "2026-03-01"),
        ("Newsletter", "2026-03-01T14:00:00.000000Z", None),
    ]
    with pytest.raises(InvalidField, match="future") as refused:
        preferences.consent(w, id, "email", "Newsletter", at="2027-01-01")
    assert refused.value.field == "at"


@pytest.mark.parametrize(
    ("given", "expires", "stands"),
    [(1, None, "given"), (1, "2026-03-02", "given"), (1, "2026-03-01", "expired"),
     (0, None, "withdrawn")],
)  # fmt: skip
def test_a_consent_that_has_run_out_is_none(
    w: Write, given: int, expires: str | None, stands: str
) -> None:
    id = factories.contact(w)
    said = preferences.consent(w, id, "email", "offers", given=bool(given), expires=expires or "")
    assert state(queries.consent(w, said), w.today) == stands


def test_a_consent_names_channel_and_purpose(w: Write) -> None:
    id = factories.contact(w)
    with pytest.raises(InvalidField, match="pigeon"):
        preferences.consent(w, id, "pigeon", "newsletter")
    with pytest.raises(InvalidField, match="purpose"):
        preferences.consent(w, id, "email", " ")
    with pytest.raises(InvalidField, match="someday"):
        preferences.consent(w, id, "email", "newsletter", expires="someday")
    assert consents(w) == []


def test_nobody_has_neither(w: Write) -> None:
    with pytest.raises(NotFound):
        preferences.edit(w, 99, {"language": "English"})
    with pytest.raises(NotFound):
        preferences.consent(w, 99, "email", "newsletter")


def test_both_go_with_their_contact(w: Write) -> None:
    id = factories.contact(w)
    preferences.edit(w, id, {"language": "English"})
    preferences.consent(w, id, "email", "newsletter")
    contacts.delete(w, id)
    assert wishes(w) == consents(w) == []
