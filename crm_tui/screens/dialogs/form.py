"""A dialog with a form that stays open until what was typed is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from crm_tui.errors import CrmError, InvalidField
from crm_tui.queries.namesakes import like_names, same_channel
from crm_tui.queries.offers import offers
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.host import Host
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec, Form, FormField
from crm_tui.widgets.safe import safe

Values = dict[str, str]
Job = Callable[[Write, Values], Any]


class FormDialog(ModalScreen[None]):
    """Fields under a title. `job` is what the app is to do with them, as operation `command`.

    With `changes_only` it gets only the fields that differ from what they were. `about` is
    the record that the form is about, written like `contact:7`.
    """

    AUTO_FOCUS = ""  # the form says which field is first

    def __init__(
        self,
        title: str,
        specs: Sequence[FieldSpec],
        command: str,
        job: Job,
        *,
        values: Mapping[str, str] | None = None,
        focus: str | None = None,
        changes_only: bool = False,
        about: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._form = Form(specs, values)
        self._command, self._job = command, job
        self._focus = focus
        self._changes_only = changes_only
        self._about = about

    def compose(self) -> ComposeResult:
        """The title above the form."""
        with Vertical(classes="dialog"):
            yield Static(safe(self._title), classes="dialog--title")
            yield self._form

    def on_mount(self) -> None:
        """The keyboard goes into the first field, or the one that is named."""
        self._form.focus_field(self._focus)

    @on(Form.Submitted)
    def _submit(self, event: Form.Submitted) -> None:
        values = event.values
        if self._changes_only:
            fields = event.form.fields
            values = {name: text for name, text in values.items() if fields[name].dirty}
        cast("Host", self.app).perform(self._command, lambda w: self._job(w, values), dialog=self)

    @on(Form.Cancelled)
    def _cancel(self, event: Form.Cancelled) -> None:
        if not event.form.dirty:
            self.dismiss()
            return
        question = Confirm("Throw away what you typed?", "Throw away", "Keep editing")
        self.app.push_screen(question, self._leave)

    # -- what the store knows of what is typed --------------------------------------------------

    @on(FormField.Typed)
    def _typed(self, event: FormField.Typed) -> None:
        host = cast("Host", self.app)
        host.work(partial(self._offer, event), node=self, group="offers")

    async def _offer(self, typed: FormField.Typed) -> None:
        kind = typed.field.spec.offers
        found = await cast("Host", self.app).read(lambda r: offers(r, kind, typed.part))
        typed.field.offer(typed.part, found)

    @on(FormField.Left)
    def _left(self, event: FormField.Left) -> None:
        host = cast("Host", self.app)
        host.work(partial(self._compare, event.field), node=self, group=event.field.spec.alike)

    async def _compare(self, field: FormField) -> None:
        """Tell of records that may be the same; it keeps nobody from saving."""
        host, kind, text = cast("Host", self.app), field.spec.alike, field.value.strip()
        if not text:
            return
        if kind in ("email", "phone"):
            region = host.workspace.config.region
            same = await host.read(lambda r: same_channel(r, kind, text, region, self._about))
            told = f"{' and '.join(same)} has this already" if same else ""
        else:
            same = await host.read(lambda r: like_names(r, kind, text, self._about))
            told = f"there is {' and '.join(same)} already" if same else ""
        if field.value.strip() == text:
            field.show_alike(told)

    # -- leaving --------------------------------------------------------------------------------

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.dismiss()

    def accepted(self) -> None:
        """It is saved."""
        if self.is_attached:
            self.dismiss()

    def refused(self, error: CrmError) -> None:
        """It is not saved: say why, at the field if it is about one."""
        field = error.field if isinstance(error, InvalidField) else None
        if self.is_attached:
            self._form.show_error(error.message, error.hint, field)
