"""Calendars become meetings that were, meetings that are planned, and to-dos, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.clock import Clock, encode_instant
from crm_tui.domain.reminders import KINDS
from crm_tui.errors import UsageError
from crm_tui.importing.files import import_file
from crm_tui.importing.recipe import Recipe
from crm_tui.queries import interactions, reminders
from crm_tui.queries.paging import Page
from crm_tui.reports.exports import calendar_of, stream
from crm_tui.services import erasing, journal
from crm_tui.services import reminders as reminder_service
from crm_tui.text import clean_line
from crm_tui.workspace import Workspace
from tests import factories
from tests.services.snapshot import tables

GRACE = "ATTENDEE;CN=Grace:MAILTO:Grace@b.example"


def calendar(*items: str) -> bytes:
    """Items, each `EVENT` or `TODO` and its lines, in a calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for item in items:
        kind, *rest = item.split("\n")
        lines += [f"BEGIN:V{kind}", *rest, f"END:V{kind}"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(uid: str, start: str, *more: str) -> str:
    return "\n".join(("EVENT", f"UID:{uid}", f"DTSTART{start}", *more))


@pytest.fixture
def grace(workspace: Workspace) -> Workspace:
    """A store that knows Grace, and Ada's address."""
    workspace.config = replace(workspace.config, own_addresses="ada@me.example")
    with workspace.write("test") as w:
        factories.contact(w, "Grace Hopper", email="grace@b.example", company="Navy")
    return workspace


def held(workspace: Workspace) -> list[tuple[Any, ...]]:
    with workspace.read() as reader:
        rows = interactions.interactions(reader, Page(sort="at"))
        names = interactions.contacts_of(reader, [row.id for row in rows])
        return [(r.kind, r.direction, r.at[:16], r.minutes, r.subject, names[r.id]) for r in rows]


def planned(workspace: Workspace) -> list[tuple[Any, ...]]:
    with workspace.read() as reader:
        rows = reminders.reminders(reader, Page(sort="due"), closed=True)
    return [(r.kind, r.text, r.due[:16], r.zone, r.repeat, r.contact) for r in rows]


def later(workspace: Workspace, days: int) -> None:
    workspace.clock = Clock(factories.BERLIN, factories.NOW + timedelta(days=days))


MEETINGS = calendar(
    event("1", ";TZID=Europe/Berlin:20260202T093000", "DTEND;TZID=Europe/Berlin:20260202T103000",
          f"SUMMARY:{factories.HOSTILE}", "ORGANIZER:mailto:ada@me.example", GRACE,
          "ATTENDEE;CN=Bo:mailto:bo@c.example", "ATTENDEE;CUTYPE=ROOM:mailto:room@b.example"),
    event("2", ":20260304T083000Z", "DURATION:PT45M", "SUMMARY:Review", "CATEGORIES:Call", GRACE),
    event("3", ";VALUE=DATE:20260227", "SUMMARY:Fair", "ORGANIZER:mailto:grace@b.example"),
    event("4", ":20260226T080000Z", "SUMMARY:Dentist"),
    event("5", ":20260226T080000Z", "STATUS:CANCELLED", GRACE),
    event("6", ":20260226T080000Z", GRACE, "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@me.example"),
    event("7", ":soon", GRACE),
)  # fmt: skip


def test_meetings_that_were_and_that_are_to_come(grace: Workspace) -> None:
    before = tables(grace)
    assert import_file(grace, MEETINGS, dry_run=True).new == 3
    assert tables(grace) == before
    found = import_file(grace, MEETINGS)
    assert (found.preset, found.rows, found.new, found.rejected) == ("calendar", 7, 3, 1)
    assert found.left_out == {"cancelled": 1, "declined": 1, "event of nobody known": 1}
    assert (found.rejects[0].line, found.rejects[0].reason) == (44, "DTSTART 'soon' is no date")
    assert any("Bo (1); --make contacts" in note for note in found.notes)
    subject = "[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc"
    assert held(grace) == [
        ("meeting", "outbound", "2026-02-02T08:30", 60, subject, ["Grace Hopper"]),
        ("meeting", "inbound", "2026-02-27T11:00", None, "Fair", ["Grace Hopper"]),
    ]
    assert planned(grace) == [
        ("call", "Review", "2026-03-04T08:30", "Europe/Berlin", None, "Grace Hopper")
    ]
    again = import_file(grace, MEETINGS)
    assert (again.new, again.updated, again.same, again.operation) == (0, 0, 3, None)
    with grace.write("undo") as w:
        journal.undo(w, found.operation)
    assert tables(grace) == before


def test_a_planned_meeting_is_moved_and_in_the_end_held(grace: Workspace) -> None:
    import_file(grace, MEETINGS)
    moved = import_file(grace, MEETINGS.replace(b"20260304T08", b"20260305T09"))
    assert (moved.updated, moved.changes[0].name) == (1, "Review")
    assert planned(grace)[0][2] == "2026-03-05T09:30"
    later(grace, 10)
    import_file(grace, MEETINGS.replace(b"20260304T08", b"20260305T09"))
    assert held(grace)[-1][:4] == ("call", "outbound", "2026-03-05T09:30", 45)
    with grace.read() as reader:
        (row,) = reminders.reminders(reader, Page(), closed=True)
    assert row.done_at == "2026-03-05T09:30:00.000000Z"


def test_what_was_edited_or_dropped_here_stays_so(grace: Workspace) -> None:
    import_file(grace, MEETINGS)
    with grace.write("snooze") as w:
        reminder_service.snooze(w, 1, "9 mar 10:00")
    assert import_file(grace, MEETINGS).operation is None
    with grace.write("drop") as w:
        reminder_service.drop(w, 1)
    later(grace, 10)
    assert import_file(grace, MEETINGS).new == 0


def test_a_series_is_held_up_to_now_and_goes_on_as_a_reminder(grace: Workspace) -> None:
    source = calendar(
        event("s", ";TZID=Europe/Berlin:20260202T093000", "RRULE:FREQ=WEEKLY;WKST=SU;COUNT=9",
              "EXDATE;TZID=Europe/Berlin:20260209T093000", "SUMMARY:Weekly", GRACE),
        event("s", ";TZID=Europe/Berlin:20260224T110000", "SUMMARY:Weekly, moved",
              "RECURRENCE-ID;TZID=Europe/Berlin:20260223T093000", GRACE),
        event("e", ";VALUE=DATE:19700101", "RRULE:FREQ=MONTHLY", "SUMMARY:Endless", GRACE),
        event("o", ":20200220T080000Z", "RRULE:FREQ=WEEKLY;UNTIL=20201231", GRACE),
        event("n", ":20260220T080000Z", "RRULE:FREQ=SECONDLY", "SUMMARY:Never", GRACE),
    )  # fmt: skip
    found = import_file(grace, source)
    weekly = [row[2] for row in held(grace) if row[4].startswith("Weekly")]
    assert weekly == ["2026-02-02T08:30", "2026-02-16T08:30", "2026-02-24T10:00"]
    assert [row for row in planned(grace) if row[1] == "Weekly"] == [
        ("meeting", "Weekly", "2026-03-02T08:30", "Europe/Berlin", "FREQ=WEEKLY;UNTIL=20260330",
         "Grace Hopper"),
    ]  # fmt: skip
    assert sum(row[4] == "Endless" for row in held(grace)) == 25
    assert found.left_out == {"over long ago": 1}
    assert any("1 repetition that reminders cannot hold" in note for note in found.notes)
    assert import_file(grace, source).operation is None
    later(grace, 7)
    assert import_file(grace, source).taken["interaction"] == 1
    assert [row[2] for row in planned(grace)] == ["2026-03-09T08:30", "2026-04-01"]


def test_to_dos_become_reminders(workspace: Workspace) -> None:
    source = calendar(
        "TODO\nUID:1\nDUE;VALUE=DATE:20260305\nSUMMARY:Send the quote\nDESCRIPTION:by mail"
        "\nRRULE:FREQ=MONTHLY\nCATEGORIES:office,EMAIL",
        "TODO\nUID:2\nSUMMARY:Paid\nSTATUS:COMPLETED\nCOMPLETED:20260210T080000Z",
        "TODO\nUID:3\nSUMMARY:One day",
        "TODO\nUID:4\nDUE:20260305T080000",
        "TODO\nUID:5\nDUE:20260305T080000\nSUMMARY:Loud\nBEGIN:VALARM\nTRIGGER:PT0S\nEND:VALARM",
    )
    found = import_file(workspace, source)
    assert [row.reason for row in found.rejects] == [
        "it has no day on which it is due",
        "it has no SUMMARY",
    ]
    assert planned(workspace) == [
        ("to-do", "Paid", "2026-02-10", None, None, None),
        ("email", "Send the quote: by mail", "2026-03-05", None, "FREQ=MONTHLY", None),
        ("to-do", "Loud", "2026-03-05T07:00", "Europe/Berlin", None, None),
    ]
    with workspace.read() as reader:
        assert [row.text for row in reminders.due(reader)] == ["Send the quote: by mail", "Loud"]


def test_who_becomes_known_later_is_added_by_the_same_file(grace: Workspace) -> None:
    import_file(grace, MEETINGS)
    with grace.write("test") as w:
        factories.contact(w, "Bo", email="bo@c.example")
    found = import_file(grace, MEETINGS)
    assert (found.updated, held(grace)[0][5]) == (1, ["Grace Hopper", "Bo"])
    assert import_file(grace, MEETINGS).operation is None


def test_people_are_made_when_asked_but_not_who_was_erased(grace: Workspace) -> None:
    grace.config = replace(grace.config, own_addresses="")
    with pytest.raises(UsageError, match="addresses are yours"):
        import_file(grace, MEETINGS, Recipe(make=("contacts",)))
    grace.config = replace(grace.config, own_addresses="ada@me.example")
    import_file(grace, MEETINGS)
    assert import_file(grace, MEETINGS, Recipe(make=("contacts",))).taken["contact"] == 1
    assert held(grace)[0][5] == ["Grace Hopper", "Bo"]
    with grace.write("privacy erase") as w:
        erasing.erase(w, [factories.target(w, "contact", 2).id])
    assert import_file(grace, MEETINGS, Recipe(make=("contacts",))).taken["contact"] == 0


def exported(workspace: Workspace) -> bytes:
    with workspace.read() as reader:
        rows = list(stream(reader, "reminders", Page()))
    return "".join(calendar_of(rows, workspace.clock)).encode()


_TEXTS = st.text(min_size=1, max_size=60).map(clean_line).filter(bool)
_DAYS = st.dates(datetime(2020, 1, 1).date(), datetime(2040, 1, 1).date())
_DUE = st.one_of(
    _DAYS.map(lambda day: (day.isoformat(), None)),
    st.tuples(
        st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
            lambda at: encode_instant(at.replace(microsecond=0, tzinfo=UTC))
        ),
        st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "America/New_York"]),
    ),
)
_RULES = st.sampled_from(
    [None, "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=YEARLY",
     "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20270101"]
)  # fmt: skip
_REMINDERS = st.lists(
    st.fixed_dictionaries(
        {"text": _TEXTS, "due": _DUE, "kind": st.sampled_from(KINDS), "repeat": _RULES,
         "from": st.sampled_from(["due", "done"]), "about": st.sampled_from([0, 1])}
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=_REMINDERS)
def test_our_own_reminders_come_back_the_same(grace: Workspace, found: list[Any]) -> None:
    with grace.write("test") as w:
        w.run("DELETE FROM reminder", [{}])
        for each in found:
            due, zone = each["due"]
            series = {"repeat": each["repeat"], "repeat_from": each["from"], "anchor": due}
            w.insert("reminder", text=each["text"], kind=each["kind"], due=due, zone=zone,
                     contact_id=each["about"] or None,
                     **(series if each["repeat"] else {}))  # fmt: skip
    source, before = exported(grace), _told(grace)
    assert import_file(grace, source).operation is None
    with grace.write("test") as w:
        w.run("DELETE FROM reminder", [{}])
    assert import_file(grace, source).new == len(found)
    assert _told(grace) == before


def _told(workspace: Workspace) -> list[tuple[Any, ...]]:
    """The reminders but for their ids and versions."""
    with workspace.read() as reader:
        rows = reminders.reminders(reader, Page(), closed=True)
    return sorted(tuple(row._replace(id=0, version=0)) for row in rows)
