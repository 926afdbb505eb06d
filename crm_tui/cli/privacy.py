"""crm privacy: what is held on a person, handed over or erased"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import IO, Annotated

import typer

from crm_tui.cli import output
from crm_tui.cli.options import Yes, group, verb
from crm_tui.cli.session import Session, note, session
from crm_tui.errors import NotFound, UsageError
from crm_tui.formats.output_file import new_file
from crm_tui.queries.resolve import resolve
from crm_tui.reports.dossier import Dossier, dossier, html
from crm_tui.store.connection import shown

app = group("")
privacy = group("What is held on people: export it, erase it, keep it no longer than needed.")
app.add_typer(privacy, name="privacy")

Who = Annotated[str, typer.Argument(metavar="WHO", help="Contact: id, e-mail or name")]
_ENDINGS = ("json", "html", "zip")


@verb(privacy, "export")
def export(
    ctx: typer.Context,
    who: Who,
    to: Annotated[
        str, typer.Option("--to", metavar="FILE", help="*.json, *.html, or *.zip: both, and files")
    ] = "-",
    yes: Yes = False,
) -> None:
    """Write all that is held on a person: channels, deals, interactions, reminders, notes,
    files, consents, relationships, and what the journal has of them."""
    state = session(ctx)
    state.known_format(_ENDINGS)
    form = state.format or Path(to).suffix.removeprefix(".").casefold() or "json"
    if form not in _ENDINGS or (form == "zip" and to == "-"):
        known = ", ".join(f".{ending}" for ending in _ENDINGS)
        raise UsageError(f"cannot write that to {to}", f"end the file in {known}")
    with state.read() as reader:
        found = dossier(reader, resolve(reader, who, ("contact",)).id)
    if to == "-":
        output.page([_text(state, found, form)])
        return
    with new_file(Path(to), replace=yes) as stream:
        if form == "zip":
            _pack(state, found, stream)
        else:
            stream.write(_text(state, found, form).encode())
    note(f"all that is held on {found['person']['name']} is in {to}")


def _text(state: Session, found: Dossier, form: str) -> str:
    if form == "html":
        return "".join(html(found, shown(state.target)))
    text = json.dumps(found, ensure_ascii=False, indent=2)
    # Whatever does not print stays escaped: the file may be shown on a terminal.
    plain = all(map(str.isprintable, text.split("\n")))
    return f"{text if plain else json.dumps(found, indent=2)}\n"


def _pack(state: Session, found: Dossier, stream: IO[bytes]) -> None:
    """Both texts, and the attached files, each under its own name in a folder of its number."""
    files = state.workspace().files
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for form in ("json", "html"):
            archive.writestr(f"held.{form}", _text(state, found, form))
        for each in found["attachments"]:
            try:
                archive.write(files.found(each["sha256"]), f"files/{each['id']}/{each['name']}")
            except NotFound as error:
                note(f"{each['name']}: {error.message}")
