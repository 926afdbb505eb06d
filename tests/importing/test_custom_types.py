"""The types of custom fields that a file fills: found out, kept to, told where not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.custom_fields import CustomField
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column
from crm_tui.importing.custom_types import CustomTypes
from crm_tui.importing.fields import Field
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.run import import_contacts
from crm_tui.queries import contacts
from crm_tui.queries.custom_fields import of_noun
from crm_tui.queries.paging import Page
from crm_tui.text import clean
from crm_tui.workspace import Workspace

COLUMN = Column(0, "It", Field("custom", "it"), "it")


def typed(cells: list[str], order: str = "", field: CustomField | None = None) -> CustomTypes:
    """A file of one column; its field may be there already."""
    present = {"it": field} if field else {}
    return CustomTypes([COLUMN], lambda: rows(cells), present, Recipe(date_order=order))


def rows(cells: list[str]) -> list[CsvRow]:
    """Rows of one cell."""
    return [CsvRow(number, [cell], cell) for number, cell in enumerate(cells, 2)]


def shown(cells: list[str], order: str = "") -> str:
    """The type that the cells show."""
    field = typed(cells, order).fields.get("it")
    return field.type if field else "text"


@pytest.mark.parametrize(
    ("cells", "type"),
    [
        (["37", "", "37,5", "-2.25"], "number"),
        (["0", "1", "1"], "number"),
        (["0042", "17"], "text"),  # a code
        (["1,234", "17"], "text"),  # a thousand, or one and a bit
        (["9" * 16], "text"),
        (["2024-02-01", "14 May 2024"], "date"),
        (["02/03/2024", "13/03/2024"], "date"),
        (["02/03/2024", "01/03/2024"], "text"),
        (["TRUE", "no", ""], "yes-no"),
        (["Assam", "assam", "Sencha"] * 3, "choice"),
        (["Assam", "Sencha"], "text"),
        ([f"{number} teas" for number in range(13)] * 9, "text"),
        (["", ""], "text"),
        (["37", "many"], "text"),
    ],
)
def test_a_column_shows_its_type(cells: list[str], type: str) -> None:
    assert shown(cells) == type


def test_said_which_comes_first_days_can_be_read() -> None:
    assert shown(["02/03/2024", "01/03/2024"], "DMY") == "date"


@given(st.lists(st.text(max_size=8) | st.sampled_from(["1", "2,5", "yes", "2024-01-02", "a"])))
def test_no_cell_is_lost(cells: list[str]) -> None:
    """A file that shows a type has no cell that does not fit; one for a field that is there
    has each cell in it or beside it."""
    number = CustomField(1, "contact", "it", "It", "number")
    for types in (typed(cells), typed(cells, field=number)):
        for row, cell in zip(fitted(types, cells), cells, strict=True):
            assert bool(clean("".join(row.cells))) == bool(clean(cell))
    assert len(typed(cells).columns) == 1


def fitted(types: CustomTypes, cells: list[str]) -> list[CsvRow]:
    """The rows as the fields keep them."""
    return [row for row in types.of(rows(cells)) if isinstance(row, CsvRow)]


def test_new_fields_are_told_with_their_types_and_hold_one_form(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    lines = ["Name,Shoe size,Seen on,Likes tea"]
    lines += ['Ann,"37,50",13/02/2024,TRUE', "Bo,44,02/03/2024,n"]
    file.write_text("\n".join(lines))
    plan = import_contacts(workspace, file, dry_run=True)
    assert plan.made[0].names == ("Shoe size (number)", "Seen on (date)", "Likes tea (yes-no)")
    import_contacts(workspace, file)
    assert customs(workspace)["Ann"] == {
        "shoe_size": "37.5", "seen_on": "2024-02-13", "likes_tea": "yes"
    }  # fmt: skip
    assert import_contacts(workspace, file).same == 2


def test_what_does_not_fit_a_field_is_told_and_kept_beside_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Shoe size\nAnn,37\nBo,44\n")
    import_contacts(workspace, file)
    file.write_text('Name,Shoe size\nCy,large\nDi,"39,0"\n')
    result = import_contacts(workspace, file)
    told = "1 cell is no number, such as 'large'; kept in the custom field shoe_size_as_written"
    assert f"Shoe size: {told}" in result.notes
    assert customs(workspace)["Cy"] == {"shoe_size_as_written": "large"}
    assert customs(workspace)["Di"] == {"shoe_size": "39"}
    with workspace.read() as reader:
        types = {name: field.type for name, field in of_noun(reader, "contact").items()}
    assert types == {"shoe_size": "number", "shoe_size_as_written": "text"}


def customs(workspace: Workspace) -> dict[str, dict[str, str]]:
    """The custom values of contacts by their names."""
    with workspace.read() as reader:
        found = contacts.details(reader, Page())
        return {each.contact.name: json.loads(each.contact.custom) for each in found}
