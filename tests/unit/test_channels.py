"""What passes as an e-mail address, a phone number or a web address, and what matches."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.channels import (
    FREE_MAIL_DOMAINS,
    channel_key,
    check_email,
    check_phone,
    check_website,
    domain_of_email,
    phone_key,
)
from crm_tui.errors import CrmError, InvalidField

HOSTILE = "[@click=app.quit]x[/] [EMEA] \x1b]52;c;cm0=\x07 \u202eabc"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ada@example.com", "ada@example.com"),
        ("  Ada.Byron+crm@Sub.Example.co.uk ", "Ada.Byron+crm@Sub.Example.co.uk"),
        ("o'hara@example.com", "o'hara@example.com"),
        ("ada@office.local", "ada@office.local"),
        ("zoë@bücher.example", "zoë@bücher.example"),
        ("a!b@example.com", "a!b@example.com"),
    ],
)
def test_emails_that_pass(text: str, kept: str) -> None:
    assert check_email(text) == kept


@pytest.mark.parametrize(
    "text",
    ["", "ada", "@example.com", "ada@", "ada@example", "a@b@example.com", "ada@@example.com",
     ".ada@example.com", "a..b@example.com", "ada@example..com", "ada@-example.com",
     "Ada <ada@example.com>", "ada@example.com, bob@example.com", "a" * 70 + "@example.com",
     "ada@" + "a." * 150 + "com", HOSTILE],
)  # fmt: skip
def test_emails_that_do_not(text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        check_email(text)
    assert refused.value.field == "email"
    assert refused.value.hint


def test_the_message_names_the_value_and_is_inert() -> None:
    with pytest.raises(InvalidField, match="'ada@' is not an e-mail address"):
        check_email("ada@")
    for check in (check_email, check_website, lambda text: check_phone(text, "DE")):
        with pytest.raises(InvalidField, match="EMEA") as refused:
            check(HOSTILE)
        assert refused.value.message.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "030 1234567", "+49 30 1234567", "+49 (0)30/1234-567", "(030) 12 34 567",
        "(+49) 30 1234567",
        "555.123.4567", "+1 (555) 123-4567 x123", "555-123-4567 ext. 12", "12345", "030–1234567",
    ],
)  # fmt: skip
def test_phones_are_kept_as_typed(text: str) -> None:
    assert check_phone(f" {text} ", "DE") == text


@pytest.mark.parametrize(
    "text",
    ["", "1234", "n/a", "call me", "1-800-FLOWERS", "030 1234567 (home)",
     "+49 30 1234567 / 89 7654321",
     "ada@example.com", "٠٣٠١٢٣٤٥٦٧", "12+34567", HOSTILE],
)  # fmt: skip
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        check_phone(text, "DE")
    assert refused.value.field == "phone"
    assert refused.value.hint


@pytest.mark.parametrize(
    ("region", "spellings"),
    [
        (
            "DE",
            ["+49 30 1234567", "0049 30 1234567", "030 1234567", "030/1234567", "+49 (0)30 1234567",
             "(+49) 30 1234567", "0049 (0)30 1234567", "(0)30 1234567", "030 1234567 ext. 12"],
        ),
        ("US", ["+1 212 555 0100", "(212) 555-0100", "1-212-555-0100", "011 1 212 555 0100",
                "001-212-555-0100", "212.555.0100 x99"]),
        ("IT", ["+39 06 1234567", "06 1234567", "0039 06 1234567"]),
        ("HU", ["+36 1 2345678", "06 1 2345678"]),
        ("gb", ["+44 20 7946 0000", "020 7946 0000"]),
        ("", ["+49 30 1234567", "0049 30 1234567", "49301234567"]),
    ],
)  # fmt: skip
def test_spellings_of_one_number(region: str, spellings: list[str]) -> None:
    assert len({phone_key(spelling, region) for spelling in spellings}) == 1


def test_numbers_of_different_countries_differ() -> None:
    assert phone_key("030 1234567", "DE") != phone_key("030 1234567", "AT")
    assert phone_key("030 1234567", "") == "0301234567"
    assert phone_key("none", "DE") == ""


@pytest.mark.parametrize(
    "text",
    ["example.com", "www.example.com/about?x=1#y", "https://example.com", "HTTP://Example.COM:8080/",
     "bücher.example", "my-shop.example.co.uk"],
)  # fmt: skip
def test_websites_that_pass(text: str) -> None:
    assert check_website(f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    ["", "example", "javascript:alert(1)", "ftp://example.com", "file:///etc/passwd",
     "example .com",
     "ada@example.com", "https://example.com@evil.example", "http://", "1.5", "-.com", HOSTILE],
)  # fmt: skip
def test_websites_that_do_not(text: str) -> None:
    with pytest.raises(InvalidField):
        check_website(text)


def test_keys_match_what_reaches_the_same_place() -> None:
    assert channel_key("email", "Ada@Example.com") == channel_key("email", "ada@example.com")
    assert channel_key("phone", "030 1", "DE") == channel_key("phone", "+49 30 1")
    assert channel_key("social", "@Zoë") == channel_key("social", "@zoe")


def test_phones_in_words_are_kept_apart_by_them() -> None:
    """Their digits are none, or those of many: `1-800` alone tells nobody."""
    assert channel_key("phone", "1-800-FLOWERS") != channel_key("phone", "1-800-CONTACT")
    assert channel_key("phone", "switchboard") == channel_key("phone", "Switchboard")
    assert channel_key("phone", "switchboard") != channel_key("phone", "reception")
    assert channel_key("phone", "Tel. 030 1234567", "DE") == channel_key(
        "phone", "030 1234567", "DE"
    )
    assert channel_key("phone", "030 1 x7", "DE") == channel_key("phone", "030 1", "DE")


def test_domain_of_email() -> None:
    assert domain_of_email("Ada@Example.com") == "example.com"
    assert domain_of_email("nobody") == ""
    assert domain_of_email("ada@GMAIL.com") in FREE_MAIL_DOMAINS
    assert "example.com" not in FREE_MAIL_DOMAINS


PHONES = st.text("0123456789+()-./ x#", max_size=30)


@settings(deadline=None)
@given(st.one_of(st.text(), PHONES, st.emails()), st.sampled_from(["DE", "US", "", "XX"]))
def test_any_text_is_kept_or_refused(text: str, region: str) -> None:
    for check in (check_email, check_website, lambda value: check_phone(value, region)):
        try:
            assert check(text)
        except CrmError as refused:
            assert refused.message


@given(PHONES, st.sampled_from(["DE", "US", "RU", ""]))
def test_a_phone_key_is_digits_and_spaces_do_not_count(text: str, region: str) -> None:
    key = phone_key(text, region)
    assert key == "" or key.isdecimal()
    assert phone_key(text.replace(" ", ""), region) == key
