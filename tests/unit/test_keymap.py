"""The user's own keys: which are taken, what is told, and that all keys are known."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import crm_tui
from crm_tui.commands import COMMANDS, command_of
from crm_tui.config import load, settings
from crm_tui.errors import UsageError
from crm_tui.keymap import BOUND, keys_of, problems, textual_keymap


def test_the_keys_of_widgets_are_those_that_they_have() -> None:
    for name in ("widgets", "screens", "tour"):
        package = importlib.import_module(f"crm_tui.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{crm_tui.__name__}.{name}."):
            importlib.import_module(module.name)
    seen = {}
    for kind in _kinds(DOMNode):
        if kind.__module__.startswith("crm_tui."):
            for each in kind.__dict__.get("BINDINGS", []):
                if isinstance(each, Binding) and each.id:
                    seen[each.id] = each.key
    commands = {command.id for command in COMMANDS}
    widgets = {id: bound.keys for id, bound in BOUND.items() if id not in commands}
    assert {id: seen.get(id) for id in widgets} == widgets


def _kinds(kind: type) -> list[type]:
    return [kind, *(each for below in kind.__subclasses__() for each in _kinds(below))]


def test_keys_come_from_the_settings_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\n"record.log" = "ctrl+l, L"\nundo = "z"\nrecord.tag = "#"\n')
    own = load(path).keys
    assert own == {"record.log": "ctrl+l, L", "undo": "z", "record.tag": "#"}
    log = command_of("record_log")
    assert log is not None
    assert keys_of(log, own) == "ctrl+l,L"
    assert ("keys.undo", "z") in [row[:2] for row in settings(path)]
    path.write_text("keys = 3\n")
    with pytest.raises(UsageError, match="keys"):
        load(path)


def test_mistakes_are_told() -> None:
    told = problems({"record.lgo": "l", "undo": "strg+z", "redo": "ctrl+i", "record.tag": "e"})
    assert "keys: no command 'record.lgo'; did you mean record.log?" in told
    assert any("undo: 'strg+z' is no key" in line for line in told)
    assert any("a terminal sends ctrl+i as tab" in line for line in told)
    assert any(line.startswith("keys: e is both") and "record.tag" in line for line in told)
    assert any("table.down" in line for line in problems({"record.log": "j"}))
    assert problems({"record.log": "ctrl+l", "record.tag": "#"}) == []
    assert problems({}) == []


def test_what_shares_a_key_with_a_changed_command_keeps_it() -> None:
    keys = textual_keymap({"deal.lose": "z"})
    assert keys["deal.lose"] == "z"
    assert keys["reminder.done"] == BOUND["reminder.done"].keys
