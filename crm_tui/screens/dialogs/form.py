"""A dialog with a form that stays open until what was typed is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Select, Static, TextArea

from crm_tui.clock import encode_instant
from crm_tui.editor import edited, editor_named
from crm_tui.errors import CrmError, InvalidField
from crm_tui.queries.offers import Offer
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.dialogs.knowing import KnowingDialog
from crm_tui.screens.texts import moment
from crm_tui.screens.unsaved import Draft
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec, Form
from crm_tui.widgets.safe import safe

Values = dict[str, str]
Job = Callable[[Write, Any], Any]
PAUSE = 0.4  # after the last key, before what was typed is kept


class FormDialog(KnowingDialog):
    """Fields under a title. `job` is what the app is to do with them, as operation `command`.

    With `changes_only` it gets only the fields that differ from what they were. `about` is
    the record that the form is about, written like `contact:7`; `suggested` is what its first
    field may be filled with, `typed` what was typed elsewhere already, and
    `then` gets what `job` answered, before the screens read anew. `before` is long work with
    the values that needs no write, which would keep other writers waiting: `job` takes what
    it answers in their place; where there is no job, that is what is said.
    """

    AUTO_FOCUS = ""  # the form says which field is first
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "stored", "Stored values", id="form.stored", priority=True),
        Binding("ctrl+o", "write", "In your editor", id="form.editor", priority=True),
    ]

    def __init__(
        self,
        title: str,
        specs: Sequence[FieldSpec],
        command: str,
        job: Job | None,
        *,
        values: Mapping[str, str] | None = None,
        focus: str | None = None,
        changes_only: bool = False,
        about: str = "",
        suggested: Sequence[Offer] = (),
        typed: Mapping[str, str] | None = None,
        then: Callable[[Any], None] | None = None,
        before: Callable[[Values], Any] | None = None,
    ) -> None:
        super().__init__(Form(specs, values), about)
        self._title = title
        self._command, self._job = command, job
        self._before, self._then = before, then
        self._focus = focus
        self._changes_only = changes_only
        self._suggested = suggested
        self._typed_before = typed or {}
        self._kept_as = f"{command}|{about or title}"  # as which it is kept while it is not saved
        self._typing: Timer | None = None
        self._over = self._restored = self._saving = False

    def compose(self) -> ComposeResult:
        """The title above the form."""
        with Vertical(classes="dialog"):
            yield Static(safe(self._title), classes="dialog--title")
            yield Static(classes="dialog--restored")
            yield self._form

    def typed(self, name: str) -> str:
        """What stands in a field, for the check of another."""
        return self._form.values[name]

    def on_mount(self) -> None:
        """What was typed last time and not saved comes back; the keyboard goes into the first
        field, or the one that is named."""
        if draft := self._host.unsaved.of(self._kept_as):
            self._restore(draft)
        for name, text in self._typed_before.items():
            self._form.fields[name].value = text
        self._form.focus_field(self._focus)
        first = next(iter(self._form.fields.values()))
        if self._restored:
            (self._form.fields[self._focus] if self._focus else first).select()
        self.call_after_refresh(first.suggest, self._suggested)

    def on_resize(self) -> None:
        """The form has what the frame, the title and the line below it leave: a long one scrolls
        above its buttons."""
        self._fit()
        self.call_after_refresh(self._fit)  # then it is known how many lines the title takes

    def _fit(self) -> None:
        title = max(1, self.query_one(".dialog--title").size.height)
        around = 3 + title + 2 * self.query_one(".dialog--restored", Static).display
        share = self.query_one(".dialog").styles.max_height
        whole = int(self.size.height * (share.value if share else 100) / 100)
        self._form.styles.max_height = max(6, whole - around)

    @on(Form.Submitted)
    def _submit(self, event: Form.Submitted) -> None:
        if self._saving:  # a double click on the button is one
            return
        self._saving = True
        values = event.values
        if self._changes_only:
            fields = event.form.fields
            values = {name: text for name, text in values.items() if fields[name].dirty}
        if self._before or self.compares:
            self._host.work(partial(self._prepare, values), node=self)
        else:
            self._finish(values)

    async def _prepare(self, values: Values) -> None:
        """Tell of records that may be the same, then do what takes long."""
        try:
            if warning := await self.untold():
                raise warning
            done = await asyncio.to_thread(self._before, values) if self._before else values
        except CrmError as error:
            self.refused(error)
        else:
            self._finish(done)

    def _finish(self, given: Any) -> None:
        if job := self._job:
            self._host.perform(self._command, lambda w: job(w, given), dialog=self, then=self._then)
        else:
            self._host.say(given)
            self.accepted()

    @on(Form.Cancelled)
    def _cancel(self, event: Form.Cancelled) -> None:
        if not event.form.dirty:
            self._leave(sure=True)
            return
        question = Confirm("Throw away what you typed?", "Throw away", "Keep editing")
        self.app.push_screen(question, self._leave)

    # -- nothing typed is lost --------------------------------------------------------------------

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def _changed(self) -> None:
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(PAUSE, self._keep)

    def _keep(self) -> None:
        """Keep what stands in the form, until it is saved or thrown away."""
        self._typing = None
        if not self._form.dirty:
            self._host.unsaved.forget(self._kept_as)
            return
        fields = self._form.fields
        picked = {name: list(field.picked[:3]) for name, field in fields.items() if field.picked}
        at = encode_instant(self._host.clock.now())
        draft = Draft.here(self._title, at, self._form.values, picked)
        self._host.unsaved.keep(self._kept_as, draft)

    def _restore(self, draft: Draft) -> None:
        for name, field in self._form.fields.items():
            field.value = draft.values.get(name, field.initial)
            field.picked = _picked(draft.picked[name]) if name in draft.picked else None
        self._restored = self._form.dirty
        if self._restored:
            typed = moment(draft.at, self._host.clock)
            what = "the stored values" if self._changes_only else "an empty form"
            self._tell_restored(f"↺ restored: typed {typed}, not saved · ctrl+r: {what}")

    def _tell_restored(self, text: str) -> None:
        line = self.query_one(".dialog--restored", Static)
        line.update(safe(text))
        line.display = bool(text)
        self.on_resize()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is something to go back to after a draft was restored."""
        return self._restored if action == "stored" else True

    def action_stored(self) -> None:
        """Every field as it was before anything was typed."""
        for field in self._form.fields.values():
            field.value, field.picked = field.initial, None
        self._restored = False
        self._tell_restored("")

    def action_write(self) -> None:
        """Write the text under the cursor in the user's own editor."""
        field = self._form.active
        if field is None or not field.is_text:
            self._host.say("the editor is for long texts: go to one first")
            return
        editor = editor_named()
        if not editor:
            self._host.say("no editor is named: set EDITOR, as in EDITOR=nano crm")
            return
        try:
            with self.app.suspend():
                text = edited(field.value, editor)
        except SuspendNotSupported:
            self._host.say("no editor can be opened here")
        except CrmError as error:
            self._host.complain(error)
        else:
            field.value = text.removesuffix("\n")
            self._changed()
        self.refresh()

    def on_unmount(self) -> None:
        """The app ends with the form open: keep what was typed last, too."""
        if self._typing and not self._over:
            self._keep()

    # -- leaving --------------------------------------------------------------------------------

    def _leave(self, sure: bool | None) -> None:
        """Saved, or thrown away on purpose."""
        if not sure or not self.is_attached:
            return
        self._over = True
        if self._typing:
            self._typing.stop()
        self._host.unsaved.forget(self._kept_as)
        self.dismiss()

    def accepted(self) -> None:
        """It is saved."""
        self._leave(sure=True)

    def refused(self, error: CrmError) -> None:
        """It is not saved: say why, at the field if it is about one."""
        self._saving = False
        field = error.field if isinstance(error, InvalidField) else None
        self._form.show_error(error.message, error.hint, field)


def _picked(kept: list[str]) -> Offer:
    """A record that was picked for a field, as a draft keeps it."""
    text, note, ref = kept
    return Offer(text, note, ref)
