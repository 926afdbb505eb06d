"""Patterns that find text, whatever its case and accents, the same on both databases.

Where the store has a folded key, LIKE on the key will do, and finds any part of it. Text
without one is matched letter by letter, each against all letters that fold to the same:
GLOB's and a regular expression's `[eEéÉ…]`, since neither database takes accents off by
itself. There only the beginnings of words are found: a CTO is no direCTOr.
"""

from __future__ import annotations

from functools import cache

from crm_tui.text import clean_line, fold

# The blocks whose letters have case or accents: Latin, Greek, Cyrillic, Armenian, kana.
_BLOCKS = ((0xC0, 0x250), (0x370, 0x590), (0x1E00, 0x2000), (0x3040, 0x3100))
_BLANKS = " \t\n\u00a0"
# What a word begins after. In a class `]` comes first and `-` last, and what follows `[` must
# not be one of .=: for PostgreSQL.
_BEFORE_WORD = "]" + _BLANKS + "!\"#$%&'()*+,./:;<=>?@[_`{|}~‘’“”„«»·•…–—¡¿^-"


def like(pieces: tuple[str, ...], *, whole: bool) -> str:
    """Pieces with any text between -> LIKE pattern, escaped by a backslash, for a folded key."""
    inner = "%".join(_escaped_like(fold(clean_line(piece))) for piece in pieces)
    return inner if whole else f"%{inner}%"


def glob(column: str, pieces: tuple[str, ...], *, whole: bool) -> tuple[str, str]:
    """A column and pieces with any text between -> an expression, and a pattern that SQLite's
    GLOB finds in it."""
    inner = "*".join("".join(map(_glob_class, clean_line(piece))) for piece in pieces)
    if whole:
        return column, inner
    before = f"[{_BEFORE_WORD}]" if _begins_word(pieces[0]) else ""
    return f"' ' || {column}", f"*{before}{inner}*"


def near(pieces: tuple[str, ...]) -> str:
    """A LIKE pattern that finds all ASCII texts that `glob`'s finds, and some more, in a
    tenth of the time."""
    return f"%{'%'.join(''.join(map(_near, clean_line(piece))) for piece in pieces)}%"


def regex(column: str, pieces: tuple[str, ...], *, whole: bool) -> tuple[str, str]:
    """The same with a regular expression of PostgreSQL's."""
    inner = ".*".join("".join(map(_regex_class, clean_line(piece))) for piece in pieces)
    if whole:
        return column, f"^{inner}$"
    before = f"[{_BEFORE_WORD}]" if _begins_word(pieces[0]) else ""
    return f"' ' || {column}", f"{before}{inner}"


def _begins_word(piece: str) -> bool:
    """Does it begin like a word, in a script that parts words? Those without capitals may not."""
    first = clean_line(piece)[:1]
    return first.isdigit() or first.lower() != first.upper()


def found(text: str, pieces: tuple[str, ...], *, whole: bool) -> bool:
    """Is a text made of these pieces with any text between, or has it them in this order?"""
    if whole and len(pieces) == 1:
        return text == pieces[0]
    at, end = 0, len(text)
    if whole:
        first, *pieces_between, last = pieces
        if not (text.startswith(first) and text.endswith(last)):
            return False
        at, end = len(first), len(text) - len(last)
        pieces = tuple(pieces_between)
    for piece in pieces:
        here = text.find(piece, at, end)
        if here < 0:
            return False
        at = here + len(piece)
    return at <= end


def _escaped_like(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _near(char: str) -> str:
    letters = {letter.lower() for letter in _same(char) if letter.isascii()}
    return _escaped_like(letters.pop() if letters else char) if len(letters) < 2 else "_"


def _glob_class(char: str) -> str:
    letters = _same(char)
    if len(letters) > 1 or char in "*?[":
        return f"[{letters}]"
    return letters


def _regex_class(char: str) -> str:
    letters = _same(char)
    if len(letters) > 1:
        return f"[{letters}]"
    return letters if letters.isalnum() or not letters.isascii() else f"\\{letters}"


def _same(char: str) -> str:
    """All characters that are found by this one, in order; only letters, digits and blanks
    have others than themselves, so that nothing needs escaping in a class."""
    if char in _BLANKS:
        return _BLANKS
    if not char.isalnum():
        return char
    key = fold(char)
    if len(key) != 1 or not key.isalnum():
        return "".join(sorted({char, *_single(char.lower()), *_single(char.upper())}))
    near = {char, key, *_single(key.upper()), *_variants().get(key, "")}
    return "".join(sorted(near))


def _single(text: str) -> str:
    """One character, or none: 'ß' has two in capitals."""
    return text if len(text) == 1 else ""


@cache
def _variants() -> dict[str, str]:
    """Folded letter -> the letters of the blocks that fold to it."""
    found: dict[str, str] = {}
    for first, end in _BLOCKS:
        for letter in map(chr, range(first, end)):
            key = fold(letter)
            if len(key) == 1 and letter.isalnum():
                found[key] = found.get(key, "") + letter
    return found
