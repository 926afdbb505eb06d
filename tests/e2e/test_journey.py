"""The main journey, as a user goes it: from an address book's file to the cron report and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_S, ENTER, ESCAPE, TAB, Screen

CSV = """\
Name,Company,E-mail,Phone
Mira Lindholt,Harbour Lifts,mira@harbour.example,+49 30 5550101
Tomas Verhage,Harbour Lifts,tomas@harbour.example,
Ilse Brandow,Mill & Sons,ilse@mill.example,+49 30 5550102
Óscar Peñalta,Mill & Sons,oscar@mill.example,
"""
STEP = "ring about the cranes"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_journey_on_a_file(crm_on_file: Program, home: Path, size: tuple[int, int]) -> None:
    _prepare(crm_on_file, home)
    with crm_on_file.app(size) as screen:
        _journey(screen)
    _report_and_undo(crm_on_file)


def test_journey_on_a_server(crm_on_server: Program, home: Path) -> None:
    _prepare(crm_on_server, home)
    with crm_on_server.app() as screen:
        _journey(screen)
    _report_and_undo(crm_on_server)


@pytest.mark.tmux
def test_journey_in_tmux(crm_on_file: Program, home: Path) -> None:
    assert shutil.which("tmux"), "this test needs tmux; on Debian: apt-get install tmux"
    _prepare(crm_on_file, home)
    with crm_on_file.app_in_tmux((80, 24), home) as screen:
        _journey(screen)
    _report_and_undo(crm_on_file)


def _prepare(crm: Program, home: Path) -> None:
    """Import the address book, and put a deal on the board."""
    book = home / "book.csv"
    book.write_text(CSV, encoding="utf-8")
    assert "4 new with 2 new companies" in crm.run("import", str(book))
    assert "0 new, 0 updated, 4 the same" in crm.run("import", str(book))
    crm.run("deal", "add", "Two cranes", "--value", "12000", "--contact", "mira@harbour.example")


def _journey(screen: Screen) -> None:
    """Filter, open, log with a next step, see it, move a deal, undo, redo, leave."""
    screen.wait("1 Today", "Two cranes", "no next step")
    screen.press("3", "Ilse Brandow", "Óscar Peñalta", "4 contacts")
    screen.press("/", "esc No filter")
    screen.press("lindh", "1 of 4 contacts", "Mira Lindholt", gone=["Ilse Brandow"])
    screen.press(ENTER, "/ Filter")
    screen.press(ENTER, "esc Back", "mira@harbour.example")

    screen.press("l", "Log with Mira Lindholt")
    screen.press("Asked for a price", "Asked for a price")
    screen.move(TAB)
    screen.press(f"{STEP} today", f"→ {STEP}")
    screen.press(CTRL_S, STEP, gone=["Log with"])
    screen.press("G", "Asked for a price")
    screen.press(ESCAPE, "/ Filter", gone=["esc Back"])
    screen.press("6", "Today  1", STEP, "Mira Lindholt")
    screen.press("1", STEP, "Two cranes")

    screen.press("5", "≈ €1.2k")
    screen.press("L", "≈ €3k")
    screen.press("u", "≈ €1.2k")
    screen.press("U", "≈ €3k")
    screen.send("q")
    assert screen.ended() == 0


def _report_and_undo(crm: Program) -> None:
    """The cron report has the next step; the app's operations are taken back, latest first."""
    report = crm.run("due")
    assert "Today (1)" in report
    assert f"{STEP} · Mira Lindholt (Harbour Lifts)" in report
    assert _deal(crm)["stage"] == "Qualified"

    assert "moved deal Two cranes" in crm.run("undo")
    assert _deal(crm)["stage"] == "Lead"
    assert "logged call with Mira Lindholt" in crm.run("undo")
    assert crm.run("due") == "Nothing is due.\n"
    assert "Asked for a price" not in crm.run("timeline")


def _deal(crm: Program) -> dict[str, object]:
    found: dict[str, object] = json.loads(crm.run("deal", "show", "1", "--json"))
    return found
