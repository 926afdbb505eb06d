"""The pipeline in its views: filtered, sorted, by owner, as a table and as a funnel."""

from __future__ import annotations

import pytest

from crm_tui.services import deals, pipelines, stages
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


def test_filter_sort_and_views_hold_while_the_app_runs(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5")
        assert "longest in stage first · 3 deals" in seat.lines[1]
        assert "L Move →" in seat.text
        await seat.press("slash")
        await seat.type("value:10k..")
        await seat.sees("· 2 deals")
        assert "Spare parts" not in seat.text
        await seat.press("enter", "s", "v")
        assert "highest value first · 2 deals" in seat.lines[1]
        await seat.press("v", "t")
        assert "highest value first · 1 deal" in seat.lines[1]
        assert "Harbour cranes" in seat.cursor
        assert "• 15:00" in seat.cursor
        await seat.press("3", "5")
        assert "highest value first · 1 deal" in seat.lines[1]
        await seat.press("escape")
        await seat.sees("· 2 deals")
        await seat.press("w")
        await seat.sees("moved deal Harbour cranes to Won")
        assert "Spare parts" in seat.cursor
        await seat.press("slash")
        await seat.type("valu:1")
        await seat.sees("did you mean value?")

    drive(desk, steps)


def test_owners_and_the_funnel_lead_to_their_deals(desk: Workspace) -> None:
    with desk.write("test") as w:
        w.update("deal", 2, owner_id=w.insert("user", name='Bea "B"', name_key='bea "b"'))

    async def steps(seat: Seat) -> None:
        await seat.press("5", "v", "o")
        assert "Ada" in seat.cursor
        assert "1 · €48k" in seat.cursor
        await seat.press("j", "enter")
        await seat.sees("Spare parts")
        await seat.sees("· 1 deal")
        assert "Harbour cranes" not in seat.text
        await seat.press("escape", "v", "f")
        await seat.sees("Go on")
        row = next(line for line in seat.lines if "Negotiation" in line)
        assert row.split()[:2] == ["Negotiation", "0"]
        assert "100 %" in next(line for line in seat.lines if "Lead" in line)
        await seat.press("enter")
        await seat.sees("· 1 deal")
        assert "Spare parts" in seat.text

    drive(desk, steps, (120, 40))


def test_a_full_stage_takes_a_deal_and_says_so(desk: Workspace) -> None:
    with desk.write("test") as w:
        stages.edit(w, 2, {"deal_limit": "1"})
        factories.deal(w, "Already there", stage="Qualified")

    async def steps(seat: Seat) -> None:
        await seat.press("5")
        assert "1/1" in seat.text
        await seat.press("L")
        await seat.sees("which holds 2 of 1")
        assert "2/1 !" in seat.text
        assert "Spare parts" in seat.text.partition("\n Spare parts ·")[0]
        await seat.press("p")
        await seat.sees("there is one pipeline")

    drive(desk, steps)


@pytest.mark.parametrize("many", [300])
def test_however_many_deals_the_cursor_goes_where_it_is_sent(
    empty_desk: Workspace, many: int
) -> None:
    with empty_desk.write("test") as w:
        pipelines.create(w, "Partners")
        w.insert_many(
            "deal",
            [
                {"title": f"Deal {n:03}", "title_key": f"deal {n:03}", "pipeline_id": 1,
                 "stage_id": 1, "stage_since": w.now, "currency": "EUR", "value": n}
                for n in range(many)
            ],
        )  # fmt: skip

    async def steps(seat: Seat) -> None:
        await seat.press("5")
        assert "Deal 000" in seat.cursor
        await seat.press("G")
        assert "Deal 299" in seat.cursor
        assert "↑ 296" in seat.text
        await seat.press("pageup", "pageup", "k", "L")
        assert "Deal 290" in seat.cursor
        await seat.press("h")
        assert "↓" in seat.text
        await seat.press("g", "v", "t", "G")
        assert "Deal 299" in seat.cursor or "Deal 290" in seat.cursor
        await seat.press("p")
        await seat.sees("Partners")
        await seat.sees("No deals yet")

    drive(empty_desk, steps)


def test_a_deal_is_added_in_its_column_on_one_line(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "l", "n")
        await seat.type("New pump 12k")
        await seat.press("enter")
        await seat.sees("added deal New pump in Qualified")
        assert "New pump" in seat.cursor
        assert "€12k" in seat.text
        await seat.press("n")
        await seat.type("Pump -")
        await seat.press("escape")
        await seat.sees("Throw away what you typed?")
        await seat.press("n", "enter")
        await seat.sees("added deal Pump -")
        await seat.press("n")
        await seat.type("Big order 7k")
        await seat.press("tab")
        await seat.sees("Add a deal")
        await seat.type(" USD")
        await seat.press("ctrl+s")
        await seat.sees("added deal Big order in Qualified")
        assert "Big order" in seat.cursor
        assert "$7k" in seat.text
        await seat.press("n", "escape", "n", "enter", "u")
        await seat.sees("undone: added deal Big order")

    drive(desk, steps)


def test_after_a_lost_deal_the_next_of_its_column_is_worked_on(desk: Workspace) -> None:
    with desk.write("test") as w:
        factories.deal(w, "Next in line")

    async def steps(seat: Seat) -> None:
        await seat.press("5")
        assert "Spare parts" in seat.cursor
        await seat.press("x")
        await seat.sees("Lost: Spare parts")
        await seat.type("too dear")
        await seat.press("ctrl+s")
        await seat.sees("moved deal Spare parts to Lost")
        assert "Next in line" in seat.cursor
        assert "Lead" in seat.lines[2]
        await seat.press("u")
        await seat.sees("undone: moved deal Spare parts to Lost")

    drive(desk, steps)


def test_in_the_table_a_lost_deal_leaves_the_cursor_where_it_was(desk: Workspace) -> None:
    with desk.write("test") as w:
        for title in ("Pump one", "Pump two", "Pump three"):
            factories.deal(w, title)

    async def steps(seat: Seat) -> None:
        await seat.press("5", "v", "down", "enter")
        while "Pump two" not in seat.cursor:
            await seat.press("down")
        line = seat.lines.index(seat.cursor)
        await seat.press("x")
        await seat.sees("Lost: ")
        await seat.type("too dear")
        await seat.press("ctrl+s")
        await seat.sees("to Lost")
        assert seat.lines.index(seat.cursor) == line
        assert "Pump three" in seat.cursor

    drive(desk, steps)


def test_a_deal_is_lost_for_a_reason_of_before_and_won_with_joy(desk: Workspace) -> None:
    with desk.write("test") as w:
        for title, reason in (("A", "too dear"), ("B", "no need"), ("C", "too dear")):
            deals.lose(w, factories.deal(w, title), reason)

    async def steps(seat: Seat) -> None:
        await seat.press("5", "x")
        await seat.sees("Lost: Spare parts")
        await seat.sees("too dear  2 ×")
        await seat.press("down", "down", "enter", "ctrl+s")
        await seat.sees("moved deal Spare parts to Lost")
        assert "Spare parts" in seat.cursor
        assert "lost: no need" in seat.text
        await seat.press("h", "h", "h", "w")
        await seat.sees("Won this month: €60.5k, 2 deals")
        await seat.press("l")
        while "Spare parts" not in seat.cursor:
            await seat.press("j")
        await seat.press("o")
        await seat.sees("moved deal Spare parts to Lead")

    drive(desk, steps)
