"""What was typed into a form and not saved, kept in a file so that no crash loses it.

A file for each form of a store (0600), in the platform's state folder. They are written by
one thread, in the order in which they were asked for. Where the folder cannot be written
nothing is kept: the form itself still holds everything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from crm_tui.paths import digest, private_file, unsaved_folder

_STARTTIME = 22 - 3  # proc(5) counts from 1, and two fields stand before those that are split


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left: its title, when (the clock's text), what stands in its fields,
    which records were picked for them (the text, what told it apart, the record), and the
    process that has it open: its id and its start, since an id is given again."""

    title: str
    at: str
    values: Mapping[str, str]
    picked: Mapping[str, list[str]]
    process: int
    started: str = ""

    @classmethod
    def here(
        cls, title: str, at: str, values: Mapping[str, str], picked: Mapping[str, list[str]]
    ) -> Draft:
        """One of a form that this process has open."""
        process = os.getpid()
        return cls(title, at, values, picked, process, start_of(process))


class Unsaved:
    """The drafts of one store; a form goes by a name that no other form of the store has."""

    def __init__(self, state: Path, store: str) -> None:
        self._folder = unsaved_folder(state, store)
        self._writer = ThreadPoolExecutor(1, "crm-unsaved")

    def keep(self, form: str, draft: Draft) -> None:
        """Write the draft soon, in place of an earlier one."""
        self._writer.submit(self._write, self._place(form), draft)

    def forget(self, form: str) -> None:
        """Delete the form's draft: it was saved, or thrown away on purpose."""
        self._writer.submit(_remove, self._place(form))

    def of(self, form: str) -> Draft | None:
        """The form's draft; none where another running app has the form open."""
        return _read(self._place(form))

    def all(self) -> list[Draft]:
        """Every draft that waits, the latest first."""
        with suppress(OSError):
            found = [_read(place) for place in self._folder.glob("*.json")]
            return sorted((each for each in found if each), key=lambda draft: draft.at)[::-1]
        return []

    def close(self) -> None:
        """Wait until all is written."""
        self._writer.shutdown(wait=True)

    def _place(self, form: str) -> Path:
        return self._folder / f"{digest(form)}.json"

    def _write(self, place: Path, draft: Draft) -> None:
        fresh = place.with_suffix(".new")
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
            private_file(fresh)
            fresh.write_text(json.dumps(asdict(draft), ensure_ascii=False), encoding="utf-8")
            fresh.replace(place)


def _remove(place: Path) -> None:
    with suppress(OSError):
        place.unlink(missing_ok=True)


def _read(place: Path) -> Draft | None:
    try:
        draft = Draft(**json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return None if _runs(draft.process, draft.started) else draft


def start_of(process: int) -> str:
    """What tells a process from another that had its id before: the machine's start and the
    tick after it at which the process began (proc(5)); "" where the system has no /proc."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        # The second field is the program's name in brackets, which may hold anything.
        fields = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2]
        return f"{boot} {fields.split()[_STARTTIME]}"
    except (OSError, IndexError):
        return ""


def _runs(process: int, started: str) -> bool:
    """Is it another program that still runs? Then the form may be open there."""
    if process == os.getpid() or os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it runs as another user
    now = start_of(process)
    return not (started and now) or started == now
