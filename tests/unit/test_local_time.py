"""The time where somebody is: their own zone, else their phone's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_tui.domain.local_time import by_phone, in_zone

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "region", "said"),
    [
        ("+49 30 1234567", "", "09:00 in Europe/Berlin"),
        ("030 1234567", "DE", "09:00 in Europe/Berlin"),
        ("+1 212 555 1234", "DE", "03:00 in America/New_York · it is night there"),
        ("+44 7911 123456", "", "08:00 there"),  # four zones that agree
        ("+65 6123 4567", "", "16:00 in Asia/Singapore"),
    ],
)
def test_a_phone_tells_the_time(number: str, region: str, said: str) -> None:
    there = by_phone(number, region, NOW)
    assert there is not None
    assert there.describe(NOW) == said


@pytest.mark.parametrize("number", ["+1 800 555 1234", "030 1234567", "call me", "", "+999 1"])
def test_where_it_is_not_known_nothing_is_said(number: str) -> None:
    assert by_phone(number, "", NOW) is None


def test_their_own_zone_counts_and_another_day_is_named() -> None:
    there = in_zone("Pacific/Auckland", datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    assert there is not None
    assert there.describe(NOW) == "Tue 01:00 in Pacific/Auckland · it is night there"
    assert in_zone("", NOW) is None
    assert in_zone("Nowhere/Land", NOW) is None
