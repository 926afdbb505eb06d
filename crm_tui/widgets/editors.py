"""A form's field as it is declared, and the widget that edits its value, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input, Select, TextArea

from crm_tui.widgets.safe import safe


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as declared.

    `check` gets what was typed (not called for nothing); it returns how it was understood,
    to be echoed, or None, and raises `CrmError` for what is wrong. `choices` (value, label)
    make it a list to choose from, `lines` above 1 a text of several lines.

    `offers` names what it is completed from while it is typed, with `several` each part
    between commas; `picks` says that only what is there already may be named. `alike` names
    what its value is compared with, to tell of a record that may be the same; `makes` which
    record is made of a name that is not known. `help` is shown when asked for.
    """

    name: str
    label: str
    required: bool = False
    placeholder: str = ""
    check: Callable[[str], str | None] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 1
    offers: str = ""
    several: bool = False
    picks: bool = False
    alike: str = ""
    makes: str = ""
    help: str = ""

    @property
    def told(self) -> str:
        """What may be written here: the field's own help, else what follows from its kind."""
        if self.help:
            return self.help
        if self.choices:
            return f"one of: {', '.join(label for _, label in self.choices)}; enter opens the list"
        if self.lines > 1:
            return "any text, of several lines too; ctrl+o writes it in your editor"
        return f"such as: {self.placeholder}" if self.placeholder else "any text"


Editor = Input | TextArea | Select[str]


class Line(Input):
    """A line to type into; in an empty one `?` asks for help."""

    class HelpWanted(Message):
        """Somebody asks what may be written here."""

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        if event.key == "question_mark" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.HelpWanted())


class Text(TextArea):
    """Several lines to type into; enter in an empty one goes on to the next field."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.text:
            event.stop()
            event.prevent_default()
            self.screen.focus_next()
        else:
            await super()._on_key(event)


def editor_of(spec: FieldSpec, value: str) -> Editor:
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
        area = Text(value, tab_behavior="focus", compact=True)
        area.styles.height = spec.lines
        return area
    return Line(value, placeholder=spec.placeholder, select_on_focus=False, compact=True)


def text_in(editor: Editor) -> str:
    """What stands in an editor; "" for nothing."""
    if isinstance(editor, TextArea):
        return editor.text
    if isinstance(editor, Input):
        return editor.value
    return str(editor.value) if editor.value is not Select.NULL else ""


def put_in(editor: Editor, spec: FieldSpec, text: str) -> None:
    """Put a text into the editor of a field; one that is no choice of a list changes nothing."""
    if isinstance(editor, TextArea):
        editor.text = text
    elif isinstance(editor, Input):
        editor.value = text
        editor.cursor_position = len(text)
    elif not text or text in {choice for choice, _ in spec.choices}:
        editor.value = text or Select.NULL
