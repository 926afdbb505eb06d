"""What all screens on the store share: the frame, reading anew when it changed."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from crm_tui.commands import command_of
from crm_tui.queries.resolve import NOUNS, Target
from crm_tui.screens.frame import KeyBar, TabLine
from crm_tui.screens.host import Host
from crm_tui.widgets.filter_bar import FilterBar


class StoreScreen(Screen[None]):
    """A screen of the app; it reads when shown first and whenever the store has changed."""

    WHERE: ClassVar[str] = ""
    AUTO_FOCUS = "VirtualTable, Board, SectionList, DetailPane"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._stale = False
        self._loading = False

    @property
    def host(self) -> Host:
        """The app."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """The modes, what the screen itself shows, and the keys."""
        workspace = self.host.workspace
        yield TabLine(
            self.app.current_mode, self.host.store_name, workspace.user_name, workspace.config.keys
        )
        yield from self.body()
        yield KeyBar(self.labels)

    def body(self) -> ComposeResult:
        """What the screen shows between the frame's lines."""
        raise NotImplementedError

    def labels(self) -> dict[str, str]:
        """Actions that come first among the keys for now, with what they are called then."""
        return {}

    async def reread(self) -> None:
        """Read what is shown from the store and show it, the cursor where it was."""
        raise NotImplementedError

    def subject(self) -> Target | None:
        """The record that commands are about: the one under the cursor."""
        return None

    async def about(self) -> Target | None:
        """The contact, company or deal under the cursor."""
        subject = self.subject()
        return subject if subject and subject.noun in NOUNS else None

    def narrow(self, filter: str) -> None:
        """Show only what fits a filter, as if it had been typed. Screens that have no line for
        one show all that they have."""
        for bar in self.query(FilterBar):
            bar.ask(filter)

    @on(FilterBar.Changed)
    def _met_filter(self, event: FilterBar.Changed) -> None:
        """Handlers of the screens themselves come before this one."""
        event.bar.meet(event.text)

    @property
    def settled(self) -> bool:
        """Is what is shown what was asked for last? Else a command would meet another record."""
        return not self._loading

    def on_mount(self) -> None:
        """Read for the first time, and from now on whenever something changed."""
        # At once: a key that waits for the write must find the screen reading already.
        self.host.changed.subscribe(self, self._changed, immediate=True)
        self.host.counted.subscribe(self, self._counted)
        self._counted(self.host.counts)
        self.load()

    def load(self) -> None:
        """Read anew in the background; a reading that is still under way is given up."""
        self._stale = False
        self._loading = True
        self.host.work(self._load, node=self, group="load")

    async def _load(self) -> None:
        try:
            await self.reread()
        except Exception:  # one that is given up raises none: another is under way then
            self._loading = False
            raise
        self._loading = False

    def on_screen_resume(self) -> None:
        """Read what changed while another screen was shown."""
        if self._stale:
            self.load()

    def _changed(self, _: None) -> None:
        if self.app.screen is self or self in self.app.screen_stack:
            self.load()
        else:
            self._stale = True

    def _counted(self, counts: dict[str, str]) -> None:
        self.query_one(TabLine).show(counts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A command on a record applies where the cursor is on one of its kind."""
        command = command_of(action)
        if command is None or not command.nouns:
            return True
        subject = self.subject()
        return subject is not None and subject.noun in command.nouns
