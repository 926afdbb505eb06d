"""Attachments: a form to add one, and what can be done with one."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from crm_tui.domain.attachments import Attachment, size_text
from crm_tui.errors import NotFound, UsageError
from crm_tui.opening import open_elsewhere
from crm_tui.queries import attachments as queries
from crm_tui.queries.resolve import Target
from crm_tui.screens.dialogs.form import FormDialog
from crm_tui.screens.dialogs.menu import Menu
from crm_tui.screens.host import Host
from crm_tui.screens.paths import PATH
from crm_tui.services import attachments
from crm_tui.services.values import Values, named
from crm_tui.store.files import Kept
from crm_tui.store.write import Write
from crm_tui.widgets.form import FieldSpec


async def attach(host: Host, of: Target) -> None:
    """A form for the file to keep with a record; its path is completed while it is typed."""
    files = host.workspace.files
    spec = FieldSpec("file", "File", required=True, placeholder="~/Documents/offer.pdf",
                     check=_size, offers=PATH, picks=True,
                     help="where the file is; begin to type, and choose with ↓. A copy of it"
                     " is kept beside the store")  # fmt: skip

    def copy(given: Values) -> Kept:
        with named("file"):
            return files.keep(Path(given["file"]).expanduser())

    def job(w: Write, kept: Kept) -> None:
        attachments.add(w, of.noun, of.id, [kept])

    title, about = f"Keep a file with {of.name}", f"{of.noun}:{of.id}"
    host.push_screen(FormDialog(title, [spec], "attach", job, about=about, before=copy))


def _size(text: str) -> str:
    path = Path(text).expanduser()
    if not path.exists():
        raise NotFound(f"no file at {text}", "check its name")
    if not path.is_file():
        raise UsageError(f"{text} is a folder", "name a file in it")
    return size_text(path.stat().st_size)


async def use(host: Host, part: Target) -> None:
    """What can be done with an attachment."""
    found = await host.read(lambda r: queries.attachment(r, part.id))

    def chosen(number: int | None) -> None:
        if number == 0:
            host.work(partial(_open, host, found))
        elif number == 1:
            _save(host, found)
        elif number == 2:
            host.perform("attachment delete", lambda w: attachments.delete(w, found.id))

    entries = [
        ("o", "Open", "a copy, with the program for it"),
        ("s", "Save as …", ""),
        ("d", "Delete", "u takes it back"),
    ]
    host.push_screen(Menu(f"{found.name}, {size_text(found.size)}", entries), chosen)


async def _open(host: Host, found: Attachment) -> None:
    files = host.workspace.files
    copy = await asyncio.to_thread(files.lend, found.hash, found.name)
    if await asyncio.to_thread(open_elsewhere, str(copy)):
        host.say(f"opened {found.name}")
    else:
        host.say(f"nothing here opens files; a copy is at\n{copy}", seconds=8)


def _save(host: Host, found: Attachment) -> None:
    files = host.workspace.files
    spec = FieldSpec("to", "Save as", required=True, offers=PATH)

    def copy(given: Values) -> str:
        place = Path(given["to"]).expanduser()
        if place.is_dir():
            place /= found.name
        with named("to"):
            files.save(found.hash, place)
        return f"saved {found.name} as {place}"

    values = {"to": f"~/{found.name}"}
    title, about = f"Save {found.name}", f"attachment:{found.id}"
    host.push_screen(
        FormDialog(title, [spec], "attachment save", None, values=values, about=about, before=copy)
    )
