"""What the cells of columns that fill custom fields are: the type that a new field gets, and the
form in which a cell is kept in a typed one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crm_tui.domain.custom_fields import CustomField, kept, yes_no
from crm_tui.domain.drafts import Rejected
from crm_tui.errors import InvalidField
from crm_tui.formats.cells import unguard
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column
from crm_tui.importing.dates import read_date, shows_order
from crm_tui.importing.fields import CUSTOM_KINDS, Field
from crm_tui.importing.recipe import Recipe
from crm_tui.text import clean_line, counted, fold

Rows = Iterable[CsvRow | Rejected]
Keep = Callable[[str], str | None]

_MOST_CHOICES = 12
_TIMES_EACH = 3  # on average, for values to be choices
_LONGEST = 40  # of a choice
_REMEMBERED = 10_000  # cells of a column that were looked at already
# A number that can be read in one way only, and is no code with a zero before it.
_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+|,([0-9]{1,2}|[0-9]{4,}))?")
_OTHERS = "_as_written"
_BINARY = ("0", "1")  # rather numbers than yes and no
_NOT = {
    "number": "no number",
    "date": "no date",
    "choice": "none of its choices",
    "yes-no": "neither yes nor no",
}
# Does a cell look like this type? In this order; where all cells do, the column is of it.
_TESTS: dict[str, Callable[[str], object]] = {
    "number": _PLAIN.fullmatch,
    "date": lambda cell: read_date(cell, "DMY"),
    "yes-no": lambda cell: cell not in _BINARY and yes_no(cell),
}


class _Held(NamedTuple):
    """A column whose cells are kept as its field has it; `others` is where those go that do not
    fit, -1 where all do."""

    column: Column
    field: CustomField
    keep: Keep
    others: int


class CustomTypes:
    """The types of the custom fields that a file fills, from a look at all its rows.

    `present` are the noun's fields that are there, which keep their type. A new one gets the
    type that all cells of its column show: number, date, yes-no, choice where few values come
    again and again, else text; with `exact` only where the cells stand as the store keeps them,
    so that our own exports come back as they were. `columns` are the file's, and one more for
    each that may have cells which do not fit; `fields` the types of the new fields by their keys.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Callable[[], Rows],
        present: Mapping[str, CustomField],
        recipe: Recipe,
        *,
        exact: bool = False,
    ) -> None:
        self.columns = list(columns)
        self.fields: dict[str, CustomField] = {}
        self._held: list[_Held] = []
        self._wrong: dict[int, Counter[str]] = {}
        shared = Counter(map(_key, columns))
        looks = [
            _Look(column, present.get(_key(column)), recipe, exact=exact)
            for column in columns
            if column.field.kind in CUSTOM_KINDS and shared[_key(column)] == 1
        ]
        _look_through(looks, rows)
        for look in looks:
            field = look.field()
            if field.type == "text":
                continue
            if look.present is None and look.count:
                self.fields[field.name] = field
            self._hold(look.column, field, look.order, fits=look.fits)

    def of(self, rows: Rows) -> Iterator[CsvRow | Rejected]:
        """Rows with their cells as the fields keep them; what does not fit stands behind."""
        more = [""] * len(self._wrong)
        for row in rows:
            if isinstance(row, CsvRow) and self._held:
                row.cells = [*row.cells, *more]
                self._fit(row.cells)
            yield row

    def notes(self) -> Iterator[str]:
        """What did not fit, and where it is kept."""
        for held in self._held:
            if wrong := self._wrong.get(held.others):
                cells = counted(wrong.total(), "cell")
                are = "is" if wrong.total() == 1 else "are"
                first = clean_line(next(iter(wrong)))[:_LONGEST]
                yield (
                    f"{held.column.header}: {cells} {are} {_NOT[held.field.type]}, such as"
                    f" '{first}'; kept in the custom field {self.columns[held.others].key}"
                )

    def _fit(self, cells: list[str]) -> None:
        for column, _, keep, others in self._held:
            if cell := cells[column.index].strip():
                form = keep(cell)
                cells[column.index] = form or ""
                if form is None:
                    cells[others] = cell
                    if len(self._wrong[others]) < _REMEMBERED or cell in self._wrong[others]:
                        self._wrong[others][cell] += 1

    def _hold(self, column: Column, field: CustomField, order: str, *, fits: bool) -> None:
        others = -1
        if not fits:
            others, key = len(self.columns), f"{field.name}{_OTHERS}"
            header = f"{column.header} (as written)"
            self.columns.append(Column(others, header, Field("custom", key), key))
            self._wrong[others] = Counter()
        self._held.append(_Held(column, field, _keeper(field, order), others))
        if column.field.kind == "date":
            # Its days need no second reading.
            self.columns[column.index] = replace(column, order="DMY")


class _Look:
    """What the cells of a column show, one after the other."""

    def __init__(
        self, column: Column, present: CustomField | None, recipe: Recipe, *, exact: bool
    ) -> None:
        self.column, self.present = column, present
        self.fits = True
        self.count = 0
        self._said, self._exact = column.order or recipe.date_order, exact
        self._types = list(_TESTS) if present is None else []
        self._choices: dict[str, str] = {}
        self._chooses = present is None and column.field.kind == "custom"
        self._signs = set[str]()
        self._seen = set[str]()

    @property
    def is_open(self) -> bool:
        """Can another cell change what is known?"""
        if self.present:
            return self.present.type != "text" and self.fits
        return bool(self._types) or self._chooses

    def add(self, cell: str) -> bool:
        """Another cell; answers `is_open`."""
        self.count += 1
        if self._exact:
            cell = unguard(cell)
        if cell not in self._seen:
            if len(self._seen) == _REMEMBERED:
                self._seen.clear()
            self._seen.add(cell)
            self._signs.add(shows_order(cell))
            if self.present:
                self.fits = self.fits and _form(self.present, "DMY", cell) is not None
            else:
                self._types = [type for type in self._types if self._is(type, cell)]
                self._choose(cell)
        return self.is_open

    @property
    def order(self) -> str:
        """DMY or MDY: what the cells show, else what was said."""
        sure = self._signs - {"", "open"}
        return sure.pop() if len(sure) == 1 else self._said

    def field(self) -> CustomField:
        """The field that the column fills, with its type."""
        open = "open" in self._signs and not self.order
        if self.present:
            self.fits = self.fits and not (open and self.present.type == "date")
            return self.present
        field = CustomField(0, "", _key(self.column), self.column.header)
        for type in self._types:
            if type != "date" or not open:
                return field._replace(type=type) if self.count else field
        few = 2 <= len(self._choices) <= self.count // _TIMES_EACH
        if not (few and self._chooses):
            return field
        choices = json.dumps([*self._choices.values()], ensure_ascii=False)
        return field._replace(type="choice", choices=choices)

    def _is(self, type: str, cell: str) -> bool:
        field = CustomField(0, "", "", "", type)
        return bool(_TESTS[type](cell)) and (
            not self._exact or _form(field, self._said, cell) == cell
        )

    def _choose(self, cell: str) -> None:
        if self._chooses:
            line = clean_line(cell)
            first = self._choices.setdefault(fold(line), line)
            self._chooses = (
                len(self._choices) <= _MOST_CHOICES
                and len(line) <= _LONGEST
                and bool(fold(line))
                and "\n" not in cell
                and (not self._exact or first == cell)
            )


def _look_through(looks: Sequence[_Look], rows: Callable[[], Rows]) -> None:
    open = [(look.column.index, look) for look in looks]
    for row in rows() if open else ():
        if isinstance(row, CsvRow):
            done = False
            for index, look in open:
                if cell := row.cells[index].strip():
                    done |= not look.add(cell)
            if done:
                open = [each for each in open if each[1].is_open]
                if not open:
                    return


def _key(column: Column) -> str:
    return column.field.label or column.key


def _keeper(field: CustomField, order: str) -> Keep:
    """A cell -> what a field keeps of it, None for what does not fit."""
    known: dict[str, str | None] = {}

    def keep(cell: str) -> str | None:
        if cell not in known:
            if len(known) == _REMEMBERED:
                known.clear()
            known[cell] = _form(field, order, cell)
        return known[cell]

    return keep


def _form(field: CustomField, order: str, cell: str) -> str | None:
    if field.type == "date":
        day = read_date(cell, order)
        return day.isoformat() if day else None
    try:
        return kept(field, cell)
    except InvalidField:
        return None
