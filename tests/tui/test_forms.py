"""Forms keep what was typed until it is saved, and say what is wrong where it is wrong."""

from __future__ import annotations

from threading import Event

import pytest
from textual.widgets import Button, Input

from crm_tui.errors import CrmError
from crm_tui.queries import contacts, deals, interactions, reminders
from crm_tui.queries.paging import Page
from crm_tui.services import contacts as contact_services
from crm_tui.services import deals as deal_services
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.driving import Seat, drive


def test_a_contact_is_added_after_its_mistake_is_mended(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "n")
        await seat.type("Nora Ek")
        await seat.press("tab")
        await seat.type("Fresh Co")
        await seat.press("tab", "tab")
        await seat.type("nora(at)example")
        await seat.press("ctrl+s")
        assert "! " in seat.text
        assert "nora(at)example" in seat.text
        assert "Nora Ek" in seat.text
        seat.app.focused.value = "nora@example.com"  # type: ignore[union-attr]
        await seat.press("ctrl+s")
        await seat.sees("added contact Nora Ek")
        assert "Nora Ek" in seat.cursor

    drive(desk, steps)
    with desk.read() as r:
        found = next(iter(contacts.details(r, Page("nora"))))
    assert (found.contact.company, found.of_kind("email")) == ("Fresh Co", ("nora@example.com",))


def test_two_clicks_on_save_are_one(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "n")
        await seat.type("Nora Ek")
        save = seat.app.screen.query_one("#form-save", Button)
        save.press()
        save.press()
        await seat.sees("added contact Nora Ek")

    drive(desk, steps)
    with desk.read() as r:
        assert len(list(contacts.details(r, Page("nora")))) == 1


def test_leaving_a_changed_form_asks_first(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "n", "escape")
        assert "Add a contact" not in seat.text
        await seat.press("n")
        await seat.type("Half typed")
        await seat.press("escape")
        assert "Throw away what you typed?" in seat.text
        await seat.press("n")
        assert "Half typed" in seat.text
        await seat.press("escape", "y")
        assert "Half typed" not in seat.text

    drive(desk, steps)


def test_what_someone_else_changed_meanwhile_is_told_and_can_be_overridden(
    desk: Workspace,
) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "e")
        await seat.sees("Edit Grace Hopper")
        other = factories.later(desk, seconds=1)
        with other.write("edit") as w:
            contact_services.edit(w, 1, {"title": "CTO"})
        other.close()
        await seat.press("tab")
        await seat.type(" Ltd")
        await seat.press("ctrl+s")
        await seat.sees("title is now “CTO”")
        assert "Acme Yards Ltd" in seat.text
        await seat.press("ctrl+s")
        await seat.sees("edited contact Grace Hopper")

    drive(desk, steps)
    with desk.read() as r:
        contact = contacts.contact(r, 1).contact
    assert (contact.company, contact.title) == ("Acme Yards Ltd", "CTO")


def test_a_deal_is_added_in_the_stage_under_the_cursor_and_edited(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("5", "l", "n")
        await seat.type("Dry dock")
        await seat.press("tab")
        await seat.type("10k")
        assert "→ EUR 10,000" in seat.text
        await seat.press("tab")
        await seat.type("Linus")
        await seat.press("ctrl+s")
        await seat.sees("added deal Dry dock")
        await seat.press("e")
        await seat.press("tab")
        seat.app.focused.value = "12k USD"  # type: ignore[union-attr]
        await seat.press("ctrl+s")
        await seat.sees("edited deal Dry dock")

    drive(desk, steps)
    with desk.read() as r:
        deal = next(each for each in deals.deals(r, Page("dry")))
        people = deals.contacts_of(r, [deal.id])[deal.id]
    assert (deal.stage, deal.value, deal.currency) == ("Qualified", 1_200_000, "USD")
    assert [each.name for each in people] == ["Linus Berg"]


def test_a_deal_of_one_of_two_namesakes_is_about_that_one(desk: Workspace) -> None:
    with desk.write("test") as w:
        namesake = factories.contact(w, "Mary Kaye", company="Other Co")

    async def steps(seat: Seat) -> None:
        await seat.press("3", "G", "N")
        await seat.type("Refit")
        await seat.press("ctrl+s")
        await seat.sees("added deal Refit")

    drive(desk, steps)
    with desk.read() as r:
        deal = next(each for each in deals.deals(r, Page("refit")))
        assert [each.contact_id for each in deals.contacts_of(r, [deal.id])[deal.id]] == [namesake]


def test_a_reminder_is_planned_on_a_contact_and_then_moved(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "r")
        await seat.sees("Remind: Grace Hopper")
        assert "Harbour cranes" in next(line for line in seat.lines if "About deal" in line)
        await seat.type("Email the samples")
        assert "→ email" in seat.text
        await seat.press("tab")
        await seat.type("never ever")
        await seat.press("ctrl+s")
        assert "! 'never ever' is not a date" in seat.text
        seat.app.focused.value = "fri 3pm"  # type: ignore[union-attr]
        await seat.settle()
        assert "→ Fri 6 Mar 2026, 15:00" in seat.text
        await seat.press("ctrl+s")
        await seat.press("6", "G", "k", "e")
        assert "2026-03-06 15:00" in seat.text
        seat.app.focused.value = "mon 9am"  # type: ignore[union-attr]
        await seat.press("ctrl+s")
        await seat.sees("edited reminder: Email the samples")

    drive(desk, steps)
    with desk.read() as r:
        found = next(each for each in reminders.due(r) if each.text == "Email the samples")
    assert (found.contact, found.due) == ("Grace Hopper", "2026-03-09T08:00:00.000000Z")
    assert (found.deal, found.kind) == ("Harbour cranes", "email")


def test_a_log_is_about_the_only_open_deal_unless_it_is_taken_off(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "l")
        assert "Save  ^s" in seat.text, "the buttons of a long form are in view"
        assert "Harbour cranes" in next(line for line in seat.lines if "About deal" in line)
        await seat.type("Agreed on the price")
        await seat.press("ctrl+s")
        await seat.sees("logged call with Grace Hopper")
        await seat.press("l")
        await seat.type("Of the weather")
        await seat.press("tab", "tab", "enter", "up", "enter", "ctrl+s")
        await seat.until(lambda: "Log with" not in seat.text)

    drive(desk, steps)
    with desk.read() as r:
        first, then = interactions.interaction(r, 2), interactions.interaction(r, 3)
    assert (first.body, first.deal) == ("Agreed on the price", "Harbour cranes")
    assert (then.body, then.deal) == ("Of the weather", None)


def test_a_next_step_without_a_time_is_told_at_its_field(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "l", "tab")
        await seat.type("call them")
        await seat.press("ctrl+s")
        assert "! no time in the next step 'call them'" in seat.text
        assert isinstance(seat.app.focused, Input)
        assert seat.app.focused.value == "call them"

    drive(desk, steps)


def test_tags_are_edited_as_one_line(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "t")
        await seat.sees("vip")
        seat.app.focused.value = "Newsletter, trade fair"  # type: ignore[union-attr]
        await seat.press("enter")
        await seat.sees("tagged Grace Hopper")

    drive(desk, steps)
    with desk.read() as r:
        assert contacts.contact(r, 1).tags == ("Newsletter", "trade fair")


def test_a_contact_is_deleted_and_undo_brings_it_back(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "d", "d")
        await seat.sees("deleted contact Grace Hopper")
        await seat.sees("2 contacts")
        await seat.press("u")
        await seat.sees("3 contacts")
        await seat.press("d", "a")
        await seat.sees("archived contact Linus Berg")

    drive(desk, steps)


def test_a_write_that_fails_ends_neither_form_nor_app(desk: Workspace, monkeypatch: object) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CrmError("no space left", "free some space")

    async def steps(seat: Seat) -> None:
        await seat.press("5", "x")
        await seat.type("budget")
        monkeypatch.setattr(deal_services, "lose", broken)  # type: ignore[attr-defined]
        await seat.press("ctrl+s")
        assert "! no space left — free some space" in seat.text
        monkeypatch.setattr(deal_services, "lose", _bug)  # type: ignore[attr-defined]
        await seat.press("ctrl+s")
        assert "! something went wrong: ZeroDivisionError" in seat.text
        monkeypatch.setattr(deal_services, "win", _bug)  # type: ignore[attr-defined]
        await seat.press("escape", "y", "w")
        await seat.sees("something went wrong: ZeroDivisionError")

    drive(desk, steps)


def test_a_write_that_fails_after_its_form_was_left_is_told(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = Event()

    def late(*_: object, **__: object) -> None:
        left.wait(10)
        raise CrmError("no space left", "free some space")

    async def steps(seat: Seat) -> None:
        monkeypatch.setattr(contact_services, "create", late)
        await seat.press("3", "n")
        await seat.type("Nora Ek")
        form = seat.app.screen
        form.query_one("#form-save", Button).press()
        await seat.pilot.pause()
        await form.dismiss()
        left.set()
        await seat.sees("no space left")

    drive(desk, steps)


def _bug(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a bug")


def test_a_form_that_was_open_at_the_end_comes_back_until_it_is_thrown_away(
    desk: Workspace,
) -> None:
    async def type_and_leave(seat: Seat) -> None:
        await seat.press("3", "e", "tab")
        seat.app.focused.value = "Harbour Works"  # type: ignore[union-attr]
        await seat.settle()

    async def see_and_throw_away(seat: Seat) -> None:
        await seat.sees("not saved last time: Edit Grace Hopper")
        await seat.press("3", "j", "e")
        assert "Harbour Works" not in seat.text, "it is another record's form"
        await seat.press("escape", "k", "e")
        assert "↺ restored: typed today 09:00" in seat.text
        assert "Harbour Works" in seat.text
        await seat.press("escape", "y", "e")
        assert "Harbour Works" not in seat.text
        await seat.press("X")

    async def type_over(seat: Seat) -> None:
        await seat.press("3", "e", "Z")
        assert seat.app.focused.value == "Z", "what came back is selected"  # type: ignore[union-attr]

    drive(desk, type_and_leave)
    drive(desk, see_and_throw_away)
    drive(desk, type_over)


def test_a_call_that_was_due_is_done_by_logging_it_unless_it_stays_open(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        assert "Send the brochure" in seat.cursor
        await seat.press("l")
        await seat.sees("Done with it")
        await seat.type("Sent it")
        await seat.press("ctrl+s")
        await seat.sees("logged call with Linus Berg")
        assert "Send the brochure" not in seat.cursor

    drive(desk, steps)


def test_a_filter_is_gone_on_with_after_a_blank(desk: Workspace) -> None:
    async def steps(seat: Seat) -> None:
        await seat.press("3", "slash")
        await seat.type("has:email")
        await seat.press("enter", "slash")
        await seat.type("grace")
        await seat.sees("1 of 3 contacts")
        assert "has:email grace" in seat.text

    drive(desk, steps)
