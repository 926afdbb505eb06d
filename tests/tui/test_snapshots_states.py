"""How screens look in which there is nothing yet, and in states that need something done first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm_tui.app import CrmApp
from crm_tui.services import deals, duplicates, segments
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace
from tests import factories
from tests.tui.looking import Looks
from tests.tui.test_snapshots import pressing

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


@pytest.mark.parametrize("name", list(EMPTY))
def test_empty(looks: Looks, empty_desk: Workspace, name: str) -> None:
    looks(CrmApp(empty_desk), pressing(EMPTY[name]))


def test_hostile(looks: Looks, empty_desk: Workspace) -> None:
    factories.fill_hostile(empty_desk)
    looks(CrmApp(empty_desk), pressing(["5"]))


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


@pytest.mark.parametrize("name", list(STATES))
def test_state(looks: Looks, desk: Workspace, name: str) -> None:
    before, keys = STATES[name]
    with desk.write("test") as w:
        before(w)
    looks(CrmApp(desk), pressing(keys))
