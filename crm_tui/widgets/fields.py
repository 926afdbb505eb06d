"""One field of a form: label, editor, and a line below it for what is wrong or understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Select, Static, TextArea

from crm_tui.errors import CrmError
from crm_tui.text import clean, clean_line
from crm_tui.widgets.safe import safe


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as declared.

    `check` gets what was typed (not called for nothing); it returns how it was understood,
    to be echoed, or None, and raises `CrmError` for what is wrong. `choices` (value, label)
    make it a list to choose from, `lines` above 1 a text of several lines.
    """

    name: str
    label: str
    required: bool = False
    placeholder: str = ""
    check: Callable[[str], str | None] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 1


class FormField(Vertical):
    """A field at work; `value` is always text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False, id="form.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="form.previous"),
    ]
    DEFAULT_CSS = """
    FormField {
        height: auto;
        & > Horizontal { height: auto; }
        & .field--label { width: 18; color: $text-muted; padding: 0 1 0 0; }
        &.-active .field--label { color: $text-primary; text-style: bold; }
        & Input.-textual-compact { background: $panel; padding: 0 1; }
        & TextArea.-textual-compact { background: $panel; padding: 0 1; }
        & Select.-textual-compact > SelectCurrent { background: $panel; padding: 0 1; }
        & Select.-textual-compact > SelectOverlay { padding: 0 1; background: $panel; }
        & .field--message {
            height: auto; min-height: 1; padding: 0 1 0 19; color: $text-muted;
        }
        & .field--message.-error { color: $text-error; }
    }
    """

    def __init__(self, spec: FieldSpec, value: str = "") -> None:
        super().__init__(id=f"field-{spec.name}")
        self.spec = spec
        self.initial = clean(value) if spec.lines > 1 else clean_line(value)
        self._editor = _editor(spec, self.initial)
        self._wrong = False

    def compose(self) -> ComposeResult:
        """Label and editor side by side, the message below."""
        star = " *" if self.spec.required else ""
        with Horizontal():
            yield Static(safe(self.spec.label + star), classes="field--label")
            yield self._editor
        yield Static(classes="field--message")

    @property
    def value(self) -> str:
        """What stands in the field; "" for nothing."""
        editor = self._editor
        if isinstance(editor, TextArea):
            return editor.text
        if isinstance(editor, Input):
            return editor.value
        return str(editor.value) if editor.value is not Select.NULL else ""

    @property
    def dirty(self) -> bool:
        """Is it other than at first?"""
        return self.value != self.initial

    def validate(self) -> bool:
        """Check the value, say under the field what is wrong or what was understood."""
        try:
            echo = self._understood()
        except CrmError as error:
            self.show_error(error.message, error.hint)
            return False
        if self.spec.required and not self.value.strip():
            self.show_error(f"{self.spec.label} is needed")
            return False
        self._say(echo)
        return True

    def show_error(self, message: str, hint: str = "") -> None:
        """Say under the field what is wrong, until it is changed."""
        self._say(f"! {message}" + (f" — {hint}" if hint else ""), wrong=True)

    def take_focus(self) -> None:
        """Put the keyboard into the field."""
        self._editor.focus()

    def _say(self, text: str, wrong: bool = False) -> None:
        self._wrong = wrong
        line = self.query_one(".field--message", Static)
        line.update(safe(text))
        line.set_class(wrong, "-error")

    def on_descendant_focus(self) -> None:
        """Mark the field that has the keyboard."""
        self.add_class("-active")

    def on_descendant_blur(self) -> None:
        """Left for another field: check it (an opened list of choices is not left)."""
        self.call_after_refresh(self._left)

    def _left(self) -> None:
        if self.is_attached and not self.has_focus_within:
            self.remove_class("-active")
            if self.screen.focused:
                self.validate()

    def on_input_changed(self) -> None:
        """What was said of the old value holds no more."""
        self._changed()

    def on_text_area_changed(self) -> None:
        """What was said of the old value holds no more."""
        self._changed()

    def on_select_changed(self) -> None:
        """A choice is complete: check it at once."""
        if self.dirty or self._wrong:
            self.validate()

    def _changed(self) -> None:
        if self._wrong:
            self.validate()
        else:
            self._say(self._understood_so_far())

    def _understood(self) -> str:
        """The line that says how the value is understood. Raises what the check raises."""
        value = self.value.strip()
        understood = self.spec.check(value) if value and self.spec.check else None
        return f"→ {understood}" if understood else ""

    def _understood_so_far(self) -> str:
        # What is wrong may only be unfinished: it is told when the field is left.
        try:
            return self._understood()
        except CrmError:
            return ""


Editor = Input | TextArea | Select[str]


def _editor(spec: FieldSpec, value: str) -> Editor:
    """The widget that edits a field's value; a value that is no choice is kept as one."""
    if spec.choices:
        known = value in {"", *(choice for choice, _ in spec.choices)}
        choices = spec.choices if known else ((value, value), *spec.choices)
        return Select(
            [(safe(label), choice) for choice, label in choices],
            value=value or Select.NULL,
            prompt=spec.placeholder or "choose",
            compact=True,
        )
    if spec.lines > 1:
        area = TextArea(value, tab_behavior="focus", compact=True)
        area.styles.height = spec.lines
        return area
    return Input(value, placeholder=spec.placeholder, select_on_focus=False, compact=True)
