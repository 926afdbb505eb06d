"""Tests of one value, a function for each kind of field: what was written -> SQL.

All that was written reaches the SQL as a bound parameter. A test may come out as NULL where
there is nothing to test, which counts as not passed (see `filter`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crm_tui.domain.cadences import STATES
from crm_tui.domain.custom_fields import yes_no
from crm_tui.domain.filters import FilterError, Value, did_you_mean, shown
from crm_tui.domain.money import check_currency
from crm_tui.errors import UsageError
from crm_tui.queries import cadences, filter_orders, filter_text
from crm_tui.queries.filter_asked import NEVER, WORD, Asked, Site, Test
from crm_tui.queries.filter_fields import Field
from crm_tui.text import clean_line, digits, fold

_TEXTS = frozenset({"key", "phone", "text", "custom", "currency"})
_FEWEST_DIGITS = 3  # fewer in a free word are no part of a phone number
_LISTED = 12


def present(field: Field, column: str) -> str:
    """SQL that holds where a field has any value."""
    return f"{column} <> ''" if field.kind in _TEXTS else f"{column} IS NOT NULL"


def test(site: Site, asked: Asked) -> str:
    """SQL that holds where a field has the value that is asked for. Raises FilterError."""
    return _KINDS[asked.field.kind](site, asked)


# --- text ----------------------------------------------------------------------------


def _key(site: Site, asked: Asked) -> str:
    value = _something(asked.value)
    if asked.mark == "=" and len(value.pieces) == 1:
        return f"{asked.column} = {site.bind(fold(clean_line(value.text)))}"
    pattern = filter_text.like(value.pieces, whole=asked.whole)
    return f"{asked.column} LIKE {site.bind(pattern)} ESCAPE '\\'"


def _text(site: Site, asked: Asked) -> str:
    pieces = _something(asked.value).pieces
    if site.on_sqlite:
        text, pattern = filter_text.glob(asked.column, pieces, whole=asked.whole)
        ascii_only = f"length({asked.column}) = length(CAST({asked.column} AS BLOB))"
        near = f"{asked.column} LIKE {site.bind(filter_text.near(pieces))} ESCAPE '\\'"
        return f"({near} OR NOT {ascii_only}) AND {text} GLOB {site.bind(pattern)}"
    text, pattern = filter_text.regex(asked.column, pieces, whole=asked.whole)
    return f"({text}) ~ {site.bind(pattern)}"


def _custom(site: Site, asked: Asked) -> str:
    return filter_orders.custom(site, asked) if asked.ordered else _text(site, asked)


def _something(value: Value) -> Value:
    if not any(fold(clean_line(piece)) for piece in value.pieces):
        raise FilterError("there is nothing to look for", "write a word", value.place)
    return value


def _phone(site: Site, asked: Asked) -> str:
    """The store's key is the whole international number, so what is dialled before it at home
    or abroad is left out."""
    value = asked.value
    first, *rest = (digits(piece.replace("(0)", "")) for piece in value.pieces)
    pieces = (first.lstrip("0"), *rest)
    if asked.mark == WORD and (
        sum(map(len, pieces)) < _FEWEST_DIGITS or re.search(r"[^\W\d]", value.text)
    ):
        return NEVER
    if not any(pieces):
        raise FilterError(
            f"{shown(value.text)} has no digits", "write a number or a part of one", value.place
        )
    return f"{asked.column} LIKE {site.bind(filter_text.like(pieces, whole=asked.whole))}"


# --- words of a known set --------------------------------------------------------------


def _choice(site: Site, asked: Asked) -> str:
    return _among(site, asked, {word: word for word in asked.field.choices})


def _named_in(table: str) -> Test:
    """A test for a reference to a table whose records go by their names."""

    def run(site: Site, asked: Asked) -> str:
        rows = site.reader.db.rows(f"SELECT id, name_key FROM {table} ORDER BY id")
        return _among(site, asked, dict(rows))

    return run


def _user(site: Site, asked: Asked) -> str:
    key = fold(clean_line(asked.value.text))
    if key == "me":
        return f"{asked.column} = {site.bind(filter_orders.me(site, asked.choice.place))}"
    rows = site.reader.db.rows('SELECT id, name_key, email FROM "user" ORDER BY id')
    by_email = {id: key for id, _, email in rows if key and fold(email) == key}
    return _among(site, asked, by_email or {id: name for id, name, _ in rows})


def _among(site: Site, asked: Asked, names: Mapping[object, str]) -> str:
    marks = ", ".join(site.bind(key) for key in fitting(asked, names))
    return f"{asked.column} IN ({marks})" if marks else NEVER


def fitting(asked: Asked, names: Mapping[object, str]) -> list[object]:
    """The keys of the names that are meant: by the whole name, else by the beginning of one
    of its words, but not of tags, which would be too many unawares. A hyphen is a blank.

    Raises FilterError, with the nearest name, when none fits.
    """
    value = _something(asked.value)
    pieces = tuple(_plain(piece) for piece in value.pieces)
    plain = {key: _plain(name) for key, name in names.items()}
    whole = asked.mark != WORD
    found = [key for key, name in plain.items() if filter_text.found(name, pieces, whole=whole)]
    if found or len(pieces) > 1 or asked.mark == WORD:
        return found
    if asked.mark == ":" and asked.field.kind != "tag":
        found = [key for key, name in plain.items() if f" {pieces[0]}" in f" {name}"]
    if not found:
        raise FilterError(
            f"no {asked.field.name} {shown(value.text)}",
            _known(value.text, names.values()),
            value.place,
        )
    return found


def _plain(name: str) -> str:
    return fold(clean_line(name).replace("-", " ").replace("_", " "))


def _known(word: str, names: Iterable[str]) -> str:
    known = list(dict.fromkeys(names))
    more = ", …" if len(known) > _LISTED else ""
    listed = f"known: {', '.join(known[:_LISTED])}{more}" if known else "there are none yet"
    return f"{did_you_mean(word, known)}{listed}"


def _currency(site: Site, asked: Asked) -> str:
    try:
        return f"{asked.column} = {site.bind(check_currency(asked.value.text))}"
    except UsageError as error:
        raise FilterError(error.message, error.hint, asked.choice.place) from error


def _yes(site: Site, asked: Asked) -> str:
    return f"{asked.column} = {site.bind(int(_meant(asked) == 'yes'))}"


def _custom_yes(site: Site, asked: Asked) -> str:
    return f"{asked.column} = {site.bind(_meant(asked))}"


def _meant(asked: Asked) -> str:
    word = asked.value.text
    meant = yes_no(word)
    if meant is None:
        raise FilterError(
            f"{shown(word)} is neither yes nor no", "write yes or no", asked.choice.place
        )
    return meant


def _cadence(site: Site, asked: Asked) -> str:
    choice = asked.choice
    if isinstance(choice, Value) and not asked.ordered and choice.text.casefold() in STATES:
        alias = asked.column.partition(".")[0]
        return cadences.condition(site.reader, alias, choice.text.casefold(), site.bind)
    try:
        return filter_orders.number(site, asked)
    except FilterError as error:
        hint = f"write {' or '.join(STATES)}, or the ideal days: cadence:..14"
        raise FilterError(error.message, hint, choice.place) from error


_KINDS: dict[str, Test] = {
    "key": _key,
    "text": _text,
    "custom": _custom,
    "custom_number": filter_orders.custom_number,
    "custom_day": filter_orders.custom_day,
    "custom_yes": _custom_yes,
    "phone": _phone,
    "choice": _choice,
    "stage": _named_in("stage"),
    "pipeline": _named_in("pipeline"),
    "tag": _named_in("tag"),
    "user": _user,
    "currency": _currency,
    "yes": _yes,
    "number": filter_orders.number,
    "cadence": _cadence,
    "money": filter_orders.amount,
    "age": filter_orders.age,
    "past": filter_orders.past,
    "when": filter_orders.when,
    "day": filter_orders.day,
    "yearly": filter_orders.yearly,
}
