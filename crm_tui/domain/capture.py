"""Quick capture: one line in plain words -> what happened, what is next, what changes.

A line is made of parts, with a semicolon between them:

    call Ada Lovelace: wants a quote; next: send quote fri 3pm; deal Engine +5000

- what happened begins with its kind and names whom, then a colon and what was said: `call`,
  `email`, `met`, `visited`, `chat`, `note` …; several people have commas between them;
  `new` makes a person, `@` names the company (`met new Bob Stone @Acme: …`), `from` says
  that they were in touch with us (`call from Ada: …`); after somebody who is known a comma does
  for the colon, and a last part that ends in a time is what is next (`call Ada, wants a quote,
  call back fri`);
- `next` is a reminder: what, then when;
- `deal` names a deal and says what changes: `won`, `lost: reason`, `to STAGE`, `12k`, `+5000`;
  alone it says what the rest is about; with nothing but an amount (`deal 12k`) it is the only
  open one of whom the line is about; `deal new TITLE 12k` makes one;
- `tag` puts tags on those who were named.

Anything goes: what is no part is told as such, and nothing that was typed is left out.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NamedTuple

from crm_tui.domain.interactions import UNREACHED
from crm_tui.domain.money import parse_money
from crm_tui.errors import InvalidField
from crm_tui.text import TEXT_LIMIT, clean_line

# What a part may begin with -> the kind of interaction.
KINDS = {
    "call": "call", "called": "call", "phoned": "call", "rang": "call",
    "email": "email", "emailed": "email", "mail": "email", "mailed": "email",
    "met": "meeting", "meet": "meeting", "meeting": "meeting",
    "visit": "visit", "visited": "visit",
    "chat": "chat", "chatted": "chat",
    "post": "post", "posted": "post",
    "note": "note", "noted": "note",
}  # fmt: skip
_PARTS = ("next", "deal", "tag", "tags")
_COLON = re.compile(r":(?:\s+|$)")
_LOST = re.compile(r"(?P<title>.*\S)\s+lost(?:\s*:\s*(?P<reason>.*)|\s+because\s+(?P<why>.*))?")
_WON = re.compile(r"(?P<title>.*\S)\s+won")
_REOPENED = re.compile(r"(?P<title>.*\S)\s+reopened")
_MOVED = re.compile(r"(?P<title>.*\S)\s+to\s+(?P<stage>\S.*)")
_WITH = ("with", "to")


class Happened(NamedTuple):
    """An interaction: with whom, and what was said. `new` where they are to be made, at the
    `company` that is named."""

    kind: str
    direction: str
    who: tuple[str, ...]
    text: str
    outcome: str = ""
    new: bool = False
    company: str = ""


class DealPart(NamedTuple):
    """What is to happen to a deal. `action` is about, new, won, lost, reopened, move, value or
    add; `argument` the reason, the stage or the amount. `whole` is all that was written, since
    a title may end like an action; the title is "" where nothing but an amount was."""

    title: str
    action: str
    argument: str
    whole: str


class Unknown(NamedTuple):
    """What is no part of any kind, and why."""

    text: str
    hint: str


class Captured(NamedTuple):
    """A line as it reads, before anything of it is looked up."""

    happened: Happened | None
    next_step: str
    deals: tuple[DealPart, ...]
    tags: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def read_capture(line: str) -> Captured:
    """A line -> its parts. Raises nothing: what cannot be read is among the `unknown`.

    After what happened, a part that begins like no other belongs to what was said.
    """
    happened: Happened | None = None
    next_step = ""
    deals: list[DealPart] = []
    tags: list[str] = []
    unknown: list[Unknown] = []
    for part in filter(None, (clean_line(each, TEXT_LIMIT) for each in line.split(";"))):
        word, rest = _begins(part)
        if word in KINDS and happened is None:
            happened = _happened(KINDS[word], rest)
        elif word == "next" and rest and not next_step:
            next_step = rest
        elif word == "deal" and rest:
            deals.append(_deal(rest))
        elif word in ("tag", "tags") and rest:
            tags += filter(None, map(str.strip, rest.split(",")))
        elif happened and happened.text and not _meant(part):
            happened = happened._replace(text=f"{happened.text}; {part}")
        else:
            unknown.append(Unknown(part, _hint(part, happened, next_step)))
    return Captured(happened, next_step, tuple(deals), tuple(tags), tuple(unknown))


def with_said(captured: Captured, known: int, *, step: bool) -> Captured:
    """`called Ada, wants a quote, call back fri`: only the first `known` of the names are some,
    what follows was said; with `step` the last part is the next step."""
    happened = captured.happened
    if happened is None:
        return captured
    end = len(happened.who) - step
    text = ", ".join(happened.who[known:end])
    outcome = text if text.casefold() in UNREACHED else ""
    return captured._replace(
        happened=happened._replace(who=happened.who[:known], text=text, outcome=outcome),
        next_step=happened.who[end] if step else captured.next_step,
    )


def _begins(part: str) -> tuple[str, str]:
    """The word that a part begins with, without its colon, and what follows."""
    word, _, rest = part.partition(" ")
    if word.endswith(":"):
        # `call: text` is with nobody who is named here.
        word, rest = word[:-1], rest if word[:-1].casefold() in _PARTS else f": {rest}"
    return word.casefold(), rest.strip()


def _happened(kind: str, rest: str) -> Happened:
    named, *said = _COLON.split(rest, maxsplit=1)
    text = said[0].strip() if said else ""
    direction, words = "", named.split()
    if words and words[0] == "from":
        direction, words = "inbound", words[1:]
    elif words and words[0] in _WITH:
        words = words[1:]
    new = bool(words) and words[0] == "new"
    names, _, company = " ".join(words[1:] if new else words).partition("@" if new else "\0")
    who = tuple(filter(None, map(str.strip, names.split(","))))
    outcome = text if text.casefold() in UNREACHED else ""
    return Happened(kind, direction, who, text, outcome, new, company.strip())


def _deal(rest: str) -> DealPart:
    word, _, after = rest.partition(" ")
    if word == "new" and after.strip():
        title, amount = title_and_amount(after.strip())
        return DealPart(title, "new", amount, rest)
    if found := _LOST.fullmatch(rest):
        reason = found["reason"] or found["why"] or ""
        return DealPart(_title(found["title"]), "lost", reason.strip(), rest)
    for action, pattern in (("won", _WON), ("reopened", _REOPENED)):
        if found := pattern.fullmatch(rest):
            return DealPart(_title(found["title"]), action, "", rest)
    if found := _MOVED.fullmatch(rest):
        return DealPart(_title(found["title"]), "move", found["stage"], rest)
    title, amount = ("", rest) if _is_amount(rest) else title_and_amount(rest)
    if amount:
        return DealPart(title, "add" if amount[0] in "+-" else "value", amount, rest)
    return DealPart(_title(rest), "about", "", rest)


def _title(text: str) -> str:
    return text.removesuffix(":").strip() or text


def title_and_amount(text: str) -> tuple[str, str]:
    """A title and the amount after it: the longest tail of two words that is one, else the
    last word; no amount where neither is, or nothing would be left as a title."""
    words = text.split()
    for count in (2, 1):
        tail = " ".join(words[-count:])
        if len(words) > count and _is_amount(tail):
            return _title(" ".join(words[:-count])), tail
    return text, ""


def _is_amount(text: str) -> bool:
    if not any(character.isdigit() for character in text):
        return False
    try:
        parse_money(text.removeprefix("+").removeprefix("-"), "EUR")
    except InvalidField:
        return False
    return True


def _meant(part: str) -> str:
    """The beginning of a part that this one was likely meant to have; "" for none."""
    word = _begins(part)[0]
    if word in _PARTS or word in KINDS:
        return word
    return next(iter(get_close_matches(word, _PARTS, 1, cutoff=0.8)), "")


def _hint(part: str, happened: Happened | None, next_step: str) -> str:
    word = _begins(part)[0]
    if word in KINDS and happened:
        return "one line tells of one thing that happened"
    if word == "next" and next_step:
        return "one line plans one next step"
    meant = _meant(part)
    if meant and meant != word:
        return f"did you mean {meant}?"
    if meant:
        return {"next": "say what and when: next: send quote fri 3pm"}.get(
            meant, f"say which: {meant} …"
        )
    if happened:
        return f"what was said comes after a colon: {happened.kind} Ada: wants a quote"
    return "begin with call, email, met, note, next, deal or tag"
