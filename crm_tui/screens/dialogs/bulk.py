"""What is to happen to the marked records: chosen, said beforehand, done as one operation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static

from crm_tui.domain.bulk import Edit
from crm_tui.errors import CrmError, UsageError, one_line
from crm_tui.queries.selection import Selection
from crm_tui.screens.dialogs.checks import dates_order
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.services import bulk
from crm_tui.text import counted
from crm_tui.widgets.safe import lines_of, safe

PAUSE = 0.1
MANY = 5_000  # records, from which on it is worth telling how far the work is


class Way(NamedTuple):
    """An entry of the menu: its key, its text, what is to be typed ("" for nothing), and the
    edit that this makes."""

    key: str
    label: str
    wanted: str
    edit: Callable[[str], Edit]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _field(text: str) -> Edit:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError("which field, and what?", "write it like: title=Buyer")
    return Edit(values={name.strip().replace("-", "_"): value.strip()})


def _set(name: str) -> Callable[[str], Edit]:
    return lambda text: Edit(values={name: "" if text == "-" else text})


WAYS = (
    Way("t", "Tag", "tags, with commas between", lambda text: Edit(tags=_names(text))),
    Way("T", "Take a tag off", "tags, with commas between", lambda text: Edit(untags=_names(text))),
    Way("o", "Owner", "a user's name; - for nobody", _set("owner")),
    Way("l", "Lifecycle", "customer, opportunity …; - for none", _set("lifecycle")),
    Way("f", "Another field", "title=Buyer", _field),
    Way("r", "Remind", "call fri 3pm", lambda text: Edit(remind=text)),
    Way("a", "Archive", "", lambda _: Edit(archive=True)),
    Way("d", "Delete", "", lambda _: Edit(delete=True)),
)


def ways(noun: str) -> list[Way]:
    """What can be done to many records of a noun."""
    left_out = {"contact": "", "product": "tTolr"}.get(noun, "l")
    return [way for way in WAYS if way.key not in left_out]


def choose(
    host: Host, picked: Selection, total: int, then: Callable[[], None], keys: str = ""
) -> None:
    """Ask what is to happen, and for its words; `then` is called when it was done. Only the
    ways with these `keys` are offered, if some are given: one alone is not asked about."""
    offered = [way for way in ways(picked.noun) if not keys or way.key in keys]

    def chosen(number: int | None) -> None:
        if number is not None:
            host.push_screen(BulkDialog(picked, total, offered[number], then))

    if len(offered) == 1:
        chosen(0)
        return
    entries = [(way.key, way.label, "") for way in offered]
    host.push_screen(Menu(f"{counted(total, picked.noun)} marked", entries), chosen)


class BulkDialog(ModalScreen[None]):
    """What is typed is said back at once as what would happen; enter does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="bulk.leave"),
        Binding("enter", "do", "Do it", id="bulk.do"),
    ]

    @dataclass
    class Progress(Message):
        """So many records are dealt with."""

        done: int
        total: int

    def __init__(self, picked: Selection, total: int, way: Way, then: Callable[[], None]) -> None:
        super().__init__()
        self._picked, self._total, self._way, self._then = picked, total, way, then
        self._timer: Timer | None = None
        self._working = False

    @property
    def host(self) -> Host:
        """The app."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """The line to type into, where there is one, above what would happen."""
        title = f"{self._way.label}: {counted(self._total, self._picked.noun)}"
        with Vertical(classes="dialog"):
            yield Static(safe(title), classes="dialog--title")
            if self._way.wanted:
                yield Input(placeholder=self._way.wanted, compact=True, classes="bulk--line")
            yield Static(classes="dialog--text", id="bulk-preview")
            yield Static(safe("enter do it   esc cancel"), classes="dialog--hint")

    def on_mount(self) -> None:
        """What needs no words can be said at once."""
        self.host.warm(["dateparser"] if self._way.key == "r" else [])
        if not self._way.wanted:
            self.set_focus(None)
            self._look()

    @property
    def _text(self) -> str:
        lines = self.query(Input)
        return lines.first().value.strip() if lines else ""

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._look)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_do()

    def _look(self) -> None:
        self.host.work(self._preview, node=self, group="preview")

    async def _preview(self) -> None:
        if self._way.wanted and not self._text:
            self._say("")
            return
        order = dates_order(self.host.workspace.config)
        try:
            edit = self._way.edit(self._text)
            _, lines = await self.host.read(lambda r: bulk.preview(r, self._picked, edit, order))
        except CrmError as error:
            self.refused(error)
            return
        self._say("\n".join(lines))

    def action_leave(self) -> None:
        """Nothing happens."""
        self.dismiss()

    def action_do(self) -> None:
        """Do it, and say how far it is where it takes long."""
        if self._working or (self._way.wanted and not self._text):
            return
        try:
            edit = self._way.edit(self._text)
        except CrmError as error:
            self.refused(error)
            return
        self._working = True
        progress = self._progress if self._total >= MANY else None
        self.host.perform(
            f"{self._picked.noun} edit",
            lambda w: bulk.apply(w, self._picked, edit, progress),
            dialog=self,
            then=lambda _: self._then(),
        )

    def _progress(self, done: int, total: int) -> None:
        """Called by the thread that writes, which must not wait for this one."""
        self.post_message(self.Progress(done, total))

    def on_bulk_dialog_progress(self, event: BulkDialog.Progress) -> None:
        """Say how far it is; at the end search is brought up to date."""
        done = event.done < event.total
        self._say(f"{event.done:,} of {event.total:,} …" if done else "almost done …")

    def accepted(self) -> None:
        """It is done."""
        if self.is_attached:
            self.dismiss()

    def refused(self, error: CrmError) -> None:
        """It cannot be done: say why; what was typed stays."""
        self._working = False
        self._say(f"! {one_line(error.message, error.hint)}", wrong=True)

    def _say(self, text: str, wrong: bool = False) -> None:
        if self.is_attached:
            line = self.query_one("#bulk-preview", Static)
            shown = Content("\n").join(lines_of(text))
            line.update(shown.stylize("$text-error") if wrong else shown)
