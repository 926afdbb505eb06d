"""Rows of a file -> contact drafts."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.drafts import ContactDraft, KeyDateDraft, NoteDraft, Rejected
from crm_tui.formats.csv import CsvRow, open_csv
from crm_tui.importing.columns import apply_map, recognise
from crm_tui.importing.dates import read_date, read_instant
from crm_tui.importing.drafts import DraftBuilder
from crm_tui.text import clean

FIXTURES = Path(__file__).parent.parent / "fixtures"


def build(header: str, *cells: str, maps: dict[str, str] | None = None) -> ContactDraft | Rejected:
    columns = apply_map(recognise(header.split("|")), maps or {})
    return DraftBuilder(columns).build(CsvRow(2, list(cells), "raw"))


def draft(header: str, *cells: str, maps: dict[str, str] | None = None) -> ContactDraft:
    made = build(header, *cells, maps=maps)
    assert isinstance(made, ContactDraft)
    return made


def from_file(name: str) -> list[ContactDraft | Rejected]:
    table = open_csv(FIXTURES / name)
    builder = DraftBuilder(recognise(table.header))
    return [row if isinstance(row, Rejected) else builder.build(row) for row in table.rows()]


def channels(made: ContactDraft, kind: str) -> list[tuple[str, str]]:
    return [(channel.label, channel.value) for channel in made.channels if channel.kind == kind]


def preferred(made: ContactDraft) -> list[str]:
    return [channel.value for channel in made.channels if channel.preferred]


def test_plain_file() -> None:
    ada, hostile, mail, nobody = from_file("plain_contacts.csv")
    assert isinstance(ada, ContactDraft)
    assert (ada.line, ada.name, ada.title) == (2, "Ada Quist", "Director")
    assert ada.company is not None
    assert ada.company.name == "Quist & Sons"
    assert channels(ada, "phone") == [("", "030 123 45 67 ext. 8")]
    assert channels(ada, "address") == [("", "Oslo")]
    assert ada.notes == [NoteDraft("Rang twice,\nthen wrote.")]
    assert isinstance(hostile, ContactDraft)
    assert hostile.name == "[@click=app.quit]x[/] [EMEA] ]52;c;cm0= abc"
    assert isinstance(mail, ContactDraft)
    assert (mail.name, mail.first_name) == ("info@example.net", "")
    assert nobody == Rejected(6, "no name, e-mail, phone or company", ",,,,,,Bergen,only a city")


def test_google_file() -> None:
    (lena,) = from_file("google_contacts.csv")
    assert isinstance(lena, ContactDraft)
    assert (lena.name, lena.first_name, lena.last_name) == ("Lena Maria Vogt", "Lena", "Vogt")
    assert channels(lena, "email") == [
        ("home", "lena@example.org"),
        ("work", "l.vogt@vogt.example"),
        ("work", "office@vogt.example"),
    ]
    assert channels(lena, "address") == [("work", "Am Markt 1, 89073 Ulm, Germany")]
    assert preferred(lena)[0] == "l.vogt@vogt.example"
    assert lena.tags == ["myContacts", "Suppliers"]
    assert lena.key_dates == [
        KeyDateDraft("birthday", "1980-05-14"),
        KeyDateDraft("anniversary", "2001-02-03"),
    ]
    assert lena.custom == {}


def test_linkedin_file() -> None:
    ida, omar = from_file("linkedin_connections.csv")
    assert isinstance(ida, ContactDraft)
    assert isinstance(omar, ContactDraft)
    assert channels(ida, "social") == [
        ("linkedin", "https://www.linkedin.com/in/ida-holm-example"),
    ]
    assert ida.custom == {"connected_on": "12 Mar 2024"}
    assert preferred(omar)[-1] == "omar@example.com"


@pytest.mark.parametrize(
    ("cells", "name", "first", "last", "custom"),
    [
        (("", "Ann", "Lee"), "Ann Lee", "Ann", "Lee", {}),
        (("ann  LEE", "Ann", "Lee"), "Ann Lee", "Ann", "Lee", {}),
        (("Annie", "Ann", "Lee"), "Ann Lee", "Ann", "Lee", {"name": "Annie"}),
        (("Ann Lee", "", ""), "Ann Lee", "Ann", "Lee", {}),
        (("Ann Lee", "Ann", ""), "Ann Lee", "Ann", "Lee", {}),
        (("", "Ann", ""), "Ann", "Ann", "", {}),
        (("Lee, Ann", "", ""), "Lee, Ann", "Ann", "Lee", {}),
        (("Ann van der Lee", "", ""), "Ann van der Lee", "Ann", "van der Lee", {}),
    ],
)
def test_names(
    cells: tuple[str, ...], name: str, first: str, last: str, custom: dict[str, str]
) -> None:
    made = draft("Name|First Name|Last Name", *cells)
    assert (made.name, made.first_name, made.last_name) == (name, first, last)
    assert made.custom == custom


def test_a_row_without_a_name_is_called_by_its_address_or_phone() -> None:
    assert draft("Phone|Email", "030 12", "bad; ada@example.com").name == "ada@example.com"
    assert draft("Phone|Email", "030 12", "").name == "030 12"
    assert build("Phone|Email", "n/a", "none") == Rejected(
        2, "no name, e-mail, phone or company", "raw"
    )


def test_a_row_about_a_company_alone() -> None:
    made = draft("Company|Website URL|Phone|Name", "Acme", "https://www.acme.example/", "1 2", "")
    assert made.company is not None
    assert (made.name, made.company.name, made.company.domain) == ("", "Acme", "acme.example")
    assert [channel.value for channel in made.company.channels] == [
        "https://www.acme.example/",
        "1 2",
    ]
    assert made.channels == []


def test_a_page_on_another_site_is_not_the_companys_domain() -> None:
    made = draft("Company|Company Website", "Acme", "https://social.example/acme")
    assert made.company is not None
    assert made.company.domain == ""


def test_a_company_number_without_a_company_is_kept() -> None:
    made = draft("Name|Company ID", "Ann Lee", "17")
    assert made.company is None
    assert made.custom == {"company_id": "17"}


def test_first_filled_column_wins_and_the_other_is_kept() -> None:
    header = "Name|Company|company_name"
    for cells, name, custom in (
        (("Ann", "Acme", "Acme"), "Acme", {}),
        (("Ann", "", "Acme"), "Acme", {}),
        (("Ann", "Acme", "Other"), "Acme", {"company_name": "Other"}),
    ):
        made = draft(header, *cells)
        assert made.company is not None
        assert (made.company.name, made.custom) == (name, custom)


def test_several_values_in_a_cell() -> None:
    made = draft(
        "Name|Email|Phone|Tags",
        "Ann",
        "a@x.example ::: b@x.example; A@X.example,c@x.example\nlocal@localhost",
        "+1 5;ext=2 ::: 030/12, 3\n040",
        "a, b;* c ::: a",
    )
    assert [value for _, value in channels(made, "email")] == [
        "a@x.example",
        "b@x.example",
        "c@x.example",
        "local@localhost",
    ]
    assert [value for _, value in channels(made, "phone")] == ["+1 5;ext=2", "030/12, 3", "040"]
    assert made.tags == ["a", "b", "c"]


def test_invalid_channels_are_kept_and_marked() -> None:
    made = draft("Name|Email|Phone", "Ann", "ann at x; ann@x.example", "none")
    assert [(c.value, c.invalid, c.preferred) for c in made.channels] == [
        ("ann at x", True, False),
        ("ann@x.example", False, True),
        ("none", True, False),
    ]


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("Customer", "customer"),
        ("lead", "raw lead"),
        ("Active Lead", "active lead"),
        ("MQL", "marketing-qualified lead"),
        ("Marketing Qualified Lead", "marketing-qualified lead"),
        ("SQL", "sales-accepted lead"),
        ("Opportunity", "opportunity"),
    ],
)
def test_lifecycle_words(word: str, stage: str) -> None:
    made = draft("Name|Status", "Ann", word)
    assert (made.lifecycle, made.custom) == (stage, {})


@pytest.mark.parametrize("word", ["warm", "in-contract"])
def test_a_status_that_is_no_stage_is_a_custom_field(word: str) -> None:
    made = draft("Name|status", "Ann", word)
    assert (made.lifecycle, made.custom) == ("", {"status": word})


def test_dates_that_cannot_be_read_are_kept() -> None:
    made = draft("Name|Birthday|Create Date", "Ann", "03/04/1990", "soon")
    assert made.key_dates == []
    assert made.custom == {"birthday": "03/04/1990", "create_date": "soon"}
    made = draft("Name|Birthday|Create Date", "Ann", "0/0/00", "2024-08-13T18:04:34.666+02:00")
    assert made.custom == {}
    assert made.created_at == "2024-08-13T16:04:34.666000Z"


def test_a_birthday_in_three_columns() -> None:
    header = "Name|Birth Year|Birth Month|Birth Day"
    assert draft(header, "Ann", "1980", "5", "4").key_dates == [
        KeyDateDraft("birthday", "1980-05-04")
    ]
    assert draft(header, "Ann", "", "5", "4").custom == {"birth_month": "5", "birth_day": "4"}


def test_address_parts_are_one_line() -> None:
    made = draft(
        "Name|Home Country|Home City|Home Street|Home State|Home Postal Code|City",
        "Ann",
        "USA",
        "Springfield",
        "1 Elm St\nFlat 2",
        "OR",
        "97477",
        "Reno",
    )
    assert channels(made, "address") == [
        ("home", "1 Elm St, Flat 2, Springfield, OR 97477, USA"),
        ("", "Reno"),
    ]


def test_a_text_too_long_for_its_field_is_kept_whole() -> None:
    title = "word " * 200
    made = draft("Name|Job Title", "Ann", title)
    assert len(made.title) <= 500
    assert made.custom == {"job_title": title.strip()}


def test_mapped_columns() -> None:
    made = draft(
        "A|B|C|D",
        "Ann Lee",
        "x",
        "y",
        "z",
        maps={"A": "name", "B": "-", "C": "custom:Size", "D": "custom:size"},
    )
    assert (made.name, made.custom) == ("Ann Lee", {"size": "y; z"})


def test_row_hash_follows_content_not_order() -> None:
    one = draft("Name|Email|Note", "Ann", "a@x.example", "r\r\ns")
    same = draft("Email|Note|Name", "a@x.example", " r\ns ", "Ann")
    more = draft("Name|Email|Note|City", "Ann", "a@x.example", "r\ns", "")
    other = draft("Name|Email|Note", "Ann", "a@x.example", "rs")
    elsewhere = draft("Name|Email|Note", "Ann", "a@x.example", "r\ns", maps={"Note": "custom:note"})
    assert one.row_hash == same.row_hash == more.row_hash
    assert len({one.row_hash, other.row_hash, elsewhere.row_hash}) == 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-05-14", date(1990, 5, 14)),
        ("14/05/1990", date(1990, 5, 14)),
        ("5/14/1990", date(1990, 5, 14)),
        ("14.5.1990", date(1990, 5, 14)),
        ("4/4/1990", date(1990, 4, 4)),
        ("14 May 1990", date(1990, 5, 14)),
        ("May 14, 1990", date(1990, 5, 14)),
        ("3/4/1990", None),
        ("31/02/1990", None),
        ("14/14/1990", None),
        ("14 Foo 1990", None),
        ("0001-01-01", None),
        ("1990", None),
        ("--05-14", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_times_without_an_offset_are_in_the_users_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for text in ("2025-01-15 09:30", "15/01/2025 9:30", "2025-01-15T09:30:00+01:00"):
        moment = read_instant(text, berlin)
        assert moment is not None
        assert moment.isoformat() == "2025-01-15T08:30:00+00:00"
    assert read_instant("15/01/2025 99:30", berlin) is None


HEADERS = [
    "Name", "First Name", "Company", "Company ID", "Email", "Email (2)", "Phone", "Tags", "Notes",
    "Status", "Birthday", "Create Date", "Home City", "URL", "Shoe", "E-mail 1 - Label",
    "E-mail 1 - Value", "Company Domain", "Event 1 - Value", "Birth Year",
]  # fmt: skip
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["a@b.example", "Ann Lee", "+49 30", "lead", "2020-02-02", "9999-12-31T23:59"]),
)


@given(st.lists(WORDS, min_size=len(HEADERS), max_size=len(HEADERS)))
def test_any_row_is_a_draft_of_inert_text_or_a_reject(cells: list[str]) -> None:
    made = build("|".join(HEADERS), *cells)
    if isinstance(made, Rejected):
        return
    assert made.name or made.company
    assert made.company is None or made.company.name
    values = [made.name, *made.tags, *(note.body for note in made.notes), *made.custom.values()]
    values += [channel.value for channel in made.channels]
    assert all(value == clean(value) for value in values)
    if shoe := clean(cells[HEADERS.index("Shoe")]):
        assert made.custom["shoe"] == shoe
    for kind in {channel.kind for channel in made.channels}:
        of_kind = [channel for channel in made.channels if channel.kind == kind]
        assert sum(c.preferred for c in of_kind) == any(not c.invalid for c in of_kind)
