"""Near misses of names: what is the same but for signs, what is likely meant, what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.near_names import Near, letters, nearest

CATALOGUE = ["GTX Basic", "GTX Pro", "GTX Plus Basic", "GTX Plus Pro", "MG Special", "GTK 500"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("GTXPro", Near("GTX Pro", True)),
        ("gtx-pro", Near("GTX Pro", True)),
        ("GTX  PLUS_BASIC", Near("GTX Plus Basic", True)),
        ("GTX Plus Basc", Near("GTX Plus Basic", False)),
        ("MG Specail", Near("MG Special", False)),
        ("GTK 600", None),
        ("GTK 50", None),
        ("Lever", None),
        ("GT", None),
        (" - ", None),
        ("", None),
    ],
)
def test_what_is_meant(wanted: str, found: Near | None) -> None:
    assert nearest(wanted, CATALOGUE) == found


def test_nobody_guesses_between_two() -> None:
    assert nearest("GTXPro", ["GTX Pro", "G TX Pro"]) is None
    assert nearest("Pump A", ["Pump AB", "Pump AC"]) is None


@settings(max_examples=50)
@given(st.text(max_size=20), st.lists(st.text(max_size=12), max_size=6))
def test_whatever_is_found_is_one_of_them(wanted: str, names: list[str]) -> None:
    found = nearest(wanted, names)
    assert found is None or found.name in names
    assert found is None or not found.same or letters(found.name) == letters(wanted)
