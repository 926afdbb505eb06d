"""The values of a whole store's file -> those of the store: each checked, every text inert."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from crm_tui.clock import encode_instant, zone
from crm_tui.domain.money import LIMIT, check_currency, decimals
from crm_tui.domain.rrule import parse_rule
from crm_tui.domain.whole import BY_NAME, Column, Table
from crm_tui.errors import CrmError, InvalidField
from crm_tui.importing.dates import read_date, read_instant
from crm_tui.text import clean, clean_line, fold, inert

Said = Mapping[str, Any]
_UID = re.compile(r"[!-~]{1,200}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST = 2**53  # what JSON's numbers hold exactly


class Draft(NamedTuple):
    """A record of the file: its `values` by column, and the uids that its `references` are to,
    by column, as (table, uid)."""

    line: int
    raw: str
    id: int
    uid: str
    values: dict[str, Any]
    references: dict[str, tuple[str, str]]


def read(table: Table, said: Said, line: int, raw: str) -> Draft:
    """A record of a table -> its draft. Raises InvalidField for what is wrong in it."""
    values: dict[str, Any] = {}
    references: dict[str, tuple[str, str]] = {}
    for column in table.columns:
        value = said.get(column.name)
        if value is None:
            if not column.empty:
                raise InvalidField(column.name, f"it has no {column.name}")
            values[column.column] = 0 if column.kind == "record" else None
        elif column.kind in ("ref", "record"):
            noun = column.table or values["noun"]
            if noun not in BY_NAME or not BY_NAME[noun].has_uid:
                raise InvalidField(column.name, f"there are no records of '{inert(noun)[:40]}'")
            references[column.column] = (noun, _uid(column.name, value))
        else:
            values[column.column] = _value(column, value, said)
    for key, name in table.keys:
        # What is archived may have left its name to another.
        given = said.get(key) if values["archived_at"] else None
        values[key] = clean_line(given) if isinstance(given, str) else fold(values[name])
    uid = _uid("uid", said.get("uid")) if table.has_uid else ""
    return Draft(line, raw, _id(said.get("id")), uid, values, references)


def _value(column: Column, value: Any, said: Said) -> Any:
    try:
        return _READERS[column.kind](value, column, said)
    except InvalidField:
        raise
    except CrmError as error:
        raise InvalidField(column.name, f"{column.name}: {error.message}") from error
    except (ValueError, TypeError, AttributeError, InvalidOperation, RecursionError):
        shown = inert(json.dumps(value, ensure_ascii=False, default=str))[:40]
        raise InvalidField(column.name, f"{column.name}: {shown} is no {column.kind}") from None


def _uid(name: str, value: Any) -> str:
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise InvalidField(name, f"{name} is not the uid of a record")
    return value


def _id(value: Any) -> int:
    return value if isinstance(value, int) and 0 < value < _MOST else 0


def _line(value: Any, _column: Column, _said: Said) -> str:
    return clean_line(value)


def _some(value: Any, _column: Column, _said: Said) -> str:
    if text := clean_line(value):
        return text
    raise ValueError


def _text(value: Any, _column: Column, _said: Said) -> str:
    return clean(value)


def _number(value: Any, _column: Column, _said: Said) -> int:
    if not isinstance(value, int) or not -_MOST < value < _MOST:
        raise ValueError
    return int(value)


def _flag(value: Any, _column: Column, _said: Said) -> int:
    if not isinstance(value, bool):
        raise ValueError
    return int(value)


def _instant(value: Any, _column: Column, _said: Said) -> str:
    moment = read_instant(value, UTC) if len(value) > 10 else None
    if moment is None:
        raise ValueError
    return encode_instant(moment)


def _day(value: Any, _column: Column, _said: Said) -> str:
    day = read_date(value)
    if day is None:
        raise ValueError
    return day.isoformat()


def _due(value: Any, column: Column, said: Said) -> str:
    return _day(value, column, said) if len(value) <= 10 else _instant(value, column, said)


def _money(value: Any, _column: Column, said: Said) -> int:
    minor = Decimal(str(value)).scaleb(decimals(said["currency"]))
    if isinstance(value, bool) or not 0 <= minor <= LIMIT or minor != int(minor):
        raise ValueError
    return int(minor)


def _currency(value: Any, _column: Column, _said: Said) -> str:
    return check_currency(value)


def _object(value: Any, _column: Column, _said: Said) -> str:
    made = {clean_line(name): _plain(each) for name, each in value.items()}
    return json.dumps(made, ensure_ascii=False, allow_nan=False)


def _list(value: Any, _column: Column, _said: Said) -> str:
    if not isinstance(value, list):
        raise TypeError
    return json.dumps(list(map(_plain, value)), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """A value of a custom field: a text made inert, or a number, a list of such."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return list(map(_plain, value))
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError


def _word(value: Any, column: Column, _said: Said) -> str:
    if value not in column.words:
        said = f"{column.name}: '{inert(str(value))[:40]}' is none of"
        raise InvalidField(column.name, f"{said}: {', '.join(column.words)}")
    return str(value)


def _rule(value: Any, _column: Column, _said: Said) -> str:
    return parse_rule(clean_line(value)).text()


def _zone(value: Any, _column: Column, _said: Said) -> str:
    return zone(value).key


def _hash(value: Any, _column: Column, _said: Said) -> str:
    if not _HASH.fullmatch(value):
        raise ValueError
    return str(value)


_READERS: dict[str, Callable[[Any, Column, Said], Any]] = {
    "currency": _currency,
    "day": _day,
    "due": _due,
    "flag": _flag,
    "hash": _hash,
    "instant": _instant,
    "line": _line,
    "list": _list,
    "money": _money,
    "number": _number,
    "object": _object,
    "rule": _rule,
    "some": _some,
    "text": _text,
    "word": _word,
    "zone": _zone,
}
