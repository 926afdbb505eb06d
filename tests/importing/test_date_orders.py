"""Dates that can be read in two ways: told by their column, or asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_tui.errors import UsageError
from crm_tui.importing.dates import read_date, read_instant, shows_order
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.run import import_contacts
from crm_tui.queries.paging import Page
from crm_tui.reports import exports
from crm_tui.workspace import Workspace

HEADER = b"Name,Birthday,Anniversary\n"


@pytest.fixture
def undecided(workspace: Workspace) -> Workspace:
    """A workspace whose settings do not tell the order."""
    workspace.config = replace(workspace.config, date_order="")
    return workspace


def days(workspace: Workspace) -> dict[str, dict[str, str]]:
    with workspace.read() as reader:
        found = list(exports.stream(reader, "contacts", Page()))
    return {row["name"]: {day["kind"]: day["day"] for day in row["key_dates"]} for row in found}


def test_one_value_settles_its_whole_column_and_no_other(undecided: Workspace) -> None:
    rows = b"Ann,03/04/1990,05/13/2011\nBen,13/02/1991,06/07/2012\n"
    import_contacts(undecided, HEADER + rows)
    assert days(undecided) == {
        "Ann": {"birthday": "1990-04-03", "anniversary": "2011-05-13"},
        "Ben": {"birthday": "1991-02-13", "anniversary": "2012-06-07"},
    }


@pytest.mark.parametrize(("order", "day"), [("DMY", "1990-04-03"), ("MDY", "1990-03-04")])
def test_an_open_column_is_read_as_it_is_said(undecided: Workspace, order: str, day: str) -> None:
    import_contacts(undecided, HEADER + b"Ann,03/04/1990,\n", Recipe(date_order=order))
    assert days(undecided) == {"Ann": {"birthday": day}}


def test_an_open_column_is_asked_about_once(undecided: Workspace) -> None:
    asked = []

    def ask(header: str, value: str) -> str:
        asked.append((header, value))
        return "MDY"

    import_contacts(undecided, HEADER + b"Ann,03/04/1990,\nBen,05/06/1990,\n", ask=ask)
    assert asked == [("Birthday", "03/04/1990")]
    assert days(undecided)["Ben"] == {"birthday": "1990-05-06"}


@pytest.mark.parametrize(
    "rows", [b"Ann,03/04/1990,\n", b"A,03/04/1990,\nB,13/1/90,\nC,4/5/1991,\n"]
)
def test_nothing_is_guessed(undecided: Workspace, rows: bytes) -> None:
    with pytest.raises(UsageError) as refused:
        import_contacts(undecided, HEADER + rows)
    assert "'Birthday'" in refused.value.message
    assert "--date-order DMY" in refused.value.hint
    assert days(undecided) == {}


def test_a_column_that_contradicts_itself_is_not_settled(undecided: Workspace) -> None:
    rows = b"A,13/02/1990,\nB,02/13/1990,\nC,03/04/1990,\n"
    with pytest.raises(UsageError):
        import_contacts(undecided, HEADER + rows)


def test_the_settings_decide_what_is_open_only(workspace: Workspace) -> None:
    rows = b"Ann,03/04/1990,05/13/2011\nBen,,03/04/2011\n"
    import_contacts(workspace, HEADER + rows)  # the settings say DMY
    assert days(workspace) == {
        "Ann": {"birthday": "1990-04-03", "anniversary": "2011-05-13"},
        "Ben": {"anniversary": "2011-03-04"},
    }


def test_dates_of_other_columns_stay_text(undecided: Workspace) -> None:
    result: ImportResult = import_contacts(undecided, b"Name,Last seen\nAnn,03/04/1990\n")
    assert result.columns["Last seen"] == "custom:last_seen"
    with undecided.read() as reader:
        (ann,) = exports.stream(reader, "contacts", Page())
    assert ann["custom"] == {"last_seen": "03/04/1990"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("13/02/2024", "DMY"), ("2.13.2024", "MDY"), ("03/04/2024 9:30", "open"), ("4-4-2024", ""),
     ("2024-03-04", ""), ("13/13/2024", ""), ("", "")],
)  # fmt: skip
def test_what_a_value_shows(text: str, shown: str) -> None:
    assert shows_order(text) == shown


def test_times_of_twelve_hours(workspace: Workspace) -> None:
    zone = workspace.clock.zone
    for text, hour in (("3/4/2024 12:05 AM", 0), ("03/04/2024, 3:05 p.m.", 15)):
        moment = read_instant(text, zone, "MDY")
        assert moment is not None
        local = moment.astimezone(zone)
        assert (local.month, local.day, local.hour, local.minute) == (3, 4, hour, 5)
    assert read_date("03/04/2024") is None
