"""Forms complete names while they are typed, and tell of records that may be the same."""

from __future__ import annotations

from textual.widgets import Input

from crm_tui.queries import contacts, deals
from crm_tui.queries.paging import Page
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


def value(seat: Seat) -> str:
    field = seat.app.focused
    assert isinstance(field, Input)
    return field.value


def test_a_name_is_taken_from_the_list_and_means_that_record(desk: Workspace) -> None:
    with desk.write("test") as w:
        namesake = factories.contact(w, "Mary Kaye", company="Other Co")

    async def steps(seat: Seat) -> None:
        await seat.press("5", "n")
        await seat.type("Refit")
        await seat.press("tab", "tab")
        await seat.type("mary")
        await seat.sees("Other Co")
        await seat.press("down", "enter")
        assert value(seat) == "Mary Kaye"
        assert "→ Mary Kaye, Other Co" in seat.text
        await seat.press("tab")
        await seat.type("nord")
        await seat.sees("Nordlicht")
        await seat.press("escape")
        assert "Nordlicht  " not in seat.text
        assert "Add a deal" in seat.text, "escape closes the list first"
        await seat.type("l")
        await seat.press("down", "tab", "ctrl+s")
        await seat.sees("added deal Refit")

    drive(desk, steps)
    with desk.read() as r:
        deal = next(each for each in deals.deals(r, Page("refit")))
        people = deals.contacts_of(r, [deal.id])[deal.id]
    assert [each.contact_id for each in people] == [namesake]
    assert deal.company == "Nordlicht"


def test_what_is_new_is_not_taken_for_what_is_there(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "n")
        await seat.type("Nora Ek")
        await seat.press("tab")
        await seat.type("Nord")
        await seat.sees("Nordlicht")
        await seat.press("tab")
        await seat.sees("→ new company Nord · or is it Nordlicht?")
        await seat.press("ctrl+s")
        await seat.sees("added contact Nora Ek with new company Nord")

    drive(desk, steps)
    with desk.read() as r:
        found = next(iter(contacts.details(r, Page("nora"))))
    assert found.contact.company == "Nord"


def test_tags_are_completed_one_by_one(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "j", "t")
        await seat.type("fair, VI")
        await seat.press("down", "enter")
        assert value(seat) == "fair, vip"
        await seat.press("enter")
        await seat.sees("tagged Linus Berg")

    drive(desk, steps)


def test_a_record_that_may_be_the_same_is_told_and_does_not_block(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "n")
        await seat.type("Linus Bergh")
        await seat.press("tab")
        await seat.sees("~ may be the same as Linus Berg (Nordlicht):")
        await seat.press("tab", "tab")
        await seat.type("GRACE@example.com")
        await seat.press("tab")
        await seat.sees("~ Grace Hopper (Acme Yards) has this already")
        await seat.press("ctrl+s")
        await seat.sees("added contact Linus Bergh")
        await seat.press("e", "tab", "tab", "tab", "end", "x", "backspace", "tab")
        assert "~ Linus" not in seat.text, "a record is not compared with itself"

    drive(desk, steps)


def test_one_that_was_not_seen_yet_is_told_before_it_is_saved(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "n")
        await seat.type("Berg Linus")
        await seat.press("ctrl+s")
        await seat.sees("it may be the same as Linus Berg (Nordlicht): names swapped")
        await seat.sees("save again if it is another")
        await seat.press("ctrl+s")
        await seat.sees("added contact Berg Linus")
        await seat.press("4", "n")
        await seat.type("Acme Yards GmbH")
        await seat.press("ctrl+s")
        await seat.sees("it may be the same as Acme Yards: same name")
        await seat.press("ctrl+s")
        await seat.sees("added company Acme Yards GmbH")
        await seat.press("e", "tab")
        await seat.type("acme.example")
        await seat.press("ctrl+s")
        await seat.sees("edited company Acme Yards")  # nothing that tells was changed

    drive(desk, steps)


def test_a_question_mark_explains_the_field(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "n", "tab", "tab", "question_mark")
        assert "an amount" in seat.text
        await seat.press("1", "0", "k")
        assert "an amount" not in seat.text
        await seat.press("shift+tab", "w", "h", "y", "question_mark")
        assert value(seat) == "why?"
        await seat.press("tab", "tab", "f1")
        assert "begin to type" in seat.text
        await seat.press("escape")
        assert "begin to type" not in seat.text
        assert "Throw away" not in seat.text, "escape closes the help first"
        await seat.press("escape", "y", "3", "l", "x", "f1")
        assert "? as long as you like" in seat.text
        await seat.press("shift+tab", "f1")
        assert "? one of: call" in seat.text

    drive(desk, steps)
