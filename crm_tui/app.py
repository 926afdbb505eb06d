"""The app: its modes on one store."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import ClassVar, cast

from textual.filter import LineFilter
from textual.theme import Theme

from crm_tui.config import change
from crm_tui.domain.operations import Reversal
from crm_tui.errors import UsageError
from crm_tui.keymap import problems, textual_keymap
from crm_tui.providers import CommandProvider, RecordProvider
from crm_tui.screens.agenda import AgendaScreen
from crm_tui.screens.base import StoreScreen
from crm_tui.screens.companies import CompaniesScreen
from crm_tui.screens.contacts import ContactsScreen
from crm_tui.screens.deals import PipelineScreen
from crm_tui.screens.host import Host
from crm_tui.screens.interactions import TimelineScreen
from crm_tui.screens.keys import APP_BINDINGS
from crm_tui.screens.next import NextScreen
from crm_tui.screens.stylesheet import KeptStylesheet
from crm_tui.screens.today import TodayScreen
from crm_tui.screens.typeahead import Typeahead
from crm_tui.themes import DARK, LIGHT, THEMES
from crm_tui.widgets.safe import InertFilter
from crm_tui.workspace import Workspace

SHOWN = 4
LISTS = {
    "contact": "contacts",
    "company": "companies",
    "deal": "pipeline",
    "interaction": "timeline",
    "reminder": "reminders",
}


class CrmApp(Typeahead, Host):
    """The CRM that lives in the terminal."""

    TITLE = "crm"
    CSS_PATH = "app.tcss"
    BINDINGS = APP_BINDINGS
    COMMANDS: ClassVar = {CommandProvider, RecordProvider}
    DEFAULT_MODE = "today"
    MODES: ClassVar = {
        "today": TodayScreen,
        "next": NextScreen,
        "contacts": ContactsScreen,
        "companies": CompaniesScreen,
        "pipeline": PipelineScreen,
        "timeline": TimelineScreen,
        "reminders": AgendaScreen,
    }

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        for theme in THEMES:
            self.register_theme(theme)
        self.stylesheet = KeptStylesheet(self.get_css_variables())
        chosen = workspace.config.theme
        self.theme = chosen if chosen in self.available_themes else DARK.name
        self.settings_place: Path | None = None
        self._kept_theme = self.theme
        self.animation_level = "none"
        self._inert = InertFilter()

    def on_mount(self) -> None:
        """Take the user's keys, and tell what is wrong with them; remember the theme."""
        own = self.workspace.config.keys
        if own:
            self.set_keymap(textual_keymap(own))
        if wrong := problems(own):
            self.complain(UsageError("\n".join(wrong), "crm config path names the file"))
        self.theme_changed_signal.subscribe(self, self._remember)

    def _remember(self, theme: Theme) -> None:
        """Keep the theme as a setting, for the next time."""
        place = self.settings_place
        if place is not None and theme.name != self._kept_theme:
            self._kept_theme = theme.name
            self.work(partial(self._keep_theme, place, theme.name), group="theme")

    async def _keep_theme(self, place: Path, name: str) -> None:
        await asyncio.to_thread(change, place, "theme", name)

    def get_line_filters(self) -> list[LineFilter]:
        """The last lock: no control character reaches the terminal."""
        return [*super().get_line_filters(), self._inert]

    # -- modes -----------------------------------------------------------------------------------

    def action_mode_today(self) -> None:
        """The day at a glance."""
        self.switch_mode("today")

    def action_mode_next(self) -> None:
        """The work queue."""
        self.switch_mode("next")

    def action_mode_contacts(self) -> None:
        """The contacts."""
        self.switch_mode("contacts")

    def action_mode_companies(self) -> None:
        """The companies."""
        self.switch_mode("companies")

    def action_mode_pipeline(self) -> None:
        """The board."""
        self.switch_mode("pipeline")

    def action_mode_timeline(self) -> None:
        """What happened."""
        self.switch_mode("timeline")

    def action_mode_reminders(self) -> None:
        """What is to be done."""
        self.switch_mode("reminders")

    async def list_of(self, noun: str, filter: str) -> None:
        """Go to the list of a noun, in which only what fits the filter is shown."""
        await self.switch_mode(LISTS[noun])
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        cast("StoreScreen", self.screen).narrow(filter)

    # -- everywhere ------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the latest operation of this run of the app."""
        from crm_tui.services import journal

        session = self.workspace.session
        self.perform(
            "undo", lambda w: journal.undo(w, session=session), then=self._tell, quiet=True
        )

    def action_redo(self) -> None:
        """Do again what was undone last."""
        from crm_tui.services import journal

        session = self.workspace.session
        self.perform(
            "redo", lambda w: journal.redo(w, session=session), then=self._tell, quiet=True
        )

    def _tell(self, done: Reversal) -> None:
        """Say what an undo or a redo did, and what it had to leave as it is."""
        way = "undone" if done.undone.state == "done" else "done again"
        lines = [f"{way}: {done.undone.summary}"]
        lines += [other.told() for other in done.others[:SHOWN]]
        if len(done.others) > SHOWN:
            lines.append(f"and {len(done.others) - SHOWN} more; see crm history")
        self.say("\n".join(lines), seconds=3 if not done.others else 10)

    def action_capture(self) -> None:
        """One line for what happened, what is next and what changes."""
        self.work(self._capture)

    async def _capture(self) -> None:
        from crm_tui.screens.dialogs.capture import CaptureDialog

        screen = self.screen
        about = await screen.about() if isinstance(screen, StoreScreen) else None
        self.push_screen(CaptureDialog(about))

    def action_find(self) -> None:
        """Find any record from anywhere."""
        from textual.command import CommandPalette

        from crm_tui.providers import FindProvider

        self.push_screen(
            CommandPalette(
                providers=[FindProvider],
                placeholder="Names, companies, deals, what was said … (deal: for deals only)",
            )
        )

    def action_tour(self) -> None:
        """The tour, as a program of its own on made-up data; afterwards the app goes on."""
        import subprocess
        import sys

        from textual.app import SuspendNotSupported

        try:
            with self.suspend():
                subprocess.run([sys.executable, "-m", "crm_tui", "tour"], check=False)
        except SuspendNotSupported:
            self.say("here the tour cannot be shown; in a terminal: crm tour")

    def action_duplicates(self) -> None:
        """The pairs of contacts that may be one person."""
        from crm_tui.screens.duplicates import DuplicatesScreen

        self.push_screen(DuplicatesScreen())

    def action_import(self) -> None:
        """Choose a file to bring in."""
        from crm_tui.screens.imports.files import ImportScreen

        if getattr(self.screen, "WHERE", "") not in ("import", "plan", "review"):
            self.push_screen(ImportScreen(Path.cwd()))

    def action_products(self) -> None:
        """The catalogue of products."""
        from crm_tui.screens.products import ProductsScreen

        self.push_screen(ProductsScreen())

    def action_theme(self) -> None:
        """Dark or light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_theme_choose(self) -> None:
        """Any theme that there is."""
        self.search_themes()

    def action_help(self) -> None:
        """All keys."""
        from crm_tui.screens.help import HelpScreen

        where = getattr(self.screen, "WHERE", "")
        self.push_screen(HelpScreen(where, self.workspace.config.keys))


def run(workspace: Workspace, settings_place: Path | None = None) -> None:
    """Run the app on an open workspace until the user leaves it; it closes the workspace.

    `settings_place` is the file in which it remembers the theme; None where it is not to.
    """
    app = CrmApp(workspace)
    app.settings_place = settings_place
    app.run()
