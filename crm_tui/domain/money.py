"""Money: integer minor units with an ISO 4217 currency, read from and shown to people.

Reading a number, where a mark may part thousands or cents:

- with both `.` and `,` the last one begins the cents: 1,200.50 and 1.200,50;
- one mark before exactly three digits parts thousands: 1,200 and 1.200 are 1200, unless
  the currency has three decimals (KWD 1.200) or a multiplier follows (1.234k), where a
  point begins decimals;
- any other single mark begins the cents: 1200,5;
- spaces and apostrophes part thousands; k, m and b multiply by thousand, million and
  thousand millions.

Amounts are exact: what has more decimals than its currency is refused, not rounded.
"""

from __future__ import annotations

import re
import unicodedata

from crm_tui.errors import InvalidField
from crm_tui.text import inert

# Active codes of ISO 4217, without metals, funds and test codes; and BGN, which deals from
# before 2026 may have.
CURRENCIES = frozenset([
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN",
    "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF",
    "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP",
    "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD",
    "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY",
    "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD",
    "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK",
    "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG",
    "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS",
    "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED",
    "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
])  # fmt: skip
_WHOLE_ONLY = frozenset([
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
    "XAF", "XOF", "XPF",
])  # fmt: skip
_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_SIGNS = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "TRY": "₺",
    "ILS": "₪", "UAH": "₴", "VND": "₫", "NGN": "₦", "PHP": "₱", "RUB": "₽", "KZT": "₸",
    "GEL": "₾", "BRL": "R$", "CAD": "C$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$",
    "SGD": "S$", "TWD": "NT$", "MXN": "MX$", "PLN": "zł", "CZK": "Kč",
}  # fmt: skip
# Signs that several currencies share: the default currency's if it is one, else the first's.
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "ARS", "CLP", "COP"),
    "US$": ("USD",),
    "£": ("GBP", "EGP", "GIP", "FKP", "SHP"),
    "¥": ("JPY", "CNY"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "FR": ("CHF",),
}
_READ_AS = {sign.upper(): (code,) for code, sign in _SIGNS.items()} | _SHARED
_TIMES = {"K": 10**3, "M": 10**6, "B": 10**9}

# Ten million millions in most currencies. More is a typing error; and thousands of such
# amounts can be added in 64 bits, as SQL does.
LIMIT = 10**15

_EXAMPLES = "write it like: 1200, 1,200.50, 10k, €1200, 1200 EUR"
_LONGEST = 60
_AMOUNT = re.compile(
    r"(?P<before>[^0-9.,+(-]*?) ?(?P<number>[0-9][0-9.,'’_ ]*(?<! )|[.,][0-9]+)[-–—]*"
    r" ?(?:(?P<times>[KMB])(?:IO|N)?(?![^\W\d]))? ?(?P<after>[^0-9.,+(-]*)"
)
_NEGATIVE = re.compile(r"[^0-9]*[-−(].*[0-9].*")
_GROUPED = re.compile(r"[0-9]*|[0-9]{1,3}(?:([^0-9])[0-9]{2,3}(?:\1[0-9]{2,3})*(?<=[0-9]{3}))")


def check_currency(text: str) -> str:
    """A currency's code or sign -> its ISO 4217 code. Raises InvalidField for neither."""
    code = unicodedata.normalize("NFKC", text[:_LONGEST]).strip().upper()
    if code in CURRENCIES:
        return code
    if code in _READ_AS:
        return _READ_AS[code][0]
    raise InvalidField(
        "currency", f"'{inert(text)[:40]}' is not a currency", "use a code like EUR, USD or JPY"
    )


def parse_money(text: str, currency: str) -> tuple[int, str]:
    """An amount as people type it -> (minor units, currency code).

    `currency` is taken where the text names none. Raises InvalidField for what is no
    amount, is negative, above LIMIT, or finer than the currency's smallest unit, and
    for an unknown currency.
    """
    plain = _plain(text)
    found = _AMOUNT.fullmatch(plain)
    if not found:
        negative = _NEGATIVE.fullmatch(plain)
        raise _refused(text, "is negative" if negative else "is not an amount of money")
    code = _named(found["after"] or found["before"], check_currency(currency))
    if found["before"] and _named(found["before"], code) != code:
        raise _refused(text, "names two currencies")
    times = _TIMES[found["times"]] if found["times"] else 1
    digits = digits_of(found["number"], point_first=times > 1 or decimals(code) == 3)
    if digits is None:
        raise _refused(text, "is not an amount of money")
    whole, part = digits
    minor, rest = divmod(int(whole + part) * times * 10 ** decimals(code), 10 ** len(part))
    if rest:
        raise _refused(text, f"is finer than {code} has it, with {decimals(code)} decimals")
    if minor > LIMIT:
        raise _refused(text, "is more than crm can hold")
    return minor, code


def names_currency(text: str) -> bool:
    """Does an amount, as people type it, say in which currency it is?"""
    found = _AMOUNT.fullmatch(_plain(text))
    return bool(found and (found["before"] or found["after"]))


def decimals(currency: str) -> int:
    """How many decimals the currency's minor unit has: 2 for most, 0 for JPY, 3 for KWD."""
    if currency in _WHOLE_ONLY:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def decimal_text(minor: int, currency: str) -> str:
    """The exact number for files and scripts: `1200.50`; `1200` for JPY."""
    return _number(minor, currency, "d")


def format_money(minor: int, currency: str) -> str:
    """Text for screens: `EUR 1,200`, `EUR 1,200.50`."""
    return f"{currency} {_without_zeros(_number(minor, currency, ','), currency)}"


def compact(minor: int, currency: str) -> str:
    """Text for cards and columns, three digits at most above a thousand: `€12.5k`, `CHF 1.2m`."""
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{'-' if minor < 0 else ''}{sign}{_short(abs(minor), currency)}"


def _plain(text: str) -> str:
    """An amount in the letters that are looked for; "" for what is too long to be one."""
    plain = " ".join(unicodedata.normalize("NFKC", text[: _LONGEST + 1]).upper().split())
    return plain if len(plain) <= _LONGEST else ""


def _named(name: str, default: str) -> str:
    """What stands beside a number -> currency; nothing, or a shared sign, gives the default."""
    if not name:
        return default
    return default if default in _READ_AS.get(name, ()) else check_currency(name)


def digits_of(number: str, *, point_first: bool) -> tuple[str, str] | None:
    """A number with marks -> (whole digits, decimal digits); None for misplaced marks.

    `point_first`: a single point begins decimals, whatever follows.
    """
    marks = re.findall(r"[^0-9]", number)
    last = marks[-1] if marks else ""
    whole, part = number, ""
    if last in (".", ",") and marks.count(last) == 1:
        head, _, tail = number.rpartition(last)
        parts_thousands = marks == [last] and re.fullmatch(
            "[1-9][0-9]{0,2},[0-9]{3}", f"{head},{tail}"
        )
        if not parts_thousands or (last == "." and point_first):
            whole, part = head, tail
    if not _GROUPED.fullmatch(whole):
        return None
    return re.sub(r"[^0-9]", "", whole) or "0", part


def _number(minor: int, currency: str, form: str) -> str:
    places = decimals(currency)
    whole, part = divmod(abs(minor), 10**places)
    cents = f".{part:0{places}}" if places else ""
    return f"{'-' if minor < 0 else ''}{whole:{form}}{cents}"


def _without_zeros(number: str, currency: str) -> str:
    return number.removesuffix("." + "0" * decimals(currency))


def _short(minor: int, currency: str) -> str:
    scale = 10 ** decimals(currency)
    if minor < 1000 * scale:
        return _without_zeros(_number(minor, currency, "d"), currency)
    for letter, times in _TIMES.items():
        tenths = _rounded(minor * 10, scale * times)
        if tenths < 1000:
            return f"{tenths // 10}.{tenths % 10}".removesuffix(".0") + letter.lower()
        whole = _rounded(minor, scale * times)
        if whole < 1000 or letter == "B":
            break
    return f"{whole}{letter.lower()}"


def _rounded(value: int, unit: int) -> int:
    """value / unit, a half up."""
    return (2 * value + unit) // (2 * unit)


def _refused(text: str, why: str) -> InvalidField:
    return InvalidField("value", f"'{inert(text)[:40]}' {why}", _EXAMPLES)
