"""What fields of each type take, and what the store keeps of it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.custom_fields import TYPES, CustomField, Frame, canonical
from crm_tui.errors import InvalidField
from tests.factories import CLOCK

FRAME = Frame(CLOCK, "DMY")
SIZES = ["S", "Médium", "Extra large"]


def field(type: str) -> CustomField:
    """A field of the type."""
    choices = json.dumps(SIZES if type == "choice" else [])
    return CustomField(1, "contact", "it", "It", type, choices)


@pytest.mark.parametrize(
    ("type", "typed", "kept"),
    [
        ("number", "1.234,50", "1234.5"),
        ("number", "1,200", "1200"),
        ("number", "037", "37"),
        ("number", "\N{MINUS SIGN}2,5", "-2.5"),
        ("number", "-0.0", "0"),
        ("date", "14/05/2026", "2026-05-14"),
        ("date", "tomorrow", "2026-03-03"),
        ("yes-no", "Sí", "yes"),
        ("yes-no", "FALSE", "no"),
        ("choice", "medium", "Médium"),
        ("choice", " EXTRA  LARGE ", "Extra large"),
        ("text", " 037 ", "037"),
    ],
)
def test_what_is_typed_is_kept_in_one_form(type: str, typed: str, kept: str) -> None:
    assert canonical(field(type), typed, FRAME) == kept


@pytest.mark.parametrize(
    ("type", "typed", "told"),
    [
        ("number", "many", "number"),
        ("number", "1.2.3", "number"),
        ("number", "9" * 16, "15 digits"),
        ("number", "9" * 5000, "number"),
        ("date", "someday", "date"),
        ("yes-no", "perhaps", "yes or no"),
        ("choice", "Extra larg", "did you mean 'Extra large'"),
        ("choice", "XS", "one of: S, Médium"),
    ],
)
def test_what_does_not_fit_names_the_field_and_what_is_expected(
    type: str, typed: str, told: str
) -> None:
    with pytest.raises(InvalidField) as raised:
        canonical(field(type), typed, FRAME)
    assert raised.value.field == "it"
    assert "it takes" in raised.value.message
    assert told in f"{raised.value.message} {raised.value.hint}"


def test_where_the_settings_do_not_say_which_comes_first_it_is_asked() -> None:
    with pytest.raises(InvalidField):
        canonical(field("date"), "03/04/2026", Frame(CLOCK))


@given(st.decimals(-99999999, 99999999, places=4))
def test_a_number_keeps_its_value(number: Decimal) -> None:
    assert Decimal(canonical(field("number"), f"{number:f}", FRAME)) == number


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_of_the_store_is_read_as_itself(day: date) -> None:
    assert canonical(field("date"), day.isoformat(), FRAME) == day.isoformat()


@given(st.sampled_from([type for type in TYPES if type != "date"]), st.text(max_size=30))
def test_whatever_is_typed_is_refused_or_settled_for_good(type: str, typed: str) -> None:
    try:
        kept = canonical(field(type), typed, FRAME)
    except InvalidField:
        return
    assert canonical(field(type), kept, FRAME) == kept
