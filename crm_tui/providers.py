"""The palette: every command by its name and its help, and every mode."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from crm_tui.commands import COMMANDS, Command
from crm_tui.screens.keys import key_names
from crm_tui.widgets.safe import safe


class CommandProvider(Provider):
    """Offers the commands that apply now."""

    async def discover(self) -> Hits:
        """All that apply, in order of declaration."""
        for command, run in self._applying():
            yield DiscoveryHit(_shown(command), run, text=command.help, help=command.label)

    async def search(self, query: str) -> Hits:
        """Those whose help or label is like what was typed."""
        matcher = self.matcher(query)
        for command, run in self._applying():
            score = matcher.match(f"{command.help} {command.label}")
            if score > 0:
                yield Hit(score, _shown(command), run, text=command.help, help=command.label)

    def _applying(self) -> list[tuple[Command, Callable[[], object]]]:
        found: list[tuple[Command, Callable[[], object]]] = []
        for command in COMMANDS:
            for node in (self.screen, self.app):
                has = hasattr(node, f"action_{command.action}")
                if has and node.check_action(command.action, ()):
                    found.append((command, partial(self.app.run_action, command.action, node)))
                    break
        return found


def _shown(command: Command) -> Content:
    keys = key_names(command.keys)
    return safe(command.help) + safe(f"  {keys}" if keys else "", "$text-primary")
