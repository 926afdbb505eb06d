"""The palette: every command by what it does, and every record by its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from crm_tui.commands import COMMANDS, EVERYWHERE, Command
from crm_tui.queries.pins import pinned, present
from crm_tui.queries.resolve import Target
from crm_tui.queries.search import search
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import key_names
from crm_tui.store.reader import Reader
from crm_tui.widgets.safe import safe

FEWEST_LETTERS = 2
MOST_RECORDS = 15
LONGEST = 60


class CommandProvider(Provider):
    """Offers the commands that can be done now; those on a record where the cursor is on one."""

    async def discover(self) -> Hits:
        """All, in order of declaration."""
        for command, run in self._applying():
            yield DiscoveryHit(self._shown(command), run, text=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose description or label is like what was typed."""
        matcher = self.matcher(query)
        for command, run in self._applying():
            score = max(matcher.match(command.help), matcher.match(command.label))
            if score > 0:
                yield Hit(score, self._shown(command), run, text=command.help)

    def _shown(self, command: Command) -> Content:
        """What it does, and its keys where they hold on this screen."""
        here = {EVERYWHERE, getattr(self.screen, "WHERE", "")} & {*command.where}
        keys = key_names(command.keys) if here else ""
        return safe(command.help) + safe(f"  {keys}" if keys else "", "$text-primary")

    def _applying(self) -> list[tuple[Command, Callable[[], object]]]:
        found: list[tuple[Command, Callable[[], object]]] = []
        for command in COMMANDS:
            node = self.app if EVERYWHERE in command.where else self.screen
            has = hasattr(node, f"action_{command.action}")
            if has and node.check_action(command.action, ()):
                found.append((command, partial(self.app.run_action, command.action, node)))
        return found


class RecordProvider(Provider):
    """Offers every record that holds the words: people, companies, deals, what was said."""

    async def search(self, query: str) -> Hits:
        """The best, in the order of the search."""
        screen = self.screen
        if len(query.strip()) < FEWEST_LETTERS or not isinstance(screen, RecordActions):
            return
        found = await screen.host.read(partial(search, text=query, limit=MOST_RECORDS))
        for place, hit in enumerate(found):
            beside = hit.detail or hit.noun
            shown = safe(_first_line(hit.title)) + safe(f"  {beside}", "$text-muted")
            target = Target(hit.noun, hit.id, hit.title)
            yield Hit(1 / (place + 2), shown, partial(screen.open, target), text=hit.title)


class FindProvider(RecordProvider):
    """Before anything is typed it offers what is pinned, then what was open last."""

    async def discover(self) -> Hits:
        """What is at hand."""
        screen = self.screen
        if not isinstance(screen, RecordActions):
            return
        host = screen.host
        opened = host.opened()

        def read(reader: Reader) -> tuple[list[Target], list[Target]]:
            return pinned(reader, host.workspace.user_id), present(reader, opened)

        kept, recent = await host.read(read)
        lately = [target for target in recent if target not in kept]
        for sign, targets in (("★ ", kept), ("  ", lately)):
            for target in targets:
                shown = safe(sign, "$text-accent") + safe(_first_line(target.name))
                shown += safe(f"  {target.noun}", "$text-muted")
                yield DiscoveryHit(shown, partial(screen.open, target), text=target.name)


def _first_line(text: str) -> str:
    """The beginning of a text that may be long."""
    first = text.partition("\n")[0]
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"
