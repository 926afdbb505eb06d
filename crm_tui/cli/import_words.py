"""What the options of crm import say: pairs and words."""

from __future__ import annotations

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
