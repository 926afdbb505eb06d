"""The agenda's views, the filter bars of agenda and timeline, and what is done to reminders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_tui.queries import reminders
from crm_tui.queries.paging import Page
from crm_tui.services import key_dates, users
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


def test_the_views_show_a_day_a_week_and_a_month(desk: Workspace) -> None:
    with desk.write("test") as w:
        key_dates.add(w, "contact", 3, "birthday", "1990-03-04")

    async def steps(seat: Seat) -> None:
        await seat.press("6", "v")
        for words in ("Mon 2 Mar 2026 · today", "[day]", "Send the brochure", "15:00", "11:00"):
            assert words in seat.text
        await seat.press(".")
        assert "Tue 3 Mar 2026 · tomorrow" in seat.text
        assert "Ask for references" in seat.cursor
        await seat.press("v")
        for words in ("Week 10 · 2 Mar – 8 Mar 2026", "Wed 4 Mar  1", "* birthday    Mary Kaye"):
            assert words in seat.text
        await seat.press(",")
        assert "Thu 26 Feb  1" in seat.text
        await seat.press("0", "v")
        assert "Mar 2026 · Mon 2 Mar · today" in seat.text
        assert "26 ! 1" in seat.text
        await seat.press("l", "l")
        assert "Mary Kaye" in seat.text
        await seat.press("l", "enter")
        assert "[day]" in seat.text
        assert "10:00" in seat.cursor
        await seat.press("enter")
        await seat.sees("Linus Berg")
        await seat.press("escape", "n")
        await seat.sees("Add a reminder")
        assert "2026-03-05" in seat.text

    drive(desk, steps)


def test_a_wide_week_has_a_column_for_each_day(desk: Workspace) -> None:
    with desk.write("test") as w:
        for number in range(12):
            factories.reminder(w, text=f"Sort {number}", due="2026-03-06")

    async def steps(seat: Seat) -> None:
        await seat.press("6", "v", "v")
        assert any("Mon 2 Mar  2" in line and "Thu 5 Mar  1" in line for line in seat.lines)
        assert "! Send the" in seat.cursor
        await seat.press("j")
        assert "15:00 Call" in seat.cursor
        await seat.press("x")
        await seat.sees("done: Call about the offer")
        await seat.press("l", "enter")
        await seat.sees("Grace Hopper")
        await seat.press("escape", "l", "l", "l")
        assert "… 5 more" in seat.text
        await seat.press("G")
        assert "Sort 11" in seat.cursor
        assert "↑ 5 more" in seat.text
        await seat.press("h", "h", "h", "h", "h")
        assert "Week 9" in seat.text
        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
        assert "Thu 26 Feb  1" in seat.text
        await seat.pilot.resize_terminal(120, 40)
        await seat.settle()
        assert any("Mon 23 Feb" in line and "Sun 1 Mar" in line for line in seat.lines)

    drive(desk, steps, (120, 40))


@pytest.mark.parametrize("view", range(4))
def test_the_agenda_is_filtered_in_every_view(desk: Workspace, view: int) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("6", *"v" * view, "/")
        await seat.type("kind:call")
        await seat.sees("1 reminder")
        await seat.press("enter")
        assert "Call about the offer" in seat.text
        assert "Send the brochure" not in seat.text
        await seat.press("v", "v", "v", "v", "tab" if view == 3 else "g")
        assert "Call about the offer" in seat.cursor or view == 3
        await seat.press("/")
        await seat.type(" kind:nothing")
        await seat.sees("no kind 'nothing'")
        await seat.press("escape")
        await seat.until(lambda: "Ask for references" in seat.text or view in (1, 3))
        assert "no kind" not in seat.text

    drive(desk, steps)


def test_the_timeline_is_filtered_in_the_same_language(desk: Workspace) -> None:
    with factories.later(desk, days=-3).write("test") as w:
        factories.interaction(w, factories.target(w, "contact", 1), "email", text="Sent the plan")

    async def steps(seat: Seat) -> None:
        await seat.press("7", "/")
        await seat.type("kind:email")
        await seat.sees("1 interaction")
        await seat.press("enter")
        assert "Sent the plan" in seat.text
        assert "Lead → Won" not in seat.text
        await seat.press("escape")
        await seat.sees("Lead → Won")
        await seat.press("/")
        await seat.type("colour:red")
        await seat.sees("unknown field 'colour'")

    drive(desk, steps)


def test_the_snooze_menu_tells_of_days_off_and_passes_over_them(desk: Workspace) -> None:
    friday = factories.later(desk, days=4)
    strict = replace(friday, config=replace(desk.config, business_days="yes"))

    async def steps(seat: Seat) -> None:
        await seat.press("6", "s")
        assert "tomorrow" in seat.text
        assert seat.text.count("Mon 9 Mar (after weekend)") == 1
        assert "next week" not in seat.text  # it is the same day
        assert "Tue 7 Apr (after Easter Monday)" in seat.text.partition("next month")[2]
        await seat.press("t")
        await seat.sees("until Mon 9 Mar 2026")
        await seat.press("u")

    drive(strict, steps)


def test_a_repetition_is_shown_with_the_days_it_comes_to(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("6", "n")
        await seat.type("Water the plants")
        await seat.press("enter")
        await seat.type("2026-03-02")
        await seat.press("enter", "tab", "tab")
        await seat.type("every 2 w")
        await seat.sees("every 2 weeks")
        await seat.press("down", "enter")
        assert "again Mon 16 Mar, 30 Mar" in seat.text
        await seat.type(" on")
        await seat.press("ctrl+s")
        assert "is not a repetition" in seat.text

    drive(desk, steps)


def test_a_new_reminder_may_belong_to_somebody(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("1", "n")
        await seat.type("Send the drawings")
        await seat.press("tab")
        await seat.type("fri")
        await seat.press("tab")
        await seat.type("Harbour")
        await seat.sees("Proposal")
        await seat.press("tab", "ctrl+s")
        await seat.until(lambda: "Add a reminder" not in seat.text)

    drive(desk, steps)
    with desk.read() as reader:
        planned = [each for each in reminders.due(reader) if each.text == "Send the drawings"]
        assert [each.deal for each in planned] == ["Harbour cranes"]


def test_a_reminder_is_handed_to_a_colleague(desk: Workspace) -> None:
    async def alone(seat: Seat) -> None:
        await seat.press("6", "O")
        await seat.sees("crm user add")

    drive(desk, alone)
    with desk.write("test") as w:
        users.create(w, "Bo")

    async def steps(seat: Seat) -> None:
        await seat.press("6", "O")
        await seat.sees("Hand over: Send the brochure")
        await seat.press("j", "enter")
        await seat.sees("handed to Bo: Send the brochure")
        assert "@Bo" in seat.cursor
        await seat.press("u")
        await seat.sees("undone: handed to Bo")

    drive(desk, steps)
    with desk.read() as r:
        assert {each.owner for each in reminders.reminders(r, Page())} == {"Ada"}
