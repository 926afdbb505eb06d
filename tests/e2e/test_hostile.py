"""Names that try to act are inert in every byte that reaches the terminal.

They come in two ways: typed and imported, where they are cleaned on the way in, and put into
the file by another program, as they are.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests import factories
from tests.e2e.program import Program
from tests.e2e.terminal import ENTER, ESCAPE, Terminal

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ACTING = [b"\x1b]52", b"\x1b]0;", b"\x9b", *(mark.encode() for mark in BIDI)]
SEEN = "[EMEA]"
# What prints names to a terminal; every command and format, piped, is for tests/cli.
COMMANDS = [
    ("contact", "list"), ("contact", "show", "1"), ("contact", "show", "1", "--json"),
    ("company", "show", "1"), ("deal", "list"), ("board",), ("due",), ("timeline",),
    ("history",), ("tag", "list"),
]  # fmt: skip


@pytest.fixture(params=["typed", "put into the file"])
def hostile(request: pytest.FixtureRequest, crm_on_file: Program) -> Program:
    """A store where all that has a name has the hostile one."""
    crm, name = crm_on_file, factories.HOSTILE
    crm.run("contact", "add", name, "--company", name, "--tag", name, "--email", "h@example.com")
    crm.run("deal", "add", name, "--value", "1200", "--contact", "1")
    crm.run("log", "call", "contact:1", name, "--deal", "deal:1")
    crm.run("remind", "add", "contact:1", name, "--due", "today")
    if request.param != "typed":
        _put_into(Path(crm.env["CRM_DB"]), name)
    return crm


def _put_into(store: Path, name: str) -> None:
    columns = {
        "contact": "name", "company": "name", "tag": "name", "deal": "title",
        "reminder": "text", "interaction": "body", "operation": "summary",
    }  # fmt: skip
    with sqlite3.connect(store) as db:
        for table, column in columns.items():
            db.execute(f"UPDATE {table} SET {column} = ?", (name,))
    db.close()


def test_commands(hostile: Program) -> None:
    for command in COMMANDS:
        with hostile.command(*command) as screen:
            assert screen.ended() == 0
        _assert_inert(screen.raw, command)
        assert SEEN.encode() in screen.raw, command


def test_what_is_not_found_is_told_inert(crm_on_file: Program) -> None:
    with crm_on_file.command("contact", "show", f"nobody {factories.HOSTILE}") as screen:
        assert screen.ended() == 3
    _assert_inert(screen.raw)
    assert SEEN.encode() in screen.raw


def test_imported(crm_on_file: Program, home: Path) -> None:
    book = home / "book.csv"
    name = factories.HOSTILE
    book.write_text(f"Name,Company,E-mail,Notes\n{name},{name},h@example.com,{name}\n")
    with crm_on_file.command("import", str(book)) as screen:
        assert screen.ended() == 0
    _assert_inert(screen.raw)
    _assert_inert(crm_on_file.run("contact", "show", "1").encode())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_every_screen(hostile: Program, size: tuple[int, int]) -> None:
    with hostile.app(size) as screen:
        screen.wait("1 Today", SEEN)
        for key, sign in (("3", "1 contact"), ("5", "Lead"), ("7", "call"), ("6", "Today  1")):
            screen.press(key, sign, SEEN)
        _look_into_records(screen)
        screen.send("q")
        assert screen.ended() == 0
    _assert_inert(screen.raw)


def _look_into_records(screen: Terminal) -> None:
    """Every record on its own screen, its form, the palette, and what a write says."""
    for mode, sign in (("3", "/ Filter"), ("5", "Lead"), ("7", "call"), ("6", "Today  1")):
        screen.press(mode, sign)
        screen.press(ENTER, "esc Back", SEEN)
        screen.press("e", "^s", SEEN)
        screen.press(ESCAPE, "esc Back", gone=["^s"])
        screen.press(ESCAPE, sign, gone=["esc Back"])
    screen.press("3", "/ Filter")
    screen.press("c", "esc Back", "Contacts", SEEN)
    screen.press(ESCAPE, "/ Filter", gone=["esc Back"])
    screen.press("r", "^s", SEEN)
    screen.press("ring today", "ring today")
    screen.press(ESCAPE, "Throw away")
    screen.press("y", "/ Filter", gone=["^s", "Throw away"])


def _assert_inert(written: bytes | bytearray, what: object = "") -> None:
    for sign in ACTING:
        assert sign not in written, f"{sign!r} was written {what}"
