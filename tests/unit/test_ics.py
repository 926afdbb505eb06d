"""iCalendar: where its items lie, what they say, and what hostile ones do."""

from __future__ import annotations

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_tui.domain.dates import When
from crm_tui.formats.ics_files import Piece, is_calendar, pieces
from crm_tui.formats.ics_items import Attendee, Unreadable, Zones, read_item

BERLIN = ZoneInfo("Europe/Berlin")
OUTLOOK = """BEGIN:VTIMEZONE
TZID:Central Europe (ours)
LAST-MODIFIED:20050809T050000Z
BEGIN:STANDARD
DTSTART:16010101T030000
RDATE:19750223T020000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def item(*lines: str, kind: str = "VEVENT") -> str:
    return "\r\n".join((f"BEGIN:{kind}", *lines, f"END:{kind}", ""))


def found(source: Path | bytes) -> list[Piece]:
    return [piece for piece, _ in pieces(source)]


def test_an_event_says_when_who_and_what() -> None:
    entry = read_item(
        item(
            "UID:1", "DTSTART;TZID=/x.org/1/America/Argentina/Salta:20260702T093000",
            "DTEND:20260702T133000Z", "SUMMARY:One\\, two\\; \x1b[31mthree",
            "DESCRIPTION:a\\nb", 'ATTENDEE;CN="Hopper, Grace";PARTSTAT=DECLINED:MAILTO:g@b.example',
            "ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@b.example", "ATTENDEE:urn:uuid:1",
            "ORGANIZER;CN=a@b.example:mailto:a@b.example",
            "EXDATE:20260709T073000Z,20260716T073000Z",
        ),
        Zones(BERLIN),
    )  # fmt: skip
    assert entry.start == When("2026-07-02T12:30:00.000000Z", "America/Argentina/Salta")
    assert (entry.minutes, entry.summary) == (60, "One, two; [31mthree")
    assert entry.description == "a\nb"
    assert entry.attendees == (Attendee("Hopper, Grace", "g@b.example", "DECLINED"),)
    assert entry.organizer == Attendee("", "a@b.example")
    assert len(entry.except_) == 2


def test_a_zone_of_the_files_own_is_followed_and_an_unknown_one_is_the_users() -> None:
    zones = Zones(BERLIN)
    zones.add(OUTLOOK)
    zones.add(OUTLOOK.replace("(ours)", "(bad)").replace("YEARLY", "SECONDLY"))
    for name, at in (("(ours)", "07:30"), ("(bad)", "07:30"), ("(none)", "07:30")):
        text = item(f"DTSTART;TZID=Central Europe {name}:20260702T093000")
        start = read_item(text, zones).start
        assert start is not None
        assert (start.due[11:16], start.zone) == (at, "Europe/Berlin")
    zones = Zones(ZoneInfo("Asia/Tokyo"))
    zones.add(OUTLOOK)
    start = read_item(item("DTSTART;TZID=Central Europe (ours):20260102T093000"), zones).start
    assert start == When("2026-01-02T08:30:00.000000Z", "Asia/Tokyo")


@pytest.mark.parametrize(
    "line",
    ["DTSTART:20260230", "DTSTART:10000101", "DTSTART:20260302T256000Z", "DTSTART:99999999T000000"],
)
def test_what_is_no_time_is_told(line: str) -> None:
    with pytest.raises(Unreadable, match="is no date"):
        read_item(item(line), Zones(BERLIN))


def test_items_are_cut_out_each_with_its_line() -> None:
    text = (
        "BEGIN:VCALENDAR\r\n" + item("UID:1", "BEGIN:VALARM", "END:VALARM")
        + item("BEGIN:VALARM", kind="X-OTHER") + item("UID:2", kind="VTODO")
        + item("ATTACH:" + "x" * 300_000, "UID:3") + item("SUMMARY:" + "x" * 300_000)
        + "BEGIN:VEVENT\r\nUID:5\r\n"
    )  # fmt: skip
    text += item("UID:6") + "BEGIN:VTODO\r\nEND:VCALENDAR\r\n" + item("UID:7")
    one, two, three, four, five, six, seven, eight = found(text.encode())
    assert [one.line, two.line, three.line] == [2, 10, 13]
    assert (two.kind, "ATTACH" in three.text, six.problem) == ("VTODO", False, "")
    assert (four.problem, five.problem) == ("it is too large", "it has no END:VEVENT")
    assert (seven.problem, eight.problem) == ("it has no END:VTODO", "")
    assert len(four.text) == 2000


def test_a_folder_of_files_is_a_calendar(tmp_path: Path) -> None:
    assert not is_calendar(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.ics").write_bytes(item("UID:1").encode())
    (tmp_path / "2.ICS").write_bytes(b"\xef\xbb\xbf" + item("UID:2", kind="VTODO").encode())
    (tmp_path / "note.txt").write_text("BEGIN:VEVENT")
    assert [piece.name for piece in found(tmp_path)] == ["2.ICS", "a/1.ics"]
    assert is_calendar(tmp_path) and is_calendar(tmp_path / "2.ICS")
    assert not is_calendar(b"BEGIN:VCARD\r\n")


def test_hostile_calendars_end_in_seconds() -> None:
    began = time.process_time()
    nested = b"BEGIN:VEVENT\r\n" * 50_000
    assert {piece.problem for piece in found(nested)} == {"it has no END:VEVENT"}
    assert found(b"BEGIN:VEVENT\r\nSUMMARY:" + b"x" * 20_000_000)[0].problem
    many = item(*["ATTENDEE:mailto:a@b.example"] * 4_000)
    assert len(read_item(many, Zones(BERLIN)).attendees) == 500
    for text in ("BEGIN:VEVENT\nX\nEND:VEVENT", "END:VEVENT", item('X;A="' + "a;" * 40_000)):
        try:
            read_item(text, Zones(BERLIN))
        except Unreadable:
            continue
    assert time.process_time() - began < 20
