"""Interactions and reminders from tables: calls, meetings, tasks."""

from __future__ import annotations

from typing import Any

import pytest

from crm_tui.domain.interactions import Interaction
from crm_tui.domain.reminders import Reminder
from crm_tui.errors import UsageError
from crm_tui.formats.tables import csv_text, json_lines, json_text
from crm_tui.importing.activities.cells import minutes
from crm_tui.importing.activities.columns import INTERACTIONS, REMINDERS
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import interactions, reminders
from crm_tui.queries.paging import Page
from crm_tui.reports import exports
from crm_tui.services import interactions as interaction_service
from crm_tui.services import journal
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

CALLS = f"""Call date,Time,Contact,Phone,Account,Opportunity,Direction,Duration,Result,Notes,By,Ext
2026-02-27,9:05,Grace Hopper,,,,Outbound,0:12:30,Reached,"Wants
a quote",Ada,7
13/02/2026,,,+49 30 1234567,,,incoming,90,,Called back,,
2026-02-26 14:00,,Grace Hoper,,,,,,,Who?,,
2026-02-26 14:00,,,,Acme,Harbour cranes,,,,"{factories.HOSTILE}",Nemo,
2026-02-26 14:00,,Grace Hopper,,,,sideways,,,,,
2027-01-01,,Grace Hopper,,,,,,,,,
soon,,Grace Hopper,,,,,,,,,
2026-02-26,,,,,,,,,Nobody,,
""".encode()
TASKS = b"""Subject,Due Date,Priority,Related Contact,Status,Assigned To,Type,Comments
Send the quote,2026-03-05,High,grace@b.example,Not Started,Ada,Email,today
Call back,2026-03-06 15:00,,,In Progress,,Call,
Paid,2026-02-20,,Grace Hopper <grace@b.example>,Completed,,,
No day,,,,,,,
,2026-03-07,,,,,,
Chase,2026-03-07,,Nobody Known,,,,
"""


@pytest.fixture
def known(workspace: Workspace) -> Workspace:
    """A store with Grace, who has a phone, Acme, and a deal with it."""
    with workspace.write("test") as w:
        factories.contact(w, "Grace Hopper", email="grace@b.example", phone="030 1234567",
                          company="Navy")  # fmt: skip
        factories.company(w, "Acme")
        factories.deal(w, company="Acme")
    return workspace


def logged(workspace: Workspace) -> list[Interaction]:
    with workspace.read() as reader:
        return interactions.interactions(reader, Page(sort="id"))


def planned(workspace: Workspace) -> list[Reminder]:
    with workspace.read() as reader:
        return reminders.reminders(reader, Page(sort="id"), closed=True)


def test_calls_come_in_once_and_go_whole(known: Workspace) -> None:
    before = tables(known)
    recipe = Recipe(noun="interactions")
    plan = import_file(known, CALLS, recipe, dry_run=True)
    assert (plan.columns["Call date"], plan.samples["Duration"]) == ("at", "0:12:30")
    assert tables(known) == before
    found = import_file(known, CALLS, recipe)
    assert (found.rows, found.new, found.rejected) == (8, 3, 5)
    assert [(row.line, row.reason) for row in found.rejects] == [
        (5, "nobody here is meant by Grace Hoper"),
        (7, "'sideways' is no direction: one of inbound, outbound, internal"),
        (8, "2027-01-01 is in the future"),
        (9, "at: 'soon' is not a date or time"),
        (10, "it names nobody: no person, company or deal"),
    ]
    notes = "\n".join(found.notes)
    assert "Grace Hoper (1), like 'Grace Hopper'; --make contacts" in notes
    assert "not here as users: Nemo (1); --make users" in notes
    assert "no field for: Ext" in notes
    one, two, three = logged(known)
    assert (one.kind, one.at[:16], one.minutes, one.outcome, one.body, one.company) == (
        "note", "2026-02-27T08:05", 12, "Reached", "Wants\na quote", "Navy",
    )  # fmt: skip
    assert (two.at[:16], two.direction, two.minutes) == ("2026-02-13T11:00", "inbound", 90)
    assert (three.company, three.deal, three.user) == ("Acme", "Harbour cranes", "Ada")
    for columns in ({}, {"Ext": "text"}):
        again = import_file(
            known, CALLS, Recipe(noun="interactions", columns=columns), dry_run=True
        )
        assert (again.new, again.same + again.updated) == (0, 3)
    assert import_file(known, CALLS, recipe).operation is None
    with known.write("undo") as w:
        journal.undo(w, found.operation)
    assert tables(known) == before


def test_who_is_not_here_is_made_when_asked(known: Workspace) -> None:
    source = b"""Date,Type,Contact,Email,Company
2026-02-27,Phone call,Bo Diaz,bo@c.example,Cee
2026-02-28,SMS,Bo Diaz,,
2026-02-28,Demo,Ann; Bo Diaz; Grace Hopper,,Dee
"""
    recipe = Recipe(noun="interactions", make=("contacts",))
    found = import_file(known, source, recipe)
    assert (found.new, found.rejected) == (3, 0)
    assert [(row.kind, row.company) for row in logged(known)] == [
        ("call", "Cee"), ("chat", "Cee"), ("meeting", "Dee"),
    ]  # fmt: skip
    with known.read() as reader:
        assert interactions.contacts_of(reader, [3]) == {3: ["Ann", "Bo Diaz", "Grace Hopper"]}


def test_times_and_ends_in_columns_of_their_own(known: Workspace) -> None:
    source = b"""Subject,Start Date,Start Time,End Date,End Time,Required Attendees,Call Type
Review,2/27/2026,9:30:00 AM,2/27/2026,10:15:00 AM,grace@b.example;bo@c.example,Inbound
"""
    assert import_file(known, source, Recipe(noun="interactions")).new == 1
    (row,) = logged(known)
    assert (row.at[:16], row.minutes, row.direction) == ("2026-02-27T08:30", 45, "inbound")


def test_rows_with_an_id_follow_their_source_until_they_are_edited(known: Workspace) -> None:
    source = b"Call ID,Date,Contact,Outcome,Other\nc1,2026-02-27,Grace Hopper,busy,x\n"
    recipe = Recipe(noun="interactions", columns={"Other": "text"})
    import_file(known, source, recipe)
    found = import_file(known, source.replace(b"busy", b"reached"), recipe)
    assert found.changes[0].news == ("outcome: busy → reached",)
    with known.write("edit") as w:
        interaction_service.edit(w, 1, {"outcome": "sold"})
    assert import_file(known, source, recipe).same == 1
    assert (logged(known)[0].outcome, logged(known)[0].body) == ("sold", "x")


def test_tasks_become_reminders(known: Workspace) -> None:
    found = import_file(known, TASKS)
    assert (found.preset, found.new, found.rejected) == ("reminders", 3, 3)
    assert [(row.line, row.reason) for row in found.rejects] == [
        (5, "it does not say when it is due"),
        (6, "it does not say what is to be done"),
        (7, "nobody here is meant by Nobody Known"),
    ]
    assert "reminders have no field for: Priority" in "\n".join(found.notes)
    one, two, three = planned(known)
    assert (one.text, one.due, one.kind, one.contact, one.company) == (
        "Send the quote: today", "2026-03-05", "email", "Grace Hopper", "Navy",
    )  # fmt: skip
    assert (two.due[:16], two.zone, two.kind) == ("2026-03-06T14:00", "Europe/Berlin", "call")
    assert (three.done_at or "")[:10] == "2026-02-20"
    assert import_file(known, TASKS).operation is None


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_our_own_exports_come_back_the_same(known: Workspace, form: str) -> None:
    with known.write("test") as w:
        about = factories.target(w, "contact", 1)
        factories.interaction(w, about, "note", text=f"=1+1\n{factories.HOSTILE}", outcome="-x")
        factories.interaction(w, factories.target(w, "deal", 1), "call", duration="12")
        factories.reminder(w, "contact", 1, due="fri 3pm Asia/Tokyo", repeat="every 2 weeks")
        factories.reminder(w, "deal", 1, repeat="every month on the 31st after done", kind="call")
    before = tables(known)
    for noun in ("interactions", "reminders"):
        with known.read() as reader:
            rows = list(exports.stream(reader, noun, Page()))
            columns = exports.columns(reader, noun)
        text: Any = {"csv": lambda r, c=columns: csv_text(c, r), "json": json_text,
                     "jsonl": json_lines}[form](rows)  # fmt: skip
        source = "".join(text).encode()
        assert import_file(known, source).operation is None
        with known.write("test") as w:
            if noun == "interactions":
                w.run("DELETE FROM interaction_contact", [{}])
            w.run(f"DELETE FROM {noun[:-1]}", [{}])
        assert import_file(known, source).new == len(rows)
    assert _told(tables(known)) == _told(before)


def _told(found: dict[str, list[tuple[object, ...]]]) -> Any:
    """Interactions and reminders without ids and times of making."""
    return [
        [row[2:] if name == "interaction_contact" else _plain(row) for row in found[name]]
        for name in ("interaction", "reminder", "interaction_contact")
    ]


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(value for value in row[1:] if not str(value).startswith("2026-03-02T08:00"))


@pytest.mark.parametrize(
    ("header", "noun"),
    [
        ("Call date,Direction,Contact", "interactions"),
        ("Activity type,Date,Outcome,With", "interactions"),
        ("Subject,Due Date,Status", "reminders"),
        ("Done,Subject,Type,Due date,Due time,Duration,Contact person", "reminders"),
        ("Meeting name,Meeting start time,Meeting end time", "interactions"),
        ("Name,Email,Type,Status,Date,Due date,Duration", ""),
        ("Person - Name,Activity - Subject,Activity - Due date", ""),
        ("Deal,Stage,Value,Date", ""),
    ],
)
def test_a_files_columns_show_what_it_holds(header: str, noun: str) -> None:
    found = [each.plural for each in (INTERACTIONS, REMINDERS) if each.is_of(header.split(","))]
    assert found == ([noun] if noun else [])


@pytest.mark.parametrize(
    ("text", "seconds", "is_call", "expected"),
    [("20", "", True, 20), ("1h30", "", False, 90), ("1.5 hours", "", False, 90),
     ("12:30", "", True, 12), ("1:30", "", False, 90), ("00:01:00", "", True, 1),
     ("", "125", True, 2), ("10s", "", True, 1), ("45 min", "", False, 45), ("0", "", True, 0),
     ("", "", True, None)],
)  # fmt: skip
def test_lengths_are_read_as_programs_write_them(
    text: str, seconds: str, is_call: bool, expected: int | None
) -> None:
    assert minutes(text, seconds, is_call=is_call) == expected


def test_a_file_without_times_is_refused_with_a_hint(known: Workspace) -> None:
    with pytest.raises(UsageError) as told:
        import_file(known, b"Contact,Text\nGrace Hopper,Hi\n", Recipe(noun="interactions"))
    assert "--map" in told.value.hint
