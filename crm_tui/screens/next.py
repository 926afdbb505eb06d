"""The work queue: one record at a time, why it is its turn, and what to know before."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from crm_tui.clock import Clock
from crm_tui.commands import NEXT
from crm_tui.queries import queue as queries
from crm_tui.queries.queue import Standing
from crm_tui.queries.resolve import Target
from crm_tui.reports import turns as words
from crm_tui.reports.brief import MANY, Brief, Way, brief
from crm_tui.screens.actions import RecordActions
from crm_tui.screens.keys import bindings
from crm_tui.screens.records.parts import (
    RecordView,
    deal_section,
    filled,
    reminder_section,
    row,
    timeline_row,
)
from crm_tui.store.reader import Reader
from crm_tui.widgets.detail import DetailPane, Section
from crm_tui.widgets.safe import fit, safe, wrap
from crm_tui.widgets.sections import ListSection, SectionRow

EMPTY = (
    "Nobody is waiting for you.\n\n"
    "Here comes, one after the other, whose turn it is:\n"
    "reminders that are due, people whose cadence has passed,\n"
    "deals that rot or have no next step.\n\n"
    "3 shows your contacts: e sets a cadence, r plans a reminder.\n"
    "5 shows your deals."
)
_KEYS = (
    ("c", "reached"),
    ("n", "no answer"),
    ("v", "voicemail"),
    ("w", "wrote"),
    ("x", "done"),
    ("s", "snooze"),
    ("tab", "skip"),
)


AFTER = 50  # so many of the turns that come after are shown


class Seen(NamedTuple):
    """What was read: the round and the turns, the brief of the first, and who comes after,
    with why."""

    present: Standing
    brief: Brief | None
    after: list[tuple[str, str]]


class TurnHead(Widget):
    """Whose turn it is, how far the round has come, and why: the reason on top."""

    DEFAULT_CSS = """
    TurnHead { height: auto; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._who = self._place = self._why = ""

    def show(self, name: str, place: str, why: str) -> None:
        """Show a turn; nothing for none."""
        self._who, self._place, self._why = name, place, why
        self.display = bool(name)
        self.refresh(layout=True)

    def render(self) -> Content:
        """The name with the progress at the right, then the reason."""
        width = self.content_size.width or self.size.width
        place = safe(f"  {self._place}", "$text-muted")
        name = fit(safe(self._who, "bold $text"), max(0, width - place.cell_length))
        why = [line.stylize("$text-warning") for line in wrap(safe(f"▶ {self._why}"), width)]
        return Content("\n").join([name + place, *why])


class OutcomeKeys(Widget):
    """The keys of the outcomes, on screen where the footer may have no room for all."""

    DEFAULT_CSS = """
    OutcomeKeys { dock: bottom; height: 1; margin-bottom: 1; padding: 0 2; }
    """

    def render(self) -> Content:
        """One line."""
        parts = [safe(key, "bold $text-accent") + safe(f" {text}") for key, text in _KEYS]
        return Content("  ").join(parts)


class NextScreen(RecordActions):
    """One turn, full screen. When all had theirs it says so, until a new round begins."""

    WHERE = NEXT
    BINDINGS = bindings(WHERE)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Target | None = None

    def body(self) -> ComposeResult:
        """The reason, the brief, the keys."""
        yield TurnHead()
        yield DetailPane(empty=EMPTY)
        yield OutcomeKeys()

    def subject(self) -> Target | None:
        """Whose turn it is."""
        return self._shown

    async def reread(self) -> None:
        """Whose turn it is now, and how far the round has come."""
        workspace = self.host.workspace
        me, region = workspace.user_id, workspace.config.region
        seen = await self.host.read(lambda r: read_turn(r, me, region))
        self._show(seen)
        self.refresh_bindings()

    def _show(self, seen: Seen) -> None:
        head, pane = self.query_one(TurnHead), self.query_one(DetailPane)
        made = seen.brief
        self.query_one(OutcomeKeys).display = made is not None
        if made is None:
            self._shown = None
            head.show("", "", "")
            pane.empty = _at_the_end(seen.present) if seen.present.through else EMPTY
            pane.clear()
            return
        before, self._shown = self._shown, Target(made.turn.noun, made.turn.id, made.name)
        head.show(made.name, words.progress(seen.present), made.turn.words)
        same = before is not None and before[:2] == self._shown[:2]
        pane.show(
            made.about or made.turn.noun,
            [*sections(made, self.host.clock), Section("After this", seen.after)],
            same,
        )

    # -- what came of it ---------------------------------------------------------------------

    def action_turn_reached(self) -> None:
        """They were reached."""
        self._settle("reached")

    def action_turn_no_answer(self) -> None:
        """Nobody answered."""
        self._settle("no answer")

    def action_turn_voicemail(self) -> None:
        """A message was left."""
        self._settle("voicemail")

    def action_turn_emailed(self) -> None:
        """An e-mail was written."""
        self._settle("emailed")

    def action_turn_done(self) -> None:
        """It is done."""
        self._settle("done")

    def action_turn_snooze(self) -> None:
        """A later day."""
        from crm_tui.screens.dialogs import turns

        if self._shown:
            self._start(turns.snooze, self._shown)

    def action_turn_skip(self) -> None:
        """The next one."""
        from crm_tui.screens.dialogs import turns

        if self._shown:
            turns.skip(self.host, self._shown)

    def action_turn_open(self) -> None:
        """The record in full."""
        self.action_record_open()

    def action_turn_restart(self) -> None:
        """A new round."""
        from crm_tui.services import queue

        self.host.perform("next restart", queue.restart)

    def _settle(self, outcome: str) -> None:
        from crm_tui.screens.dialogs import turns

        if self._shown:
            self._start(turns.settle, self._shown, outcome)


def read_turn(reader: Reader, user_id: int, region: str) -> Seen:
    """Whose turn it is for a user, with the brief."""
    present = queries.standing(reader, user_id)
    made = brief(reader, present.turns[0], region, MANY) if present.turns else None
    after = present.turns[1 : AFTER + 1]
    names = queries.names(reader, after)
    lines = [(names[turn.noun, turn.id][0], turn.words) for turn in after]
    return Seen(present, made, lines)


def sections(made: Brief, clock: Clock) -> list[Section]:
    """The brief as a record's sections."""
    promised = reminder_section(list(made.ours), clock).rows
    waiting = reminder_section(list(made.theirs), clock).rows
    parts = [
        ListSection("Reach", _reach(made, clock)),
        ListSection("Promised", promised),
        ListSection("Waiting for", waiting),
        deal_section(list(made.deals), clock),
        ListSection("Latest", [timeline_row(entry, clock, made.name) for entry in made.latest]),
    ]
    target = Target(made.turn.noun, made.turn.id, made.name)
    return RecordView(target, made.name, [], [part for part in parts if part.rows]).sections


def _reach(made: Brief, clock: Clock) -> list[SectionRow]:
    """How and when to reach them, and what forbids it first."""
    rows = []
    if made.warning:
        rows.append(row("", safe(f"! {made.warning}", "bold $text-error")))
    rows += [_way_row(way) for way in made.ways]
    if made.local:
        night = "$text-warning" if made.local.is_night else ""
        said = safe(made.local.describe(clock.local()), night)
        rows.append(row("local time", said + safe(f"  {made.local.source}", "$text-muted")))
    return rows + filled(
        ("best time", made.best_time), ("language", made.language), ("cadence", made.cadence)
    )


def _way_row(way: Way) -> SectionRow:
    style = {"preferred": "$text-success"}.get(way.remark, "$text-error")
    value = safe(way.value) + safe(f"  {way.remark}" if way.remark else "", style)
    return row(f"{way.kind} {way.label}".strip(), value)


def _at_the_end(present: Standing) -> str:
    again = present.again
    waiting = f"R begins a new one: {again} still wait{'s' * (again == 1)}."
    more = waiting if again else "Nobody else is waiting."
    return f"{words.through(present.round)}\n\n{more}\nu takes the last one back."
