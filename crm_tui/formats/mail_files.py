"""Where messages lie: a file with one (.eml), an mbox, a Maildir, a folder of .eml files.

Of each message the first part is read: its headers and text stand there, and what comes after
is attachments. An mbox is that of RFC 4155, with its lines `>From ` (mboxrd).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crm_tui.errors import CrmError, UsageError
from crm_tui.formats.record_table import binary

EML, MBOX, MAILDIR = "eml", "mbox", "maildir"
FORMS = (EML, MBOX, MAILDIR)
# So many bytes of a message are read.
MESSAGE_LIMIT = 2_000_000
_LINE = 1 << 16
_INBOXES = ("cur", "new")
_SEPARATOR = re.compile(rb"From \S+ .*\d{4}")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(
    rb"(?:Return-Path|Delivered-To|Received|From|To|Date|Subject|Message-ID|MIME-Version|Reply-To|"
    rb"Content-Type|X-[\w-]+|ARC-[\w-]+|DKIM-Signature|Authentication-Results):[ \t\r\n]",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """A message as it lies there: `place` is its line in the file, or its number."""

    place: int
    data: bytes
    name: str = ""


def mail_form(source: Path | bytes) -> str:
    """ "eml", "mbox" or "maildir" (a folder of messages), or "" for what is no mail."""
    if isinstance(source, Path):
        if source.is_dir():
            return MAILDIR if next(_files(source), None) else ""
        if not source.is_file():
            return ""
        ending = source.suffix.casefold().removeprefix(".")
        if ending in (EML, MBOX):
            return ending
        if ending in ("csv", "tsv", "txt"):
            return ""
    with binary(source) as stream:
        head = stream.read(200).lstrip(b"\xef\xbb\xbf\r\n")
    if _SEPARATOR.match(head):
        return MBOX
    return EML if _HEADER.match(head) else ""


def pieces(source: Path | bytes, form: str) -> Iterator[Piece]:
    """The messages of a source of that form, in order.

    Raises UsageError for a folder where a file is meant, or the other way round, CrmError for
    what cannot be read.
    """
    is_folder = isinstance(source, Path) and source.is_dir()
    if is_folder != (form == MAILDIR):
        raise UsageError(f"this is no {form}", f"--as takes one of: {', '.join(FORMS)}")
    try:
        if isinstance(source, Path) and is_folder:
            for number, file in enumerate(_files(source), start=1):
                with file.open("rb") as stream:
                    yield Piece(number, stream.read(MESSAGE_LIMIT), str(file.relative_to(source)))
            return
        with binary(source) as stream:
            if form == EML:
                yield Piece(1, stream.read(MESSAGE_LIMIT))
            else:
                yield from _in_mbox(stream)
    except OSError as error:
        raise CrmError(f"cannot read mail: {error}", "check who may read it") from error


def fingerprint_of(folder: Path) -> str:
    """What tells a folder's messages from other ones, without reading them."""
    digest = blake2b(digest_size=16)
    for file in _files(folder):
        digest.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """The messages below a folder: those of Maildirs, whatever their names, and .eml files."""
    for file in sorted(folder.rglob("*")):
        is_mail = file.suffix.casefold() == f".{EML}" or file.parent.name in _INBOXES
        if is_mail and file.is_file() and not file.is_symlink():
            yield file


def _in_mbox(stream: BinaryIO) -> Iterator[Piece]:
    held: list[bytes] = []
    size = number = start = 0
    goes_on, after_blank = False, True
    while line := stream.readline(_LINE):
        number += not goes_on
        if after_blank and not goes_on and _SEPARATOR.match(line):
            if held:
                yield _piece(start, held)
            held, size, start = [], 0, number
        elif start and size < MESSAGE_LIMIT:
            held.append(line)
            size += len(line)
        after_blank = not goes_on and not line.strip()
        goes_on = not line.endswith(b"\n")
    if held:
        yield _piece(start, held)


def _piece(start: int, held: list[bytes]) -> Piece:
    return Piece(start, _QUOTED.sub(rb"\1", b"".join(held)))
