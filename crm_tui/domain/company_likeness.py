"""How much two companies look like one, in the same points as contacts (`domain.likeness`).

Names are compared without the words that only say what kind of firm it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crm_tui.domain.likeness import Likeness
from crm_tui.text import fold

# Legal forms, as their letters: a name may end in several of them.
_FORMS = frozenset(
    {"ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "cv", "eg",
     "ek", "ev", "gbr", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "lda", "limited",
     "llc", "llp", "lp", "ltd", "mbh", "nv", "oe", "ohg", "oo", "oy", "oyj", "plc", "pty", "sa",
     "sarl", "sas", "se", "sl", "sp", "spa", "spzoo", "srl", "sro", "ug", "und", "and", "z",
     "zoo", "zrt"}
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_SLIP, _CLOSE = 0.85, 0.95


class Firm(NamedTuple):
    """What is compared of a company; e-mails and phones as their keys."""

    id: int
    name: str
    domain: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def core(name: str) -> tuple[str, ...]:
    """A company's name -> its folded words without the legal form at the end."""
    words = _WORD.findall(fold(name).replace(".", ""))
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _FORMS:
        kept.pop()
    return tuple(kept)


def compare_firms(one: Firm, other: Firm) -> Likeness:
    """What speaks for and against the two being one company."""
    evidence = [
        _names(core(one.name), core(other.name)),
        _domains(one.domain, other.domain),
        (5.0, "same e-mail") if set(one.emails) & set(other.emails) else (0.0, ""),
        (5.0, "same phone") if set(one.phones) & set(other.phones) else (0.0, ""),
    ]
    found = sorted((each for each in evidence if each[1]), key=lambda each: -abs(each[0]))
    return Likeness(sum(points for points, _ in found), tuple(why for _, why in found))


def _names(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
    first, second = "".join(one), "".join(other)
    if first == second:
        return 7.0, "same name"
    short, long = sorted((one, other), key=len)
    if short and long[: len(short)] == short:
        return 2.0, "names begin alike"
    if _numbers(one) != _numbers(other):
        return -2.0, "different names"
    alike = DamerauLevenshtein.normalized_similarity(first, second) >= _SLIP
    if alike or JaroWinkler.similarity(first, second) >= _CLOSE:
        return 6.0, "like names"
    return -2.0, "different names"


def _numbers(name: tuple[str, ...]) -> list[str]:
    """Branch 12 is not branch 13, however little that differs."""
    return [word for word in name if word.isdigit()]


def _domains(one: str, other: str) -> tuple[float, str]:
    if not one or not other:
        return 0.0, ""
    return (8.0, "same domain") if one == other else (-2.0, "different domains")
