"""crm backup, crm restore"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Yes, group, verb
from crm_tui.cli.progress import bar
from crm_tui.cli.session import Session, asked, at_terminal, note, session
from crm_tui.clock import Clock, zone
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.store import backup as backups
from crm_tui.store.connection import is_url
from crm_tui.store.files import Files, folder_of
from crm_tui.store.store import open_store

app = group("")


@verb(app, "backup")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help="Or a folder/; next to the store, named by the time, if left out"
        ),
    ] = None,
) -> None:
    """Copy the store into a file, whoever uses it meanwhile, and check the copy. Attached
    files go into a folder beside it, FILE.files; on one disk they take no more room."""
    state = session(ctx)
    form = output.chosen(state, "text", ("text", "json"))
    store = _file(state, "pg_dump --format=custom --file=crm.dump 'postgresql://…'")
    if not store.exists():
        raise NotFound(f"no store at {store}", "make one with: crm init")
    to = _place(file, store, _clock(state))
    with bar("copying") as progress:
        backups.back_up(store, to, progress)
    attached = _bring_files(store, to)
    if form == "json":
        output.value({"store": str(store), "backup": str(to), "bytes": to.stat().st_size,
                      "files": attached})  # fmt: skip
    else:
        files = f"{attached} attached file{'s' * (attached != 1)}"
        more = f", {files} to {to}.files" if attached else ""
        output.said(state, f"backed up {store} to {to}{more}")


@verb(app, "restore")
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="What crm backup made", show_default=False)],
    yes: Yes = False,
) -> None:
    """Bring a backup back with the attached files that are missing; the present store is
    kept as a backup first."""
    state = session(ctx)
    state.no_other_day()
    form = output.chosen(state, "text", ("text", "json"))
    store = _file(state, "pg_restore --clean --dbname='postgresql://…' crm.dump")
    backups.check(file)
    question = f"Put {file} in the place of the store at {store}?"
    if at_terminal() and not yes and store.exists() and not asked(question):
        raise CrmError("nothing was restored")
    before = backups.beside(store, "before-restore", _clock(state).now())
    kept = backups.restore(file, store, before)
    _bring_files(file, store)
    open_store(str(store)).close()  # an older one is brought up to date here and now
    if kept:
        note(f"the store as it was is kept: {before}")
    if form == "json":
        output.value({"store": str(store), "restored": str(file), "kept": str(before) * kept})
    else:
        output.said(state, f"restored {store} from {file}")


def _place(named: str | None, store: Path, clock: Clock) -> Path:
    """The file to copy to: the one that is named, else a free name in the folder that is
    named (it ends with a slash, or is there), or next to the store."""
    if named is None:
        return backups.beside(store, "", clock.now())
    place = Path(named)
    if named.endswith("/"):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise CrmError(
                f"no folder can be made at {place}: {error.strerror}", "name another"
            ) from error
    return backups.beside(store, "", clock.now(), place) if place.is_dir() else place


def _bring_files(store: Path, to: Path) -> int:
    """Bring a store's attached files beside its copy; answers how many there are. Raises
    CrmError where they cannot be written."""
    try:
        return Files(folder_of(str(store))).share(folder_of(str(to)))
    except OSError as error:
        raise CrmError(
            f"the attached files of {store} cannot be copied: {error.strerror}",
            f"make room for {folder_of(str(to))}",
        ) from error


def _file(state: Session, instead: str) -> Path:
    if is_url(state.target):
        raise UsageError("a PostgreSQL store is kept by its server's own tools", f"use: {instead}")
    return Path(state.target)


def _clock(state: Session) -> Clock:
    return Clock(zone(state.config.timezone))
