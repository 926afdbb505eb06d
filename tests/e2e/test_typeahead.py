"""Keys that come faster than screens open, as from a quick typist or over a slow line."""

from __future__ import annotations

from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_S, ENTER, TAB


def test_what_is_typed_in_one_go_goes_where_it_would_go_slowly(crm_on_file: Program) -> None:
    for name in ("Ana Belmar", "Mira Lindholt"):
        crm_on_file.run("contact", "add", name)
    crm_on_file.run("deal", "add", "Two cranes", "--value", "12000", "--contact", "2")
    with crm_on_file.app() as screen:
        screen.wait("1 Today", "Two cranes")
        filtered_and_opened = f"3/lindh{ENTER}{ENTER}"
        logged = f"lAsked for a price{TAB}ring tomorrow{CTRL_S}"
        screen.press(filtered_and_opened + logged + "6", "Tomorrow  1", "ring", "Mira Lindholt")
        screen.press("5LL", "≈ €6k")
        screen.press("7", "Asked for a price", "Mira Lindholt", gone=["Ana"])
        screen.send("q")
        assert screen.ended() == 0


def test_keys_wait_for_a_form_that_is_saved(crm_on_file: Program) -> None:
    with crm_on_file.app() as screen:
        screen.press("3", "No contacts yet")
        people = ("Ana Belmar", "Mira Lindholt", "Tomas Verhage")
        keys = "".join(f"n{name}{CTRL_S}" for name in people)
        screen.press(keys, *people, "3 contacts", gone=["Add a contact"])


def test_a_command_meets_the_list_as_the_one_before_left_it(crm_on_file: Program) -> None:
    crm_on_file.run("contact", "add", "Ana Belmar")
    for step in ("ring", "write", "visit"):
        crm_on_file.run("remind", "add", "contact:1", f"{step} Ana", "--due", "today")
    with crm_on_file.app() as screen:
        screen.wait("1 Today", "ring Ana")
        screen.press("6xx", "Today  1", "visit Ana", gone=["ring Ana", "write Ana"])
