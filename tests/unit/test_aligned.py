"""Records as aligned text: whatever a cell holds comes back, and mistakes are told by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.formats.aligned import (
    Mistake,
    aligned,
    moved,
    read,
    with_mistakes,
    without_mistakes,
)
from crm_tui.text import width
from tests.factories import HOSTILE

CELLS = st.text(max_size=12) | st.sampled_from(
    [HOSTILE, "a | b", '"quoted" name', "# no comment", "two\nlines", "a\tb", " outer ", "\\", '"',
     "\x1b[2J", "\u202eabc", "\ud800", "\u2028", "日本 | 語", "‘", "|", ""]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1, max_size=4)
))  # fmt: skip
def test_any_cell_comes_back_as_it_was(rows: list[list[str]]) -> None:
    names = ["id", "b", "c", "d"][: len(rows[0])]
    rows = [[str(number), *row[1:]] for number, row in enumerate(rows)]
    text = "\n".join(aligned(names, rows)) + "\n"
    found = read(text)
    assert found.header is not None and list(found.header.cells) == names
    assert [list(line.cells) for line in found.lines] == rows
    assert found.mistakes == []
    assert all(line.isprintable() for line in text.split("\n"))


def test_bars_stand_below_each_other_and_long_cells_stick_out() -> None:
    lines = list(aligned(("id", "name", "note"), [("1", "日本", "x" * 90), ("20", "Åsa", "")]))
    places = {width(line[: line.rindex("|")]) for line in lines}
    assert len(places) == 1
    assert lines[2] == "20 | Åsa  |"


def test_what_people_make_of_a_text_is_read() -> None:
    text = '\ufeff# a remark\r\n\r\nid|name |  note\r\n7|  Ada   | "say \\"x\\" | y"\r\n  # gone\n'
    found = read(text)
    assert [line.cells for line in found.lines] == [("7", "Ada", 'say "x" | y')]
    assert found.lines[0].number == 4


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('1 | "Acme', "does not end"),
        ('1 | "Acme" GmbH', "more follows"),
        ("1 | a | b", "3 cells, where the header has 2"),
        ("1", "1 cells, where the header has 2"),
    ],
)
def test_a_mistake_is_told_by_its_line(line: str, what: str) -> None:
    found = read(f"id | name\n\n{line}\n2 | Grace\n")
    assert [mistake.line for mistake in found.mistakes] == [3]
    assert what in found.mistakes[0].message
    assert [each.cells for each in found.lines] == [("2", "Grace")]


def test_mistakes_name_the_lines_of_the_text_that_tells_them() -> None:
    typed = "id | name\n1 | \n2 | Grace\n"
    once = with_mistakes(typed, [Mistake(2, "name is empty", "give a name")])
    assert once == f"#! line 3: name is empty (give a name)\n{typed}"
    again = with_mistakes(once, [Mistake(3, "name\nis empty"), Mistake(4, "no such")])
    assert again.split("\n")[:2] == ["#! line 4: name is empty", "#! line 5: no such"]
    assert again.split("\n")[3].startswith("1 |")
    assert without_mistakes(again) == typed
    assert [each.line for each in moved(once, [Mistake(3, "")])] == [3]
