"""vCards: read whoever wrote them, card by card; written so that they are read back."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.formats.vcard import cards, looks_like_vcard
from crm_tui.formats.vcard_out import vcard_text
from crm_tui.text import clean, clean_line
from tests.factories import HOSTILE

OUTLOOK = """BEGIN:VCARD
VERSION:2.1
N:Hopper;Grace;;Dr.
FN:Grace Hopper
ORG:Navy;Computing
TITLE:Admiral
NOTE;ENCODING=QUOTED-PRINTABLE:Likes na=
noseconds=0D=0ANever late
TEL;WORK;VOICE:+49 30 901820
TEL;CELL:+49 170 1234567
TEL;WORK;FAX:+49 30 901821
ADR;WORK:;Room 4;Hauptstr. 1;Berlin;BE;10115;Germany
EMAIL;PREF;INTERNET:grace@navy.example
BDAY:19061209
PHOTO;ENCODING=BASE64;TYPE=JPEG:
 /9j/4AAQSkZJRgABAQEAYABgAAD
 AAAA

END:VCARD
"""
APPLE = """BEGIN:VCARD\r
VERSION:3.0\r
UID:abc-1\r
N:Lovelace;Ada;King;;\r
FN:Ada Lovelace\r
item1.EMAIL;TYPE=INTERNET:ada@engines.example\r
item1.X-ABLabel:Study\r
item2.X-ABDATE:1835-07-08\r
item2.X-ABLabel:_$!<Anniversary>!$_\r
CATEGORIES:poets,friends\r
NOTE:Sums\\, and "more"\\nA second line that is long enough to be folded over into\r
  another one\r
END:VCARD\r
"""
BROKEN = "BEGIN:VCARD\nVERSION:3.0\nno colon here\nEND\n:;;\nEND:VCARD\n"


def read(text: str) -> list[Any]:
    return [found.record or found.problem for found in cards(StringIO(text, newline=""))]


def test_a_card_of_outlook_is_read_whole() -> None:
    (card,) = read(OUTLOOK)
    assert (card["first_name"], card["last_name"], card["title"]) == ("Grace", "Hopper", "Admiral")
    assert card["company"] == "Navy"
    assert card["custom"] == {"department": "Computing", "name_prefix": "Dr."}
    assert [(way["kind"], way["label"], way["value"]) for way in card["channels"]] == [
        ("email", "", "grace@navy.example"),
        ("phone", "work", "+49 30 901820"),
        ("phone", "mobile", "+49 170 1234567"),
        ("phone", "fax", "+49 30 901821"),
        ("address", "work", "Hauptstr. 1, Room 4, Berlin, BE 10115, Germany"),
    ]
    assert [note["body"] for note in card["notes"]] == ["Likes nanoseconds\nNever late"]
    assert card["key_dates"] == [{"kind": "birthday", "day": "1906-12-09", "yearly": True}]


def test_labels_of_apple_and_folded_lines_are_understood() -> None:
    (card,) = read(APPLE)
    assert card["uid"] == "abc-1"
    assert card["first_name"] == "Ada King"
    assert card["channels"][0]["label"] == "study"
    assert card["key_dates"][0] == {"kind": "anniversary", "day": "1835-07-08", "yearly": True}
    assert card["tags"] == ["poets", "friends"]
    assert [note["body"] for note in card["notes"]] == [
        'Sums, and "more"\nA second line that is long enough to be folded over into another one'
    ]


def test_a_broken_card_and_a_huge_one_spoil_no_other() -> None:
    huge = OUTLOOK.replace("NOTE;", f"X-JUNK:{'x' * 1_200_000}\nNOTE;")
    photo = OUTLOOK.replace("AAAA\n", "A" * 3_000_000 + "\n")
    first, broken, large, fine, cut = read(
        APPLE + BROKEN + huge + photo + "BEGIN:VCARD\nVERSION:3.0\nFN:Half"
    )
    assert first["last_name"] == "Lovelace"
    assert (broken["name"], broken["channels"]) == ("", [])
    assert large == "it is too large"
    assert fine["last_name"] == "Hopper"
    assert cut == "it has no END:VCARD"


PHONE = """BEGIN:VCARD
VERSION:2.1
N:Hopper;Grace
FN:Hopper, Grace
ORG:Navy, Inc.;Computing, East
TITLE:Director, Sales; West
NOTE;ENCODING=QUOTED-PRINTABLE:Met in Berlin, liked=
 it, and said =22yes, no=22=0D=0Aso, good
X-WORDS;P="a:b,c":one, two
URL:https://example.com/?a=1,2
CATEGORIES:poets,friends
ADR;TYPE=home,postal:;;1 Main St, Flat 4;Berlin;;10115;
 Germany, EU
END:VCARD
"""


def test_what_follows_a_comma_is_not_lost() -> None:
    """Version 2.1 knows no `\\,`, and many programs write none."""
    (card,) = read(PHONE)
    assert (card["name"], card["title"]) == ("Hopper, Grace", "Director, Sales; West")
    assert (card["company"], card["custom"]["department"]) == ("Navy, Inc.", "Computing, East")
    assert card["notes"][0]["body"] == 'Met in Berlin, liked it, and said "yes, no"\nso, good'
    assert [way["value"] for way in card["channels"]] == [
        "https://example.com/?a=1,2",
        "1 Main St, Flat 4, Berlin, 10115, Germany, EU",
    ]
    assert card["tags"] == ["poets", "friends"]


RICH = """BEGIN:VCARD
VERSION:4.0
PRODID:-//Somebody//EN
REV:20260101T000000Z
FN:Grace Hopper
N:Hopper;Grace;;;PhD
ORG:Navy;Computing
ORG:Harvard
TITLE:Admiral
TITLE:Professor
EMAIL;TYPE=home:home@example.com
EMAIL;PREF=1;TYPE=school:first@example.com
TEL;TYPE=pager:5550100
TEL;TYPE="cell,voice":5550101
IMPP;X-SERVICE-TYPE=Skype:skype:gh
X-SKYPE:gh2
X-AIM:gh3
PHOTO:https://example.com/gh.png
LABEL;TYPE=home:1 Main St\\nArlington
BDAY:--1209
X-ANNIVERSARY:1930-06-15
X-SPOUSE:Vincent
item1.X-ABRELATEDNAMES:Mary
item1.X-ABLabel:_$!<Sister>!$_
RELATED;TYPE=friend:Howard
X-MS-MANAGER:Aiken
X-SHOE-SIZE:38
END:VCARD
"""


def test_what_no_field_takes_becomes_a_custom_field() -> None:
    (card,) = read(RICH)
    assert card["custom"] == {
        "department": "Computing",
        "name_suffix": "PhD",
        "organization": "Harvard",
        "title": "Professor",
        "photo": "https://example.com/gh.png",
        "birthday": "--1209",
        "spouse": "Vincent",
        "sister": "Mary",
        "friend": "Howard",
        "manager": "Aiken",
        "shoe_size": "38",
    }
    assert card["key_dates"] == [{"kind": "anniversary", "day": "1930-06-15", "yearly": True}]


def test_each_way_comes_with_its_label_and_the_preferred_one_first() -> None:
    (card,) = read(RICH)
    assert [(way["kind"], way["label"], way["value"]) for way in card["channels"]] == [
        ("email", "school", "first@example.com"),
        ("email", "home", "home@example.com"),
        ("phone", "pager", "5550100"),
        ("phone", "mobile", "5550101"),
        ("social", "skype", "skype:gh"),
        ("social", "skype", "gh2"),
        ("social", "aim", "gh3"),
        ("address", "home", "1 Main St, Arlington"),
    ]


def test_what_is_no_text_is_counted() -> None:
    (outlook,) = cards(StringIO(OUTLOOK))
    (linked,) = cards(StringIO(RICH))
    assert (outlook.left_out, linked.left_out) == (("photo",), ())


def test_what_is_no_card_is_not_taken_for_one() -> None:
    assert looks_like_vcard(APPLE.encode())
    assert not looks_like_vcard(b"name,email\nAda,ada@example.com\n")


LINE = (st.sampled_from([HOSTILE, "a;b,c\\n", "ü: x", "tel"]) | st.text(max_size=40)).map(
    clean_line
)
NAME = LINE.filter(bool)
BODY = st.lists(LINE, min_size=1, max_size=3).map("\n".join).map(clean).filter(bool)
AT = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC).isoformat()
)
RECORD = st.fixed_dictionaries(
    {
        "uid": st.uuids().map(str),
        "name": NAME,
        "first_name": LINE,
        "last_name": LINE,
        "company": LINE,
        "title": LINE,
        "channels": st.lists(
            st.builds(
                lambda kind, label, value: {"kind": kind, "label": label, "value": value[kind]},
                st.sampled_from(["email", "website"]),
                st.sampled_from(["", "work", "home", "mobile", "yacht"]),
                st.sampled_from(
                    [
                        {"email": "a@example.com", "website": "x.example/a;b,c"},
                        {"email": "ü@ex.am", "website": "ü.example"},
                    ]
                ),
            ),
            max_size=3,
        ),
        "key_dates": st.lists(
            st.builds(
                lambda kind, day: {"kind": kind, "day": str(day), "yearly": kind == "birthday"},
                st.sampled_from(["birthday", "contract end"]),
                st.dates(),
            ),
            max_size=2,
            unique_by=lambda day: day["kind"],
        ),
        "tags": st.lists(st.sampled_from(["vip", "a b", "x;y", "q,r"]), max_size=3, unique=True),
        "notes": st.lists(
            st.fixed_dictionaries(
                {"body": BODY, "at": AT, "author": st.sampled_from(["Ada", 'A "^n" B; c:d, e'])}
            ),
            max_size=2,
        ),
    }
)


def in_order(found: list[dict[str, Any]]) -> list[Any]:
    return sorted(sorted(each.items()) for each in found)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(RECORD, max_size=3))
def test_what_is_written_is_read_back(records: list[dict[str, Any]]) -> None:
    found = read("".join(vcard_text(records)))
    assert len(found) == len(records)
    for card, record in zip(found, records, strict=True):
        for name in ("uid", "name", "first_name", "last_name", "company", "title"):
            assert clean_line(card[name]) == clean_line(record[name]), name
        assert [{**note, "body": clean(note["body"])} for note in card["notes"]] == record["notes"]
        assert card["tags"] == record["tags"]
        for name in ("channels", "key_dates"):
            assert in_order(card[name]) == in_order(record[name])
