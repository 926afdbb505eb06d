"""The main job by command line, on both databases."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Crm

CONTACTS = """\
Name,Email,Company,Tea
Grace Hopper,grace@example.com,Acme,Earl Grey
Alan Turing,alan@example.org,Bletchley Ltd,
"""


def test_import_filter_move_log_due_undo(crm: Crm, target: str, tmp_path: Path) -> None:
    crm.env["CRM_DB"] = target
    file = tmp_path / "people.csv"
    file.write_text(CONTACTS)

    first = crm("import", str(file), "--json").json
    assert (first["rows"], first["new"], first["rejected"]) == (2, 2, 0)
    again = crm("import", str(file), "--json").json
    assert (again["same"], again["new"], again["operation"]) == (2, 0, None)

    assert crm("contact", "list", "acme", "hop", "--format", "ids").out == "1\n"
    assert crm("contact", "show", "grace", "--json").json["custom"] == {"tea": "Earl Grey"}

    crm("deal", "add", "Harbour cranes", "--value", "12k", "--contact", "grace")
    moved = crm("deal", "move", "harbour", "prop", "--json").json
    assert (moved["stage"], moved["status"], moved["weighted"]) == ("Proposal", "open", 6000)
    assert "Harbour cranes" in crm("board").out

    logged = crm("log", "call", "grace", "Wants a quote", "--next", "email tomorrow", "--json")
    assert logged.json["contacts"] == ["Grace Hopper"]
    assert "next: email" in logged.err
    assert [row["kind"] for row in crm("due", "--json").json] == ["email"]
    assert "Wants a quote" in crm("timeline", "grace").out

    assert crm("undo").out.startswith("undid: logged call with Grace Hopper")
    assert crm("due").out == "Nothing is due.\n"
    assert crm("redo").out.startswith("redid: logged call")
    assert "email" in crm("due").out
