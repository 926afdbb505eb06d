"""The texts that both faces print, without a terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.clock import encode_instant
from crm_tui.domain.deals import Deal, Pipeline, Stage
from crm_tui.domain.reminders import Reminder
from crm_tui.errors import UsageError
from crm_tui.reports import board, due, due_files, records, status
from crm_tui.reports.due_around import Around
from crm_tui.reports.layout import fit, pad, wrap
from crm_tui.text import width
from tests.factories import CLOCK, HOSTILE

TODAY = CLOCK.today()


def reminder(id: int = 1, days: int = 0, **values: object) -> Reminder:
    """A reminder due so many days from today."""
    empty = dict.fromkeys(Reminder._fields)
    day = (TODAY + timedelta(days=days)).isoformat()
    row = {"id": id, "uid": f"u{id}", "version": 1, "text": "Call", "kind": "call", "due": day}
    return Reminder(**{**empty, "repeat_from": "due", **row, **values})  # type: ignore[arg-type]


def items(*rows: Reminder) -> list[due.Item]:
    """The rows as the report has them."""
    return [due.Item(due.place_of(row.due, CLOCK), row) for row in rows]


def deal(id: int, stage: int = 1, **values: object) -> Deal:
    """An open deal worth 1,000 EUR, for three days in its stage."""
    empty = dict.fromkeys(Deal._fields)
    row = {
        "id": id, "title": f"Deal {id}", "stage_id": stage, "status": "open", "value": 100_000,
        "currency": "EUR", "probability": 50,
        "stage_since": encode_instant(CLOCK.now() - timedelta(days=3)),
    }  # fmt: skip
    return Deal(**{**empty, **row, **values})  # type: ignore[arg-type]


@given(st.text(), st.integers(min_value=0, max_value=60))
def test_fitted_text_never_takes_more_cells(text: str, cells: int) -> None:
    fitted = fit(text, cells)
    assert width(fitted) <= cells
    assert fitted in (text, "") or fitted.endswith("…")
    assert width(pad(text, cells)) == cells
    assert width(pad(text, cells, right=True)) == cells


@given(st.text(), st.integers(min_value=2, max_value=60), st.integers(min_value=1, max_value=4))
def test_wrapped_text_stays_in_its_field(text: str, cells: int, lines: int) -> None:
    wrapped = wrap(text, cells, lines)
    assert len(wrapped) <= lines
    assert all(width(line) <= cells for line in wrapped)
    if not wrapped[-1].endswith("…"):
        assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_text_is_broken_between_words() -> None:
    assert wrap("Second coffee bar", 13, 2) == ["Second coffee", "bar"]
    assert wrap("Second coffee bar", 12, 2) == ["Second", "coffee bar"]
    assert wrap("Espressomaschine", 10, 2) == ["Espressoma", "schine"]
    assert wrap("Beans for the print shop", 10, 2) == ["Beans for", "the print…"]


def test_wide_and_combining_characters_take_their_cells() -> None:
    assert [width("東京"), width("e\u0301"), width("abc")] == [4, 1, 3]
    assert fit("東京都", 5) == "東京…"


def test_due_tells_overdue_today_and_ahead() -> None:
    found = items(reminder(1, -5), reminder(2), reminder(3, 1, contact="Grace", company="Acme"))
    assert [line.text for line in due.lines(found)] == [
        "Overdue (1)",
        "      1  5 days ago         call     Call",
        "",
        "Today (1)",
        "      2                     call     Call",
        "",
        "Ahead (1)",
        "      3  tomorrow           call     Call · Grace (Acme)",
    ]
    assert due.is_due(found)
    assert not due.is_due(found[2:])


def test_due_by_instants_goes_by_the_users_clock() -> None:
    hour_ago, in_an_hour = (
        encode_instant(CLOCK.now() + timedelta(hours=hours)) for hours in (-1, 1)
    )
    late, soon = items(reminder(1, due=hour_ago), reminder(2, due=in_an_hour))
    assert (late.part, late.place.when) == ("overdue", "08:00")
    assert (soon.part, soon.place.when) == ("today", "10:00")


def test_due_as_a_page_is_escaped() -> None:
    page = "".join(
        due_files.html(items(reminder(text=f"<script>{HOSTILE}")), Around([], []), CLOCK)
    )
    assert "&lt;script&gt;" in page
    assert "[EMEA]" in page
    assert not set("\x1b\x07\u202e") & set(page)


def test_due_as_a_calendar() -> None:
    instant = encode_instant(CLOCK.now())
    rows = [reminder(1, text="Ask; then, wait\\" * 20), reminder(2, due=instant, text=HOSTILE)]
    text = "".join(due_files.ics(items(*rows), CLOCK))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:" + r"Ask\; then\, wait\\" * 20 in lines
    assert f"DUE;VALUE=DATE:{TODAY:%Y%m%d}" in lines
    assert "DUE:20260302T080000Z" in lines
    assert lines.count("BEGIN:VTODO") == lines.count("END:VTODO") == 2
    assert not set("\x1b\x07\u202e") & set(text)


STAGES = tuple(Stage(n, 1, f"Stage {n}", n, "open", 50, 14) for n in range(1, 7))
CLOSED = (Stage(7, 1, "Won", 7, "won", 100, None), Stage(8, 1, "Lost", 8, "lost", 0, None))


@pytest.mark.parametrize("cells", [20, 40, 80, 120])
def test_the_board_fits_and_shows_every_stage_and_deal(cells: int) -> None:
    pipeline = Pipeline(1, "Sales", STAGES + CLOSED)
    deals = [deal(1), deal(2, 2, title="東京" * 30), deal(3, 6), deal(4, 7, status="won")]
    columns = [
        board.Column(stage, mine := tuple(d for d in deals if d.stage_id == stage.id),
                     board.totals(list(mine)))
        for stage in pipeline.stages
    ]  # fmt: skip
    lines = [line.text for line in board.lines(pipeline, columns, CLOCK, cells)]
    assert all(width(line) <= max(cells, 24) for line in lines)
    text = "\n".join(lines)
    for shown in ("Stage 6 (1)", "Deal 1", "Deal 3", "€1k (€500)", "€1k 3d ○", "Won, last 30"):
        assert shown in text


def test_sums_are_kept_apart_by_currency() -> None:
    found = board.totals([deal(1), deal(2), deal(3, currency="USD", value=None)])
    assert found == (board.Total("EUR", 200_000, 100_000), board.Total("USD", 0, 0))


def test_amounts_are_numbers_with_their_decimals() -> None:
    assert str(records.amount(120_050, "EUR")) == "1200.50"
    assert records.amount(120_050, "EUR") == 1200.5
    assert str(records.amount(1200, "JPY")) == "1200"
    assert str(records.amount(1200, "KWD")) == "1.200"


def test_status_says_what_matters_most() -> None:
    assert status.line(status.Status(2, 1, "", "")) == "2 overdue, 1 today"
    assert status.line(status.Status(0, 0, "Call", "tomorrow")) == "next: Call, tomorrow"
    assert status.line(status.Status(0, 0, "", "")) == "nothing due"
    found = status.Status(2, 1, "{today}", "")
    assert status.filled("{overdue} of {next}!", found) == "2 of {today}!"
    with pytest.raises(UsageError, match="nosuch"):
        status.filled("{nosuch}", found)
