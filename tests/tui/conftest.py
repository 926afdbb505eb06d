"""A small seller's store for driving the app."""

from __future__ import annotations

from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input, TextArea

from crm_tui.services import deals, records
from crm_tui.workspace import Workspace, open_workspace
from tests import factories
from tests.tui.looking import looks

__all__ = ["looks"]


_parse = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], Any] = {}


def _parsed_once(self: Stylesheet, css: str, **where: Any) -> Any:
    """The rules of a style sheet, for all apps of the tests that have the same colours."""
    key = (frozenset(self._variables.items()), css, *where.values())
    if key not in _parsed:
        _parsed[key] = _parse(self, css, **where)
    return _parsed[key]


@pytest.fixture(autouse=True)
def _styles_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parsed_once)


def fill(workspace: Workspace) -> None:
    """Three people, three deals in different states, reminders in every part of the agenda."""
    with factories.later(workspace, days=-40).write("test") as w:
        grace = factories.contact(
            w, "Grace Hopper", company="Acme Yards", email="grace@example.com", title="Buyer"
        )
        linus = factories.contact(w, "Linus Berg", company="Nordlicht", phone="+49 30 901820")
        factories.contact(w, "Mary Kaye", company="Acme Yards")
        records.tag(w, "contact", grace, "vip")
        cranes = factories.deal(
            w, "Harbour cranes", value="48k", contact=f"contact:{grace}", stage="Proposal"
        )
        factories.deal(w, "Spare parts", value="2,400 USD", contact=f"contact:{linus}")
        won = factories.deal(w, "Annual licence", value="12,500", company="Nordlicht")
        factories.interaction(
            w, factories.target(w, "contact", grace), text="Asked for an offer", at="10:00"
        )
    with workspace.write("test") as w:
        deals.win(w, won)
        factories.reminder(w, "contact", linus, text="Send the brochure", due="2026-02-26")
        factories.reminder(w, "deal", cranes, text="Call about the offer", due="15:00", kind="call")
        factories.reminder(w, "contact", grace, text="Ask for references", due="tomorrow")
        factories.reminder(w, "contact", linus, text="Visit the yard", due="thu 10am")
        factories.reminder(w, text="Order new cards", due="2026-04-01", repeat="every month")


@pytest.fixture(autouse=True)
def _still_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that blinks would be in a picture or not, as it happens."""
    for kind in (Input, TextArea):
        monkeypatch.setattr(kind, "cursor_blink", False)


@pytest.fixture
def seller(workspace: Workspace) -> Workspace:
    """A filled store on each database."""
    fill(workspace)
    return workspace


@pytest.fixture
def desk(sqlite_target: str) -> Workspace:
    """A filled store on SQLite, where the database makes no difference."""
    workspace = open_workspace(sqlite_target, factories.CONFIG, factories.CLOCK)
    fill(workspace)
    return workspace


@pytest.fixture
def empty_desk(sqlite_target: str) -> Workspace:
    """A fresh store on SQLite."""
    return open_workspace(sqlite_target, factories.CONFIG, factories.CLOCK)
