"""crm privacy: what is held on a person, handed over or erased, and for how long it is kept"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import IO, Annotated

import typer

from crm_tui import erasing
from crm_tui.cli import output
from crm_tui.cli.erasing import agreed, told
from crm_tui.cli.options import Yes, group, verb
from crm_tui.cli.retention import retain
from crm_tui.cli.session import Session, at_terminal, note, session
from crm_tui.cli.shapes import ERASURE
from crm_tui.clock import Clock
from crm_tui.domain.erasing import Erasure
from crm_tui.errors import Ambiguous, NotFound, UsageError
from crm_tui.formats.output_file import new_file
from crm_tui.queries import erasures as queries
from crm_tui.queries.resolve import Target, resolve
from crm_tui.reports.dossier import Dossier, dossier, html
from crm_tui.reports.records import moment
from crm_tui.reports.shapes import ErasureRecord
from crm_tui.services import privacy as services
from crm_tui.store.connection import shown

app = group("")
privacy = group(
    "What is held on people: export it, erase it for good, keep it no longer than needed."
)
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


@verb(privacy, "erase")
def erase(
    ctx: typer.Context,
    who: Who,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go")] = False,
    yes: Yes = False,
) -> None:
    """Erase a person everywhere: record, links, search, files, drafts, the journal's images.
    It cannot be undone; the proof of it is kept without the data."""
    state = session(ctx)
    state.no_other_day()
    state.known_format(("text", "json"))
    target = _meant(state, who)
    found = erasing.preview(state.workspace(), [target.id])
    lines = [f"{target.name} (contact:{target.id})", *erasing.told(found)]
    if dry_run:
        for line in lines:
            output.said(state, line)
        return
    agreed(lines, yes)
    told(state, erasing.erase(state.workspace(), [target.id]))


verb(privacy, "retain")(retain)


@verb(privacy, "list")
def list_(ctx: typer.Context) -> None:
    """List the erasures: when, who by, how many people and rows."""
    state = session(ctx)
    with state.read() as reader:
        rows = (_proof(each, reader.clock) for each in queries.erasures(reader))
        output.records(state, ERASURE, rows)


@verb(privacy, "allow")
def allow(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="E-mail address, phone number or profile")],
) -> None:
    """Let somebody in again who was erased, and now wants to be known."""
    state = session(ctx)
    with state.write("privacy allow") as w:
        services.allow(w, address)
    output.said(state, w.summary)


def _meant(state: Session, who: str) -> Target:
    """The contact that is named, or one that was deleted and is in the journal still."""
    someone = at_terminal()
    with state.read() as reader:
        try:
            return resolve(reader, who, ("contact",), exact=not someone)
        except NotFound as error:
            found = queries.deleted_contacts(reader, who.strip())
            if not found:
                part = "" if someone else "; without a terminal a part of a name is not enough"
                raise NotFound(error.message, error.hint + part) from error
            if len(found) > 1:
                listed = ", ".join(f"contact:{each.id} {each.name}" for each in found)
                message = f"'{who}' fits several who were deleted: {listed}"
                raise Ambiguous(message, "name one by its id") from error
            return found[0]


def _proof(row: Erasure, clock: Clock) -> ErasureRecord:
    return {
        "id": row.id,
        "at": moment(row.at, clock),
        "user": row.user,
        "people": row.people,
        "rows": json.loads(row.counts),
    }


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
