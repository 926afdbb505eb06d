"""The content lines that vCard and iCalendar share (RFC 6350, 3.2; RFC 5545, 3.1)."""

from __future__ import annotations

from crm_tui.text import clean

_BYTES = 75


def escaped(value: str) -> str:
    """A text as a property's value."""
    value = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line with its end, within 75 bytes; what is longer goes on after a space."""
    parts, size = [""], 0
    for character in line:
        size += len(character.encode())
        if size > _BYTES:
            parts.append(" ")
            size = 1 + len(character.encode())
        parts[-1] += character
    return "\r\n".join(parts) + "\r\n"
