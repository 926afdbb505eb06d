"""Columns that are one thing together: value with label, an address, a birthday in parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_tui.domain.drafts import ContactDraft
from crm_tui.importing.columns import Column
from crm_tui.importing.fields import ADDRESS_PARTS, BIRTHDAY_PARTS, custom_key
from crm_tui.importing.takers import add_channel, add_key_date, keep
from crm_tui.importing.vocabulary import label_word
from crm_tui.text import clean_line

# Gets the draft and all cells of the row.
Group = Callable[[ContactDraft, list[str]], None]


def is_grouped(column: Column) -> bool:
    """True for a column that means something only together with others."""
    field = column.field
    return bool(field.part or field.number or field.kind == "address")


def grouped(columns: Sequence[Column]) -> list[Group]:
    """Such columns -> a filler for each group of them."""
    members: dict[tuple[str, str, int], list[Column]] = {}
    for column in columns:
        field = column.field
        members.setdefault((field.kind, field.label, field.number), []).append(column)
    return [_group(kind, label, found) for (kind, label, _), found in members.items()]


def _group(kind: str, label: str, members: list[Column]) -> Group:
    if kind == "address":
        return _address(label, members)
    return _birthday(members) if kind == "birthday" else _labelled(kind, label, members)


def _labelled(kind: str, label: str, members: list[Column]) -> Group:
    """`E-mail 1 - Value` with `E-mail 1 - Label`; `* Work` is the preferred one."""
    names = [column.index for column in members if column.field.part == "label"]
    values = [column for column in members if column.field.part != "label"]

    def fill(draft: ContactDraft, cells: list[str]) -> None:
        said = next((cells[index].strip() for index in names if cells[index]), "")
        name = clean_line(label_word(said)) or label
        for column in values:
            value = cells[column.index]
            if not value:
                continue
            if kind == "custom":
                keep(draft, custom_key(said, column.key), value)
            elif kind != "key_date":
                add_channel(draft, kind, name, value, first=said.startswith("* "))
            elif not add_key_date(draft, name.casefold() or "other", value, column.order):
                keep(draft, column.key, f"{said}: {value}" if said else value)

    return fill


def _address(label: str, members: list[Column]) -> Group:
    """Parts of an address -> one line: street, city, region and postal code, country."""
    names = [column.index for column in members if column.field.part == "label"]
    parts = [
        (part, column.index)
        for part in ADDRESS_PARTS
        for column in members
        if (column.field.part or "formatted") == part
    ]

    def fill(draft: ContactDraft, cells: list[str]) -> None:
        said = next((cells[index].strip() for index in names if cells[index]), "")
        whole, line, before = "", "", ""
        for part, index in parts:
            value = clean_line(cells[index].strip().replace("\n", ", "))
            if part == "formatted":
                whole += value.casefold()
            elif value.casefold() in whole:
                continue
            if value:
                glue = " " if (before, part) == ("region", "postal_code") else ", "
                line, before = f"{line}{glue}{value}" if line else value, part
        if line:
            name = clean_line(label_word(said)) or label
            add_channel(draft, "address", name, line, first=said.startswith("* "))

    return fill


def _birthday(members: list[Column]) -> Group:
    """Year, month and day in columns of their own; with one missing they stay as they are."""
    by_part = {column.field.part: column for column in members}

    def fill(draft: ContactDraft, cells: list[str]) -> None:
        found = [by_part.get(part) for part in BIRTHDAY_PARTS]
        numbers = [cells[column.index].strip() if column else "" for column in found]
        if any(numbers):
            day = "-".join(number.zfill(2) for number in numbers)
            if not add_key_date(draft, "birthday", day):
                for column in members:
                    keep(draft, column.key, cells[column.index])

    return fill
