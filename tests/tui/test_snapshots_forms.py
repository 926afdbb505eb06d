"""How forms, help, palette and finding look, on a small and on a large terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm_tui.app import CrmApp
from crm_tui.workspace import Workspace
from tests.tui.test_snapshots import LARGE, SMALL, pressing

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
}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", list(LOOKS))
def test_look(
    snap_compare: Callable[..., bool], desk: Workspace, name: str, size: tuple[int, int]
) -> None:
    assert snap_compare(CrmApp(desk), terminal_size=size, run_before=pressing(LOOKS[name]))
