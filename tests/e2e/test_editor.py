"""Long texts in the user's own editor, from a form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_S, TAB

CTRL_O = "\x0f"
EDITOR = """#!/bin/sh
cat "$1" > {seen}; stat -c %a "$1" >> {seen}; echo "$1" >> {seen}
printf 'A long [b]story[/b]\\nof two lines\\n' > "$1"
"""


def test_a_text_is_written_in_the_editor(crm_on_file: Program, home: Path) -> None:
    crm_on_file.run("contact", "add", "Mira Lindholt")
    seen, script = home / "seen", home / "editor"
    script.write_text(EDITOR.format(seen=seen))
    script.chmod(0o700)
    crm = replace(crm_on_file, env={**crm_on_file.env, "EDITOR": str(script)})
    with crm.app() as screen:
        screen.press("3", "Mira Lindholt")
        screen.press("l", "Log with Mira", "^o editor")
        screen.press("First words", "First words")
        screen.press(CTRL_O, "of two lines", "Log with Mira", gone=["First words"])
        screen.press(TAB + CTRL_O, "the editor is for long texts")
        screen.press(CTRL_S, "logged call")
        screen.send("q")
        assert screen.ended() == 0
    text, mode, page = seen.read_text().replace("words600", "words\n600").split("\n")[:3]
    assert (text, mode) == ("First words", "600")
    assert not Path(page).exists()
    assert "A long [b]story[/b]" in crm.run("timeline")


def test_no_editor_is_told(crm_on_file: Program) -> None:
    crm_on_file.run("contact", "add", "Mira Lindholt")
    with crm_on_file.app() as screen:
        screen.press("3", "Mira Lindholt")
        screen.press("l", "Log with Mira")
        screen.press("Said a lot", "Said a lot")
        screen.press(CTRL_O, "no editor is named", "Said a lot")
