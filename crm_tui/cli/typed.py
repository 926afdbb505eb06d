"""Texts as they are given: in an argument, on standard input, or typed into an editor."""

from __future__ import annotations

import sys

from crm_tui.cli import output
from crm_tui.cli.session import at_terminal
from crm_tui.editor import edited, editor_named


def typed_text(given: str | None, before: str = "") -> str:
    """A text as `given`, from standard input for `-`, else from the editor of a terminal,
    which begins with the text `before`. Raises CrmError where the editor fails."""
    if given == "-":
        return sys.stdin.read()
    if given is not None or not (at_terminal() and output.at_terminal()):
        return given if given is not None else before
    editor = editor_named()
    return edited(before, editor) if editor else before
