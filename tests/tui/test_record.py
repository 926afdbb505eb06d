"""A record on a screen of its own: the cursor on each thing of it, keys for that thing."""

from __future__ import annotations

import pytest

from crm_tui.domain.attachments import safe_name
from crm_tui.queries import reminders
from crm_tui.services import (
    attachments,
    channels,
    key_dates,
    preferences,
    records,
    relationships,
)
from crm_tui.store.files import Kept
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive

GRACE = "contact:1"


@pytest.fixture
def known(desk: Workspace) -> Workspace:
    """The filled store, in which all sorts of things are known of Grace Hopper."""
    with desk.write("test") as w:
        grace, linus = (factories.target(w, "contact", id) for id in (1, 2))
        preferences.edit(w, 1, {"channel": "phone", "timezone": "America/New_York"})
        preferences.consent(w, 1, "email", "newsletter", source="fair")
        channels.add(w, "contact", 1, "phone", "+1 212 5550123", label="work")
        key_dates.add(w, "contact", 1, "birthday", "1970-03-09")
        relationships.add(w, linus, "referred by", grace)
        records.add_note(w, "contact", 1, "Prefers mornings\nNever on Fridays")
    return desk


async def go(seat: Seat, words: str) -> None:
    """The cursor to the first line below it that holds the words."""
    for _ in range(60):
        if words in seat.cursor:
            return
        await seat.press("j")
    raise AssertionError(f"no '{words}' under the cursor:\n{seat.text}")


def test_all_that_is_known_is_shown_and_each_thing_opens(known: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        await seat.sees("Grace Hopper")
        text = seat.text
        for words in (
            "Buyer · Acme Yards · #vip",
            "next tomorrow: Ask for references",
            "Mon 03:00 there",
            "+1 212 5550123  ♥ likes this best",
            "Never on Fridays",
        ):
            assert words in text
        await go(seat, "birthday")
        assert "Mon 9 Mar  1970-03-09  every year" in seat.cursor
        await go(seat, "referred  ")
        await seat.press("enter")
        await seat.sees("Nordlicht")
        await seat.press("escape")
        await go(seat, "Mary Kaye")
        await seat.press("enter")
        await seat.sees("Mary Kaye")
        await seat.press("escape")
        assert "Mary Kaye" in seat.cursor

    drive(known, steps)


def test_keys_are_for_the_line_under_the_cursor(known: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter", "e")
        await seat.sees("Edit Grace Hopper")
        await seat.press("escape")
        await go(seat, "Ask for references")
        await seat.press("s", "w")
        await go(seat, "Mon 9 Mar")
        await seat.press("space")
        await seat.sees("done: Ask for references")
        await go(seat, "Harbour cranes")
        await seat.press("w")
        await seat.sees("moved deal Harbour cranes to Won")

    drive(known, steps)
    with known.read() as r:
        assert reminders.of_record(r, "contact", 1) == []


def test_a_wide_terminal_has_two_columns(known: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        assert any("Grace Hopper" in line and "Reminders" in line for line in seat.lines)
        await seat.press("right", "x")
        await seat.sees("done: Ask for references")
        await seat.press("left", "e")
        await seat.sees("Edit Grace Hopper")
        await seat.press("escape")
        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
        assert not any("Grace Hopper" in line and "Deals" in line for line in seat.lines)

    drive(known, steps, (120, 40))


async def log(workspace: Workspace, many: int) -> None:
    with workspace.write("test") as w:
        for number in range(many):
            about = factories.target(w, "contact", 1)
            factories.interaction(w, about, "email", text=f"Mail number {number}")


def test_the_timeline_is_filtered_in_place_and_read_as_far_back_as_wanted(
    known: Workspace,
) -> None:
    async def steps(seat: Seat) -> None:
        await log(known, 230)
        await seat.press("3", "enter", "G")
        await seat.until(lambda: "Mail" in seat.cursor)
        await seat.press("G", "G", "G")
        await seat.sees("Asked for an offer")
        await seat.press("slash")
        await seat.type("kind:call offer")
        await seat.sees("1 found")
        assert "Mail number" not in seat.text
        assert "Grace Hopper" in seat.text
        await seat.press("enter", "j", "enter")
        await seat.sees("direction")
        await seat.press("escape", "escape")
        await seat.sees("Reach")
        await seat.press("slash")
        await seat.type("kind:fax")
        await seat.sees("there is no kind 'fax'")
        await seat.press("escape")
        assert "kind:fax" not in seat.text
        await seat.press("escape")
        await seat.sees("3 contacts")

    drive(known, steps)


def test_a_record_of_which_nothing_is_known_says_what_to_do(empty_desk: Workspace) -> None:
    with empty_desk.write("test") as w:
        factories.contact(w, "Ada Byron")

    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        await seat.sees("Little is known yet: n adds a channel")
        await seat.press("m")
        await seat.sees("A channel of Ada Byron")

    drive(empty_desk, steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_hostile_text_is_inert_wherever_it_hangs(
    empty_desk: Workspace, size: tuple[int, int]
) -> None:
    bad = factories.HOSTILE
    with empty_desk.write("test") as w:
        id = factories.contact(w, bad, company=bad, title=bad)
        one, firm = factories.target(w, "contact", id), factories.target(w, "company", 1)
        relationships.add(w, one, "partner of", firm)
        preferences.edit(w, id, {"language": bad, "best_time": bad})
        preferences.consent(w, id, "email", bad, source=bad)
        channels.add(w, "contact", id, "address", bad, label=bad)
        key_dates.add(w, "contact", id, bad, "1970-03-09")
        records.add_note(w, "contact", id, f"{bad}\n{bad}")
        attachments.add(w, "contact", id, [Kept(safe_name(bad), "ab" * 32, 7)])
        factories.interaction(w, one, text=bad)

    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        seen = seat.text
        for _ in range(30):
            await seat.press("j")
            seen += seat.text
        for keys in (["m"], ["n", "n"], ["n", "p"], ["n", "r"], ["n", "a"]):
            await seat.press("g", *keys)
            seen += seat.text
            await seat.press("escape", "escape")
            if len(seat.app.screen_stack) == 1:
                await seat.press("enter")
        assert seen.count("[EMEA]") > 20
        assert all(each.isprintable() or each == "\n" for each in seen)
        assert seat.app.is_running

    drive(empty_desk, steps, size)
