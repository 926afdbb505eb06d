"""A form: fields from declarations, checked one by one and all together on saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Static

from crm_tui.errors import one_line
from crm_tui.widgets.editors import FieldSpec
from crm_tui.widgets.fields import FormField
from crm_tui.widgets.safe import safe

__all__ = ["FieldSpec", "Form", "FormField"]


class Form(VerticalScroll, can_focus=False):
    """Fields under each other; what was typed stays until the form is taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="form.save", priority=True),
        Binding("escape", "cancel", "Cancel", id="form.cancel"),
    ]
    DEFAULT_CSS = """
    Form {
        height: auto;
        max-height: 100%;
        scrollbar-size-vertical: 1;
        & > .form--foot { dock: bottom; height: auto; }
        & .form--error { height: auto; color: $text-error; padding: 0 1; }
        & .form--buttons { height: 1; align-horizontal: right; }
        & .form--hint { width: 1fr; color: $text-muted; padding: 0 1 0 0; }
        & .form--buttons > Button { margin: 0 0 0 2; padding: 0 1; }
    }
    """

    @dataclass
    class OfForm(Message):
        """What the messages of a form have in common."""

        form: Form

        @property
        def control(self) -> Form:
            """The form, for `@on` selectors."""
            return self.form

    @dataclass
    class Submitted(OfForm):
        """All fields passed their checks; `values` by field name, as `Form.meant`."""

        values: dict[str, str]

    @dataclass
    class Cancelled(OfForm):
        """Escape or Cancel; `form.dirty` says whether anything would be lost."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        values: Mapping[str, str] | None = None,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`values` by field name stand in the fields at first."""
        super().__init__(id=id, classes=classes)
        given = values or {}
        self.fields = {spec.name: FormField(spec, given.get(spec.name, "")) for spec in specs}

    def compose(self) -> ComposeResult:
        """The fields, a line for what concerns no single field, and the buttons."""
        yield from self.fields.values()
        with Vertical(classes="form--foot"):
            yield Static(classes="form--error")
            with Horizontal(classes="form--buttons"):
                texts = any(field.is_text for field in self.fields.values())
                hint = "f1 help  ^o editor" if texts else "f1 help"
                yield Static(safe(hint), classes="form--hint")
                yield Button(safe("Cancel  esc"), compact=True, id="form-cancel")
                yield Button(safe("Save  ^s"), variant="primary", compact=True, id="form-save")

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields, outer spaces taken off."""
        return {name: field.value.strip() for name, field in self.fields.items()}

    @property
    def meant(self) -> dict[str, str]:
        """The values, with a record that was picked by name as `contact:7`."""
        return {name: field.meant for name, field in self.fields.items()}

    @property
    def dirty(self) -> bool:
        """Has any field been changed?"""
        return any(field.dirty for field in self.fields.values())

    @property
    def active(self) -> FormField | None:
        """The field that has the keyboard."""
        return next((field for field in self.fields.values() if field.has_focus_within), None)

    def focus_field(self, name: str | None = None) -> None:
        """Put the keyboard into a field, the first if none is named."""
        field = self.fields[name] if name else next(iter(self.fields.values()))
        field.take_focus()

    def show_error(self, message: str, hint: str = "", field: str | None = None) -> None:
        """Say what is wrong: at the field, or below all fields if it concerns none of them."""
        if field in self.fields:
            self.fields[field].show_error(message, hint)
            self.focus_field(field)
        else:
            self._say(f"! {one_line(message, hint)}")

    def _say(self, text: str) -> None:
        self.query_one(".form--error", Static).update(safe(text))

    def action_save(self) -> None:
        """Check every field; post `Submitted`, or go to the first that is wrong."""
        self._say("")
        wrong = [name for name, field in self.fields.items() if not field.validate()]
        if wrong:
            self.focus_field(wrong[0])
        else:
            self.post_message(self.Submitted(self, self.meant))

    def action_cancel(self) -> None:
        """Post `Cancelled`; nothing is thrown away here."""
        self.post_message(self.Cancelled(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; in the last it saves."""
        event.stop()
        last = list(self.fields.values())[-1]
        if event.input in last.walk_children():
            self.action_save()
        else:
            self.screen.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons, for the mouse."""
        event.stop()
        if event.button.id == "form-save":
            self.action_save()
        else:
            self.action_cancel()
