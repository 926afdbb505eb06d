"""The app with a guide, who watches what was done and goes on when it was."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from crm_tui.app import CrmApp
from crm_tui.queries import operations
from crm_tui.screens.base import StoreScreen
from crm_tui.screens.toasts import place
from crm_tui.tour.panel import TourPanel
from crm_tui.tour.steps import END, STEPS, Scene
from crm_tui.widgets.filter_bar import FilterBar
from crm_tui.workspace import Workspace

_LOOK_SECONDS = 0.1


class TourApp(CrmApp):
    """The app on a store that is thrown away, and the steps of the tour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "tour_skip", "Skip the step", show=False, priority=True, id="tour.skip"),
        Binding("ctrl+t", "tour_end", "End the tour", show=False, priority=True, id="tour.end"),
    ]
    CSS_PATH = "../app.tcss"
    # The panel stands where toasts come up, and takes its lines from the dialogs.
    CSS = """
    .dialog { max-height: 78%; }
    .dialog.-large { height: 78%; }
    ToastRack { dock: top; align: right top; margin: 1 0 0 0; }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._number = 0
        self._praise = ""
        self._scene = Scene()
        self._begun_at: int | None = None
        self._guiding = True

    def on_mount(self) -> None:
        """Begin, and look again and again how far the user is."""
        self.screen_change_signal.subscribe(self, self._screen_changed)
        self.set_interval(_LOOK_SECONDS, self._tick)

    # -- what the user does ----------------------------------------------------------------------

    def _screen_changed(self, screen: Screen[Any]) -> None:
        self._scene.seen.add(type(screen).__name__)
        self.call_later(self._place)

    def _tick(self) -> None:
        if self._guiding and self.screen_stack:
            self._place()
            _ = self.run_worker(self._look, group="tour", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        """Go on to the next step when this one is done."""
        if self._number == len(STEPS):
            return
        if self._begun_at is None:
            self._begun_at = await self.read(operations.latest)
        begun_at, session = self._begun_at, self.workspace.session
        scene, screen = self._scene, self.screen
        scene.mode, scene.front = self.current_mode, type(screen).__name__
        bars = screen.query(FilterBar)
        scene.filter = bars.first().text if bars else ""
        subject = screen.subject() if isinstance(screen, StoreScreen) else None
        scene.noun = subject.noun if subject else ""
        if subject is not None:
            scene.subjects.add(subject)
        scene.touched = set(
            await self.read(lambda r: operations.touched_since(r, session, begun_at))
        )
        step = STEPS[self._number]
        if scene is self._scene and step.done(scene):
            self._advance(step.praise)

    def _advance(self, praise: str = "") -> None:
        self._number = min(self._number + 1, len(STEPS))
        self._praise = praise
        self._scene, self._begun_at = Scene(), None
        self._show()

    def _toast(self, text: str, seconds: float, severity: SeverityLevel = "information") -> None:
        super()._toast(text, seconds, severity)
        for screen in self.screen_stack if self._guiding else ():
            place(screen, top=True)

    # -- the panel -------------------------------------------------------------------------------

    def _place(self) -> None:
        """See to it that the screen in front has the panel."""
        if not self._guiding or not self.screen_stack:
            return
        if self.screen.is_mounted and not self.screen.query(TourPanel):
            self.screen.mount(TourPanel())
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        for screen in self.screen_stack:
            for panel in screen.query(TourPanel):
                if self._number < len(STEPS):
                    step = STEPS[self._number]
                    head = f"Tour, {self._number + 1} of {len(STEPS)} · {step.title}"
                    panel.show(head, self._praise, step.text)
                else:
                    panel.show("The end of the tour", self._praise, END, last=True)

    def action_tour_skip(self) -> None:
        """On to the next step."""
        if self._number < len(STEPS):
            self._advance()
        else:
            self.action_tour_end()

    def action_tour_end(self) -> None:
        """No panel any more; the app stays."""
        self._guiding = False
        for stack in self._screen_stacks.values():
            for screen in stack:
                screen.query(TourPanel).remove()

    def action_tour(self) -> None:
        """From the beginning."""
        self._guiding, self._number, self._praise = True, -1, ""
        self._advance()


def run(workspace: Workspace) -> None:
    """Run the tour until the user leaves it; it closes the workspace."""
    TourApp(workspace).run()
