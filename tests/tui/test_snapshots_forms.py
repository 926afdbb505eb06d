"""How forms, help, palette and finding look, on a small and on a large terminal."""

from __future__ import annotations

import pytest

from crm_tui.app import CrmApp
from crm_tui.workspace import Workspace
from tests.tui.looking import Looks
from tests.tui.test_snapshots import pressing

LOOKS = {
    "offers": ["5", "n", *"Refit", "tab", "tab", *"gr"],
    "errors": ["3", "n", "tab", "tab", "tab", *"ann(at)home", "tab", *"call", "ctrl+s"],
    "alike": ["3", "n", *"Linus", "space", *"Bergh", "tab"],
    "explained": ["3", "r", "tab", "question_mark"],
    "log": ["3", "l"],
    "help": ["3", "question_mark"],
    "help-narrowed": ["3", "question_mark", *"deal"],
    "palette": ["3", "ctrl+p"],
    "palette-why-not": ["3", "ctrl+p", *"lost"],
    "find": ["1", "f", *"lin"],
    "edit": ["3", "e"],
    "company": ["4", "n"],
    "deal": ["5", "l", "l", "e"],
    "remind": ["3", "r"],
    "repeat": ["6", "G", "e", "tab", "tab"],
    "tag": ["3", "t"],
    "sort": ["3", "s"],
    "snooze": ["1", "s"],
    "hand-over": ["6", "O"],
    "unsaved": ["3", "n", "A", "n", "n", "escape"],
    "remove": ["3", "enter", "d"],
    "channel": ["3", "enter", "n", "c"],
    "key-date": ["3", "enter", "n", "d"],
    "consent": ["3", "enter", "n", "k"],
}


@pytest.mark.parametrize("name", list(LOOKS))
def test_look(looks: Looks, desk: Workspace, name: str) -> None:
    looks(CrmApp(desk), pressing(LOOKS[name]))
