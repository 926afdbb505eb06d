"""crm edit: an editor, a difference in words, a question, one operation; nothing typed is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import factories
from tests.cli.conftest import Crm
from tests.cli.test_terminal import at_terminal


@pytest.fixture
def editor(store: Crm, tmp_path: Path) -> Path:
    """A script that is the editor; it keeps what it was given last."""
    script = tmp_path / "editor"
    script.touch(mode=0o700)
    store.env["EDITOR"] = str(script)
    return script


def writes(editor: Path, *lines: str) -> None:
    editor.write_text("\n".join(["#!/bin/sh", f'cp "$1" {editor}.seen', *lines]) + "\n")


def test_deals_are_edited_in_the_editor(store: Crm, editor: Path, tmp_path: Path) -> None:
    store("deal", "add", "Harbour cranes", "--value", "1200")
    store("deal", "add", factories.HOSTILE, "--value", "5")
    writes(editor, "sed -i 's/1200.00 EUR/2k/' \"$1\"")
    shown = store("edit", "deals", "crane", "--columns", "title,value", "--dry-run")
    assert shown.out == "deal:1 Harbour cranes\n  value: 1200.00 EUR → 2000.00 EUR\n"
    assert "id | title          | value\n1  | Harbour cranes | 1200.00 EUR" in _seen(editor)
    assert store("edit", "deals", "--yes", "--json").json["changed"] == [
        {"id": 1, "name": "Harbour cranes",
         "fields": {"value": {"from": "1200.00 EUR", "to": "2000.00 EUR"}}}
    ]  # fmt: skip
    assert "\x1b" not in _seen(editor) and "[EMEA]" in _seen(editor)
    assert "undid: edited 1 deal as text" in store("undo").out
    assert not list(_kept(store))
    assert "needs --yes" in store("edit", "deals", code=2).err
    assert "cannot be edited as text" in store("edit", "notes", "--yes", code=2).err


def test_a_mistake_is_told_by_line_and_the_text_is_kept(store: Crm, editor: Path) -> None:
    store("deal", "add", "Harbour cranes", "--value", "1200")
    # At first a mistake; when the editor opens again and shows it, another value.
    writes(editor, 'grep -q "^#!" "$1" && sed -i "s/much/10k/" "$1" ||'
           ' sed -i "s/1200.00 EUR/much/" "$1"')  # fmt: skip
    ended = store("edit", "deals", "--yes")
    assert "#! line 6: value: 'much' is not an amount of money" in ended.err + _seen(editor)
    assert store("deal", "show", "1", "--json").json["value"] == 10_000
    writes(editor, 'sed -i "s/10000.00 EUR/much/" "$1"')
    refused = store("edit", "deals", "--yes", code=2)
    assert "line 6: value: 'much' is not an amount of money" in refused.err
    (page,) = _kept(store)
    assert f"go on with: crm edit deals --from {page}" in refused.err
    assert page.stat().st_mode & 0o777 == 0o600
    page.write_text(page.read_text().replace("much", "99"))
    assert store("edit", "deals", "--from", str(page), "--yes").out == "edited 1 deal as text\n"
    assert not page.exists()
    store.env["EDITOR"] = "false"
    assert "left with an error" in store("edit", "deals", "--yes", code=1).err
    assert len(list(_kept(store))) == 1


def test_what_was_changed_since_a_text_was_made_is_left_alone(store: Crm, editor: Path) -> None:
    store("contact", "add", "Grace Hopper")
    store("contact", "add", "Ada Lovelace")
    # While the text is open, somebody else promotes Grace.
    writes(editor, f"crm() {{ {sys.executable} -m crm_tui \"$@\"; }}",
           'EDITOR=  crm contact edit 1 --title Admiral >/dev/null',
           'sed -i "s/^1 .*/1 | Boss/; s/^2 .*/2 | Countess/" "$1"')  # fmt: skip
    ended = store("edit", "contacts", "--columns", "title", "--yes", code=5)
    assert "line 6: contact 1 (Grace Hopper) was changed by Ada meanwhile" in ended.err
    assert ended.out == "edited 1 contact as text\n"
    titles = [row["title"] for row in store("contact", "list", "--sort", "id").rows]
    assert titles == ["Admiral", "Countess"]
    (page,) = _kept(store)
    told = store("edit", "contacts", "--from", str(page), "--yes", code=4).err
    assert "was changed by Ada meanwhile: edited contact Grace Hopper" in told


def test_at_a_terminal_it_asks(store: Crm, editor: Path) -> None:
    store("deal", "add", "Harbour cranes")
    writes(editor, 'sed -i "s/Lead/Proposal/" "$1"')
    code, shown = at_terminal(store, "edit", "deals", keys="e\ny\n")
    assert code == 0
    assert shown.count("stage: Lead → Proposal") == 2
    assert "Change 1 deal? [y]es, [e]dit again, [N]o:" in shown
    writes(editor, 'sed -i "s/Proposal/Won/" "$1"')
    code, shown = at_terminal(store, "edit", "deals", keys="\n")
    assert code == 1
    assert "nothing was changed" in shown and "go on with: crm edit deals --from" in shown


def _seen(editor: Path) -> str:
    return Path(f"{editor}.seen").read_text()


def _kept(store: Crm) -> list[Path]:
    return sorted((Path(store.env["HOME"]) / ".local/state/crm/edits").glob("*/*.txt"))
