"""What was done day by day, as figures and as bars."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.activity import BARS, DayCount, days_until, sparkline, summed

TODAY = date(2026, 3, 2)


def test_each_day_and_each_kind_has_its_figure() -> None:
    counts = [
        DayCount("2026-03-01", "email", 2),
        DayCount("2026-03-02", "call", 3),
        DayCount("2026-03-02", "email", 1),
    ]
    done = summed(counts, days_until(TODAY, 3), 8)
    assert done.days == (date(2026, 2, 28), date(2026, 3, 1), TODAY)
    assert done.totals == (0, 2, 4)
    assert done.kinds == {"call": (0, 0, 3), "email": (0, 2, 1)}
    assert (done.today, done.goal) == (4, 8)
    assert summed([], days_until(TODAY, 2), 0).totals == (0, 0)


@given(st.lists(st.integers(0, 1000)), st.integers(0, 1000))
def test_bars_are_as_high_as_their_numbers_are_large(numbers: list[int], most: int) -> None:
    drawn = sparkline(numbers, most)
    assert len(drawn) == len(numbers)
    heights = ["·", *BARS]
    for bar, number in zip(drawn, numbers, strict=True):
        assert (bar == "·") == (number == 0)
        assert (bar == BARS[-1]) == (number > 0 and number * 8 > max(most, *numbers) * 7)
    order = sorted(zip(numbers, drawn, strict=True))
    assert [heights.index(bar) for _, bar in order] == sorted(heights.index(b) for b in drawn)
