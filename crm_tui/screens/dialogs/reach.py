"""How to reach someone: their channels, with a key for each thing to do with one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from crm_tui.domain.channels import link_to
from crm_tui.domain.contacts import Channel
from crm_tui.domain.preferences import Preference, state
from crm_tui.opening import open_elsewhere
from crm_tui.queries import contacts, preferences
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs import channels as forms
from crm_tui.screens.dialogs.confirm import Confirm
from crm_tui.screens.host import Host
from crm_tui.services import channels
from crm_tui.store.reader import Reader
from crm_tui.text import inert
from crm_tui.widgets.safe import safe

_VERBS = {"email": "write", "phone": "call", "website": "open", "social": "open"}


class Wanted(NamedTuple):
    """What is to be done with a channel: open, copy, edit, prefer or invalid."""

    what: str
    channel: Channel


class Terms(NamedTuple):
    """How somebody wants to be reached, and by kind of channel which consents do not hold:
    `newsletter withdrawn`."""

    wishes: Preference
    refused: Mapping[str, Sequence[str]]


class Reach(ModalScreen[Wanted | None]):
    """Dismisses with what is to be done with the channel under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="reach.leave"),
        Binding("c,y", "want('copy')", "Copy", id="reach.copy"),
        Binding("e", "want('edit')", "Edit", id="reach.edit"),
        Binding("asterisk", "want('prefer')", "First", id="reach.prefer"),
        Binding("x", "want('invalid')", "Works or not", id="reach.invalid"),
        Binding("j", "move(1)", show=False, id="reach.down"),
        Binding("k", "move(-1)", show=False, id="reach.up"),
    ]

    def __init__(self, title: str, ways: Sequence[Channel], terms: Terms, first: int = 0) -> None:
        """The cursor stands on channel number `first`."""
        super().__init__()
        self._title, self._ways, self._first = title, ways, first
        self._wishes, self._refused = terms

    def compose(self) -> ComposeResult:
        """The channels, and below them the keys."""
        with Vertical(classes="dialog"):
            yield Static(safe(self._title), classes="dialog--title")
            if self._wishes.do_not_contact:
                warning = safe("⊘ does not want to be contacted", "bold $text-error")
                yield Static(warning, classes="dialog--text")
            yield OptionList(*(Option(self._line(way)) for way in self._ways), compact=True)
            yield Static(classes="dialog--hint")

    def on_mount(self) -> None:
        """The cursor on the channel that was meant."""
        self.query_one(OptionList).highlighted = self._first

    def _line(self, way: Channel) -> Content:
        what = f"{way.kind} {way.label}".strip()
        line = safe(f" {what:<14.14} ", "dim") + safe(way.value)
        if way.invalid:
            return line + safe("  ✗ does not work", "$text-error")
        if refused := self._refused.get(way.kind):
            return line + safe(f"  ✗ {', '.join(refused)}", "$text-error")
        if way.kind == self._wishes.channel:
            return line + safe("  ♥ likes this best", "$text-success")
        return line + safe("  ★ first" if way.preferred else "", "dim")

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        way = self._ways[event.option_index]
        first = f"enter {_VERBS.get(way.kind, 'copy')}"
        works = "works again" if way.invalid else "does not work"
        keys = f"{first} · c copy · e edit · * use first · x {works}"
        self.query_one(".dialog--hint", Static).update(safe(keys))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_want("open")

    def action_want(self, what: str) -> None:
        """Do this with the channel under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(Wanted(what, self._ways[at]))

    def action_move(self, by: int) -> None:
        """The cursor down or up."""
        ways = self.query_one(OptionList)
        ways.action_cursor_down() if by > 0 else ways.action_cursor_up()

    def action_leave(self) -> None:
        """Nothing is to be done."""
        self.dismiss(None)


async def reach(host: Host, who: Target, channel: int = 0) -> None:
    """The channels of a contact or company, the cursor on `channel` if one is named."""
    ways, terms = await host.read(lambda r: _read(r, who))
    if not ways:
        host.say(f"no channel of {who.name} is known")
        await forms.add_channel(host, who)
        return
    first = next((at for at, way in enumerate(ways) if way.id == channel), 0)

    def chosen(wanted: Wanted | None) -> None:
        if wanted is not None:
            _do(host, who, terms.wishes, wanted)

    host.push_screen(Reach(f"Reach {who.name}", ways, terms, first), chosen)


def _read(reader: Reader, who: Target) -> tuple[list[Channel], Terms]:
    ways = contacts.channels(reader, who.noun, [who.id]).get(who.id, [])
    if who.noun != "contact":
        return ways, Terms(Preference(), {})
    refused: dict[str, list[str]] = {}
    for said in preferences.in_force(preferences.consents(reader, who.id)):
        if (stands := state(said, reader.today)) != "given":
            refused.setdefault(said.channel, []).append(f"{said.purpose} {stands}")
    return ways, Terms(preferences.preference(reader, who.id), refused)


def _do(host: Host, who: Target, wishes: Preference, wanted: Wanted) -> None:
    what, way = wanted
    if what == "edit":
        host.work(partial(forms.edit_channel, host, way.id))
    elif what == "prefer":
        host.perform("channel edit", lambda w: channels.edit(w, way.id, preferred=True))
    elif what == "invalid":
        works = bool(way.invalid)
        host.perform("channel edit", lambda w: channels.edit(w, way.id, invalid=not works))
    elif what == "copy":
        copy(host, way.value)
    else:
        _open_if_allowed(host, who, wishes, way)


def _open_if_allowed(host: Host, who: Target, wishes: Preference, way: Channel) -> None:
    """Ask first where they do not want it, or it is known not to work."""
    doubt = f"{way.value} does not work any more." if way.invalid else ""
    doubt = f"{who.name} does not want to be contacted." if wishes.do_not_contact else doubt
    if not doubt:
        open_channel(host, way)
        return

    def answered(sure: bool | None) -> None:
        if sure:
            open_channel(host, way)

    host.push_screen(Confirm(f"{doubt} Go on?", "Go on", "Leave it"), answered)


def open_channel(host: Host, way: Channel) -> None:
    """Hand the channel's link to the system; where nothing takes it, show and copy it."""
    link = link_to(way.kind, way.value, host.workspace.config.region)
    if not link:
        copy(host, way.value)
        return

    async def job() -> None:
        if await asyncio.to_thread(open_elsewhere, link):
            host.say(f"opened {link}")
        else:
            host.copy_to_clipboard(inert(link))
            host.say(f"nothing here opens links; copied:\n{link}", seconds=8)

    host.work(job)


def copy(host: Host, text: str) -> None:
    """Put a text on the clipboard, by the terminal itself (OSC 52)."""
    host.copy_to_clipboard(inert(text))
    host.say(f"copied {text}")
