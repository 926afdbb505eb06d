"""Building the demo's store: the year's acts, played one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from random import Random

from crm_tui.clock import Clock, zone
from crm_tui.config import Config
from crm_tui.demo.acts import Act, Known
from crm_tui.demo.days import Days
from crm_tui.demo.decks import Decks
from crm_tui.demo.people import chatting, knowing, meeting
from crm_tui.demo.planning import habits, plans, routines
from crm_tui.demo.script import Script
from crm_tui.demo.selling import catalogue, selling
from crm_tui.store.connection import Connection
from crm_tui.store.store import open_store
from crm_tui.store.write import Write, enter, leave, start_operation
from crm_tui.workspace import Workspace, create_workspace, open_workspace

SEED = 1907
GOAL = "5"


def build(target: str, config: Config, clock: Clock | None = None) -> Workspace:
    """Make a store at `target` with a year of a small seller's data, and open it.

    The year ends today; the same clock gives the same data, apart from the uids. Raises
    CrmError when there is a store already, StoreUnusable where none can be made.
    """
    clock = clock or Clock(zone(config.timezone))
    config = replace(config, goal=config.goal or GOAL)
    played = sorted(year(clock), key=lambda act: act.at)
    opened = Clock(clock.zone, played[0].at - timedelta(minutes=15))
    made = create_workspace(target, config, opened)
    made.close()
    _play(target, config, clock, made.user_id, played)
    return open_workspace(target, config, clock)


def year(clock: Clock) -> list[Act]:
    """All that was done in the year before the clock's today."""
    rng = Random(SEED)
    script = Script(Days(clock, rng), Decks(rng), rng)
    # The deals come first: they say by when somebody must have been met.
    parts = (selling, meeting, catalogue, chatting, knowing, routines, plans, habits)
    return [act for part in parts for act in part(script)]


def _play(target: str, config: Config, clock: Clock, user: int, played: Iterable[Act]) -> None:
    """Perform the acts in one transaction, each as an operation at its own time."""
    db = open_store(target)
    known: Known = {}
    try:
        db.begin(write=True)
        for act in played:
            # A deal that was won just now is told with minutes still to come.
            then = Clock(clock.zone, min(act.at, clock.now()))
            _perform(db, then, config, user, act, known)
        db.commit()
    finally:
        db.close()


def _perform(
    db: Connection, clock: Clock, config: Config, user: int, act: Act, known: Known
) -> None:
    w = Write(db, clock, config, user, 0)
    w.operation = start_operation(db, w.now, user, act.command)
    enter(db, w.operation)
    act.do(w, known)
    db.execute(
        "UPDATE operation SET summary = :summary WHERE id = :id",
        {"summary": w.summary, "id": w.operation},
    )
    leave(db)
