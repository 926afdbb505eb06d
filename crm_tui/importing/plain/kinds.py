"""What is imported a row at a time: what its columns are called, and how rows become records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crm_tui.importing.headers import Headers
from crm_tui.store.write import Write

Cells = Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """A record as a row states it; `columns` are the store's, `said` are texts that name other
    records."""

    line: int
    name: str
    external_id: str
    row_hash: str
    columns: dict[str, Any]
    said: dict[str, str] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    is_currency_said: bool = True

    @property
    def key(self) -> str:
        """By what the row is remembered: its id in its source, else what it holds."""
        return self.external_id or self.row_hash

    @property
    def currency(self) -> str:
        """That of its amounts."""
        return str(self.columns.get("currency", ""))


@dataclass(frozen=True, slots=True)
class Context:
    """What cells mean that say less than all: the currency of amounts, the present."""

    currency: str
    now: str


# Cells of a row -> the store's columns. Raises InvalidField.
Read = Callable[[Cells, Context], dict[str, Any]]


class Referred(NamedTuple):
    """What referring to others changed in records, by their ids, and what it could not."""

    news: dict[int, tuple[str, ...]]
    refused: list[str]


# Records that were written, with their drafts, are made to refer to the others they name.
Refer = Callable[[Write, Sequence[tuple[int, Draft]]], Referred]


@dataclass(frozen=True, kw_only=True)
class Kind(Headers):
    """A noun whose records stand by themselves, and how its files are read.

    `matched` are the columns by which a row finds its record, the surest first, `named` the field
    that a policy means by a column, `said` the fields that name other records.
    """

    matched: tuple[str, ...]
    named: Mapping[str, str]
    said: tuple[str, ...]
    read: Read
    refer: Refer | None = None
