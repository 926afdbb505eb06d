"""Form: what is typed is checked at the field, echoed, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from crm_tui.errors import UsageError
from crm_tui.widgets.form import FieldSpec, Form
from crm_tui.widgets.remark import Remark

HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"
SHOWN = "[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc"


def check_day(text: str) -> str | None:
    if text != "tmrw":
        raise UsageError(f"“{text}” is no day", "try tmrw")
    return "Tuesday 3 March 2026"


SPECS = (
    FieldSpec("name", "Name", required=True, placeholder="Ann Example"),
    FieldSpec("stage", "Stage", choices=(("lead", "Lead [hot]"), ("customer", "Customer"))),
    FieldSpec("due", "Due", check=check_day),
    FieldSpec("note", "Note", lines=3),
    FieldSpec("city", "City"),
)


class FormApp(App[None]):
    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.values = values
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield Form(SPECS, self.values)

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    def said(self, name: str) -> str:
        return str(self.form.fields[name].query_one(Remark).visual)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.seen.append(event.values)

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        self.seen.append(("cancelled", event.form.dirty))


Play = Callable[[FormApp, Pilot[None]], Awaitable[None]]


def play(app: FormApp, steps: Play, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            app.form.focus_field()
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


def test_what_was_typed_and_chosen_is_submitted() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.press(*"Ann", "enter", "enter", "down", "down", "enter", "tab", *"tmrw", "tab")
        await pilot.press(*"one", "enter", *"two", "tab", *"Oslo", "ctrl+s")
        await pilot.pause()
        assert app.seen == [
            {
                "name": "Ann",
                "stage": "customer",
                "due": "tmrw",
                "note": "one\ntwo",
                "city": "Oslo",
            }
        ]

    play(FormApp(), steps)


def test_leaving_a_field_tells_what_was_understood_or_is_wrong() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        app.form.focus_field("due")
        await pilot.press(*"tmr", "tab")
        assert app.said("due") == "! “tmr” is no day — try tmrw"
        await pilot.press("shift+tab", "end", "w")
        assert app.said("due") == "→ Tuesday 3 March 2026"
        await pilot.press("x")
        assert app.said("due") == ""

    play(FormApp(), steps)


def test_saving_with_errors_keeps_everything_and_goes_to_the_first() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        app.form.focus_field("due")
        await pilot.press(*"never", "tab", *"kept", "ctrl+s")
        assert app.seen == []
        assert app.said("name") == "! Name is needed"
        assert app.said("due") == "! “never” is no day — try tmrw"
        assert app.focused is app.form.fields["name"].query_one(Input)
        assert (app.form.values["due"], app.form.values["note"]) == ("never", "kept")

    play(FormApp(), steps)


def test_an_error_found_on_writing_is_shown_at_its_field_or_below_all() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        app.form.show_error("there is one already", "open it", field="city")
        assert app.said("city") == "! there is one already — open it"
        await pilot.press("x")
        assert app.said("city") == ""
        app.form.show_error("changed by someone else")
        below = str(app.form.query_one(".form--error", Static).visual)
        assert below == "! changed by someone else"

    play(FormApp({"name": "Ann"}), steps)


def test_escape_tells_whether_anything_would_be_lost() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.press("escape", "x", "escape", "backspace", "escape")
        assert app.seen == [("cancelled", False), ("cancelled", True), ("cancelled", False)]

    play(FormApp({"name": "Ann", "stage": "lead", "note": "a\nb"}), steps)


def test_enter_goes_on_and_saves_in_the_last_field() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        assert app.focused is app.form.fields["stage"].query_one("Select")
        app.form.focus_field("city")
        await pilot.press("enter")
        await pilot.pause()
        assert app.seen == [{"name": "Ann", "stage": "", "due": "", "note": "", "city": ""}]

    play(FormApp({"name": "Ann"}), steps)


def test_opening_the_list_of_a_required_choice_is_not_leaving_it() -> None:
    class Choice(FormApp):
        def compose(self) -> ComposeResult:
            yield Form([FieldSpec("stage", "Stage", True, choices=(("a", "A"),))])

    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert app.said("stage") == ""
        await pilot.press("escape", "tab")
        assert app.said("stage") == "! Stage is needed"

    play(Choice(), steps)


def test_hostile_values_are_inert_and_a_value_that_is_no_choice_is_kept() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        assert app.form.values == {
            "name": SHOWN,
            "stage": "former stage",
            "due": "",
            "note": SHOWN,
            "city": "",
        }
        assert not app.form.dirty
        app.form.show_error(HOSTILE, field="name")
        assert "[EMEA]" in app.said("name")
        await pilot.click("#field-name Remark", offset=(22, 0))
        assert app.is_running

    play(FormApp({"name": HOSTILE, "note": HOSTILE, "stage": "former stage"}), steps)


def test_the_mouse_saves_and_cancels() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.click("#form-cancel")
        await pilot.click("#form-save")
        await pilot.pause()
        assert app.seen[0] == ("cancelled", False)
        assert app.seen[1]["name"] == "Ann"  # type: ignore[index]

    play(FormApp({"name": "Ann"}), steps)


def test_a_long_form_scrolls_and_keeps_its_buttons_in_view() -> None:
    async def steps(app: FormApp, pilot: Pilot[None]) -> None:
        button = app.form.query_one("#form-save")
        assert button.region.bottom <= 10
        app.form.focus_field("city")
        await pilot.pause()
        assert app.form.fields["city"].query_one(Input).region.bottom <= 9

    play(FormApp(), steps, size=(60, 10))
