"""Which field each column of a file fills: by its name, and by what the user says."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_tui.errors import UsageError
from crm_tui.formats.cells import CUSTOM
from crm_tui.importing.fields import CUSTOM_KINDS, IGNORED, Field, custom_key, parse_field
from crm_tui.importing.languages import part_of_name
from crm_tui.importing.vocabulary import recognised, recognised_of_company
from crm_tui.text import fold, with_article

_NOUNS = frozenset({"person", "organization", "deal", "lead", "activity", "note", "product"})
_PLURALS = {"person": "contacts", "deal": "deals", "product": "products"}
_IDENTIFYING = frozenset({"name", "first_name", "last_name", "email", "phone", "company"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: where it stands, its name, the field it fills.

    `key` names the custom field that takes what the field cannot take, and is
    unique in the file. `order` is DMY or MDY where its dates need one. `guessed`: its values
    told the field, and not its name.
    """

    index: int
    header: str
    field: Field
    key: str
    order: str = ""
    guessed: bool = False


def recognise(header: Sequence[str], noun: str = "contacts") -> list[Column]:
    """Column names, in any order and unique -> columns; an unknown one is a custom field.

    `noun` is what the rows are about: "contacts" or "companies".
    """
    known = recognised if noun == "contacts" else recognised_of_company
    found = [known(name) for name in header]
    sure = {field.kind for field, certain in found if field and certain}
    fields = [field if certain or (field and field.kind not in sure) else None
              for field, certain in found]  # fmt: skip
    fields = _birthday_in_parts(_numbered_only_with_labels(fields))
    fields = _name_in_parts(header, fields)
    columns: list[Column] = []
    keys: set[str] = set()
    for index, (name, field) in enumerate(zip(header, fields, strict=True)):
        key = unused(custom_key(name, f"column_{index + 1}"), keys)
        columns.append(Column(index, name, field or Field("custom", key), key))
    return columns


def apply_map(columns: Sequence[Column], said: Mapping[str, str]) -> list[Column]:
    """Columns with the field's text that the user has said of a header, the last word on it.

    Raises UsageError for a column that the file does not have and for an unknown
    field, each with the nearest that there is.
    """
    mapped = list(columns)
    for name, text in said.items():
        column = named(columns, name)
        field = parse_field(text)
        key = (field.kind == "custom" and field.label) or column.key
        mapped[column.index] = replace(column, field=field, key=key, guessed=False)
    return mapped


def filled(columns: Sequence[Column]) -> list[str]:
    """What a policy may be about: the fields that these columns fill, custom ones by their
    keys."""
    names = (_whole(column) for column in columns if column.field.kind != IGNORED)
    return list(dict.fromkeys(names))


def _whole(column: Column) -> str:
    kind = column.field.kind
    if kind in ("first_name", "middle_name", "last_name"):
        return "name"
    return column.field.label or column.key if kind in CUSTOM_KINDS else kind


def are_companies(header: Sequence[str]) -> bool:
    """Do these columns name companies, and nobody who works there?"""
    kinds = {column.field.kind for column in recognise(header)}
    return "company" in kinds and not kinds & (_IDENTIFYING - {"company"})


def require_identity(columns: Sequence[Column], name: str) -> None:
    """Raises UsageError when no column can tell who a row is about; `name`: the file's."""
    if not any(column.field.kind in _IDENTIFYING and not column.field.part for column in columns):
        raise UsageError(
            f"no column of '{name}' was recognised as a name, an e-mail, a phone or a company",
            'say which it is, for example --map "Header=name" or --map "Header=email"',
        )


def as_mapping(columns: Sequence[Column]) -> dict[str, str]:
    """Columns -> {header: field} as it is printed, in the file's order."""
    return {column.header: str(column.field) for column in columns}


def custom_labels(columns: Sequence[Column]) -> dict[str, str]:
    """Key -> label of every custom field that a row of these columns may fill."""
    return {
        column.key: column.header
        for column in columns
        if column.field.kind != IGNORED and not column.header.startswith(CUSTOM)
    }


def of_others(header: Sequence[str], noun: str) -> set[str]:
    """The columns that are not about `noun` in a file that has several nouns in a row, each
    before its columns: `Deal - Title`, `Product - Price` (Pipedrive)."""
    before = _before(header)
    return (
        {name for name, each in before.items() if each != noun}
        if noun in before.values()
        else set()
    )


def own_columns(header: Sequence[str], noun: str) -> frozenset[int]:
    """Where such a file has the columns of `noun`; nothing for other files."""
    before = _before(header)
    several = len({*before.values()}) > 1
    return frozenset(
        index for index, name in enumerate(header) if several and before.get(name) == noun
    )


def others_notes(columns: Sequence[Column], noun: str) -> Iterator[str]:
    """What else such a file holds and how it is imported, and which columns are left out."""
    before = _before([column.header for column in columns])
    if noun not in before.values():
        return
    told = [each for each in _PLURALS if each in {*before.values()} - {noun}]
    if told:
        nouns = [_PLURALS[each] for each in told]
        ways = ", ".join(f"--as {plural}" for plural in nouns)
        yield f"the file has {' and '.join(nouns)} too, each imported by itself: {ways}"
    ignored = (column.header for column in columns if column.field.kind == IGNORED)
    left = [name for name in ignored if before.get(name, noun) not in (noun, *told)]
    if left and "person" not in told:  # contacts take whatever columns there are
        yield f"left out, since not of {with_article(noun)}: {', '.join(left)}"


def _before(header: Sequence[str]) -> dict[str, str]:
    """The noun before each column that has one there."""
    found = {name: name.partition(" - ")[0].casefold() for name in header if " - " in name}
    return {name: noun for name, noun in found.items() if noun in _NOUNS}


def _numbered_only_with_labels(fields: list[Field | None]) -> list[Field | None]:
    """The number matters only to what belongs together: value and label, parts of an address."""
    labelled = {(field.kind, field.number) for field in fields if field and field.part == "label"}
    count = Counter((field.kind, field.number) for field in fields if field)
    kept: list[Field | None] = []
    for field in fields:
        if field is None or not field.number or field.kind == "address":
            kept.append(field)
        elif field.part == "label":
            kept.append(field if count[field.kind, field.number] > 1 else None)
        else:
            numbered = (field.kind, field.number) in labelled
            kept.append(field if numbered else replace(field, number=0))
    return kept


def _birthday_in_parts(fields: list[Field | None]) -> list[Field | None]:
    """Beside `Birth Month` the name `Birth Day` means the day alone."""
    if Field("birthday", part="month") not in fields:
        return fields
    day = Field("birthday", part="day")
    return [day if field == Field("birthday") else field for field in fields]


def _name_in_parts(header: Sequence[str], fields: list[Field | None]) -> list[Field | None]:
    """Beside the column of one part of a name, `Name` may mean the other."""
    named = {field.kind for field in fields if field}
    parts = [part_of_name(name, header) if field == Field("name") else ""
             for name, field in zip(header, fields, strict=True)]  # fmt: skip
    return [Field(part) if part and part not in named else field
            for part, field in zip(parts, fields, strict=True)]  # fmt: skip


def unused(key: str, taken: set[str]) -> str:
    """The key, with a number behind it where it is taken; it is taken from now on."""
    number, free = 2, key
    while free in taken:
        free, number = f"{key}_{number}", number + 1
    taken.add(free)
    return free


def named(columns: Sequence[Column], name: str) -> Column:
    """The column of that header. Raises UsageError with the nearest that there is."""
    by_name = {column.header: column for column in columns}
    by_key = {fold(column.header): column for column in reversed(columns)}
    if column := by_name.get(name.strip()) or by_key.get(fold(name)):
        return column
    near = difflib.get_close_matches(fold(name), list(by_key), n=1)
    meant = f"; did you mean '{by_key[near[0]].header}'?" if near else ""
    raise UsageError(
        f"the file has no column '{name.strip()}'{meant}", f"its columns: {', '.join(by_name)}"
    )
