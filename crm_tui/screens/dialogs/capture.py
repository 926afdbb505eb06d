"""Quick capture: one line, and below it what it is understood to mean while it is typed."""

from __future__ import annotations

import re
from functools import partial
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.clock import encode_instant
from crm_tui.errors import CrmError, one_line
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.host import Host
from crm_tui.screens.unsaved import Draft
from crm_tui.services.capture import capture
from crm_tui.services.captured import Plan, Point, understand
from crm_tui.widgets.safe import safe

PAUSE = 0.08
HELP = (
    "call Ada Lovelace: wants a quote; next: send quote fri 3pm; deal Engine +5000\n"
    "met new Bob Stone @Acme: likes it; deal new Pump 12k; tag fair\n"
    "deal Engine won · lost: too dear · to Proposal · 12k"
)
# In a name these would end it.
_MARKS = frozenset(",;:@")


class CaptureDialog(ModalScreen[None]):
    """`subject` is whom the line is about if it names nobody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="capture.leave"),
        Binding("down", "to_choices", "Choose", show=False, id="capture.choices"),
    ]
    DEFAULT_CSS = """
    CaptureDialog {
        align: center top;
        & > .dialog { width: 84; margin-top: 3; }
        & Input { background: $surface; }
        & #understood { height: auto; padding: 1 1 0 1; }
        & #refused { height: auto; padding: 0 1; color: $text-error; }
        & OptionList { display: none; margin: 1 0 0 0; }
    }
    """

    def __init__(self, subject: Target | None) -> None:
        super().__init__()
        self._subject = subject
        # A line that names nobody is about the subject: it comes back for that one alone.
        self._kept_as = f"capture|{subject.noun}:{subject.id}" if subject else "capture"
        self._timer: Timer | None = None
        self._answers: list[str] = []
        self._understood = ""  # the line of which it is shown what it means

    def compose(self) -> ComposeResult:
        """The line, what it means, whom it may mean, and how to end."""
        about = f" · about {self._subject.name} unless you name somebody" if self._subject else ""
        with Vertical(classes="dialog"):
            yield Static(
                safe("Capture") + safe(about, "$text-muted not bold"), classes="dialog--title"
            )
            yield Input(placeholder="what happened; next: …; deal …", compact=True)
            yield Static(safe_lines(HELP), id="understood")
            yield Static(id="refused")
            yield OptionList(compact=True)
            yield Static(safe("enter does it · esc leaves"), classes="dialog--hint")

    @property
    def host(self) -> Host:
        """The app."""
        return cast("Host", self.app)

    @property
    def line(self) -> str:
        """What was typed."""
        return self.query_one(Input).value

    def on_mount(self) -> None:
        """What was typed last time and not done comes back; what reads dates is loaded."""
        self.host.warm(["dateparser"])
        if draft := self.host.unsaved.of(self._kept_as):
            self.query_one(Input).value = draft.values.get("line", "")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        self._keep()
        if self.line != self._understood:  # else the choices would be lost from under the cursor
            self.host.work(self._understand, node=self, group="capture")

    def _keep(self) -> None:
        """Keep the line until it is done, or thrown away."""
        if not self.line.strip():
            self.host.unsaved.forget(self._kept_as)
            return
        at = encode_instant(self.host.clock.now())
        title = f"Capture about {self._subject.name}" if self._subject else "Capture"
        draft = Draft.here(title, at, {"line": self.line}, {})
        self.host.unsaved.keep(self._kept_as, draft)

    def _end(self) -> None:
        if self._timer:
            self._timer.stop()
        self.host.unsaved.forget(self._kept_as)
        self.dismiss()

    async def _understand(self) -> None:
        line, subject, config = self.line, self._subject, self.host.workspace.config
        plan = await self.host.read(lambda r: understand(r, line, config, subject))
        if line == self.line:
            self._understood = line
            self._show(plan)

    def _show(self, plan: Plan) -> None:
        lines = [part for point in plan.points for part in _lines(point)]
        shown = Content("\n").join(lines) if lines else safe_lines(HELP)
        self.query_one("#understood", Static).update(shown)
        self.query_one("#refused", Static).update("")
        doubt = next((point for point in plan.points if point.named), None)
        self._offer(doubt)

    def _offer(self, doubt: Point | None) -> None:
        """Whom a name may have meant; for a person, also to make one of that name."""
        options = self.query_one(OptionList)
        options.clear_options()
        self._answers = []
        if doubt:
            names = [choice.name for choice in doubt.choices]
            for choice in doubt.choices:
                ref = f"{choice.noun}:{choice.id}"
                plain = names.count(choice.name) == 1 and not _MARKS & set(choice.name)
                self._answers.append(self._with(doubt.named, choice.name if plain else ref))
                options.add_option(Option(safe(choice.name) + safe(f"  {ref}", "dim")))
            phrase = " " in doubt.named and doubt.named[0].islower()  # that is nobody's name
            if doubt.label != "deal" and not phrase:
                self._answers.append(self._with(doubt.named, f"new {doubt.named}"))
                options.add_option(Option(safe(f"add {doubt.named} as a new contact")))
        options.display = bool(self._answers)

    def _with(self, named: str, other: str) -> str:
        # As a word of its own: in "call al" it is not the end of the first one.
        return re.sub(rf"(?<!\w){re.escape(named)}(?!\w)", lambda _: other, self.line, count=1)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self.query_one(Input)
        line.value = self._answers[event.option_index]
        line.cursor_position = len(line.value)
        line.focus()

    def action_to_choices(self) -> None:
        """From the line to those that are offered."""
        if self._answers:
            options = self.query_one(OptionList)
            options.highlighted = 0
            options.focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        line, subject = self.line, self._subject
        self.host.perform("capture", partial(capture, line=line, subject=subject), dialog=self)

    def action_leave(self) -> None:
        """Leave; what was typed is asked for first."""
        if self.focused is self.query_one(OptionList):
            self.query_one(Input).focus()
        elif not self.line.strip():
            self._end()
        else:
            question = Confirm("Throw away what you typed?", "Throw away", "Keep editing")
            self.app.push_screen(question, self._answered)

    def _answered(self, sure: bool | None) -> None:
        if sure:
            self._end()

    def accepted(self) -> None:
        """It is done."""
        if self.is_attached:
            self._end()

    def refused(self, error: CrmError) -> None:
        """It is not done: say why; the line stays."""
        told = one_line(error.message, error.hint)
        self.query_one("#refused", Static).update(safe(f"! {told}"))


def safe_lines(text: str) -> Content:
    """Lines of help, muted."""
    return Content("\n").join(safe(line, "$text-muted") for line in text.split("\n"))


def _lines(point: Point) -> list[Content]:
    """What a part means; where it cannot be done, why."""
    sign, style = ("!", "$text-error") if point.error else ("✓", "$text-success")
    label = safe(f"{sign} {point.label:<8}", style)
    lines = [label + safe(point.text)]
    if point.error:
        told = one_line(point.error.message, point.error.hint)
        lines.append(safe(f"{'':10}{told}", "$text-error"))
    return lines
