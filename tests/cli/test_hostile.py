"""A hostile name stays text: in every command, in every format, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_tui.workspace import Workspace
from tests import factories
from tests.cli.conftest import Result

COMMANDS = [
    "contact list", "contact show 1", "company list", "company show 1", "deal list",
    "deal show 1", "deal board", "board", "due --within 9999d --on 2026-03-02",
    "remind list", "remind show 1", "interaction list", "interaction show 1", "timeline",
    "timeline contact:1", "history", "history deal:1", "tag list", "user list",
    "contact edit 1 --tag x --title CEO", "deal move 1 won", "remind snooze 1 tomorrow",
    "remind done 1", "undo", "redo", "contact archive 1",
    "company delete 1", "undo", "status --on 2026-03-02",
]  # fmt: skip


@pytest.mark.parametrize("form", ["", "table", "json", "jsonl", "csv", "tsv"])
def test_no_command_lets_it_act(
    hostile_workspace: Workspace, call: Callable[..., Result], form: str
) -> None:
    hostile_workspace.close()
    seen = 0
    for command in COMMANDS:
        asked = ["--format", form] if form and "status" not in command else []
        said = call(hostile_workspace.target, *command.split(), *asked)
        assert said.code == 0, f"{command}: {said.err}"
        text = (said.out + said.err).replace("\n", "")
        assert text.replace("\t", "").isprintable(), command
        seen += "[EMEA]" in said.out
    assert seen > len(COMMANDS) // 2


def test_an_import_says_hostile_cells_safely(
    workspace: Workspace, call: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "hostile.csv"
    file.write_text(
        f'Name,Email,"{factories.HOSTILE}"\n"{factories.HOSTILE}",h@example.com,x\n,,,surplus\n'
    )
    said = call(workspace.target, "import", str(file))
    assert said.code == 5
    assert "[EMEA]" in said.out
    assert (said.out + said.err).replace("\n", "").isprintable()
