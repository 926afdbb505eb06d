"""Excel workbooks: what is read from and written to them, and what is refused."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.formats import xlsx_check
from crm_tui.formats.csv import CsvRow
from crm_tui.formats.xlsx import looks_like_workbook, open_sheet
from crm_tui.formats.xlsx_out import Sheet, write_workbook

HOSTILE = ("=cmd|' /C calc'!A0", "[@click=app.quit]x[/]", "_x0041_", "007", "https://a.example")
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed."""
    made = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return made


def rows(source: Path | bytes, sheet: str = "") -> list[CsvRow]:
    found = list(open_sheet(source, sheet).rows())
    return [row for row in found if not isinstance(row, Rejected)]


def test_cells_become_the_text_that_csv_would_have(tmp_path: Path) -> None:
    people = [
        ["People of 2026"],
        [],
        ["Name", "Born", "Seen", "Phone", "Score"],
        ["Ada", date(1815, 12, 10), datetime(2026, 3, 2, 9, 30), 491701234567, 1.5],
        [],
        ["Bo,\n\"B\"", date(1990, 1, 2), "", "", True],
    ]  # fmt: skip
    path = workbook(tmp_path / "people.xlsx", Cover=[], People=people, Other=[["x"]])
    table = open_sheet(path)
    assert table.header == ["Name", "Born", "Seen", "Phone", "Score"]
    assert any("'People'" in note and "Cover, Other" in note for note in table.notes)
    ada, bo = rows(path)
    assert (ada.line, ada.cells[0], ada.cells[3:]) == (4, "Ada", ["491701234567", "1.5"])
    assert (bo.line, bo.cells[1], bo.cells[4]) == (6, "1990-01-02", "true")
    assert bo.raw.startswith('"Bo,\n""B""",1990-01-02,')
    assert rows(path.read_bytes()) == [ada, bo]
    with pytest.raises(NotFound, match="Nobody"):
        open_sheet(path, "Nobody")
    with pytest.raises(UsageError, match="looks like data"):
        open_sheet(workbook(tmp_path / "n.xlsx", A=[[1, 2]]))


def test_lines_above_the_header_row_are_skipped_and_told(tmp_path: Path) -> None:
    people = [
        ["Notes:"],
        ["Some e-mails are missing."],
        [],
        ["Name", "Mail"],
        ["Ada", "a@b.example"],
    ]
    path = workbook(tmp_path / "people.xlsx", People=people)
    table = open_sheet(path)
    assert table.header == ["Name", "Mail"]
    assert table.notes == ["the header row is line 4; what is above it was skipped"]
    assert [row.line for row in rows(path)] == [5]


def test_what_is_written_has_types_and_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    kinds = {"value": "number", "at": "time", "day": "date", "big": "number", "won": "yes/no",
             "vip": "yes/no"}  # fmt: skip
    record = {"value": 12.5, "at": "2026-03-02T09:30:00+01:00", "day": "2026-03-02", "vip": "no",
              "big": "12345678901234567890", "won": True, "text": "x" * 40_000}  # fmt: skip
    sheet = [{"text": text, "value": text, "at": text, "day": text} for text in HOSTILE]
    with path.open("wb") as stream:
        names = ["text", "value", "at", "day", "big", "won", "vip"]
        assert write_workbook(stream, [Sheet("Deals", names, kinds, [record, *sheet])]) == 1
    first, *rest = rows(path)
    assert len(first.cells[0]) == 32_767
    assert first.cells[1:] == ["12.5", "2026-03-02T09:30:00", "2026-03-02",
                               "12345678901234567890", "true", "no"]  # fmt: skip
    assert [row.cells[0] for row in rest] == list(HOSTILE)
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read(SHEET)


def test_bombs_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["Name"], ["Ada"]])

    def refused(made: Path, why: str) -> None:
        with pytest.raises(UsageError, match=why):
            open_sheet(made)

    def with_rows(rows: bytes) -> Path:
        return changed(
            path, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
        )

    far = with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    refused(far, "1,048,576 rows and 16,384 columns")
    uncounted = with_rows(b'<row><c r="XFD9000"><v>1</v></c></row>')
    refused(uncounted, "rows and 16,384 columns")
    refused(with_rows(b" " * 12_000_000), "packed more than 200:1")
    entities = changed(path, SHEET, lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>")
    refused(entities, "entities of its own")
    monkeypatch.setattr(xlsx_check, "TEXT_LIMIT", 1000)
    often = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n)
                     for n in range(10, 300))  # fmt: skip
    refused(with_rows(often), "more than 1,000 characters")
    monkeypatch.setattr(xlsx_check, "UNPACKED_LIMIT", 2000)
    refused(path, "bytes when unpacked")


def test_a_part_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["Name"], ["Ada"]])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    entry = data.rindex(SHEET.encode()) - 46  # the directory's record of the sheet
    data[entry + 24 : entry + 28] = (size // 2).to_bytes(4, "little")
    with pytest.raises(UsageError, match=r"damaged|longer than it says"):
        open_sheet(bytes(data))


def test_broken_locked_and_foreign_files_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["Name"], ["Ada"]])
    data = path.read_bytes()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for broken, why in (
        (data[: len(data) // 2], "damaged"),
        (old, "old Excel workbook"),
        (old + "EncryptedPackage".encode("utf-16-le"), "password"),
        (changed(path, SHEET, lambda xml: xml[:200]).read_bytes(), "damaged"),
        (
            changed(path, "xl/workbook.xml", lambda xml: b"<workbook/>").read_bytes(),
            "damaged|empty",
        ),
    ):
        assert looks_like_workbook(broken)
        with pytest.raises(UsageError, match=why):
            open_sheet(broken)
    html = tmp_path / "web.xlsx"
    html.write_text("<html>")
    assert looks_like_workbook(html)
    with pytest.raises(UsageError, match="whatever its name says"):
        open_sheet(html)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("contacts.csv", "name\nAda\n")
    with pytest.raises(UsageError, match="no Excel workbook"):
        open_sheet(tmp_path / "all.zip")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter.workbook", None)
    with pytest.raises(CrmError, match="extra xlsx"):
        open_sheet(path)
    with pytest.raises(CrmError, match="extra xlsx"), (tmp_path / "b.xlsx").open("wb") as stream:
        write_workbook(stream, [])
