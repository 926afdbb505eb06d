"""What a column is taken for whose name says nothing."""

import pytest

from crm_tui.formats.csv import open_csv
from crm_tui.importing.columns import Column, apply_map, as_mapping, recognise
from crm_tui.importing.guessing import guess


def guessed(header: str, *cells: str) -> list[Column]:
    table = open_csv("\n".join([f"Name,{header}", *(f'Ada,"{cell}"' for cell in cells)]).encode())
    return guess(recognise(table.header), table.rows)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("ada@e.example", "", "grace@n.example; g@h.example"), "email"),
        (("ada@e.example",) * 9 + ("none",), "email"),
        (("ada@e.example", "none"), ""),
        (("+49 30 1234567", "0049301234567", "(030) 123456", "030-123456"), "phone"),
        (("555-123-4567", "(555) 123-4567 ext. 12", "+1 555 123 4567"), "phone"),
        (("https://e.example/x", "www.n.example"), "website"),
        (("01.02.2024", "2024-01-31", "05-06-1990"), ""),
        (("0.1234567891", "12345678", "123-45-6789", "1.234.567"), ""),
        (("", ""), ""),
    ],
)
def test_values_tell_what_a_name_does_not(cells: tuple[str, ...], kind: str) -> None:
    _, column = guessed("How to reach", *cells)
    assert str(column.field) == (kind or "custom:how_to_reach")
    assert column.guessed == bool(kind)


def test_what_is_said_is_no_guess_and_what_is_of_others_is_not_guessed() -> None:
    columns = guessed("Reach", "ada@e.example")
    assert not any(column.guessed for column in apply_map(columns, {"Reach": "notes"}))
    assert as_mapping(guessed("Manager's", "ada@e.example"))["Manager's"] == "custom:managers"
    two = guessed("E-mail,Other one", 'ada@e.example","boss@e.example')
    assert [str(column.field) for column in two] == ["name", "email", "custom:other_one"]
