"""The palette: every command by what it does, and every record by its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from crm_tui.commands import COMMANDS, EVERYWHERE, Command, groups
from crm_tui.keymap import keys_at
from crm_tui.queries.pins import pinned, present
from crm_tui.queries.resolve import Target
from crm_tui.queries.search import search
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.host import Host
from crm_tui.screens.keys import key_names
from crm_tui.store.reader import Reader
from crm_tui.store.search import NOUNS
from crm_tui.widgets.safe import clip, fit, safe

FEWEST_LETTERS = 2
MOST_RECORDS = 15
MOST_OF_TALK = 3  # of reminders, of interactions, of notes, where no noun is asked for
LEAST_TITLE = 30  # cells
LONGEST = 60
_WIDEST, _AROUND, _GROUP = 72, 7, 15  # cells: the list, its frame, the groups' names
PLACES = {"today": "Today", "contacts": "Contacts", "companies": "Companies",
          "products": "Products", "pipeline": "Pipeline", "timeline": "Timeline",
          "reminders": "Agenda",
          "record": "an open record", "import": "the choice of a file",
          "plan": "a file's plan", "review": "its doubtful rows"}  # fmt: skip


class CommandProvider(Provider):
    """Offers the commands that can be done now; those on a record where the cursor is on one."""

    async def discover(self) -> Hits:
        """All that can be done now, under their groups."""
        applying = dict(self._applying())
        for group, commands in groups([*applying]).items():
            for number, command in enumerate(commands):
                shown = self._shown(command, "" if number else group)
                yield DiscoveryHit(shown, applying[command], text=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose description, label, group or other name is like what was typed; those that
        cannot be done now come last, and say why."""
        matcher = self.matcher(query)
        applying = dict(self._applying())
        for command in COMMANDS:
            words = [command.help, command.label, f"{command.group} {command.label}"]
            words += command.also.split()
            score = max(matcher.match(text) for text in words)
            if score <= 0:
                continue
            if command in applying:
                shown = self._shown(command, command.group)
                yield Hit(score, shown, applying[command], text=command.help)
            else:
                why = self._why_not(command)
                tell = partial(cast("Host", self.app).say, f"{command.help}: {why}")
                shown = safe(f"{command.help}: {why}", "dim")
                yield Hit(score / 1000, shown, tell, text=command.help)

    def _shown(self, command: Command, group: str) -> Content:
        """Its group, what it does, and its keys where they hold on this screen, at the right."""
        screen = getattr(self.screen, "WHERE", "")
        here = {EVERYWHERE, screen} & {*command.where}
        own = cast("Host", self.app).workspace.config.keys
        keys = safe(key_names(keys_at(command, screen, own)) if here else "", "bold")
        room = _room(self.app) - _GROUP
        told = fit(command.help, max(10, room - keys.cell_length - 1))
        return fit(safe(group, "dim"), _GROUP) + told + safe(" ") + keys

    def _why_not(self, command: Command) -> str:
        """Why a command cannot be done now, in a few words."""
        here = getattr(self.screen, "WHERE", "")
        if here not in command.where and EVERYWHERE not in command.where:
            places = [PLACES.get(place, place) for place in command.where]
            return f"on {' or '.join(places[:3])}"
        return f"the cursor is on no {' or '.join(command.nouns)}" if command.nouns else "not now"

    def _applying(self) -> list[tuple[Command, Callable[[], object]]]:
        found: list[tuple[Command, Callable[[], object]]] = []
        for command in COMMANDS:
            node = self.app if EVERYWHERE in command.where else self.screen
            has = hasattr(node, f"action_{command.action}")
            if has and node.check_action(command.action, ()):
                found.append((command, partial(self.app.run_action, command.action, node)))
        return found


class RecordProvider(Provider):
    """Offers every record that holds the words: people, companies, deals, what was said; after
    `deal:`, or `d:`, deals only, and so for each noun."""

    async def search(self, query: str) -> Hits:
        """The best, in the order of the search."""
        screen = self.screen
        noun, colon, rest = query.partition(":")
        nouns = [each for each in NOUNS if colon and each.startswith(noun.strip().casefold())]
        text = rest if nouns else query
        if len(text.strip()) < FEWEST_LETTERS or not isinstance(screen, RecordActions):
            return
        each = MOST_RECORDS if nouns else MOST_OF_TALK
        look = partial(search, text=text, limit=MOST_RECORDS, nouns=nouns, each=each)
        room = _room(self.app)
        for place, hit in enumerate(await screen.host.read(look)):
            word = "" if hit.noun == "interaction" else hit.noun  # which says its kind itself
            beside = safe("  " + " · ".join(filter(None, (word, _first_line(hit.detail)))), "dim")
            title = clip(_first_line(hit.title), max(LEAST_TITLE, room - beside.cell_length))
            shown = clip(title + beside, room)
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


def _room(app: App[object]) -> int:
    """How many cells a line of the list has."""
    return min(_WIDEST, app.size.width * 96 // 100) - _AROUND


def _first_line(text: str) -> str:
    """The beginning of a text that may be long."""
    first = text.partition("\n")[0]
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"
