"""A list edited as one text: the editor takes the screen, then the difference is asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.e2e.program import Program
from tests.e2e.terminal import ESCAPE, Screen

CTRL_O = "\x0f"


def writes(script: Path, *commands: str) -> None:
    script.write_text("\n".join(("#!/bin/sh", f'cp "$1" {script}.seen', *commands)) + "\n")
    script.chmod(0o700)


def test_what_is_marked_or_listed_is_edited_as_text(crm_on_file: Program, home: Path) -> None:
    for name in ("Ada Lovelace", "Grace Hopper", "Mary [b]Somerville"):
        crm_on_file.run("contact", "add", name, "--title", "Clerk")
    script = home / "editor"
    crm = replace(crm_on_file, env={**crm_on_file.env, "EDITOR": str(script)})
    with crm.app() as screen:
        screen.press("3", "Ada Lovelace")
        screen.press("j", "▌Grace")
        screen.press(" ", "1 marked")
        writes(script, "sed -i 's/Clerk/Admiral/' \"$1\"")
        screen.press(CTRL_O, "1 contact would change", "title: Clerk → Admiral")
        assert "Lovelace" not in Path(f"{script}.seen").read_text()
        screen.press("y", "edited 1 contact as text")
        screen.press(ESCAPE, "Grace", gone=["marked"])
        _mistake(screen, script)
        writes(script, "sed -i '/Lovelace/d; s/Somerville/S/' \"$1\"")
        screen.press(CTRL_O, "name: Mary [b]Somerville → Mary [b]S", "1 line is gone")
        screen.press("n", "nothing was changed", "kept: crm edit")
        screen.send("q")
        assert screen.ended() == 0
    shown = crm.run("contact", "list")
    assert "Admiral" in shown and "Countess" in shown and "[b]Somerville" in shown
    assert "edited 1 contact as text" in crm.run("history")


def _mistake(screen: Screen, script: Path) -> None:
    """The editor opens again with what was typed; left with the mistake, the text is named."""
    writes(script, "sed -i 's/^1 .*/1 | two/' \"$1\"")
    screen.press(CTRL_O, "2 cells, where the header has", "kept: crm edit")
    assert "#! line" in Path(f"{script}.seen").read_text()
    writes(script, "sed -i '/^1 /s/Clerk/Countess/' \"$1\"")
    screen.press(CTRL_O, "Clerk → Countess")
    screen.press("y", "edited 1 contact as text", gone=["would change"])


def test_deals_and_reminders_too(crm_on_file: Program, home: Path) -> None:
    crm_on_file.run("deal", "add", "Harbour cranes", "--value", "1200")
    crm_on_file.run("remind", "add", "deal:1", "Call back", "--due", "today")
    script = home / "editor"
    crm = replace(crm_on_file, env={**crm_on_file.env, "EDITOR": str(script)})
    with crm.app() as screen:
        screen.press("5", "Harbour cranes")
        writes(script, "sed -i 's/Lead/Proposal/' \"$1\"")
        screen.press(CTRL_O, "stage: Lead → Proposal")
        screen.press("y", "edited 1 deal as text", gone=["would change"])
        screen.press("6", "Call back")
        writes(script, "sed -i 's/Call back/Write to them/' \"$1\"")
        screen.press(CTRL_O, "text: Call back → Write to them")
        screen.press("y", "edited 1 reminder as text", "Write to them", gone=["would change"])
        screen.send("q")
        assert screen.ended() == 0
