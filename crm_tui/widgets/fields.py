"""One field of a form: label, editor, the offers for it and the remark on its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Select, Static, TextArea

from crm_tui.errors import CrmError, one_line
from crm_tui.queries.offers import Offer
from crm_tui.text import clean, clean_line, fold
from crm_tui.widgets.editors import FieldSpec, editor_of, put_in, text_in
from crm_tui.widgets.offers import OfferList
from crm_tui.widgets.remark import Remark
from crm_tui.widgets.safe import safe


class FormField(Vertical):
    """A field at work; `value` is always text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "down", "Next field", show=False, id="form.next"),
        Binding("up", "up", "Previous field", show=False, id="form.previous"),
        Binding("tab", "take", "Take it", show=False, id="form.take"),
        Binding("escape", "close", "Close list or help", show=False, id="form.close"),
        Binding("f1,question_mark", "explain", "Help", show=False, id="form.help"),
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
    }
    """

    @dataclass
    class Typed(Message):
        """Offers are wanted for the part that is being typed; answered by `offer`."""

        field: FormField
        part: str

    @dataclass
    class Left(Message):
        """The keyboard left the field, whose value may be that of another record, or make one."""

        field: FormField

    def __init__(self, spec: FieldSpec, value: str = "") -> None:
        super().__init__(id=f"field-{spec.name}")
        self.spec = spec
        self.initial = self._cleaned(value)
        self._editor = editor_of(spec, self.initial)
        self._offers = OfferList()
        self._remark = Remark()
        self._known = self.initial  # what was there, taken or put in: nothing is offered for it
        self.picked: Offer | None = None

    def compose(self) -> ComposeResult:
        """Label and editor side by side, the remark below."""
        star = " *" if self.spec.required else ""
        with Horizontal():
            yield Static(safe(self.spec.label + star), classes="field--label")
            yield self._editor
        yield self._offers
        yield self._remark

    @property
    def value(self) -> str:
        """What stands in the field; "" for nothing."""
        return text_in(self._editor)

    @value.setter
    def value(self, text: str) -> None:
        self._known = self._cleaned(text)
        put_in(self._editor, self.spec, self._known)

    @property
    def meant(self) -> str:
        """The value, or the record that was picked under this name."""
        value = self.value.strip()
        return self.picked.ref if self.picked and self.picked.text == value else value

    @property
    def dirty(self) -> bool:
        """Is it other than at first?"""
        return self.value != self.initial or self.meant != self.value.strip()

    @property
    def is_text(self) -> bool:
        """Is it a text of several lines?"""
        return isinstance(self._editor, TextArea)

    def _cleaned(self, value: str) -> str:
        return clean(value) if self.spec.lines > 1 else clean_line(value)

    # -- checking -----------------------------------------------------------------------------

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
        self._remark.say(echo)
        return True

    def show_error(self, message: str, hint: str = "") -> None:
        """Say under the field what is wrong, until it is changed."""
        self._remark.say(f"! {one_line(message, hint)}", wrong=True)

    def show_alike(self, told: str) -> None:
        """Say under the field which record may be the same; it is no error."""
        self._remark.say_alike(told)

    def show_understood(self, told: str) -> None:
        """Say under the field how its value is understood."""
        if not self._remark.wrong:
            self._remark.say(f"→ {told}")

    def take_focus(self) -> None:
        """Put the keyboard into the field."""
        self._editor.focus()

    def select(self) -> None:
        """Select all that stands in the field, so that typing takes its place."""
        if not isinstance(self._editor, Select):
            self._editor.select_all()

    def _understood(self) -> str:
        """The line that says how the value is understood. Raises what the check raises."""
        value = self.value.strip()
        understood = self.spec.check(value) if value and self.spec.check else None
        if not understood and self.picked and self.picked.note and self.meant != value:
            understood = f"{value}, {self.picked.note}"
        return f"→ {understood}" if understood else ""

    def _understood_so_far(self) -> str:
        # What is wrong may only be unfinished: it is told when the field is left.
        try:
            return self._understood()
        except CrmError:
            return ""

    # -- what happens to it -------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """Mark the field that has the keyboard."""
        self.add_class("-active")

    def on_descendant_blur(self) -> None:
        """Left for another field: check it (an opened list of choices is not left)."""
        self.call_after_refresh(self._left)

    def _left(self) -> None:
        if self.is_attached and not self.has_focus_within:
            self.remove_class("-active")
            self._offers.show(())
            if self.screen.focused:
                self.validate()
                if (self.spec.alike or self.spec.makes) and self.dirty:
                    self.post_message(self.Left(self))

    def on_input_changed(self) -> None:
        """What was said of the old value holds no more; ask what it could become."""
        self._changed()
        part = self._part()
        if part and self._editor.has_focus and self.value != self._known:
            self.post_message(self.Typed(self, part))
        else:
            self._offers.show(())

    def on_text_area_changed(self) -> None:
        """What was said of the old value holds no more."""
        self._changed()

    def on_select_changed(self) -> None:
        """A choice is complete: check it at once."""
        if self.dirty or self._remark.wrong:
            self.validate()

    def _changed(self) -> None:
        self._remark.alike = ""
        if self._remark.wrong:
            self.validate()
        else:
            self._remark.say(self._understood_so_far())

    # -- completing ---------------------------------------------------------------------------

    def _part(self) -> str:
        """What is to be completed: nothing unless the cursor is at the end."""
        editor = self._editor
        if not (self.spec.offers and isinstance(editor, Input) and editor.cursor_at_end):
            return ""
        whole = editor.value
        return (whole.rpartition(",")[2] if self.spec.several else whole).strip()

    def offer(self, part: str, offers: Sequence[Offer]) -> None:
        """Show what `part` could become, unless something else was typed meanwhile."""
        if part != self._part() or not self._editor.has_focus or self.value == self._known:
            return
        named = {fold(name) for name in self.value.split(",")[:-1]} if self.spec.several else set()
        useful = [offer for offer in offers if fold(offer.text) not in named]
        if len(useful) == 1 and useful[0].text == part:
            useful = []
        first = 0 if self.spec.picks and useful and useful[0].begins else None
        self._offers.show(useful, first)

    def suggest(self, offers: Sequence[Offer]) -> None:
        """Show what the field may be filled with, before anything is typed."""
        if not self.value:
            self._offers.show(offers)

    def _take(self) -> bool:
        """Put the chosen offer into the field, if one is."""
        offer = self._offers.taken
        if offer is None:
            return False
        before, comma, _ = self.value.rpartition(",") if self.spec.several else ("", "", "")
        self.picked = offer if offer.ref and not self.spec.several else None
        self.value = f"{before}{comma}{' ' * bool(comma)}{offer.text}"
        self._offers.show(())
        self.validate()
        return True

    def on_offer_list_clicked(self) -> None:
        """The mouse took one."""
        self._take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the chosen offer, if there is one; else the form has it."""
        if self._take():
            event.stop()

    # -- keys ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Keys of the list act while it is open."""
        if action == "close":
            return self._offers.shown or self._remark.is_help
        if action == "take":
            return self._offers.shown
        return True

    def action_down(self) -> None:
        """Into the list, else to the next field."""
        if self._offers.shown:
            self._offers.move(1)
        else:
            self.screen.focus_next()

    def action_up(self) -> None:
        """Up in the list, else to the field before."""
        if self._offers.shown:
            self._offers.move(-1)
        else:
            self.screen.focus_previous()

    def action_take(self) -> None:
        """Take the chosen one, if any, and go on: to the next field, or into a folder."""
        if self._take() and self.value.endswith("/"):
            self._known = ""
            self.post_message(self.Typed(self, self._part()))
        else:
            self.screen.focus_next()

    def action_close(self) -> None:
        """Close the list, else the help; what was typed stays."""
        if self._offers.shown:
            self._offers.show(())
        else:
            self._remark.say(self._understood_so_far())

    def on_line_help_wanted(self) -> None:
        """A question mark in an empty line."""
        self.action_explain()

    def action_explain(self) -> None:
        """Say what may be written here, until something is typed."""
        self._remark.say_help(self.spec.told)
