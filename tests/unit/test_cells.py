"""Several values in one cell, and cells that are no formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.formats import cells
from crm_tui.formats.cells import Entry, Note
from crm_tui.text import clean, clean_line

TRICKY = st.text(alphabet="ab;:\\ '=-é😀#[]", min_size=1, max_size=12)
LINES = (TRICKY | st.text(min_size=1, max_size=20)).map(clean_line).filter(bool)
BODIES = (
    st.lists(st.sampled_from(["---", "\\---", "a; b", "=x", ""]), min_size=1).map("\n".join)
    | st.text(min_size=1)
).map(clean).filter(bool)  # fmt: skip
LABELS = st.sampled_from(["", "work", "invalid", "invalid x", "a: b", "a;b\\"]) | LINES


@given(st.lists(LINES))
def test_several_values_come_back_from_one_cell(values: list[str]) -> None:
    assert cells.split(cells.join(values)) == values


@given(st.lists(st.builds(Entry, LABELS, LINES, st.booleans())))
def test_labels_and_marks_come_back(entries: list[Entry]) -> None:
    assert cells.split_entries(cells.join_entries(entries, "invalid"), "invalid") == entries


AT = st.sampled_from(["2026-03-02T09:00:00+01:00", "2026-03-02T09:00:00.000012Z"])
NOTES = (BODIES | st.builds("{}\n{}".format, AT, BODIES)).map(Note) | st.builds(
    Note, body=BODIES, at=AT, author=LINES | st.just("")
)


@given(st.lists(NOTES, min_size=1))
def test_notes_come_back(notes: list[Note]) -> None:
    assert cells.split_notes(cells.join_notes(notes)) == notes


def test_a_cell_reads_well() -> None:
    entries = [Entry("work", "ada@example.com"), Entry("", "a@b.example"), Entry("", "no", True)]
    assert cells.join_entries(entries, "invalid") == (
        "work: ada@example.com; a@b.example; invalid: no"
    )


@given(st.text(alphabet="'=+-@\t\r1a ", max_size=8) | st.text())
def test_the_guard_is_undone_exactly(cell: str) -> None:
    assert cells.unguard(cells.guard(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-a", "@SUM(A1)", "\tx", "\r=x"])
def test_what_would_be_a_formula_is_guarded(cell: str) -> None:
    assert cells.guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["+49 30 1234567", "-12.50", "+1 (555) 010-00 x12", "a=b", "'tis"])
def test_numbers_and_plain_texts_are_left_alone(cell: str) -> None:
    assert cells.guard(cell) == cell
