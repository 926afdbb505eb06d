"""Reading CSV: what is found in a good file, what is said of a bad one."""

import csv
import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.formats.csv import CELL_LIMIT, CsvRow, CsvTable, open_csv
from crm_tui.formats.csv_lines import ROW_LIMIT

FIXTURES = Path(__file__).parent.parent / "fixtures"
HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"


def table(text: str) -> CsvTable:
    return open_csv(text.encode())


def good(csv_table: CsvTable) -> list[list[str]]:
    return [row.cells for row in csv_table.rows() if isinstance(row, CsvRow)]


def bad(csv_table: CsvTable) -> list[Rejected]:
    return [row for row in csv_table.rows() if isinstance(row, Rejected)]


def test_preamble_is_skipped_and_told() -> None:
    found = open_csv(FIXTURES / "linkedin_connections.csv")
    assert found.encoding == "utf-8-sig"
    assert found.header[0] == "First Name"
    assert found.header_line == 4
    assert any("line 4" in note for note in found.notes)
    assert good(found)[1][5] == 'Head of "Cold" Chain'


def test_lines_are_those_of_the_file() -> None:
    rows = list(open_csv(FIXTURES / "plain_contacts.csv").rows())
    assert [row.line for row in rows] == [2, 4, 5, 6]
    assert isinstance(rows[0], CsvRow)
    assert rows[0].cells[-1] == "Rang twice,\nthen wrote."


def test_rows_can_be_read_twice_and_follow_progress() -> None:
    found = open_csv(FIXTURES / "plain_contacts.csv")
    assert found.bytes_total == (FIXTURES / "plain_contacts.csv").stat().st_size
    assert list(found.rows()) == list(found.rows())
    assert found.bytes_read == found.bytes_total


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    lines = [["Name", "City", "Tags"], ["Ada", "Oslo, Norway", "a;b"], ["Bo", "Rome, Italy", "c"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(lines)
    found = table(text.getvalue())
    assert found.delimiter == delimiter
    assert [found.header, *good(found)] == lines


def test_commas_in_every_row_do_not_hide_the_semicolon() -> None:
    rows = "\n".join(f"Name {n};Street {n}, Town, Country, Planet;{n},5" for n in range(20))
    assert table(f"Name;Address;Score\n{rows}\n").delimiter == ";"


def test_the_delimiter_that_excel_states_is_obeyed() -> None:
    found = table("sep=;\r\nName,First;City\r\nHolm,Ida;Oslo\r\n")
    assert found.header == ["Name,First", "City"]
    assert good(found) == [["Holm,Ida", "Oslo"]]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(encoding: str, named: str) -> None:
    found = open_csv("Name;Città\nGaëlle;Malmö\n".encode(encoding))
    assert (found.encoding, found.header) == (named, ["Name", "Città"])
    assert good(found) == [["Gaëlle", "Malmö"]]


def test_what_is_not_utf8_is_told_with_its_place() -> None:
    text = b"Name\n" + b"Ada\n" * 500_000 + b"Ga\xeblle\n"
    (note,) = open_csv(text).notes
    assert "byte 0xEB on line 500002" in note
    assert "Windows-1252" in note


def test_a_wrong_byte_after_the_utf8_mark_is_read_too() -> None:
    found = open_csv(b"\xef\xbb\xbfName\nMalm\xc3\xb6\nGa\xeblle\n")
    assert good(found) == [["Malmö"], ["Gaëlle"]]
    assert "line 3" in found.notes[0]


def test_a_stray_byte_does_not_make_a_utf8_file_another() -> None:
    found = open_csv("Name\nGaëlle\n".encode() + b"Ren\xe9e\n" + "Malmö\n".encode())
    assert good(found) == [["Gaëlle"], ["Renée"], ["Malmö"]]
    assert "byte 0xE9 on line 3" in found.notes[0]
    german = "Name\nGrün\nJörg\n„Spaß“\n"  # the last two letters are one of UTF-8 by chance
    assert good(open_csv(german.encode("cp1252")))[2] == ["„Spaß“"]


def test_second_column_of_a_name_is_renamed_and_told() -> None:
    found = table("Phone,Phone,Phone (2),\n1,2,3,4\n")
    assert found.header == ["Phone", "Phone (2)", "Phone (2) (2)", "Column 4"]
    assert any("'Phone (2)'" in note for note in found.notes)
    assert good(found) == [["1", "2", "3", "4"]]


def test_ragged_rows() -> None:
    found = table("a,b,c\n1\n1,2,3,,\n1,2,3,4\n\n , ,\n5,6,7\n")
    assert good(found) == [["1", "", ""], ["1", "2", "3"], ["5", "6", "7"]]
    assert bad(found) == [Rejected(4, "4 cells, but 3 columns", "1,2,3,4")]


def test_unclosed_quote_costs_its_own_row_only() -> None:
    found = table('a,b,c\n1,2,3\n1,"x,3\n3,"4",5\n6,7,8\n9,"10,11\n12,13,14')
    assert good(found) == [["1", "2", "3"], ["3", "4", "5"], ["6", "7", "8"], ["12", "13", "14"]]
    assert [(reject.line, reject.raw) for reject in bad(found)] == [
        (3, '1,"x,3'),
        (6, '9,"10,11'),
    ]
    assert all("quote" in reject.reason for reject in bad(found))


def test_lines_of_a_broken_note_do_not_become_rows() -> None:
    found = table('Name,City,Note\nAda,Oslo,"She said "hi"\nand left,\nsmiling"\nBo,Rome,fine\n')
    assert good(found) == [["Bo", "Rome", "fine"]]
    (reject,) = bad(found)
    assert reject.line == 2
    assert "up to line 4" in reject.reason
    assert reject.raw == 'Ada,Oslo,"She said "hi"\nand left,\nsmiling"'


def test_a_huge_cell_is_rejected_with_its_line() -> None:
    found = table(f'Name,Note\nAda,"{"x" * 10_000_000}"\nBo,fine\n')
    assert good(found) == [["Bo", "fine"]]
    (reject,) = bad(found)
    assert reject.line == 2
    assert "characters" in reject.reason
    assert len(reject.raw) <= ROW_LIMIT


def test_a_cell_that_would_be_cut_names_its_column() -> None:
    note = "line\n" * (CELL_LIMIT // 5 + 1)
    found = table(f'Name,Note\nAda,"{note}"\nBo,fine\n')
    assert good(found) == [["Bo", "fine"]]
    (reject,) = bad(found)
    assert "'Note'" in reject.reason
    assert reject.raw == f'Ada,"{note}"'


def test_quotes_that_flip_what_is_inside_and_outside_are_one_reject() -> None:
    rows = 'x","y\n' * 400_000
    found = table(f'a,b,c\n1,2,3\n4,"5,6\n{rows}')
    assert good(found) == [["1", "2", "3"]]
    (reject,) = bad(found)
    assert reject.line == 3
    assert "up to line 400003" in reject.reason
    assert len(reject.raw) < 2 * ROW_LIMIT


def test_line_ends_and_quotes_by_the_thousand_are_read_in_a_moment() -> None:
    began = time.process_time()
    found = table("Name,Note\n" + '\n"' * 20_000)
    assert good(found) == []
    assert len(bad(found)) <= 2
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbf", b"\n\r\n  \n", b"\0" * 100, b"\xff\xfe"],
)
def test_empty(data: bytes) -> None:
    with pytest.raises(UsageError, match="empty") as caught:
        open_csv(data, "list.csv")
    assert "list.csv" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"PK\x03\x04\x14\0\x08\0\x08\0xl/workbook.xml",
        b"a,b\n1,\0\n2,3\n",
        bytes(range(1, 32)) * 100,
    ],
)
def test_binary(data: bytes) -> None:
    with pytest.raises(UsageError, match="binary") as caught:
        open_csv(data)
    assert "CSV" in caught.value.hint


@pytest.mark.parametrize(
    "text", ["ada@example.com,Ada\nbo@example.com,Bo\n", "1,2\n3,4\n", 'a,"b\nc,d\n']
)
def test_no_header_row(text: str) -> None:
    with pytest.raises(UsageError, match="header row") as caught:
        table(text)
    assert "line 1" in caught.value.message
    assert caught.value.hint


def test_nul_far_down_costs_its_row() -> None:
    found = table("Name,City\n" + "Ada,Oslo\n" * 20_000 + "B\0,Rome\nEve,Bonn\n")
    assert good(found)[-1] == ["Eve", "Bonn"]
    assert [reject.line for reject in bad(found)] == [20_002]


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nobody\.csv"):
        open_csv(tmp_path / "nobody.csv")
    with pytest.raises(UsageError, match="folder"):
        open_csv(tmp_path)


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name\nAda\n")

    def denied(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    found = open_csv(path)
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(CrmError, match="Permission denied"):
        open_csv(path)
    with pytest.raises(CrmError, match="Permission denied"):
        list(found.rows())


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_bytes(b"Name\nAda\n")
        os._exit(0)
    found = open_csv(pipe)
    os.wait()
    assert found.header == ["Name"]
    assert good(found) == [["Ada"]]


def test_header_is_inert() -> None:
    found = table(f"Name,{HOSTILE}\nAda,1\n")
    assert found.header[1] == "[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc"


def test_rejected_rows_under_the_header_are_a_file_again() -> None:
    found = table('Name;Note\nAda;"a;b";c\nBo;fine\nCy;"open\n')
    again = "\n".join([found.header_raw, *(reject.raw for reject in bad(found))])
    assert again == 'Name;Note\nAda;"a;b";c\nCy;"open'


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=8
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(CELLS, min_size=width, max_size=width).filter(lambda row: "".join(row).strip()),
        max_size=6,
    )
)


@given(TABLES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_table_comes_back(rows: list[list[str]], encoding: str) -> None:
    width = len(rows[0]) if rows else 2
    header = [f"Column {letter}" for letter in "abcde"[:width]]
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    found = open_csv(text.getvalue().encode(encoding))
    assert [found.header, *good(found)] == [header, *rows]
    assert bad(found) == []


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='ab,;\t|"\n\r \0é@1', max_size=80).map(str.encode),
        st.text(alphabet='ab,"\n\r', max_size=80).map(lambda text: text.encode("utf-16")),
    )
)
def test_no_bytes_raise_anything_but_our_errors(data: bytes) -> None:
    try:
        found = open_csv(data)
    except CrmError as error:
        assert error.message
        assert error.hint
        return
    lines = 0
    for row in found.rows():
        assert row.line > lines
        lines = row.line
        assert isinstance(row, Rejected) or len(row.cells) == len(found.header)
