"""What a user's days are made of, each on a pseudo-terminal and, in CI, under tmux too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_tui.config import Config
from crm_tui.workspace import open_workspace
from tests import factories
from tests.e2e.program import Program, program
from tests.e2e.terminal import CTRL_S, ENTER, TAB, Screen

Open = Callable[[Program], Screen]


@pytest.fixture(params=["pseudo-terminal", pytest.param("tmux", marks=pytest.mark.tmux)])
def opened(request: pytest.FixtureRequest, home: Path) -> Open:
    """Opens the app on a terminal of 80x24."""
    if request.param == "tmux":
        assert shutil.which("tmux"), "this test needs tmux; on Debian: apt-get install tmux"
        return lambda crm: crm.app_in_tmux((80, 24), home)
    return lambda crm: crm.app()


@pytest.fixture
def seller(crm_on_file: Program) -> Program:
    """Two people, each with a deal, and something to do today."""
    workspace = open_workspace(crm_on_file.env["CRM_DB"], Config(timezone=crm_on_file.env["TZ"]))
    with workspace.write("test") as w:
        mira, ilse = (factories.contact(w, name) for name in ("Mira Lindholt", "Ilse Brandow"))
        factories.deal(w, "Two cranes", contact=f"contact:{mira}")
        factories.deal(w, "Mill stones", contact=f"contact:{ilse}")
        factories.reminder(w, "contact", mira, text="Ring about the cranes")
    workspace.close()
    return crm_on_file


def _quit(screen: Screen) -> None:
    screen.send("q")
    assert screen.ended() == 0


def test_first_start(home: Path, opened: Open) -> None:
    crm = program(home, str(home / "fresh" / "crm.db"))
    with opened(crm) as screen:
        screen.wait("1 Today", "then tour")
        screen.press("3", "No contacts yet")
        screen.press("n", "Name")
        screen.press("Grace Hopper", "Grace Hopper")
        screen.press(CTRL_S, "1 contact", "Grace Hopper", gone=["No contacts yet"])
        screen.press("l", "Log with Grace Hopper")
        screen.press("Wants a quote", "Wants a quote")
        screen.move(TAB)
        screen.press("send the quote today", "→ send the quote")
        screen.press(CTRL_S, "1 contact", gone=["Log with"])
        screen.press("1", "send the quote", "Grace Hopper", gone=["then tour"])
        _quit(screen)
    assert "send the quote · Grace Hopper" in crm.run("due")


def test_the_days_work_queue(seller: Program, opened: Open) -> None:
    with opened(seller) as screen:
        screen.wait("Ring about the cranes")
        screen.press("2", "Mira Lindholt", "1 of 2")
        screen.press("c", "what is next?")
        screen.press("Likes them", "Likes them")
        screen.move(TAB)
        screen.press("send the drawings fri 3pm", "send the drawings", "15:00")
        screen.press(ENTER, "2 of 2", "1 done", "Mill stones")
        screen.press(TAB, "The round is through: 1 done, 1 skipped")
        screen.press("1", "Mill stones")
        screen.press("2", "The round is through")
        _quit(screen)
    assert "send the drawings" in seller.run("remind", "list")


def test_planning_a_week(seller: Program, opened: Open) -> None:
    with opened(seller) as screen:
        screen.wait("Ring about the cranes")
        screen.press("6", "Ring about the cranes", "s Snooze")
        screen.press("s", "tomorrow")
        screen.press(ENTER, "snoozed", gone=["in 3 days"])
        screen.press("n", "Add a reminder")
        screen.press("Order cards", "Order cards")
        screen.move(TAB)
        screen.press("today", "today")
        screen.press(CTRL_S, "Order cards", "Today  1", gone=["Add a reminder"])
        screen.press("1", "Order cards")
        _quit(screen)
    assert "Today (1)" in seller.run("due")


def test_losing_a_deal_with_its_reason(seller: Program, opened: Open) -> None:
    with opened(seller) as screen:
        screen.wait("Two cranes")
        screen.press("5", "Mill stones", "x Lose")
        screen.press("x", "Reason")
        screen.press("Too dear", "Too dear")
        screen.press(CTRL_S, "Lost", gone=["Reason"])
        _quit(screen)
    lost = seller.run("deal", "list", "status:lost", "--json")
    assert "Too dear" in lost
    seller.run("undo")
    assert seller.run("deal", "list", "status:lost", "--json").strip() == "[]"


def test_undoing_a_bulk_edit(seller: Program, opened: Open) -> None:
    with opened(seller) as screen:
        screen.wait("Two cranes")
        screen.press("3", "2 contacts")
        screen.press("A", "2 marked")
        screen.press("b", "contacts marked")
        screen.press("t", "Tag: 2 contacts")
        screen.press("fair", "get tag fair")
        screen.press(ENTER, "tagged fair: 2 contacts")
        assert seller.run("contact", "list", "tag:fair", "--format", "ids").split() == ["2", "1"]
        screen.press("u", "undone: tagged fair")
        _quit(screen)
    assert '"tags": []' in seller.run("contact", "show", "1", "--json")


def test_the_tour_leads_to_a_logged_call_with_its_next_step(crm_on_file: Program) -> None:
    with crm_on_file.command("tour") as screen:
        screen.wait("Tour, 1 of 10")
        screen.press("j", "Tour, 2 of 10", "✓")
        screen.press(ENTER, "esc Back")
        screen.press("p", "Open")
        screen.press(ENTER, "Tour, 3 of 10")
        screen.press("l", "Log with")
        screen.press("All well there", "All well there")
        screen.move(TAB)
        screen.press("send the offer fri", "→ send the offer")
        screen.press(CTRL_S, "Tour, 4 of 10", gone=["Log with"])
        _quit(screen)
    assert crm_on_file.run("contact", "list", "--format", "ids") == ""
