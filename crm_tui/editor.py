"""Long texts written in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from itertools import count
from pathlib import Path

from crm_tui.errors import CrmError
from crm_tui.paths import private_file


def editor_named() -> str:
    """The command that the environment names, VISUAL before EDITOR; "" for none."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def edited(text: str, editor: str) -> str:
    """What the user makes of `text`, on a page that only they can read and that is removed after.

    Raises CrmError for an editor that cannot be run, or that was left with an error.
    """
    with tempfile.TemporaryDirectory(prefix="crm") as folder:
        page = Path(folder) / "text.txt"
        page.touch(mode=0o600)
        return edited_on(page, text, editor)


def edited_on(page: Path, text: str, editor: str) -> str:
    """What the user makes of `text` on this page, which stays. Raises what `edited` raises."""
    page.write_text(text, encoding="utf-8")
    try:
        ended = subprocess.run([*shlex.split(editor), str(page)], check=False)
    except (OSError, ValueError) as error:
        raise CrmError(f"the editor '{editor}' cannot be run", "check EDITOR") from error
    if ended.returncode:
        raise CrmError("the editor was left with an error", "nothing was taken from it")
    return page.read_text(encoding="utf-8", errors="replace")


def kept_page(folder: Path, name: str) -> Path:
    """A new empty page in a folder (0600), which stays until it is deleted. Raises OSError."""
    names = (f"{name}{f'-{number}' * (number > 1)}.txt" for number in count(1))
    place = next(folder / name for name in names if not (folder / name).exists())
    private_file(place)
    return place
