"""Which field a column is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.errors import UsageError
from crm_tui.importing.columns import (
    apply_map,
    as_mapping,
    custom_labels,
    recognise,
    require_identity,
)
from crm_tui.importing.fields import parse_field


def fields(header: str) -> list[str]:
    return list(as_mapping(recognise(header.split(","))).values())


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("First Name,first_name (2),FIRSTNAME", "first_name,first_name,first_name"),
        ("E-mail,Email Address,e_mail", "email,email,email"),
        ("email_work,Work Email,Person - Email (Work)", "email:work,email:work,email:work"),
        ("E-mail 2 Address,Secondary Email", "email,email:other"),
        ("Mobile Phone,Mobile Number,mobile", "phone:mobile,phone:mobile,phone:mobile"),
        ("Home Phone 2,Business Phone,Primary Phone", "phone:home,phone:work,phone:main"),
        ("E-mail 1 - Label,E-mail 1 - Value", "email#1.label,email#1"),
        ("Phone 3 - Type,Phone 3 - Value", "phone#3.label,phone#3"),
        ("Address 1 - City,Address 1 - PO Box", "address#1.city,address#1.po_box"),
        ("Home City,Business Postal Code", "address:home.city,address:work.postal_code"),
        ("Mailing State/Province,City", "address:mailing.region,address.city"),
        ("Record ID,Contact owner,Lifecycle Stage", "id,owner,lifecycle"),
        ("Person - ID,Person - Name*,Organization - Name*", "id,name,company"),
        ("Id,AccountId,LastName,MobilePhone", "id,company_id,last_name,phone:mobile"),
        ("Organization 1 - Name,Organization 1 - Title", "company,title"),
        ("Company Domain Name,Company Main Phone", "company_domain,company_phone"),
        (
            "LinkedIn,linkedin_url,Twitter Username",
            "social:linkedin,social:linkedin,social:twitter",
        ),
        ("Group Membership,Categories,Notes", "tags,tags,notes"),
        ("Birthday,Anniversary,Create Date", "birthday,anniversary,created_at"),
        ("Birth Year,Birth Month,Birth Day", "birthday.year,birthday.month,birthday.day"),
        ("Website URL,Web Page 2,URL", "website,website,website"),
        ("E-mail addr.,Company / Org,Phone or mobile", "email,company,phone"),
        ("Vorname,Name,FIRMA,E-Mail Adresse", "first_name,last_name,company,email"),
        ("Mobil,Tel. (geschäftlich),Telefonnummer", "phone:mobile,phone:work,phone"),
        ("Name,Position,Emailadresse,Straße", "name,title,email,address.street"),
        ("PLZ,Ort,Land,Geburtsdatum", "address.postal_code,address.city,address.country,birthday"),
        ("Prénom,Nom,Société,Téléphone", "first_name,last_name,company,phone"),
        ("Nombre,Apellidos,Correo electrónico", "first_name,last_name,email"),
        (
            "Kundennummer,Company no.,Name/Company",
            "custom:kundennummer,custom:company_no,custom:name_company",
        ),
    ],
)
def test_names_of_other_programs(header: str, taken: str) -> None:
    assert fields(header) == taken.split(",")


def test_a_title_beside_a_job_title_is_no_job() -> None:
    assert fields("Title,Name") == ["title", "name"]
    assert fields("Title,Job Title") == ["custom:title", "title"]
    assert fields("Account,Company") == ["custom:account", "company"]


def test_fax_and_assistant_are_not_ways_to_match_a_person() -> None:
    taken = fields("Business Fax,Assistant's Phone")
    assert taken == ["custom:business_fax", "custom:assistants_phone"]


def test_unknown_columns_are_custom_fields_with_keys_of_their_own() -> None:
    columns = recognise(["LeadSource", "lead source", "Größe", "??", "Name"])
    assert [str(column.field) for column in columns] == [
        "custom:lead_source",
        "custom:lead_source_2",
        "custom:grosse",
        "custom:column_4",
        "name",
    ]
    assert custom_labels(columns)["grosse"] == "Größe"


def test_map_overrides_by_any_spelling_of_the_column() -> None:
    columns = recognise(["Who", "Shoe", "E=mc", "Email"])
    mapped = apply_map(
        columns,
        {
            "who": "name",
            "Shoe": "custom:Shoe Size",
            "E=mc": "phone:work",
            "Email": "-",
            "WHO": "company",
        },
    )
    assert as_mapping(mapped) == {
        "Who": "company",
        "Shoe": "custom:shoe_size",
        "E=mc": "phone:work",
        "Email": "-",
    }
    assert "email" not in custom_labels(mapped)
    assert custom_labels(mapped)["shoe_size"] == "Shoe"


@pytest.mark.parametrize(
    ("spec", "said", "hinted"),
    [
        ("Emial=email", "did you mean 'Email'", "Full Name"),
        ("Email=emali", "did you mean 'email'", "custom:NAME"),
        ("Email=company.nmae", "'company.nmae' is not a field", "company"),
        ("Email=custom:", "'custom:' is not a field", "custom:NAME"),
        ("Email=address:home.planet", "not a field", "address:home.city"),
    ],
)
def test_map_mistakes_name_the_nearest(spec: str, said: str, hinted: str) -> None:
    with pytest.raises(UsageError) as caught:
        apply_map(recognise(["Full Name", "Email"]), dict([spec.split("=")]))
    assert said in caught.value.message
    assert hinted in caught.value.hint


def test_a_file_about_nobody_is_refused() -> None:
    require_identity(recognise(["Phone"]), "a.csv")
    with pytest.raises(UsageError, match=r"a\.csv"):
        require_identity(recognise(["E-mail 1 - Label", "Amount"]), "a.csv")


@given(st.lists(st.text(max_size=30), unique=True, max_size=12))
def test_every_column_has_a_field_that_can_be_said_again(header: list[str]) -> None:
    columns = recognise(header)
    assert [column.header for column in columns] == header
    assert len({column.key for column in columns}) == len(header)
    for column in columns:
        assert parse_field(str(column.field)) == column.field
