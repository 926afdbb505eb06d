"""What the columns of a file are called that has one noun a row at a time."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_tui.errors import UsageError
from crm_tui.formats.cells import CUSTOM
from crm_tui.importing.columns import Column, named, of_others, unused
from crm_tui.importing.fields import IGNORED, Field, custom_key
from crm_tui.importing.vocabulary import spelling
from crm_tui.text import with_article


@dataclass(frozen=True, kw_only=True)
class Headers:
    """A noun, and by what its files are known.

    `fields` has the spellings of each field's columns. A file is of this kind where its columns
    fill all of one of the `signatures`, a set of fields and spellings; `own` are columns that
    only our own export has, `worked_out` those of it that are left out. Of the fields `needed`
    one has to be there. Without `custom` a column that no field takes is left out. `before` is
    what stands before its columns in files that have several nouns in a row, where not the noun.
    """

    noun: str
    plural: str
    fields: Mapping[str, str]
    signatures: tuple[frozenset[str], ...]
    own: frozenset[str]
    worked_out: frozenset[str]
    needed: tuple[str, ...] = ("name", "id")
    custom: bool = True
    before: str = ""

    def is_ours(self, header: Sequence[str]) -> bool:
        """Is a file with these columns an export of our own?"""
        return self.own <= {*header}

    def is_of(self, header: Sequence[str]) -> bool:
        """Do these columns show that the rows are of this kind?"""
        spelt = {spelling(name) for name in header}
        found = {known for name in spelt for known in self._known(name)[:1]} | spelt
        shown = any(signature <= found for signature in self.signatures)
        return self.is_ours(header) or (shown and not of_others(header, self.before or self.noun))

    def recognise(self, header: Sequence[str], said: Mapping[str, str]) -> list[Column]:
        """Column names -> columns; `said` are the fields that the user gave to headers.

        Raises UsageError for one that names no column or no field.
        """
        ours, taken, columns = self.is_ours(header), set[str](), list[Column]()
        keys = set[str]()
        others = of_others(header, self.noun)
        for index, name in enumerate(header):
            fields = ["id"] if ours and name == "uid" else self._known(spelling(name))
            known = next((each for each in fields if each not in taken), "")
            if (ours and name in self.worked_out) or name in others:
                known = IGNORED
            taken.add(known)
            key = custom_key(name.removeprefix(CUSTOM), f"column_{index + 1}")
            key = key if ours else unused(key, keys)
            unknown = Field("custom", key) if self.custom else Field(IGNORED)
            columns.append(Column(index, name, Field(known) if known else unknown, key))
        for name, text in said.items():
            column = named(columns, name)
            meant = self._field(text.strip(), column.key)
            columns[column.index] = replace(column, field=meant, key=meant.label or column.key)
        return columns

    def require_names(self, columns: Sequence[Column]) -> None:
        """Raises UsageError where no column has what each record needs."""
        if not {column.field.kind for column in columns} & {*self.needed}:
            need = self.needed[0]
            raise UsageError(
                f"no column was recognised as the {need} of {with_article(self.noun)}",
                f'say which it is, for example --map "Header={need}"',
            )

    def _known(self, word: str) -> list[str]:
        """The fields of a column by its spelling, also where the noun stands before it; where it
        may be of several, the likeliest first."""
        for plain in (word, word.removeprefix(self.noun)):
            if found := [name for name, words in self.fields.items() if plain in words.split()]:
                return found
        return []

    def _field(self, text: str, key: str) -> Field:
        if text in ("-", "ignore"):
            return Field(IGNORED)
        if text.startswith("custom") and self.custom:
            return Field("custom", custom_key(text.partition(":")[2], key))
        if text in self.fields:
            return Field(text)
        near = difflib.get_close_matches(text, self.fields, n=1)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        known = ", ".join(self.fields)
        raise UsageError(f"'{text}' is not a field of {self.plural}{meant}", f"fields: {known}")
