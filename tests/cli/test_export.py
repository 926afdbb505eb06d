"""crm export, and what it writes read again."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from crm_tui.services import preferences, relationships
from crm_tui.workspace import Workspace
from tests import factories
from tests.cli.conftest import Crm

LONG_AGO = "2001-02-03T04:05:06.000000Z"


@pytest.fixture
def filled(store: Crm) -> Crm:
    store("contact", "add", "Grace Hopper", "--email", "g@a.example", "--phone", "+49 30 1234567",
          "--company", "=Navy", "--tag", "a;b")  # fmt: skip
    store("deal", "add", "Cranes", "--value", "1200", "--contact", "Grace Hopper")
    store("log", "call", "Grace Hopper", "hello")
    store("remind", "add", "Grace Hopper", "Call back", "--due", "2026-12-01")
    return store


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_is_private_whole_and_not_overwritten(filled: Crm, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    said = filled("export", "contacts", "--to", str(file))
    assert "1 record in" in said.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    filled("export", "companies", "--to", str(file), code=2)
    assert file.read_bytes() == before
    filled("export", "companies", "--to", str(file), "--yes")
    assert file.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".people")] == []


def test_what_a_spreadsheet_would_run_is_text(filled: Crm) -> None:
    (row,) = table(filled("export", "contacts", "--format", "csv").out)
    assert (row["company"], row["phones"], row["tags"]) == ("'=Navy", "+49 30 1234567", "a\\;b")
    (row,) = table(filled("export", "contacts", "--format", "csv", "--raw").out)
    assert row["company"] == "=Navy"


def test_the_form_goes_by_the_ending(filled: Crm, tmp_path: Path) -> None:
    for ending in ("json", "jsonl"):
        filled("export", "contacts", "--to", str(tmp_path / f"people.{ending}"))
    (whole,) = json.loads((tmp_path / "people.json").read_text())
    assert whole == json.loads((tmp_path / "people.jsonl").read_text())
    assert whole["channels"][0]["value"] == "g@a.example"
    assert "'xml'" in filled("export", "contacts", "--to", "people.xml", code=2).err
    assert "--format" in filled("export", "contacts", code=2).err
    filled("export", "people", "--to", "people.csv", code=2)


def test_everything_in_one_file(filled: Crm, tmp_path: Path) -> None:
    lines = filled("export", "all", "--format", "jsonl").out.splitlines()
    found = {row["noun"]: row for row in map(json.loads, lines)}
    assert {"store", "user", "contact", "company", "deal", "interaction", "reminder"} <= {*found}
    # The fields of the records themselves, and what makes them the same elsewhere.
    assert found["contact"]["emails"] == ["g@a.example"]
    assert found["contact"]["company_uid"] == found["company"]["uid"]
    assert found["deal"]["value"] == 1200
    assert "archived" in filled("export", "all", "--archived", "--format", "json", code=2).err
    filled("export", "all", "--to", str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == 6
        assert table(archive.read("deals.csv").decode())[0]["value"] == "1200.00"
    filled("export", "all", "--to", str(tmp_path / "all.csv"), code=2)


def test_a_whole_store_moves_with_its_files(filled: Crm, tmp_path: Path) -> None:
    paper = tmp_path / "offer.txt"
    paper.write_text("Cranes, cheap")
    filled("attach", "deal:1", str(paper))
    filled("contact", "archive", "Grace Hopper")
    first, second = tmp_path / "all.json", tmp_path / "again.jsonl"
    told = filled("export", "all", "--to", str(first)).err
    assert f"1 attached file in {first}.files" in told
    assert "attached files are not in it" in filled("export", "all", "--format", "json").err
    own = filled("import", str(first), "--json").json
    assert (own["preset"], own["new"], own["operation"]) == ("store", 0, None)
    filled("import", str(first), "--map", "name=title", code=2)

    filled.env["CRM_DB"] = str(tmp_path / "other.db")
    filled("init", "--user", "Somebody")
    plan = filled("import", str(first), "--dry-run").out
    assert "New: 1 user" in plan and "1 deal" in plan
    said = filled("import", str(first), "--json").json
    assert (said["rejected"], said["same"]) == (0, 0)
    assert "the store is " in said["notes"][0]
    filled("export", "all", "--to", str(second))
    assert json.loads(first.read_text()) == list(map(json.loads, second.open()))
    copy = tmp_path / "copy.txt"
    filled("attachment", "save", "1", str(copy))
    assert copy.read_text() == "Cranes, cheap"
    filled("doctor")
    filled("undo")
    assert filled("user", "list", "--json").json[0]["name"] == "Somebody"

    shutil.rmtree(f"{first}.files")
    filled.env["CRM_DB"] = str(tmp_path / "third.db")
    filled("init")
    assert "1 attached file not beside" in filled("import", str(first)).out


@pytest.mark.parametrize("noun", ["contact", "company", "deal"])
def test_what_a_list_printed_is_known_for_it(filled: Crm, tmp_path: Path, noun: str) -> None:
    filled("field", "add", "contact", "Shoe size")
    filled("contact", "edit", "Grace Hopper", "--set", "shoe_size=38")
    file = tmp_path / "list.json"
    file.write_text(filled(noun, "list", "--json").out)
    said = filled("import", str(file), "--json").json
    assert (said["new"], said["updated"], said["same"]) == (0, 0, said["rows"])
    assert said["rows"] > 0
    for form in ("csv", "tsv"):
        file.write_text(filled(noun, "list", "--format", form).out)
        assert "crm export" in filled("import", str(file), code=2).err


def test_what_hangs_on_people_comes_back_too(
    filled: Crm, workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.write("test") as w:
        ada, bo = factories.contact(w, "Ada"), factories.contact(w, "Bo")
        firm = factories.company(w, "Firm")
        preferences.edit(w, ada, {"do_not_contact": "yes", "language": "French"})
        w.insert("note", contact_id=ada, body="Met at a fair", created_at=LONG_AGO)
        preferences.consent(w, ada, "email", "newsletter", source="fair", expires="2030-01-01")
        one, two = factories.target(w, "contact", ada), factories.target(w, "contact", bo)
        relationships.add(w, one, "reports to", two)
        relationships.add(w, factories.target(w, "company", firm), "partner of", one)
    file, people = str(tmp_path / "all.json"), str(tmp_path / "people.json")
    filled.env["CRM_DB"] = workspace.target
    filled("export", "all", "--to", file)
    filled("export", "contacts", "ada", "--to", people)
    filled("import", file)
    assert filled("import", file, "--json").json["operation"] is None
    (before,) = json.loads(Path(people).read_text())

    filled.env["CRM_DB"] = str(tmp_path / "other.db")
    filled("init", "--user", workspace.user_name)
    told = filled("import", people, "--json").json["notes"]
    assert told[0] == "1 relationship names a record that is not in this store; left out"
    assert "relationship" not in filled("import", file).out.partition("note:")[2]
    found = filled("export", "all", "--format", "json").json
    # Who came here by an export of people is the same as in the whole store, and once here.
    assert [row["name"] for row in found if row["noun"] == "contact"].count("Ada") == 1
    assert len([row for row in found if row["noun"] == "note"]) == 1
    rows = {row["name"]: row for row in found if row["noun"] in ("contact", "company")}
    assert rows["Ada"]["preferences"] == before["preferences"]
    assert rows["Ada"]["preferences"]["do_not_contact"] is True
    assert rows["Ada"]["consents"] == before["consents"]
    assert rows["Ada"]["notes"] == before["notes"]
    assert before["notes"][0]["at"] == "2001-02-03T05:05:06+01:00"
    assert [each["name"] for each in rows["Firm"]["relationships"]] == ["Ada"]


def test_broken_json_is_told_and_the_rest_comes_in(store: Crm, tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text('{"name": "Ann", "emails": ["a@x.example", "b@x.example"]}\n{"name": \n[1]\n')
    result = store("import", str(file), "--json", code=5).json
    assert (result["new"], [row["line"] for row in result["rejects"]]) == (1, [2, 3])
    file.write_text('[{"name": "Ben"},\n{"name": "Cem"')
    result = store("import", str(file), "--json", code=5).json
    assert (result["new"], result["rejects"][0]["line"]) == (1, 2)
    file.write_text("[]")
    store("import", str(file), code=2)


def test_an_order_of_dates_that_nobody_knows_is_an_error(store: Crm, tmp_path: Path) -> None:
    Path(store.env["CRM_CONFIG"]).write_text('timezone = "Europe/Berlin"\n')
    file = tmp_path / "people.csv"
    file.write_text("Name,Birthday\nAnn,03/04/1990\n")
    assert "--date-order" in store("import", str(file), code=2).err
    store("import", str(file), "--date-order", "dmy")
    assert "1990-04-03" in store("export", "contacts", "--format", "jsonl").out


def test_a_full_disk_is_told(filled: Crm) -> None:
    filled("export", "contacts", "--to", "/dev/full", "--format", "csv", "--force", code=1)


def test_cards_go_out_and_come_in_again(filled: Crm, tmp_path: Path) -> None:
    file = str(tmp_path / "people.vcf")
    assert "no place" not in filled("export", "contacts", "--to", file).err
    filled("contact", "edit", "Grace", "--set", "lifecycle=customer")
    told = "vCards have no place for lifecycle stages; a .jsonl file has all of it"
    assert told in filled("export", "contacts", "--to", file, "--force").err
    filled("undo")
    assert "1 same" in filled("import", file).out.replace("1 the same", "1 same")
    other = Crm({**filled.env, "CRM_DB": str(tmp_path / "other.db")})
    other("init")
    assert "1 new with 1 new company" in other("import", file).out
    (row,) = json.loads(other("export", "contacts", "--format", "json").out)
    assert (row["name"], row["company"], row["tags"]) == ("Grace Hopper", "=Navy", ["a;b"])
    assert [way["value"] for way in row["channels"]] == ["g@a.example", "+49 30 1234567"]


def test_reminders_go_out_as_a_calendar(filled: Crm) -> None:
    filled("remind", "add", "deal:1", "Ring", "--due", "2026-12-02 15:00")
    text = filled("export", "reminders", "--format", "ics").out
    assert text.count("BEGIN:VTODO") == 2
    assert "DUE;VALUE=DATE:20261201" in text
    assert text.count("BEGIN:VALARM") == 1
    assert "SUMMARY:Ring" in text
    assert "'ics'" in filled("export", "contacts", "--format", "ics", code=2).err


def test_deals_that_went_out_come_back_as_what_they_are(filled: Crm, tmp_path: Path) -> None:
    filled("deal", "win", "Cranes")
    for form in ("csv", "json"):
        file = str(tmp_path / f"deals.{form}")
        filled("export", "deals", "--to", file)
        assert "0 new, 0 updated, 1 the same" in filled("import", file).out
    filled("deal", "edit", "1", "--set", "title=Two cranes")
    assert "0 new, 1 updated" in filled("import", str(tmp_path / "deals.csv")).out
    assert len(json.loads(filled("deal", "list", "--json", "--all").out)) == 1
    for what in ("interactions", "reminders"):
        file = str(tmp_path / f"{what}.csv")
        filled("export", what, "--to", file)
        assert "0 new, 0 updated, 1 the same" in filled("import", file).out
        assert f"export of {what}" in filled("import", file, "--as", "contacts", code=2).err


def test_a_workbook_goes_out_and_comes_back(filled: Crm, tmp_path: Path) -> None:
    people, everything = str(tmp_path / "people.xlsx"), str(tmp_path / "all.xlsx")
    filled("export", "contacts", "--to", people)
    filled("export", "all", "--to", everything)
    assert "name a file" in filled("export", "contacts", "--format", "xlsx", code=2).err
    own = filled("import", everything, "--sheet", "contacts", "--json").json
    assert (own["preset"], own["same"], own["new"]) == ("crm", 1, 0)
    assert "--sheet" in filled("import", "-", "--sheet", "x", input="Name\nAda\n", code=2).err
    filled.env["CRM_DB"] = str(tmp_path / "other.db")
    filled("init")
    assert filled("import", people, "--json").json["new"] == 1
    assert filled("import", everything, "--sheet", "Deals", "--json").json["new"] == 1
    (grace,) = filled("contact", "list", "--json").json
    assert (grace["name"], grace["company"], grace["tags"]) == ("Grace Hopper", "=Navy", ["a;b"])
    (deal,) = filled("deal", "list", "--json").json
    assert (deal["title"], deal["value"]) == ("Cranes", 1200)
