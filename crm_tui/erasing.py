"""Erasing people everywhere: in the store and its journal, in the attached files, in what was
typed on this machine and not saved, and in the bytes of the store's file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from crm_tui.clock import encode_instant
from crm_tui.domain.erasing import ERASE, Erased, Naming, in_words
from crm_tui.domain.search import Hit
from crm_tui.errors import CrmError
from crm_tui.paths import default_state, edits_folder, unsaved_folder
from crm_tui.queries import attachments
from crm_tui.queries.search import search
from crm_tui.services.erasing import Progress
from crm_tui.services.erasing import erase as erase_records
from crm_tui.store.backup import copies
from crm_tui.store.connection import is_url
from crm_tui.store.files import Files
from crm_tui.store.reader import Reader
from crm_tui.text import counted
from crm_tui.workspace import Workspace

# As long as `crm attachment clean` keeps the files of what was deleted, for undo.
_KEPT_DAYS = 30
_SHOWN = 8
NOT_SCRUBBED = (
    "another program has the store open, so that the file may still hold the bytes of what was"
    " erased: close it, then crm doctor --fix"
)


class Preview(NamedTuple):
    """What an erasure would do: in the store, to files and drafts, and where a name of theirs
    would still stand, in what is others' too."""

    erased: Erased
    files: int
    drafts: int
    named: Sequence[Hit]
    copies: Sequence[Path]


class Done(NamedTuple):
    """What an erasure did; `scrubbed` says whether its bytes are gone from the file, too."""

    erased: Erased
    files: int
    drafts: int
    scrubbed: bool
    copies: Sequence[Path]


# What is said where there is nobody to erase.
NOTHING = Done(Erased(0, {}, 0, 0, frozenset(), frozenset()), 0, 0, scrubbed=True, copies=())


def preview(workspace: Workspace, ids: Iterable[int]) -> Preview:
    """What erasing these contacts would do, found by doing it and taking it back.

    Raises CrmError for nobody.
    """
    with workspace.rehearsal(ERASE) as w:
        erased = erase_records(w, ids)
        names = sorted(name for name in erased.names if len(name.split()) > 1)[:_SHOWN]
        named = dict.fromkeys(hit for name in names for hit in search(w, name, limit=_SHOWN))
        files = len(_unneeded(w, workspace.files, erased))
    drafts = len(_drafts(workspace, erased))
    return Preview(erased, files, drafts, list(named)[:_SHOWN], _copies(workspace))


def erase(
    workspace: Workspace,
    ids: Iterable[int],
    progress: Progress | None = None,
    still: Callable[[Reader], Collection[int]] | None = None,
) -> Done:
    """Erase contacts for good, and say what was done; of them only those that `still` finds as
    it begins, where somebody may have worked since they were chosen. Raises CrmError for nobody.
    """
    workspace.forget_deleted()
    with workspace.write(ERASE) as w:
        erased = erase_records(w, set(ids).intersection(still(w)) if still else ids, progress)
        unneeded = _unneeded(w, workspace.files, erased)
    for hash in unneeded:
        _drop(workspace.files, hash)
    drafts = _drafts(workspace, erased)
    for draft in drafts:
        with suppress(OSError):
            draft.unlink()
    return Done(erased, len(unneeded), len(drafts), workspace.scrub(), _copies(workspace))


def told(found: Preview) -> list[str]:
    """A preview in words, for both faces."""
    erased = found.erased
    who = counted(erased.people, "contact")
    lines = [f"{who} would be erased for good: {in_words(erased.rows)}"]
    lines.append(f"{counted(erased.images, 'image')} of them in the journal would be blanked")
    if found.files:
        lines.append(f"{counted(found.files, 'attached file')} would be deleted")
    if found.drafts:
        lines.append(f"{counted(found.drafts, 'draft')} on this machine would be deleted")
    lines.append(
        f"{counted(erased.addresses, 'address')} would be remembered as a keyed hash: who comes"
        " in with one again is held back"
        if erased.addresses
        else "no address of theirs is known: nobody can be held back by one"
    )
    if found.named:
        lines.append("what is others' too and has their name stays; edit it first if need be:")
        lines += [f"  {hit.noun}:{hit.id} {hit.title}" for hit in found.named]
    lines.append(still_held(found.copies))
    return lines


def still_held(copies: Sequence[Path]) -> str:
    """What an erasure cannot reach."""
    beside = f", such as {', '.join(str(path) for path in copies[:3])}" if copies else ""
    return f"backups and exports made before still hold them{beside}: delete those yourself"


def _unneeded(reader: Reader, files: Files, erased: Erased) -> list[str]:
    """Their files that nobody else has, or had so lately that undo may want them."""
    since = reader.clock.now() - timedelta(days=_KEPT_DAYS)
    needed = attachments.hashes(reader)
    needed |= attachments.deleted_since(reader, encode_instant(since))
    return [hash for hash in sorted(erased.files - needed) if files.place(hash).is_file()]


def _drop(files: Files, hash: str) -> None:
    for copy in [*files.lent(hash)]:
        files.sweep(copy)
    with suppress(CrmError, OSError):
        files.drop(hash)


def _drafts(workspace: Workspace, erased: Erased) -> list[Path]:
    """What was typed on this machine and not saved, where it names them."""
    state, naming = default_state(), Naming(erased.names)
    folders = (unsaved_folder(state, workspace.target), edits_folder(state, workspace.target))
    found = []
    for path in sorted(path for folder in folders for path in folder.glob("*.*")):
        with suppress(OSError):
            if naming.is_in(path.read_text(encoding="utf-8", errors="replace")):
                found.append(path)
    return found


def _copies(workspace: Workspace) -> Sequence[Path]:
    return [] if is_url(workspace.target) else copies(Path(workspace.target))
