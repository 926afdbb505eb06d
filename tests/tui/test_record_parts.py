"""What hangs on a record is added, edited, deleted and used on the record's own screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.channels import link_to
from crm_tui.queries import contacts, key_dates, notes, preferences, relationships
from crm_tui.services import channels
from crm_tui.services import preferences as wishes
from crm_tui.store.files import Files
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


async def go(seat: Seat, words: str) -> None:
    """The cursor to the first line below it that holds the words."""
    for _ in range(60):
        if words in seat.cursor:
            return
        await seat.press("j")
    raise AssertionError(f"no '{words}' under the cursor:\n{seat.text}")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with what was handed to the system's opener: a browser that writes it down."""
    told, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {told}.new && mv {told}.new {told}\n')
    browser.chmod(0o755)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROWSER", str(browser))
    return told


def test_everything_is_added_with_n(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter", "n", "n")
        await seat.sees("A note on Grace Hopper")
        await seat.type("Prefers mornings\nNever on Fridays")
        await seat.press("ctrl+s")
        await seat.sees("Never on Fridays")
        await seat.press("n", "d")
        await seat.type("birthday")
        await seat.press("tab")
        await seat.type("1970-03-09")
        await seat.press("ctrl+s")
        await seat.sees("noted the birthday of Grace Hopper")
        await seat.press("n", "r")
        await seat.type("contact:2")
        await seat.press("ctrl+s")
        await seat.sees("noted: Grace Hopper reports to Linus Berg")
        await seat.press("n", "c")
        await seat.type("grace@home.example")
        await seat.press("ctrl+s")
        await seat.sees("grace@home.example")
        await seat.press("n", "p", "tab", "tab", "tab")
        await seat.type("Mars/Base")
        await seat.press("ctrl+s")
        await seat.sees("'Mars/Base' is not a time zone")
        await seat.press(*["backspace"] * 9)
        await seat.type("America/New_York")
        await seat.press("ctrl+s")
        await seat.sees("03:00 there")
        await seat.press("n", "k")
        await seat.type("newsletter")
        await seat.press("ctrl+s")
        await seat.sees("Grace Hopper consents to newsletter by email")

    drive(desk, steps)
    with desk.read() as r:
        assert [each.body for each in notes.of_record(r, "contact", 1)] == [
            "Prefers mornings\nNever on Fridays"
        ]
        assert [each.day for each in key_dates.of_record(r, "contact", 1)] == ["1970-03-09"]
        assert len(relationships.of_record(r, "contact", 2)) == 1
        assert preferences.preference(r, 1).timezone == "America/New_York"
        assert [each.purpose for each in preferences.consents(r, 1)] == ["newsletter"]


def test_a_part_is_edited_and_deleted_under_the_cursor(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        await go(seat, "grace@example.com")
        await seat.press("e")
        await seat.sees("Edit the email")
        await seat.press(*["backspace"] * 30)
        await seat.type("hopper@example.com")
        await seat.press("ctrl+s")
        await seat.sees("edited email hopper@example.com")
        assert "hopper@example.com" in seat.cursor
        await seat.press("d", "d")
        await seat.sees("deleted email hopper@example.com")
        await seat.press("u", "u")
        await seat.sees("grace@example.com")

    drive(desk, steps)


def test_a_channel_is_copied_and_opened_with_two_keys(desk: Workspace, opened: Path) -> None:
    with desk.write("test") as w:
        channels.add(w, "contact", 1, "phone", "030 1234567")

    async def steps(seat: Seat) -> None:
        await seat.press("3", "m")
        await seat.sees("Reach Grace Hopper")
        await seat.press("c")
        assert seat.app.clipboard == "grace@example.com"
        await seat.press("m", "enter")
        await seat.until(opened.exists)
        assert opened.read_text() == "mailto:grace@example.com\n"
        opened.unlink()
        await seat.press("enter")
        await go(seat, "030 1234567")
        await seat.press("enter", "enter")
        await seat.until(opened.exists)
        assert opened.read_text() == "tel:+49301234567\n"
        await seat.press("enter", "x")
        await seat.sees("✗ does not work")

    drive(desk, steps)


def test_who_wants_no_contact_is_asked_about_first(desk: Workspace, opened: Path) -> None:
    with desk.write("test") as w:
        wishes.edit(w, 1, {"do_not_contact": "yes"})

    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter")
        await seat.sees("⊘ do not contact")
        await seat.press("m")
        await seat.sees("⊘ does not want to be contacted")
        await seat.press("enter", "n")
        assert not opened.exists()
        await seat.press("m", "enter", "y")
        await seat.until(opened.exists)

    drive(desk, steps)


def test_without_an_opener_the_link_is_shown_and_copied(
    desk: Workspace, opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", str(opened.parent / "missing"))
    monkeypatch.setenv("PATH", str(opened.parent))

    async def steps(seat: Seat) -> None:
        await seat.press("3", "m", "enter")
        await seat.sees("nothing here opens links; copied:")
        assert seat.app.clipboard == "mailto:grace@example.com"

    drive(desk, steps)


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("email", "a&b@example.com?cc=x", "mailto:a%26b@example.com%3Fcc%3Dx"),
        ("phone", "+49 30 901820", "tel:+4930901820"),
        ("phone", "030 901820", "tel:+4930901820"),
        ("website", "example.com/a b", ""),
        ("website", "example.com/ü", "https://example.com/%C3%BC"),
        ("social", "@grace", ""),
        ("website", "javascript:alert(1)", ""),
        ("address", "12 Dock Road", ""),
    ],
)
def test_what_opens_a_channel(kind: str, value: str, link: str) -> None:
    assert link_to(kind, value, "DE") == link


def test_a_hostile_value_is_inert_on_its_way_out(desk: Workspace) -> None:
    with desk.write("test") as w:
        id = factories.contact(w, "Hostile")
        channels.add(w, "contact", id, "social", factories.HOSTILE)
        value = contacts.channels(w, "contact", [id])[id][0].value

    async def steps(seat: Seat) -> None:
        await seat.press("3", "j", "m")
        await seat.sees("Reach Hostile")
        assert "[EMEA]" in seat.text
        await seat.press("c")
        assert seat.app.clipboard == value
        assert seat.app.clipboard.isprintable()

    drive(desk, steps)


def test_a_file_is_attached_opened_saved_and_taken_off(
    desk: Workspace, opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_others_write(copy: Callable[..., Any]) -> Callable[..., Any]:
        def copied(*args: Any) -> Any:
            with closing(sqlite3.connect(desk.target, timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
            return copy(*args)

        return copied

    for name in ("keep", "save"):
        monkeypatch.setattr(Files, name, while_others_write(getattr(Files, name)))
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "offer [EMEA].pdf").write_text("two cranes")

    async def steps(seat: Seat) -> None:
        await seat.press("3", "enter", "n", "a")
        await seat.type(f"{tmp_path}/pap")
        await seat.sees("papers/")
        await seat.press("tab")
        await seat.sees("offer [EMEA].pdf")
        await seat.press("tab", "ctrl+s")
        await seat.sees("attached offer [EMEA].pdf to Grace Hopper")
        await go(seat, "offer [EMEA].pdf  10 B")
        await seat.press("enter", "o")
        await seat.until(opened.exists)
        assert Path(opened.read_text().strip()).read_text() == "two cranes"
        await seat.press("enter", "s", *["backspace"] * 30)
        await seat.type(f"{tmp_path}/again.pdf")
        await seat.press("ctrl+s")
        await seat.sees("saved offer [EMEA].pdf")
        await seat.press("d", "d")
        await seat.sees("took offer [EMEA].pdf off Grace Hopper")
        await seat.press("u", "g")
        await go(seat, "offer [EMEA].pdf  10 B")
        await seat.press("n", "a")
        await seat.type(str(folder / "missing"))
        await seat.press("ctrl+s")
        await seat.sees("no file at")

    drive(desk, steps)
    assert (tmp_path / "again.pdf").read_text() == "two cranes"
