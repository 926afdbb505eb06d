"""A row under the header of each common program: no wrong column, no lost cell."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from typing import Any, NamedTuple

import pytest

from crm_tui.errors import UsageError
from crm_tui.importing import presets
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.run import import_contacts
from crm_tui.queries.paging import Page
from crm_tui.reports import exports
from crm_tui.workspace import Workspace


class Header(NamedTuple):
    """A program's columns, and the fields that must come from the columns named."""

    preset: str
    columns: str
    fields: dict[str, str]
    noun: str = "contacts"


def numbered(pattern: str, last: int) -> str:
    return ",".join(pattern.replace("#", str(n)) for n in range(1, last + 1))


ADDRESS = (
    "Formatted", "Street", "City", "PO Box", "Region", "Postal Code", "Country",
    "Extended Address",
)  # fmt: skip
PLACES = ",".join(f"Address # - {part}" for part in ADDRESS)
OUTLOOK_PLACES = ",".join(
    f"{place} {part}"
    for place in ("Home", "Business", "Other")
    for part in ("Street", "City", "State", "Postal Code", "Country/Region")
)
NAMES = {"first_name": "First Name", "last_name": "Last Name"}
HEADERS = {
    "google": Header(
        "google",
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,"
        "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
        + numbered("E-mail # - Label,E-mail # - Value", 3)
        + "," + numbered("Phone # - Label,Phone # - Value", 3)
        + "," + numbered(f"Address # - Label,{PLACES}", 2)
        + "," + numbered("Website # - Label,Website # - Value,Event # - Label,Event # - Value", 2)
        + "," + numbered("Custom Field # - Label,Custom Field # - Value", 2)
        + "," + numbered("Relation # - Label,Relation # - Value", 1),
        {**NAMES, "title": "Organization Title", "company": "Organization Name"},
    ),
    "google-old": Header(
        "google-old",
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Suffix,Initials,Nickname,"
        "Birthday,Gender,Location,Occupation,Notes,Group Membership,"
        + numbered("E-mail # - Type,E-mail # - Value", 2)
        + "," + numbered("Phone # - Type,Phone # - Value", 7)
        + "," + numbered(f"Address # - Type,{PLACES}", 2)
        + ",Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,"
        "Organization 1 - Department,Relation 1 - Type,Relation 1 - Value,"
        + numbered("Website # - Type,Website # - Value", 2),
        {"first_name": "Given Name", "last_name": "Family Name",
         "title": "Organization 1 - Title", "company": "Organization 1 - Name"},
    ),
    "outlook": Header(
        "outlook",
        "First Name,Middle Name,Last Name,Title,Suffix,Web Page,Gender,Birthday,Anniversary,"
        "Language,Internet Free Busy,Notes,E-mail Address,E-mail 2 Address,E-mail 3 Address,"
        "Primary Phone,Home Phone,Home Phone 2,Mobile Phone,Pager,Home Fax,Home Address,Spouse,"
        "Manager's Name,Company Main Phone,Business Phone,Business Phone 2,Business Fax,Company,"
        "Job Title,Department,Account,Car Phone,Other Phone,User 1,Keywords,Priority,Categories,"
        + OUTLOOK_PLACES,
        {**NAMES, "title": "Job Title", "company": "Company"},
    ),
    "outlook-web": Header(
        "outlook-web",
        "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,"
        "E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Business Phone,Mobile Phone,"
        "Company Main Phone,IMAddress,Job Title,Department,Company,Personal Web Page,Schools,"
        "Web Page,Birthday,Anniversary,Notes," + OUTLOOK_PLACES,
        {**NAMES, "title": "Job Title", "company": "Company"},
    ),
    "linkedin": Header(
        "linkedin",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        {**NAMES, "title": "Position", "company": "Company"},
    ),
    "hubspot": Header(
        "hubspot",
        "Record ID,First Name,Last Name,Email,Additional email addresses,Phone Number,"
        "Mobile Phone Number,Job Title,Company Name,Contact owner,Lifecycle Stage,Lead Status,"
        "Original Source,Create Date,Street Address,City,State/Region,Postal Code,"
        "Country/Region,Website URL,LinkedIn URL",
        {**NAMES, "title": "Job Title", "company": "Company Name", "source": "Original Source"},
    ),
    "hubspot-companies": Header(
        "hubspot-companies",
        "Record ID,Company name,Company Domain Name,Company owner,Phone Number,City,"
        "Country/Region,Industry,Parent Company,Create Date,Lifecycle Stage,Description",
        {"name": "Company name", "parent": "Parent Company"},
        "companies",
    ),
    "pipedrive": Header(
        "pipedrive",
        "Person - ID,Person - Name,Person - Email,Person - Phone,Organization - Name,"
        "Person - Last activity date,Person - Owner,Person - Label",
        {"name": "Person - Name", "company": "Organization - Name"},
    ),
    "pipedrive-sample": Header(
        "pipedrive",
        "Person - Name*,Person - First name,Person - Last name,Person - Phone,"
        "Person - Email (Work),Person - Email (Home),Organization - Name*,Organization - Address,"
        "Deal - Title,Deal - Value,Activity - Subject*,Activity - Due date,Note - Content*",
        {"first_name": "Person - First name", "company": "Organization - Name*"},
    ),
    "salesforce": Header(
        "salesforce",
        "First Name,Last Name,Salutation,Email,Phone,Mobile,Account Name,Title,Mailing Street,"
        "Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,"
        "Contact Owner,Lead Source,Last Activity,Birthdate",
        {**NAMES, "title": "Title", "company": "Account Name", "source": "Lead Source"},
    ),
    "data-loader": Header(
        "salesforce",
        "ID,ISDELETED,ACCOUNTID,LASTNAME,FIRSTNAME,SALUTATION,OTHERSTREET,OTHERCITY,MAILINGSTREET,"
        "MAILINGCITY,MAILINGSTATE,MAILINGPOSTALCODE,MAILINGCOUNTRY,PHONE,FAX,MOBILEPHONE,HOMEPHONE,"
        "REPORTSTOID,EMAIL,TITLE,DEPARTMENT,LEADSOURCE,BIRTHDATE,DESCRIPTION,OWNERID,CREATEDDATE,"
        "SYSTEMMODSTAMP",
        {"first_name": "FIRSTNAME", "title": "TITLE", "source": "LEADSOURCE"},
    ),
    "thunderbird": Header(
        "thunderbird",
        "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
        "Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,"
        "Home City,Home State,Home ZipCode,Home Country,Work Address,Work Address 2,Work City,"
        "Work State,Work ZipCode,Work Country,Job Title,Department,Organization,Web Page 1,"
        "Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Custom 2,Notes,",
        {**NAMES, "title": "Job Title", "company": "Organization"},
    ),
    "apple": Header(
        "apple",
        "First name,Last name,Phonetic First name,Maiden name,Nickname,Organization,Job title,"
        "Birthday,Note,Email (home),Email (work),Phone (iPhone),Phone (home),URL",
        {"first_name": "First name", "title": "Job title", "company": "Organization"},
    ),
    "plain": Header(
        "plain",
        "Name,Email,Phone,Company,City,Shoe Size",
        {"company": "Company"},
    ),
    "accounts": Header(
        "plain",
        "account,sector,year_established,revenue,office_location,subsidiary_of",
        {"name": "account", "parent": "subsidiary_of"},
        "companies",
    ),
}  # fmt: skip


def cell(header: str, number: int) -> str:
    """A value that such a column may hold, like no other one of the row."""
    name = header.casefold()
    if "label" in name or "type" in name:
        return f"kind{number}"
    for word, value in (
        ("birth year", "1990"), ("birth month", "5"), ("birth day", "14"),
        ("connected", "12 Mar 2024"), ("creat", "2024-02-03 09:31"), ("birth", "1990-05-14"),
        ("anniversary", "2011-06-17"), ("event 1", "2012-07-18"), ("event 2", "2013-08-19"),
    ):  # fmt: skip
        if word in name and "by" not in name.removeprefix("birthday"):
            return value
    if "mail" in name and "mailing" not in name:
        return f"ada{number}@example.com"
    if "phone" in name or "mobile" in name:
        return f"+49 30 55500{number:02}"
    if "url" in name or "web" in name:
        return f"https://site{number}.example"
    return f"{number}.example" if "domain" in name else f"cell{number}"


def file_of(names: list[str], row: dict[str, str], ending: str = "") -> bytes:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerows([names, [row[name] for name in names]])
    return (page.getvalue() + ending).encode()


def records(workspace: Workspace) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    with workspace.read() as reader:
        people = list(exports.stream(reader, "contacts", Page()))
        return people, list(exports.stream(reader, "companies", Page()))


def everything(workspace: Workspace) -> str:
    """All that exports hold, and the ids under which other programs know the records."""
    people, companies = records(workspace)
    with workspace.read() as reader:
        keys = [row[0] for row in reader.db.rows("SELECT key FROM import_key")]
    return json.dumps([people, companies, keys], ensure_ascii=False)


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
@pytest.mark.parametrize("program", HEADERS)
def test_a_row_of_each_program_comes_in_whole(
    workspace: Workspace, program: str, shuffled: bool
) -> None:
    header = HEADERS[program]
    names = header.columns.split(",")
    row = {name: cell(name, number) for number, name in enumerate(names, start=1)}
    if shuffled:
        random.Random(7).shuffle(names)
    noun = header.noun if program == "accounts" else ""
    result = import_contacts(workspace, file_of(names, row), Recipe(noun=noun))
    assert (result.preset, result.new, result.rejected) == (header.preset, 1, 0)
    found = everything(workspace)
    for name in filter(None, names):
        value = row[name]
        iso = {"12 Mar 2024": "2024-03-12", "2024-02-03 09:31": "2024-02-03T09:31"}
        birth = {"1990": "1990-05-14", "5": "-05-14", "14": "-14"}
        assert iso.get(value, birth.get(value, value)) in found, f"{name}: {value} is lost"
    people, companies = records(workspace)
    (record,) = people or [found for found in companies if found["name"] == row[names_of(header)]]
    for field, name in header.fields.items():
        assert record[field] == row[name]
    for address in re.findall(r"ada\d+@example\.com", " ".join(row.values())):
        assert address in record["emails"]


def names_of(header: Header) -> str:
    return header.fields.get("name", "")


def test_google_keeps_several_values_with_their_labels(workspace: Workspace) -> None:
    row = {
        "First Name": "Ada", "Organization Name": "", "Labels": "* myContacts ::: Old friends",
        "E-mail 1 - Label": "* Work", "E-mail 1 - Value": "a@x.example ::: b@x.example",
        "Phone 1 - Label": "Mobile", "Phone 1 - Value": "+49 30 1 ::: 007 22",
        "Website 1 - Label": "Blog", "Website 1 - Value": "https://a.example ::: https://b.example",
        "Custom Field 1 - Label": "Shoe size", "Custom Field 1 - Value": "38",
    }  # fmt: skip
    import_contacts(workspace, file_of(list(row), row))
    ((ada,), _) = records(workspace)
    assert ada["tags"] == ["myContacts", "Old friends"]
    ways = {(way["kind"], way["label"], way["value"]) for way in ada["channels"]}
    assert ways == {
        ("email", "work", "a@x.example"),
        ("email", "work", "b@x.example"),
        ("phone", "mobile", "+49 30 1"),
        ("phone", "mobile", "007 22"),
        ("website", "Blog", "https://a.example"),
        ("website", "Blog", "https://b.example"),
    }
    assert ada["custom"] == {"shoe_size": "38"}


def test_what_a_report_says_of_itself_is_no_contact(workspace: Workspace) -> None:
    row = dict.fromkeys(["First Name", "Last Name", "Account Name", "Mailing City"], "Grace")
    ending = (
        "\r\nMy report\r\nCopyright (c) 2000-2024 salesforce.com, inc. All rights reserved.\r\n"
        "Confidential Information - Do Not Distribute\r\n"
    )
    result = import_contacts(workspace, file_of(list(row), row, ending))
    assert (result.rows, result.new) == (1, 1)
    assert any("3 lines left out" in note for note in result.notes)


def test_short_rows_at_the_end_are_rows_where_nothing_says_otherwise(workspace: Workspace) -> None:
    result = import_contacts(workspace, b"Name,Email,Phone\nAnn,a@x.example,1\nBen\n")
    assert result.new == 2


def test_a_linkedin_file_with_its_preamble(workspace: Workspace) -> None:
    data = (
        '\ufeffNotes:\n"When exporting your connections, some are missing."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        'Ada,Holm,https://www.linkedin.com/in/ada,,"Acme, Inc.",Buyer,12 Mar 2024\n'
        "Ben,Holm,https://www.linkedin.com/in/ben,,Acme,Buyer,7-Feb-22\n"
    )
    result = import_contacts(workspace, data.encode())
    assert (result.preset, result.new) == ("linkedin", 2)
    people, _ = records(workspace)
    assert [person["custom"]["connected_on"] for person in people] == ["2024-03-12", "7-Feb-22"]
    assert people[0]["company"] == "Acme, Inc."


def test_a_preset_can_be_forced_and_a_wrong_one_is_told(workspace: Workspace) -> None:
    data = b"First Name,Email,Connected On\nAda,a@x.example,12 Mar 2024\n"
    result = import_contacts(workspace, data, Recipe(preset="linkedin"))
    assert result.columns["Connected On"] == "date:connected_on"
    with pytest.raises(UsageError) as refused:
        import_contacts(workspace, data, Recipe(preset="linkdin"))
    assert "did you mean linkedin" in refused.value.hint


def test_every_preset_has_another_signature() -> None:
    signs = [sign for preset in presets.PRESETS for sign in preset.signature]
    assert len(signs) == len(set(signs))


def test_companies_with_parents_come_in_whatever_their_order(workspace: Workspace) -> None:
    data = (
        b"account,subsidiary_of,sector\nLeaf,Branch,toys\nBranch,Root,\nRoot,NULL,steel\n"
        b"Snake,Tail,\nTail,Snake,\n"
    )
    import_contacts(workspace, data, Recipe(noun="companies"))
    people, companies = records(workspace)
    assert people == []
    parents = {row["name"]: row["parent"] for row in companies}
    assert parents == {
        "Leaf": "Branch", "Branch": "Root", "Root": None, "Snake": "Tail", "Tail": None
    }  # fmt: skip
    tail = next(row for row in companies if row["name"] == "Tail")
    assert tail["custom"] == {"imported_parent": "Snake"}
    again = import_contacts(workspace, data, Recipe(noun="companies"))
    assert (again.same, again.rows) == (5, 5)


def test_a_company_that_was_archived_since_is_no_obstacle(workspace: Workspace) -> None:
    data = b"Record ID,Company name,Company owner\n9,Acme,\n"
    import_contacts(workspace, data)
    with workspace.write("archive") as w:
        id = int(str(w.scalar("SELECT id FROM company")))
        w.update("company", id, archived_at=w.now)
    changed = import_contacts(workspace, b"Record ID,Company name,Company owner\n9,Acme SE,\n")
    assert (changed.new, changed.updated) == (0, 1)


def test_a_label_is_kept_with_what_is_no_day(workspace: Workspace) -> None:
    names = HEADERS["google"].columns.split(",")
    row = dict.fromkeys(names, "") | {"First Name": "Ada", "Organization Name": "Navy"}
    row |= {"Event 1 - Label": "Renewal", "Event 1 - Value": "each spring"}
    import_contacts(workspace, file_of(names, row))
    (person,), _ = records(workspace)
    assert person["custom"] == {"event_1_value": "Renewal: each spring"}
