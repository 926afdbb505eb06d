"""What a timeline is narrowed to: `kind:call,email` and words, all of which must be found."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.domain.interactions import KINDS
from crm_tui.errors import UsageError
from crm_tui.queries.paging import word_tests

_OTHERS = ("stage", "done")  # a deal's moves, reminders that were done; notes are a kind too
_ALL = (*KINDS, *_OTHERS)
# What words are looked for in, for each part of the timeline: interactions, moves, reminders
# that were done, notes.
_FOUND_IN = (
    (
        "i.kind",
        "lower(i.subject)",
        "lower(i.body)",
        "lower(i.outcome)",
        "co.name_key",
        "EXISTS (SELECT 1 FROM interaction_contact ic JOIN contact k ON k.id = ic.contact_id"
        " WHERE ic.interaction_id = i.id AND k.name_key {})",
    ),
    ("d.title_key", "lower(t.name)", "lower(f.name)", "lower(d.lost_reason)"),
    ("lower(r.text)", "r.kind"),
    ("lower(n.body)",),
)


class Narrowing(NamedTuple):
    """For each part of the timeline a test, "" for none and None where the part is left out;
    and the parameters of them all."""

    tests: tuple[str | None, ...]
    params: dict[str, object]


def narrowing(text: str) -> Narrowing:
    """A timeline's filter, as it is typed. Raises UsageError for an unknown kind or field."""
    kinds, words = set[str](), list[str]()
    for word in text.split():
        name, colon, value = word.partition(":")
        if not colon:
            words.append(word)
        elif name.casefold() != "kind":
            raise UsageError(f"a timeline has no '{name}'", f"words, or kind:{_ALL[0]}")
        else:
            kinds.update(_kind(each) for each in value.split(",") if each)
    tests: list[str | None] = []
    params: dict[str, object] = {}
    for kept, columns in zip(_kept(kinds), _FOUND_IN, strict=True):
        found, more = word_tests(" ".join(words), columns)
        params |= more
        tests.append(None if kept is None else f"{kept}{f' AND {found}' if found else ''}")
    return Narrowing(tuple(tests), params)


def _kept(kinds: set[str]) -> tuple[str | None, ...]:
    """How the kinds narrow each part."""
    if not kinds:
        return ("", "", "", "")
    own = ", ".join(f"'{kind}'" for kind in KINDS if kind in kinds)
    return (
        f" AND i.kind IN ({own})" if own else None,
        "" if "stage" in kinds else None,
        "" if "done" in kinds else None,
        "" if "note" in kinds else None,
    )


def _kind(text: str) -> str:
    found = [kind for kind in _ALL if kind.startswith(text.casefold())]
    if len(found) != 1 and text.casefold() not in found:
        raise UsageError(f"there is no kind '{text}'", f"one of: {', '.join(_ALL)}")
    return text.casefold() if text.casefold() in found else found[0]
