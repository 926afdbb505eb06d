"""What a typed path could become: the files and folders that begin so."""

from __future__ import annotations

import os
from pathlib import Path

from crm_tui.domain.attachments import size_text
from crm_tui.queries.offers import MOST, Offer

PATH = "path"  # as a field says that it is completed from here
_LOOKED_AT = 5000  # entries of one folder


def path_offers(typed: str) -> list[Offer]:
    """The first few entries of the folder that the path names so far, folders with a `/`;
    hidden ones where the name begins with a dot. Nothing where it cannot be read."""
    folder, _, begun = typed.rpartition("/")
    if "/" not in typed:
        where = Path("~" if begun == "~" else ".").expanduser()
        begun, shown = ("", "~/") if begun == "~" else (begun, "")
    else:
        where, shown = Path(folder or "/").expanduser(), f"{folder}/"
    found = []
    try:
        with os.scandir(where) as entries:
            for _, entry in zip(range(_LOOKED_AT), entries, strict=False):
                if _begins(entry.name, begun):
                    found.append(_offer(entry, shown))
    except (OSError, ValueError):
        return []
    return sorted(found, key=lambda each: each.text.casefold())[:MOST]


def _begins(name: str, begun: str) -> bool:
    hidden = name.startswith(".") and not begun.startswith(".")
    return name.casefold().startswith(begun.casefold()) and not hidden and name.isprintable()


def _offer(entry: os.DirEntry[str], shown: str) -> Offer:
    try:
        if entry.is_dir():
            return Offer(f"{shown}{entry.name}/", shown=f"{entry.name}/")
        size = size_text(entry.stat().st_size)
        return Offer(f"{shown}{entry.name}", size, shown=entry.name)
    except OSError:
        return Offer(f"{shown}{entry.name}", shown=entry.name)
