"""Every format of every list, and the fields that scripts rely on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crm_tui.workspace import Workspace
from tests import factories
from tests.cli.conftest import Crm, Result

Call = Callable[..., Result]

FIELDS = {
    "contact": "id uid name first_name last_name company title emails phones tags lifecycle"
    " owner created_at updated_at last_contacted_at next_reminder_at custom",
    "company": "id uid name domain parent tags owner custom",
    "deal": "id uid title pipeline stage status value currency probability weighted"
    " expected_close company contacts products owner days_in_stage rotting next_step next_step_at"
    " lost_reason custom",
    "product": "id uid name code series price currency unit deals custom",
    "remind": "id uid text kind due overdue repeat contact company deal owner done_at",
    "interaction": "id uid kind direction at subject body contacts company deal user",
    "pipeline": "id name stages",
}
LISTS = [*FIELDS, "tag", "user", "field"]


@pytest.fixture
def filled(workspace: Workspace) -> str:
    """A store with a record of each noun; answers where it is."""
    with workspace.write("test") as w:
        person = factories.contact(
            w, email="grace@example.com", phone="030 1234567", company="Acme"
        )
        factories.deal(w, contact=f"contact:{person}", expected_close="2026-04-01")
        factories.product(w)
        factories.reminder(w, "contact", person, due="2026-03-06 15:00", repeat="every 2 weeks")
        factories.interaction(w, factories.target(w, "contact", person))
        w.insert("tag", name="vip", name_key="vip")
        w.insert("custom_field", noun="contact", name="tea", label="Tea")
    return workspace.target


@pytest.mark.parametrize("noun", FIELDS)
def test_json_has_the_promised_fields(filled: str, call: Call, noun: str) -> None:
    wanted = set(FIELDS[noun].split())
    listed = call(filled, noun, "list", "--json").json
    assert wanted <= set(listed[0])
    shown = call(filled, noun, "show", "1", "--json").json
    assert shown == listed[0]


def test_json_of_operations_and_stages(filled: str, call: Call) -> None:
    wanted = {"id", "at", "user", "command", "summary", "state", "records"}
    assert wanted <= set(call(filled, "history", "--json").json[0])
    stage = call(filled, "pipeline", "show", "--json").json["stages"][0]
    assert {"id", "name", "status", "probability", "rotting_days"} <= set(stage)


def test_values_as_scripts_expect_them(filled: str, call: Call) -> None:
    deal = call(filled, "deal", "show", "1", "--json", "--on", "2026-03-05").json
    assert deal["value"] == 1200.0
    assert deal["expected_close"] == "2026-04-01"
    assert deal["contacts"] == ["Grace Hopper"]
    assert (deal["rotting"], deal["next_step"], deal["silent_days"]) == (False, None, None)
    assert deal["days_in_stage"] in (2, 3)  # by the present time of day
    assert call(filled, "deal", "show", "1", "--json", "--on", "2026-04-01").json["rotting"]
    contact = call(filled, "contact", "show", "1", "--json").json
    assert contact["emails"] == ["grace@example.com"]
    created = datetime.fromisoformat(contact["created_at"])
    assert created == factories.NOW
    assert created.utcoffset() == timedelta(hours=1)
    reminder = call(filled, "remind", "show", "1", "--json").json
    assert reminder["due"] == "2026-03-06T15:00:00+01:00"
    assert reminder["repeat"] == "every 2 weeks"


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_in_every_format(filled: str, call: Call, noun: str) -> None:
    as_json = call(filled, noun, "list", "--json").json
    assert as_json
    lines = call(filled, noun, "list", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == as_json
    ids = call(filled, noun, "list", "--format", "ids").out.split()
    assert ids == [str(row["id"]) for row in as_json]
    tsv = call(filled, noun, "list", "--format", "tsv")
    assert tsv.out == call(filled, noun, "list").out  # what a pipe gets
    assert [row["id"] for row in tsv.rows] == ids
    assert set(tsv.rows[0]) == set(as_json[0])
    page = call(filled, noun, "list", "--format", "csv").out
    assert [row["id"] for row in csv.DictReader(io.StringIO(page))] == ids
    table = call(filled, noun, "list", "--format", "table").out.splitlines()
    assert len(table) == len(as_json) + 1


def test_an_unknown_format_names_the_known_ones(filled: str, call: Call) -> None:
    wrong = call(filled, "contact", "list", "--format", "yaml")
    assert (wrong.code, wrong.out) == (2, "")
    assert "jsonl" in wrong.err


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "ids", "table"])
def test_an_empty_list_is_success(workspace: Workspace, call: Call, form: str) -> None:
    empty = call(workspace.target, "contact", "list", "--format", form)
    assert empty.code == 0
    wanted = {"json": "[]\n", "jsonl": "", "ids": "", "table": ""}
    assert empty.out == wanted.get(form, empty.out)
    assert len(empty.out.splitlines()) <= 1


def test_tsv_keeps_one_record_a_line(workspace: Workspace, call: Call) -> None:
    with workspace.write("test") as w:
        person = factories.contact(w, email="a@example.com")
        about = factories.target(w, "contact", person)
        factories.interaction(w, about, text="one\ntwo\tthree \\ four")
        w.insert("channel", contact_id=person, kind="email", value="b@example.com",
                 value_key="b@example.com")  # fmt: skip
    (row,) = call(workspace.target, "interaction", "list").rows
    assert row["body"] == r"one\ntwo\tthree \\ four"
    (row,) = call(workspace.target, "contact", "list").rows
    assert row["emails"] == "a@example.com; b@example.com"


def test_what_a_spreadsheet_would_run_is_text_in_every_list(
    workspace: Workspace, call: Call
) -> None:
    with workspace.write("test") as w:
        person = factories.contact(w, "=cmd|' /C calc'!A0", phone="+49 30 1234567")
        factories.deal(w, title="@SUM(1)", contact=f"contact:{person}")
        factories.reminder(w, "contact", person, text="-2+3+cmd|' /C calc'!A0")
    target = workspace.target
    for form, mark in (("csv", ","), ("tsv", "\t")):

        def cell(noun: str, field: str, *more: str, form: str = form, mark: str = mark) -> str:
            page = call(target, noun, "list", "--format", form, *more).out
            (row,) = csv.DictReader(io.StringIO(page), delimiter=mark)
            return row[field]

        assert cell("contact", "name") == "'=cmd|' /C calc'!A0"
        assert cell("contact", "name", "--raw") == "=cmd|' /C calc'!A0"
        assert cell("contact", "phones") == "+49 30 1234567"
        assert cell("deal", "title") == "'@SUM(1)"
        assert cell("remind", "text") == "'-2+3+cmd|' /C calc'!A0"
        assert call(target, "due", "--on", "2027-01-01", "--format", form).out.count("'-2") == 1
    assert call(target, "contact", "list", "--json").json[0]["name"].startswith("=")


def test_sorting_and_limits(workspace: Workspace, call: Call) -> None:
    with workspace.write("test") as w:
        for name in ("Åsa", "Bo", "Cid"):
            factories.contact(w, name)
    names = [row["name"] for row in call(workspace.target, "contact", "list").rows]
    assert names == ["Åsa", "Bo", "Cid"]
    down = call(workspace.target, "contact", "list", "--sort=-name", "--limit", "2")
    assert [row["name"] for row in down.rows] == ["Cid", "Bo"]
    wrong = call(workspace.target, "contact", "list", "--sort", "nmae")
    assert (wrong.code, wrong.out) == (2, "")
    assert "did you mean name" in wrong.err


def test_archived_records_are_listed_apart(workspace: Workspace, call: Call) -> None:
    with workspace.write("test") as w:
        factories.contact(w, "Åsa")
    call(workspace.target, "contact", "archive", "åsa")
    assert call(workspace.target, "contact", "list", "--json").json == []
    (row,) = call(workspace.target, "contact", "list", "--archived", "--json").json
    assert row["name"] == "Åsa"


def test_the_board_as_data(filled: str, call: Call) -> None:
    board = call(filled, "board", "--json").json
    first = board["stages"][0]
    assert (board["pipeline"], first["name"], first["count"]) == ("Sales", "Lead", 1)
    assert first["totals"] == [{"currency": "EUR", "value": 1200.0, "weighted": 120.0}]
    assert first["deals"][0] == call(filled, "deal", "show", "1", "--json").json
    assert call(filled, "deal", "board").out == call(filled, "board").out


def test_json_without_unicode_stays_json(store: Crm, tmp_path: Path) -> None:
    store("contact", "add", "Gaëlle 東京")
    out = store("contact", "list", "--json", PYTHONIOENCODING="ascii").json
    assert out[0]["name"] == "Gaëlle 東京"
