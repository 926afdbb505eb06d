"""Imports of files that are made to hurt: how long each takes, and how much memory."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from pathlib import Path
from time import perf_counter

import xlsxwriter

from benchmarks.timing import Figure
from tests.e2e.program import CRM, program

TITLE = "crm import of hostile files: seconds, and the peak memory beside 512 MB"
MOST_MB = 512
_SHEET = "xl/worksheets/sheet1.xml"
_MEGABYTE = 1 << 20
_TOLD = {0, 1, 2, 5}  # done, failed, refused, done in part


def measure(folder: Path) -> list[Figure]:
    """An import of each file, in a process of its own. Raises AssertionError for one that
    ends in another way than by telling what is wrong."""
    env = program(folder, str(folder / "hostile.db")).env
    subprocess.run([CRM, "init"], env=env, capture_output=True, check=True)
    for words in (
        ("config", "set", "own_addresses", "me@a.example"),
        ("contact", "add", "Ada", "--email", "b@a.example"),
    ):
        subprocess.run([CRM, *words], env=env, capture_output=True, check=True)
    figures = []
    for name, ending, make in _FILES:
        path = folder / f"hostile{ending}"
        make(path)
        figures += _imported(name, path, env)
        path.unlink()
    return figures


def _imported(name: str, path: Path, env: dict[str, str]) -> Iterator[Figure]:
    began = perf_counter()
    with (path.parent / "said").open("w+b") as said:
        run = subprocess.Popen([CRM, "import", path], env=env, stdout=said, stderr=said)
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(4000)
    if run.returncode not in _TOLD or b"Traceback" in text:
        raise AssertionError(f"{name}: ended with {run.returncode}: {text!r}")
    peak = used.ru_maxrss / 1024
    yield Figure(name, perf_counter() - began, "s")
    yield Figure("", peak, "MB", peak / MOST_MB, 1.0)


def _long_line(path: Path, before: bytes = b"Name,Note\nAda,") -> None:
    with path.open("wb") as stream:
        stream.write(before)
        for _ in range(1000):
            stream.write(b"x" * _MEGABYTE)
        stream.write(b"\nBo,fine\n")


def _quotes(path: Path) -> None:
    path.write_bytes(b"Name,Note\n" + b'\n"' * 20_000)


def _card(path: Path) -> None:
    photo = b" " + b"QUJD" * 18 + b"\n"
    with path.open("wb") as stream:
        stream.write(b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nPHOTO;ENCODING=b:QUJD\n")
        for _ in range(20 * _MEGABYTE // len(photo)):
            stream.write(photo)
        stream.write(b"END:VCARD\n")


def _cards_in_cards(path: Path) -> None:
    path.write_bytes(b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\n" * 100_000)


def _workbook(path: Path, rows: Iterable[bytes]) -> None:
    """A workbook to whose sheet rows are added, piece by piece: what this process once held
    would count as its children's peak."""
    plain = path.with_suffix(".plain")
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_column(0, 0, ["Name", "x" * 32_000])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before, end, after = old.read(name).partition(b"</sheetData>")
            with new.open(name, "w") as part:
                part.write(before)
                for piece in rows if name == _SHEET else ():
                    part.write(piece)
                part.write(end + after)
    plain.unlink()


def _blanks(path: Path) -> None:
    _workbook(path, repeat(b" " * _MEGABYTE, 500))


def _far_cells(path: Path) -> None:
    _workbook(path, [b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])


def _longest_text(path: Path) -> None:
    cell = b'<row r="%d"><c r="A%d" t="s"><v>1</v></c></row>'
    _workbook(path, (cell % (n, n) for n in range(10, 200_000)))


def _nested(path: Path) -> None:
    part = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
    head = b"From: a@b.example\nTo: me@a.example\nDate: Mon, 02 Mar 2026 09:30:00 +0100\n"
    path.write_bytes(head + b"".join(part % (n, n) for n in range(50_000)))


def _endless(path: Path) -> None:
    """Series without an end, from long ago, each every day."""
    lines = b"UID:%d\nDTSTART:19000101T000000Z\nRRULE:FREQ=%s\nATTENDEE:mailto:b@a.example\n"
    rules = (b"DAILY", b"SECONDLY", b"MONTHLY;BYMONTHDAY=31;BYMONTH=2", b"YEARLY")
    with path.open("wb") as stream:
        stream.write(b"BEGIN:VCALENDAR\n")
        for number in range(200):
            item = lines % (number, rules[number % len(rules)])
            stream.write(b"BEGIN:VEVENT\n" + item + b"END:VEVENT\n")
        stream.write(b"END:VCALENDAR\n")


def _events_in_events(path: Path) -> None:
    path.write_bytes(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nDTSTART:20260302\n" * 100_000)


_FILES: tuple[tuple[str, str, Callable[[Path], None]], ...] = (
    ("a line of 1 GB, CSV", ".csv", _long_line),
    ('40 KB of line ends and quotes, CSV', ".csv", _quotes),
    ("a card of 20 MB, vCard", ".vcf", _card),
    ("100,000 cards in each other, vCard", ".vcf", _cards_in_cards),
    ("500 MB of blanks, Excel", ".xlsx", _blanks),
    ("two cells 17 billion apart, Excel", ".xlsx", _far_cells),
    ("one long text in 200,000 cells, Excel", ".xlsx", _longest_text),
    ("50,000 parts in each other, mail", ".eml", _nested),
    ("200 series without an end, iCalendar", ".ics", _endless),
    ("100,000 events in each other, iCalendar", ".ics", _events_in_events),
    ("a line of 1 GB, iCalendar", ".ics",
     lambda path: _long_line(path, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:")),
    ("a line of 1 GB, mbox", ".mbox",
     lambda path: _long_line(path, b"From a Mon Mar  2 09:30:00 2026\nFrom: a@b.example\n\n")),
)  # fmt: skip
