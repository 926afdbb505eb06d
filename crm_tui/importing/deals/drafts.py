"""Rows of a file -> drafts of deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from hashlib import blake2b
from itertools import chain
from typing import TypeVar

from crm_tui.clock import encode_instant
from crm_tui.domain.drafts import NoteDraft, Rejected
from crm_tui.domain.money import check_currency, names_currency, parse_money
from crm_tui.errors import InvalidField
from crm_tui.formats.cells import split
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column
from crm_tui.importing.dates import read_date, read_instant
from crm_tui.importing.deals.items import ItemDraft, items_of
from crm_tui.importing.exact import notes_in
from crm_tui.importing.fields import IGNORED, keep_custom
from crm_tui.importing.recipe import Recipe
from crm_tui.text import clean, clean_line, fold

# What databases write where there is no amount.
_UNKNOWN = frozenset({"-1", "-1.0", "-1.00", "NULL", "null", "N/A", "n/a"})
T = TypeVar("T")
_LINES = (
    "id",
    "title",
    "stage",
    "pipeline",
    "company",
    "contact",
    "owner",
    "lost_reason",
    "source",
)
# What exports write for a deal that is closed, folded.
_WON = frozenset({"won", "closed won", "closedwon", "win"})
_LOST = frozenset({"lost", "closed lost", "closedlost", "lose"})
_OPEN = frozenset({"", "open", "opened", "active", "new", "in progress", "ongoing", "pending"})
# The custom field that keeps a status that is none of these.
STATUS_KEY = "imported_status"


@dataclass(slots=True)
class DealDraft:
    """A deal as a row states it; `value` in minor units, times as the store has them."""

    line: int
    row_hash: str
    lines: dict[str, str]
    status: str = ""
    value: int | None = None
    is_value_unknown: bool = False
    currency: str = ""
    is_currency_said: bool = True
    probability: int | None = None
    created_at: str | None = None
    expected_close: str | None = None
    closed_at: str | None = None
    tags: list[str] = field(default_factory=list)
    notes: list[NoteDraft] = field(default_factory=list)
    items: list[ItemDraft] = field(default_factory=list)
    follows: bool = False  # is the value what the products come to?
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """By what the row is remembered: its id in its source, else what it holds."""
        return self.lines["id"] or self.row_hash

    @property
    def title(self) -> str:
        """What the deal is called: as written, else by what it is about."""
        about = (self.items[0].product if self.items else "", self.lines["company"])
        return self.lines["title"] or " · ".join(filter(None, about)) or self.lines["id"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read: amounts without a currency are in `currency`, moments
    without a zone in `zone`; cells of our `own` export may hold several values; of the columns
    `needed` one has to be filled, if there are any."""

    columns: Sequence[Column]
    recipe: Recipe
    currency: str
    zone: tzinfo
    own: bool = False
    needed: frozenset[int] = frozenset()

    def draft(self, row: CsvRow) -> DealDraft | Rejected | None:
        """A row -> its draft, why it is none, or None where a file of several nouns in a row has
        no deal in it."""
        if self.needed and not any(row.cells[index].strip() for index in self.needed):
            return None
        cells, several, custom = self._cells(row)
        texts = {kind: text for kind, (_, text) in cells.items()}
        lines = {name: clean_line(texts.get(name, "")) for name in _LINES}
        lines["stage"] = self.recipe.stage(lines["stage"])
        lines["owner"] = self.recipe.owner(lines["owner"])
        draft = DealDraft(row.line, _hash(self.columns, row), lines, custom=custom)
        _take_status(draft, texts.get("status", ""))
        try:
            _take_money(draft, texts, self.currency)
            _take_times(draft, cells, self.zone)
            draft.items = items_of(texts, draft.currency)
        except InvalidField as error:
            return Rejected(row.line, error.message, row.raw)
        self._take_several(draft, several["tags"], several["notes"])
        if not draft.title:
            return Rejected(row.line, "no title, company or id", row.raw)
        return draft

    def _cells(
        self, row: CsvRow
    ) -> tuple[dict[str, tuple[Column, str]], dict[str, list[str]], dict[str, str]]:
        """The first filled cell of each field, all those of tags and notes, and the custom
        fields, where the other cells go."""
        cells: dict[str, tuple[Column, str]] = {}
        several: dict[str, list[str]] = {"tags": [], "notes": []}
        custom: dict[str, str] = {}
        for column in self.columns:
            text, kind = row.cells[column.index].strip(), column.field.kind
            if not text or kind == IGNORED:
                continue
            if kind == "custom":
                keep_custom(custom, column.field.label or column.key, text)
            elif kind in several:
                several[kind].append(text)
            elif cells.setdefault(kind, (column, text))[1] != text:
                keep_custom(custom, column.key, text)
        return cells, several, custom

    def _take_several(self, draft: DealDraft, tags: list[str], notes: list[str]) -> None:
        found = [split(cell) if self.own else cell.split(",") for cell in tags]
        draft.tags = list(filter(None, map(clean_line, chain.from_iterable(found))))
        if self.own:
            draft.notes = [note for cell in notes for note in notes_in(cell)]
        else:
            draft.notes = [NoteDraft(body) for body in map(clean, notes) if body]


def _take_money(draft: DealDraft, texts: dict[str, str], currency: str) -> None:
    if said := texts.get("currency"):
        currency = check_currency(said)
    draft.currency = currency
    value = texts.get("value", "")
    draft.is_value_unknown = value in _UNKNOWN
    if value and not draft.is_value_unknown:
        draft.value, draft.currency = parse_money(value, currency)
        draft.is_currency_said = bool(said) or names_currency(value)
    if share := texts.get("probability", "").removesuffix("%").strip():
        try:
            number = float(share.replace(",", "."))
        except ValueError:
            number = -1.0
        if not 0 <= number <= 100:  # nor is what is no number
            raise InvalidField("probability", f"'{share[:40]}' is no probability")
        draft.probability = round(number * 100 if 0 < number < 1 else number)


def _take_times(draft: DealDraft, cells: dict[str, tuple[Column, str]], zone: tzinfo) -> None:
    for name in ("created_at", "closed_at"):
        if name in cells:
            column, text = cells[name]
            moment = read_instant(text, zone, column.order)
            setattr(draft, name, encode_instant(_known(moment, name, text)))
    # For a deal that is open the day of its closing is still a hope.
    closing = cells.get("closed_at") if draft.status == "open" else None
    if hoped := cells.get("expected_close") or closing:
        column, text = hoped
        day = read_date(text, column.order) or read_instant(text, zone, column.order)
        draft.expected_close = f"{_known(day, column.field.kind, text):%Y-%m-%d}"


def _known(value: T | None, name: str, text: str) -> T:
    if value is None:
        raise InvalidField(name, f"{name}: '{text[:40]}' is not a date")
    return value


def _take_status(draft: DealDraft, status: str) -> None:
    """won, lost or open, by the status, else by the stage's name; a status that says none of
    these is kept as text."""
    words = fold(status), fold(draft.lines["stage"])
    closed = ("won" if word in _WON else "lost" for word in words if word in _WON | _LOST)
    draft.status = next(closed, "open")
    if words[0] not in _WON | _LOST | _OPEN:
        draft.custom[STATUS_KEY] = clean_line(status)


def _hash(columns: Sequence[Column], row: CsvRow) -> str:
    filled = [
        f"{column.field} {row.cells[column.index].strip()}"
        for column in columns
        if row.cells[column.index].strip()
    ]
    return blake2b("\n".join(filled).encode(), digest_size=16).hexdigest()
