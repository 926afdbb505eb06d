"""Bringing a file in from the app: chosen, mapped by keys, planned, done, taken back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_tui.app import CrmApp
from crm_tui.importing import tally
from crm_tui.importing.files import import_file
from crm_tui.importing.result import ImportResult
from crm_tui.queries import contacts
from crm_tui.queries.paging import Page
from crm_tui.screens.imports import planning
from crm_tui.screens.imports.running import Run
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive
from tests.tui.looking import Looks
from tests.tui.test_snapshots import pressing

PEOPLE = """Who,E-mail,Company,Shoe size
Ada Byron,ada@engines.example,Engines,37
Grace Hopper,grace@example.com,Acme Yards,38
,,,
"""
DOUBTFUL = """Name,E-mail,Job title
Bo Ek,grace@example.com,Head buyer
Cy Orr,grace@example.com,
Di Fox,grace@example.com,Pilot
"""
WRITTEN = datetime(2026, 2, 20, 9, tzinfo=UTC).timestamp()
# What is pressed for a picture of each state.
STATES = {
    "file": ["I"],
    "plan": ["I", "enter", "e", *"name", "enter"],
    "done": ["I", "enter", "e", *"name", "enter", "i"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the app is started."""
    place = tmp_path / "downloads"
    (place / "old").mkdir(parents=True)
    (place / "people.csv").write_text(PEOPLE)
    (place / "notes.docx").write_text("no import")
    os.utime(place / "people.csv", (WRITTEN, WRITTEN))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(place)
    return place


def names(workspace: Workspace, filter: str = "") -> list[str]:
    with workspace.read() as reader:
        return sorted(each.name for each in contacts.contacts(reader, Page(filter=filter)))


def test_a_file_is_mapped_imported_shown_and_taken_back(desk: Workspace, folder: Path) -> None:
    before = names(desk)

    async def steps(seat: Seat) -> None:
        await seat.press("I")
        assert "people.csv" in seat.cursor and "old/" in seat.text
        assert "notes.docx" not in seat.text
        await seat.press("enter")
        await seat.sees("plan: 1 new")
        assert "custom:who" in seat.cursor
        await seat.press("e")
        await seat.type("nam")
        await seat.press("enter")
        await seat.sees("plan: 1 new with 1 new company, 1 updated")
        assert "line 2: Ada Byron" in seat.text and "1 custom field: Shoe size" in seat.text
        await seat.press("G", "x")
        await seat.sees("left out")
        await seat.until(lambda: "custom field" not in seat.text)
        assert names(desk) == before
        await seat.press("i")
        await seat.sees("imported people.csv: 1 new")
        assert names(desk) == sorted([*before, "Ada Byron"])
        await seat.press("u")
        await seat.sees("plan: 1 new")
        assert names(desk) == before
        await seat.press("i")
        await seat.sees("✓ imported")
        await seat.press("l")
        await seat.sees("Ada Byron")
        assert "Mary Kaye" not in seat.text

    drive(desk, steps)


@pytest.mark.usefixtures("folder")
def test_what_was_chosen_is_thrown_away_only_when_asked(empty_desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("I", "enter")
        await seat.sees("plan: ")
        assert "overwrites" not in seat.text  # nothing is here yet
        await seat.press("x")
        await seat.sees("left out")
        await seat.press("escape")
        await seat.sees("Throw away what you chose?")
        await seat.press("n")
        await seat.sees("left out")
        await seat.press("escape", "y", "enter")
        await seat.sees("custom:who")
        await seat.press("escape")
        await seat.until(lambda: "custom:who" not in seat.text)

    drive(empty_desk, steps)


def test_a_plan_is_saved_as_a_recipe_and_one_is_used(empty_desk: Workspace, folder: Path) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("I", "enter")
        await seat.sees("plan: ")
        await seat.press("x")
        await seat.sees("left out")
        await seat.press("s")
        await seat.sees("Save as a recipe")
        await seat.press("ctrl+s")
        await seat.until((folder / "people.toml").exists)
        assert 'Who = "-"' in (folder / "people.toml").read_text()
        (folder / "people.toml").write_text('[columns]\nWho = "name"\n')
        await seat.press("o")
        await seat.sees("Use a recipe")
        await seat.press("4")
        await seat.type("people.toml")
        await seat.press("ctrl+s")
        await seat.until(lambda: "left out" not in seat.text and "2 new" in seat.text)

    drive(empty_desk, steps)


def test_a_folder_is_walked_and_a_path_typed(desk: Workspace, folder: Path) -> None:
    (folder / "old" / "more.csv").write_text("Name\nLin Chen\n")

    async def steps(seat: Seat) -> None:
        await seat.press("I", "j", "j", "enter")
        await seat.sees("more.csv")
        await seat.press("h")
        assert "old/" in seat.cursor
        await seat.press("slash")
        await seat.type("old/mor")
        await seat.sees("more.csv")
        await seat.press("enter", "enter")
        await seat.sees("plan: 1 new")
        await seat.press("escape", "slash")
        await seat.type("x")
        await seat.press("enter")
        await seat.sees("no file at")

    drive(desk, steps)


def test_a_file_that_cannot_be_planned_says_why_and_is_mended(
    desk: Workspace, folder: Path
) -> None:
    (folder / "people.csv").write_text(f"Who,Stage\n{factories.HOSTILE},new\n")

    async def steps(seat: Seat) -> None:
        await seat.press("I", "enter")
        await seat.sees("cannot be imported yet")
        assert "--map" not in seat.text and "[EMEA]" in seat.text
        await seat.press("i")
        await seat.sees("it cannot be imported yet")
        await seat.press("e")
        await seat.type("name")
        await seat.press("enter")
        await seat.sees("plan: 1 new")

    drive(desk, steps)


def test_a_cancelled_import_leaves_nothing(
    desk: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (f"Person {n},p{n}@many.example\n" for n in range(300))
    (folder / "people.csv").write_text("Name,E-mail\n" + "".join(rows))
    before, calls = names(desk), []
    go_on = Run.progress

    def progress(run: Run, done: int, total: int) -> None:
        calls.append(done)
        run.stopped = len(calls) == 5  # the second batch of the import: three are the plan's
        go_on(run, done, total)

    monkeypatch.setattr(Run, "progress", progress)
    monkeypatch.setattr(tally, "BATCH", 100)

    async def steps(seat: Seat) -> None:
        await seat.press("I", "enter")
        await seat.sees("plan: 300 new")
        await seat.press("i")
        await seat.sees("nothing of people.csv was imported")
        assert "plan: 300 new" in seat.text and "undoes" not in seat.text

    drive(desk, steps)
    assert names(desk) == before


def test_review(looks: Looks, desk: Workspace, folder: Path) -> None:
    (folder / "people.csv").write_text(DOUBTFUL)
    looks(CrmApp(desk), pressing(["I", "enter", "r", "s"]))


@pytest.mark.parametrize("name", list(STATES))
@pytest.mark.usefixtures("folder")
def test_state(looks: Looks, desk: Workspace, name: str) -> None:
    async def steps(seat: Seat) -> None:
        await pressing(STATES[name])(seat)
        if name == "done":
            await seat.sees("3 Contacts 4")  # is counted a little later

    looks(CrmApp(desk), steps)


def test_doubtful_rows_are_reviewed_side_by_side(desk: Workspace, folder: Path) -> None:
    (folder / "people.csv").write_text(DOUBTFUL)

    async def steps(seat: Seat) -> None:
        await seat.press("I", "enter")
        await seat.sees("3 doubtful")
        await seat.press("r")
        await seat.sees("1 of 3  line 2 shares grace@example.com with Grace Hopper")
        assert "○ Buyer" in seat.text and "● Head buyer" in seat.text
        await seat.press("n")
        await seat.sees("2 of 3")
        await seat.press("s")
        await seat.sees("3 of 3")
        await seat.press("K")
        await seat.sees("= the same")
        await seat.press("X")
        await seat.sees("plan: 1 new, 1 updated, 1 skipped")
        await seat.press("i")
        await seat.sees("✓ imported: 1 new, 1 updated, 1 skipped")

    drive(desk, steps)
    assert {"Bo Ek", "Cy Orr"} <= {*names(desk)}
    assert "Di Fox" not in names(desk)


@pytest.mark.usefixtures("folder")
def test_a_change_elsewhere_does_not_begin_the_plan_anew(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Seat] = []
    seats: list[Seat] = []

    def plan(*given: Any, **named: Any) -> ImportResult:
        plans.append(seats[0])
        seats[0].app.call_from_thread(seats[0].app.changed.publish, None)
        return import_file(*given, **named)

    monkeypatch.setattr(planning, "import_file", plan)

    async def steps(seat: Seat) -> None:
        seats.append(seat)
        await seat.press("I", "enter", "e", *"name", "enter")
        await seat.sees("plan: 1 new with 1 new company, 1 updated")
        assert len(plans) == 2  # of the file as it is, and with the name

    drive(desk, steps)
