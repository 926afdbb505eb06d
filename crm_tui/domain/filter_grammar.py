"""The filter language: text -> syntax tree.

Terms stand side by side and must all hold; `or` parts alternatives and binds least; `not`,
or a `-` before a term, takes the opposite; parentheses group. A term is a free word, or a
test: a field, a mark, and values parted by commas, any of which will do. What the fields
are and what their values mean is not known here (see `queries.filter`).

    filter = every ("or" every)*            test   = NAME ("." NAME)* MARK choice ("," choice)*
    every  = (["and"] term)*                choice = value | value ".." | ".." value
    term   = ("not" | "-") term                    | value ".." value
           | "(" filter ")" | test | word   MARK   = ":" | [":"] ("=" | ">" | ">=" | "<" | "<=")

A value may hold `*` for any text. Within double quotes everything but the quote stands for
itself; `\\"` is a quote there and `\\\\` a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from crm_tui.domain.filters import (
    Choice,
    Either,
    Every,
    FieldTest,
    FilterError,
    Node,
    Not,
    Range,
    Value,
    Word,
    shown,
)

# Deeper or longer than anybody writes, and well inside what the databases can parse.
DEEPEST = 20
MOST_VALUES = 200
LONGEST_VALUE = 200
LONGEST_TEXT = 10_000

_QUOTES = '"“”'
_TEST = re.compile(r"(?P<name>\w+(?:[.-]\w+)*)(?P<mark>:?(?:>=|<=|>|<|=)|:)")
_ONLY_MARK = re.compile(r":|:?(?:>=|<=|>|<|=)")


def parse_filter(text: str) -> Node:
    """A filter's text -> its tree; a blank text gives `Every(())`, which all records pass.

    Raises FilterError with the place of what cannot be read.
    """
    if len(text) > LONGEST_TEXT:
        raise FilterError("the filter is too long", f"at most {LONGEST_TEXT} characters", 0)
    tokens = list(_tokens(text))
    return _Parser(tokens, len(text)).filter() if tokens else Every(())


def only_words(text: str) -> bool:
    """Does a filter ask for plain words alone? Raises FilterError."""
    tree = parse_filter(text)
    return isinstance(tree, Word) or (
        isinstance(tree, Every) and all(isinstance(part, Word) for part in tree.parts)
    )


def has_words(tree: Node) -> bool:
    """Is there a free word in the filter, which may be found anywhere?"""
    if isinstance(tree, Every | Either):
        return any(map(has_words, tree.parts))
    return has_words(tree.part) if isinstance(tree, Not) else isinstance(tree, Word)


class _Char(NamedTuple):
    """A character of a word; `bare` when it stood outside quotes and may be a sign."""

    text: str
    place: int
    bare: bool


class _Token(NamedTuple):
    """`kind` is (, ), not, or, and; or word, which alone has `chars`."""

    kind: str
    place: int
    chars: tuple[_Char, ...] = ()


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        following = text[at + 1 : at + 2]
        if text[at].isspace():
            at += 1
        elif text[at] in "()":
            yield _Token(text[at], at)
            at += 1
        elif text[at] == "-" and following not in ("", ")") and not following.isspace():
            yield _Token("not", at)
            at += 1
        else:
            start, chars = at, list[_Char]()
            at = _scan(text, at, chars)
            word = "".join(char.text for char in chars).casefold()
            keyword = word in ("not", "or", "and") and at - start == len(word)
            yield _Token(word, start) if keyword else _Token("word", start, tuple(chars))


def _scan(text: str, at: int, chars: list[_Char]) -> int:
    """Adds the characters of the word that begins at `at`; answers where it ends."""
    while at < len(text) and not text[at].isspace() and text[at] not in "()":
        if text[at] in _QUOTES:
            at = _scan_quoted(text, at, chars)
        else:
            chars.append(_Char(text[at], at, True))
            at += 1
    return at


def _scan_quoted(text: str, at: int, chars: list[_Char]) -> int:
    opening = at
    at += 1
    while at < len(text) and text[at] not in _QUOTES:
        if text[at] == "\\" and text[at + 1 : at + 2] in (*_QUOTES, "\\"):
            at += 1
        chars.append(_Char(text[at], at, False))
        at += 1
    if at >= len(text):
        raise FilterError("a quote is not closed", 'end it with "', opening)
    return at + 1


class _Parser:
    """Recursive descent over the tokens, one method for each rule of the grammar."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = [*tokens, _Token("end", length)]
        self._at = 0
        self._values = 0

    def filter(self) -> Node:
        tree = self._either(0)
        if self._next.kind == ")":
            raise FilterError("')' closes nothing", "take it out, or quote it", self._next.place)
        return tree

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, kind: str) -> bool:
        taken = self._next.kind == kind
        self._at += taken
        return taken

    def _either(self, depth: int) -> Node:
        parts = [self._every(depth)]
        while self._take("or"):
            parts.append(self._every(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self, depth: int) -> Node:
        parts = list[Node]()
        while self._next.kind not in ("or", ")", "end"):
            if not self._take("and"):
                parts.append(self._term(depth))
        if not parts:
            raise self._missing()
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _term(self, depth: int) -> Node:
        token = self._next
        if depth > DEEPEST:
            raise FilterError("the filter is nested too deep", "use fewer parentheses", token.place)
        if self._take("not"):
            return Not(self._term(depth + 1))
        if self._take("("):
            inner = self._either(depth + 1)
            if not self._take(")"):
                raise FilterError("'(' is not closed", "add the )", token.place)
            return inner
        if not self._take("word"):
            raise self._missing()
        return self._word(token)

    def _missing(self) -> FilterError:
        before = self._tokens[self._at - 1].kind if self._at else ""
        after = f" after '{before}'" if before else ""
        hint = 'put a term there, or quote the word itself: "or"'
        return FilterError(f"a term is missing{after}", hint, self._next.place)

    def _word(self, token: _Token) -> Node:
        # A field's name and mark are unquoted: "name:x" as a whole is a text to look for.
        quoted = (number for number, char in enumerate(token.chars) if not char.bare)
        head = "".join(char.text for char in token.chars[: next(quoted, len(token.chars))])
        if _ONLY_MARK.fullmatch(head):
            raise FilterError(
                f"'{head}' stands alone", "write it between field and value: value>10k", token.place
            )
        found = _TEST.match(head)
        if found is None:
            return Word(self._value(token.chars, token.place))
        mark = found["mark"] if found["mark"] == ":" else found["mark"].removeprefix(":")
        path = tuple(found["name"].casefold().replace("-", "_").split("."))
        choices = tuple(
            self._choice(part, token.place + found.end(), found[0])
            for part in _parted(token.chars[found.end() :], _is_comma)
        )
        if mark not in (":", "=") and (len(choices) > 1 or isinstance(choices[0], Range)):
            raise FilterError(
                f"one value follows '{mark}'", "use : for lists and ranges", choices[0].place
            )
        return FieldTest(path, mark, choices, token.place)

    def _choice(self, chars: tuple[_Char, ...], place: int, head: str) -> Choice:
        place = chars[0].place if chars else place
        dots = next((at for at in range(len(chars) - 1) if _is_dots(chars, at)), None)
        if dots is None:
            return self._value(chars, place, head)
        low, high = chars[:dots], chars[dots + 2 :]
        if not low and not high:
            raise FilterError("the range has no end", "write 10.., ..20 or 10..20", place)
        return Range(
            self._value(low, place) if low else None,
            self._value(high, high[0].place) if high else None,
            place,
        )

    def _value(self, chars: tuple[_Char, ...], place: int, head: str = "") -> Value:
        self._values += 1
        if not chars:
            after = f" after {shown(head)}" if head else ""
            hint = "write name:grace without a blank, or no:name for those without one"
            raise FilterError(f"a value is missing{after}", hint, place)
        if len(chars) > LONGEST_VALUE:
            raise FilterError(
                "the value is too long", f"at most {LONGEST_VALUE} characters", chars[0].place
            )
        if self._values > MOST_VALUES:
            raise FilterError(
                "the filter has too many values", f"at most {MOST_VALUES}", chars[0].place
            )
        pieces = _parted(chars, _is_star)
        return Value(tuple("".join(c.text for c in piece) for piece in pieces), place)


def _is_comma(char: _Char) -> bool:
    return char.bare and char.text == ","


def _is_star(char: _Char) -> bool:
    return char.bare and char.text == "*"


def _is_dots(chars: tuple[_Char, ...], at: int) -> bool:
    return all(char.bare and char.text == "." for char in chars[at : at + 2])


def _parted(chars: tuple[_Char, ...], sign: Callable[[_Char], bool]) -> list[tuple[_Char, ...]]:
    """The stretches between the characters that are a sign; one at least."""
    cuts = [-1, *(at for at, char in enumerate(chars) if sign(char)), len(chars)]
    return [chars[start + 1 : end] for start, end in pairwise(cuts)]
