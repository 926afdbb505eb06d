"""How screens look in which there is nothing yet, and in states that need something done first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm_tui.app import CrmApp
from crm_tui.services import deals, duplicates, segments
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.test_snapshots import SIZES, Compare, pressing

DUPLICATES = ["ctrl+p", *"one", "space", *"person", "enter"]
EMPTY = {
    "today": ["1"],
    "next": ["2"],
    "contacts": ["3"],
    "companies": ["4"],
    "pipeline": ["5"],
    "funnel": ["5", "v", "f"],
    "agenda": ["6"],
    "day": ["6", "v"],
    "timeline": ["7"],
    "duplicates": DUPLICATES,
    "nothing-fits": ["3", "slash", *"zzz", "enter"],
}


@SIZES
@pytest.mark.parametrize("name", list(EMPTY))
def test_empty(
    snap_compare: Compare, empty_desk: Workspace, name: str, size: tuple[int, int]
) -> None:
    assert snap_compare(CrmApp(empty_desk), terminal_size=size, run_before=pressing(EMPTY[name]))


@SIZES
def test_hostile(snap_compare: Compare, empty_desk: Workspace, size: tuple[int, int]) -> None:
    factories.fill_hostile(empty_desk)
    assert snap_compare(CrmApp(empty_desk), terminal_size=size, run_before=pressing(["5"]))


def lost_before(w: Write) -> None:
    """A deal that was lost, so that its reason is offered."""
    deals.lose(w, factories.deal(w, "Crane for rent"), "too dear")


def tabs(w: Write) -> None:
    """Saved filters."""
    for name, filter in (("My leads", "owner:me"), (factories.HOSTILE, "acme"), ("3", "x")):
        segments.create(w, "contact", name, filter)


def twins(w: Write) -> None:
    """Two who may be one."""
    factories.contact(w, "Hopper Grace", company="Acme Yards", phone="+49 30 1234567")
    duplicates.keep(w, duplicates.scan(w))


STATES: dict[str, tuple[Callable[[Write], None], list[str]]] = {
    "lose": (lost_before, ["5", "x"]),
    "tabs": (tabs, ["3", "right_square_bracket", "right_square_bracket", "space"]),
    "duplicates": (twins, DUPLICATES),
}


@SIZES
@pytest.mark.parametrize("name", list(STATES))
def test_state(snap_compare: Compare, desk: Workspace, name: str, size: tuple[int, int]) -> None:
    before, keys = STATES[name]
    with desk.write("test") as w:
        before(w)
    assert snap_compare(CrmApp(desk), terminal_size=size, run_before=pressing(keys))
