"""What every screen has around it: the line of modes above, the keys that apply below."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from crm_tui.commands import COMMANDS
from crm_tui.keymap import keys_of
from crm_tui.screens.keys import key_names
from crm_tui.widgets.safe import fit, safe
from crm_tui.widgets.tab_row import in_view

_MODES = [command for command in COMMANDS if command.id.startswith("mode.")]
_LAST = ("undo", "help", "quit")
_ORDER = {command.action: number for number, command in enumerate(COMMANDS)}


class TabLine(Widget):
    """The modes with their keys and counts; at the right the store and the acting user."""

    DEFAULT_CSS = """
    TabLine {
        dock: top; height: 1; background: $panel; color: $text-muted;
    }
    """

    def __init__(self, mode: str, store: str, user: str, keys: Mapping[str, str]) -> None:
        """`keys` are the user's own."""
        super().__init__()
        self._keys = {command.id: key_names(keys_of(command, keys)) for command in _MODES}
        self._mode = mode
        self._where = (f"{store} · {user}", user)
        self._counts: Mapping[str, str] = {}
        self._ends: list[tuple[int, str]] = []

    def show(self, counts: Mapping[str, str]) -> None:
        """Show these counts, by mode."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.refresh()

    def render(self) -> Content:
        """One line; what stands at the right gives way, then the counts, then the modes that
        are farthest from the present one: a sign says that there are more."""
        tabs = self._tabs(counts := dict(self._counts))
        while counts and sum(tab.cell_length for tab in tabs) > self.size.width:
            counts.popitem()
            tabs = self._tabs(counts)
        modes = [command.id.removeprefix("mode.") for command in _MODES]
        shown, left = range(len(modes)), Content()
        if sum(tab.cell_length for tab in tabs) > self.size.width and self._mode in modes:
            first, last = in_view(tabs, modes.index(self._mode), self.size.width - 2)
            shown = range(first, last + 1)
            left = safe("‹" if first else "", "$text-muted")
        self._ends = []
        for number in shown:
            left += tabs[number]
            self._ends.append((left.cell_length, modes[number]))
        if shown[-1] + 1 < len(modes):
            left += safe("›", "$text-muted")
        room = self.size.width - left.cell_length - 1
        for where in map(safe, self._where):
            if where.cell_length + 1 < room:
                return left + fit(where, room, "right")
        return left

    def _tabs(self, counts: Mapping[str, str]) -> list[Content]:
        tabs = []
        for command in _MODES:
            mode = command.id.removeprefix("mode.")
            here = mode == self._mode
            tab = safe(f" {self._keys[command.id]} ", "$text-accent" if here else "$text-muted")
            tab += safe(command.label, "bold $text" if here else "$foreground")
            if count := counts.get(mode):
                tab += safe(f" {count}", "$text-primary" if here else "$text-muted")
            tab += safe(" ")
            tabs.append(tab.stylize("on $background") if here else tab)
        return tabs

    def on_click(self, event: events.Click) -> None:
        """A click on a mode goes there."""
        for end, mode in self._ends:
            if event.x < end:
                self.app.switch_mode(mode)
                return


class KeyBar(Widget):
    """The keys that apply now, as many as fit, and `…` where `?` has more; a click presses one."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $footer-background; }
    """

    def __init__(self, labels: Callable[[], Mapping[str, str]]) -> None:
        """`labels` answers actions that come first, with what they are called now."""
        super().__init__()
        self._labels = labels
        self._ends: list[tuple[int, str]] = []

    def on_mount(self) -> None:
        """Paint again when other keys apply."""
        self.screen.bindings_updated_signal.subscribe(self, self._again, immediate=True)

    def _again(self, _: object) -> None:
        self.refresh()

    def render(self) -> Content:
        """Those that hold here from the left, those that hold everywhere at the right."""
        here: list[tuple[Content, str]] = []
        always: list[tuple[Content, str]] = []
        for key, display, label, action in self._applying():
            item = safe(f" {display} ", "bold $footer-key-foreground")
            item += safe(f"{label} ", "$footer-description-foreground")
            (always if action in _LAST else here).append((item, key))
        room = self.size.width - sum(item.cell_length for item, _ in always)
        shown = []
        for number, (item, key) in enumerate(here):
            more = 2 if number + 1 < len(here) else 0
            if room < item.cell_length + more:
                shown.append((safe("… ", "$footer-key-foreground"), "question_mark"))
                room -= 2
                break
            room -= item.cell_length
            shown.append((item, key))
        gap = (Content.blank(max(0, room)), "")
        return self._placed([*shown, gap, *always])

    def _placed(self, items: list[tuple[Content, str]]) -> Content:
        self._ends, at = [], 0
        for item, key in items:
            at += item.cell_length
            self._ends.append((at, key))
        return Content().join([item for item, _ in items])

    def _applying(self) -> list[tuple[str, str, str, str]]:
        """Key, its display, label and action of what would be done now, each action once."""
        labels = self._labels()
        focused = self.screen.focused
        typing = isinstance(focused, Input)
        found: dict[str, tuple[str, str, str, str]] = {}
        for key, (_, binding, enabled, _) in self.screen.active_bindings.items():
            shown = binding.show or binding.action in labels
            if not (shown and enabled) or (typing and len(binding.key) == 1):
                continue
            if typing and binding.key in ("space", "slash", "question_mark"):
                continue
            label = labels.get(binding.action, binding.description)
            found.setdefault(binding.action, (key, key_names(binding.key), label, binding.action))
        first = {action: number - len(labels) - 1 for number, action in enumerate(labels)}
        order = {**_ORDER, **first}
        return sorted(found.values(), key=lambda item: order.get(item[3], -1))

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        for end, key in self._ends:
            if event.x < end:
                if key:
                    self.app.simulate_key(key)
                return
