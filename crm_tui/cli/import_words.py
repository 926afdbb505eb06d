"""What the options of crm import say: pairs, words, files to write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crm_tui.errors import UsageError


def pairs(option: str, specs: list[str] | None) -> dict[str, str]:
    """`Theirs=ours`, once or several times -> {theirs: ours}. Raises UsageError."""
    found = {}
    for spec in specs or ():
        name, separator, value = spec.rpartition("=")
        if not separator or not name.strip():
            raise UsageError(
                f"'{spec}' does not say what it means", f'write {option} "Theirs=ours"'
            )
        found[name.strip()] = value.strip()
    return found


def words(text: str) -> list[str]:
    """Words with commas between them."""
    return [word.strip() for word in text.split(",") if word.strip()]


def values(specs: list[str] | None) -> dict[str, dict[str, str]]:
    """`Header:theirs=ours` -> {header: {theirs: ours}}. Raises UsageError."""
    found = dict[str, dict[str, str]]()
    for spec, ours in pairs("--value", specs).items():
        header, separator, theirs = spec.partition(":")
        if not separator:
            raise UsageError(f"'{spec}' names no column", 'write --value "Header:theirs=ours"')
        found.setdefault(header.strip(), {})[theirs.strip()] = ours
    return found


def require_apart(files: list[str], written: Mapping[str, Path | None]) -> None:
    """Raises UsageError where an option's file is to be written for several files, or is the one
    that is read."""
    for option, path in written.items():
        if path and len(files) > 1:
            raise UsageError(f"{option} is for one file at a time", "import the files one by one")
        if path and path.exists() and Path(files[0]).exists() and path.samefile(files[0]):
            raise UsageError(f"{option} is the file itself", "name another file")
