"""What of a folder could be imported."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from crm_tui.clock import Clock
from crm_tui.domain.attachments import size_text
from crm_tui.domain.dates import describe_day

ENDINGS = frozenset({"csv", "tsv", "xlsx", "json", "jsonl", "vcf", "eml", "mbox", "ics"})
UP = ".."
_MOST = 5000  # entries that are looked at
_MAILDIR = {"cur", "new"}


class Entry(NamedTuple):
    """A file that can be imported, or a folder to go into; `at` is when it was written."""

    name: str
    is_folder: bool
    size: int = 0
    at: float = 0.0

    def told(self, clock: Clock) -> tuple[str, str]:
        """Its size and its day."""
        if self.is_folder:
            return "", ""
        day = clock.at(datetime.fromtimestamp(self.at, clock.zone)).date()
        return size_text(self.size), describe_day(day, clock.today())


def entries(folder: Path) -> list[Entry]:
    """The files of a folder whose names end as those do that can be imported, the newest first,
    then its folders; hidden ones are left out. Raises OSError where it cannot be read."""
    files, folders = list[Entry](), list[Entry]()
    with os.scandir(folder) as found:
        for _, each in zip(range(_MOST), found, strict=False):
            if each.name.startswith(".") or not each.name.isprintable():
                continue
            entry = _entry(each)
            if entry and entry.is_folder:
                folders.append(entry)
            elif entry and each.name.rpartition(".")[2].casefold() in ENDINGS:
                files.append(entry)
    files.sort(key=lambda each: (-each.at, each.name))
    folders.sort(key=lambda each: each.name.casefold())
    above = [] if folder.parent == folder else [Entry(UP, is_folder=True)]
    return [*files, *above, *folders]


def is_maildir(folder: Path) -> bool:
    """Does a folder hold mail, each message a file of its own?"""
    return all((folder / name).is_dir() for name in _MAILDIR)


def _entry(found: os.DirEntry[str]) -> Entry | None:
    try:
        if found.is_dir():
            return Entry(found.name, is_folder=True)
        stat = found.stat()
        return Entry(found.name, False, stat.st_size, stat.st_mtime)
    except OSError:
        return None
