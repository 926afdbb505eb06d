"""Ways to reach someone: their kinds, what is accepted as one, and the keys that match them.

What was typed is kept as typed, as long as it can be what it is meant for; the key says
when two spellings are the same e-mail address or phone number.
"""

from __future__ import annotations

import re

from crm_tui.errors import InvalidField
from crm_tui.text import clean_line, digits, fold, inert, without_extension

KINDS = ("email", "phone", "website", "social", "address")
LABELS = ("work", "home", "mobile", "main", "fax", "other")

# Addresses there belong to people, whatever company they work for.
FREE_MAIL_DOMAINS = frozenset(
    [
        "aol.com", "fastmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch",
        "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk",
        "hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.it", "icloud.com", "laposte.net",
        "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com",
        "msn.com", "naver.com", "orange.fr", "outlook.com", "outlook.de", "pm.me", "posteo.de",
        "proton.me", "protonmail.com", "qq.com", "rocketmail.com", "seznam.cz", "t-online.de",
        "tutanota.com", "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.jp", "yahoo.co.uk",
        "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com",
        "zoho.com", "163.com", "126.com",
    ]
)  # fmt: skip

# The calling code of a region (ISO 3166) and what stands before a number within it.
_NATIONAL = {
    "AE": ("971", "0"), "AR": ("54", "0"), "AT": ("43", "0"), "AU": ("61", "0"),
    "BE": ("32", "0"), "BG": ("359", "0"), "BR": ("55", "0"), "CA": ("1", "1"),
    "CH": ("41", "0"), "CL": ("56", ""), "CN": ("86", "0"), "CO": ("57", "0"),
    "CY": ("357", ""), "CZ": ("420", ""), "DE": ("49", "0"), "DK": ("45", ""),
    "EE": ("372", ""), "EG": ("20", "0"), "ES": ("34", ""), "FI": ("358", "0"),
    "FR": ("33", "0"), "GB": ("44", "0"), "GR": ("30", ""), "HK": ("852", ""),
    "HR": ("385", "0"), "HU": ("36", "06"), "ID": ("62", "0"), "IE": ("353", "0"),
    "IL": ("972", "0"), "IN": ("91", "0"), "IS": ("354", ""), "IT": ("39", ""),
    "JP": ("81", "0"), "KE": ("254", "0"), "KR": ("82", "0"), "LI": ("423", "0"),
    "LT": ("370", "0"), "LU": ("352", ""), "LV": ("371", ""), "MA": ("212", "0"),
    "MT": ("356", ""), "MX": ("52", ""), "MY": ("60", "0"), "NG": ("234", "0"),
    "NL": ("31", "0"), "NO": ("47", ""), "NZ": ("64", "0"), "PE": ("51", "0"),
    "PH": ("63", "0"), "PK": ("92", "0"), "PL": ("48", ""), "PT": ("351", ""),
    "RO": ("40", "0"), "RS": ("381", "0"), "RU": ("7", "8"), "SA": ("966", "0"),
    "SE": ("46", "0"), "SG": ("65", ""), "SI": ("386", "0"), "SK": ("421", "0"),
    "TH": ("66", "0"), "TR": ("90", "0"), "TW": ("886", "0"), "UA": ("380", "0"),
    "US": ("1", "1"), "VN": ("84", "0"), "ZA": ("27", "0"),
}  # fmt: skip
_ABROAD = {"US": "011", "CA": "011", "JP": "010", "RU": "810", "AU": "0011"}

# ITU E.164: a whole number has at most 15 digits; below five it is an extension.
_FEWEST_DIGITS, _MOST_DIGITS = 5, 15

_PLAIN_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}",
    re.ASCII | re.IGNORECASE,
)
_PHONE = re.compile(
    r"\(?\+?\(?[0-9][0-9 ()./–-]*(?:(?:x|ext\.?|#) ?[0-9]{1,6})?", re.ASCII | re.IGNORECASE
)
# Light on purpose: one @, no spaces, a domain with a dot or localhost.
_MAYBE_EMAIL = re.compile(r"[^@\s]+@(?:[^@\s.]+(?:\.[^@\s.]+)+|localhost)")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_PLUS_FIRST = re.compile(r"[^0-9+]*\+")
_WEBSITE = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_](?::[0-9]{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def check_email(text: str) -> str:
    """An e-mail address, trimmed, in the writing that mail servers agree on.

    Raises InvalidField, naming the value, for what cannot be one. Whether it exists is
    not asked; names inside a company (`.local`) are taken.
    """
    address = clean_line(text)
    if len(address) <= 254 and _PLAIN_EMAIL.fullmatch(address):
        return address
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, strict=True, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise _refused("email", text, f"is not an e-mail address: {inert(str(error))}") from error


def check_phone(text: str, region: str) -> str:
    """A phone number as it was typed, trimmed. `region` is that of numbers without `+`.

    Raises InvalidField for letters, and for fewer or more digits than a number can have.
    """
    number = clean_line(text)
    if not _PHONE.fullmatch(number) or len(digits(number)) < _FEWEST_DIGITS:
        raise _refused("phone", text, "is not a phone number")
    if len(phone_key(number, region)) > _MOST_DIGITS:
        raise _refused("phone", text, f"has more than the {_MOST_DIGITS} digits of a number")
    return number


def check_website(text: str) -> str:
    """A web address, trimmed, with or without http(s). Raises InvalidField for others."""
    address = clean_line(text)
    if not _WEBSITE.fullmatch(address):
        raise _refused("website", text, "is not a web address")
    return address


def is_hopeless(kind: str, value: str) -> bool:
    """Is it an e-mail address or a phone number that cannot be one? A file's are kept all the
    same, and marked."""
    if kind == "email":
        return not _MAYBE_EMAIL.fullmatch(value)
    return kind == "phone" and not _DIGIT.search(value)


def phone_key(text: str, region: str) -> str:
    """The digits of the whole international number, as far as the region tells.

    With region DE `+49 30 1234567`, `0049 (0)30 1234567` and `030 1234567` give the
    same; without a known region a national number keeps its digits as they are.
    """
    national, whole = digits(text), digits(text.replace("(0)", ""))
    if not national or _PLUS_FIRST.match(text):
        return whole
    region = region.upper()
    for abroad in (_ABROAD.get(region), "00"):
        if abroad and whole.startswith(abroad):
            return whole.removeprefix(abroad)
    code, trunk = _NATIONAL.get(region, ("", ""))
    return code + national.removeprefix(trunk)


def channel_key(kind: str, value: str, region: str = "") -> str:
    """What is equal for two values that reach the same place: digits, or the folded text, which
    a phone in words (`1-800-FLOWERS`, `switchboard`) is too."""
    return phone_key(value, region) if kind == "phone" and not _in_words(value) else fold(value)


def _in_words(phone: str) -> bool:
    """Does what is to be dialled stand in letters?"""
    number = without_extension(phone)
    return len(digits(number)) < _FEWEST_DIGITS and bool(_LETTER.search(number))


def domain_of_email(address: str) -> str:
    """`Ada@Example.com` -> `example.com`; empty where there is none."""
    return fold(address.rpartition("@")[2]) if "@" in address else ""


def domain_of_site(address: str) -> str:
    """`https://www.Acme.example/about` -> `acme.example`; empty stays empty."""
    whole = clean_line(address).casefold().rpartition("://")[2]
    return whole.partition("/")[0].removeprefix("www.")


def _refused(kind: str, value: str, why: str) -> InvalidField:
    examples = {
        "email": "write it like ada@example.com",
        "phone": "write it like +49 30 1234567",
        "website": "write it like example.com or https://example.com/about",
    }
    return InvalidField(kind, f"'{inert(value)[:80]}' {why}", examples[kind])


def link_to(kind: str, value: str, region: str = "") -> str:
    """What opens a channel: a mailto: (RFC 6068), tel: (RFC 3966) or web link; "" where
    there is none, as for a postal address."""
    from urllib.parse import quote

    if kind == "email":
        return f"mailto:{quote(value, safe='@')}"
    if kind == "phone":
        number = phone_key(value, region)
        whole = value.lstrip().startswith(("+", "00")) or region.upper() in _NATIONAL
        return f"tel:{'+' if whole else ''}{number}" if number else ""
    if kind in ("website", "social") and _WEBSITE.fullmatch(value):
        begun = value.lower().startswith(("http://", "https://"))
        return quote(value if begun else f"https://{value}", safe="%/:=&?~#+!$,;'@()*[]")
    return ""
