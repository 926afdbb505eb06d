"""Text that came from outside, made inert and comparable.

`clean` and `clean_line` run on the way in (architecture, "untrusted text");
`fold` and `digits` make the keys that matching, sorting and prefix search use.
"""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 500
TEXT_LIMIT = 100_000

# C0 without tab and newline, DEL and C1; bidi embeddings, overrides, isolates and
# marks; line and paragraph separators; the byte order mark; lone surrogates.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_EXTENSION = re.compile(r"(?i)\s*(?:x|ext\.?|#)\s*\d")


def clean(value: str, limit: int = TEXT_LIMIT) -> str:
    """Any str -> NFC text over several lines, without control or bidi characters.

    Line ends become \\n, tabs stay, outer white space goes, and what is over
    `limit` characters is cut.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", value))[:limit].strip()


def clean_line(value: str, limit: int = LINE_LIMIT) -> str:
    """Like `clean`, for a name or a title: one line, white space folded."""
    if value.isascii() and value.isprintable() and "  " not in value and len(value) <= limit:
        return value.strip()
    return _SPACE.sub(" ", clean(value, limit))


def inert(value: str) -> str:
    """Text for one line of a screen or a terminal: nothing in it can act.

    Unlike `clean` it keeps outer spaces and normal form; line ends and tabs
    become spaces.
    """
    if value.isprintable():
        return value
    return _CONTROL.sub("", value.replace("\n", " ").replace("\t", " ").replace("\r", " "))


def fold(value: str) -> str:
    """Key for comparing names: casefolded, without accents, white space folded.

    `Gaëlle  ÅSTRÖM` and `gaelle astrom` give the same key.
    """
    if not value.isascii():
        bare = unicodedata.normalize("NFKD", value).translate(_BARE)
        value = unicodedata.normalize("NFKC", bare)
    return " ".join(value.casefold().split())


class _Bare(dict[int, int | None]):
    """A table for `str.translate` that drops accents; it fills with what is asked of it."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_BARE = _Bare()


def without_extension(phone: str) -> str:
    """A phone number without the extension behind it: `030 1234 x12` gives `030 1234`."""
    return _EXTENSION.split(phone, maxsplit=1)[0]


def digits(value: str) -> str:
    """Key for comparing phone numbers: ASCII digits only, extension cut off."""
    number = without_extension(value)
    if number.isascii():
        return _NOT_DIGITS.sub("", number)
    return "".join(str(unicodedata.digit(c)) for c in number if c.isdigit())


def width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def with_article(noun: str) -> str:
    """`a contact`, `an interaction`; `a user`, which does not sound like a vowel."""
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def counted(number: int, noun: str) -> str:
    """`1 contact`, `1,204 contacts`, `2 companies`, `3 addresses`."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2:] != "ey":
        return f"{number:,} {noun[:-1]}ies"
    return f"{number:,} {noun}{'es' if noun.endswith('s') else 's'}"
