"""What is said of files of one kind: what their columns fill, and what becomes of matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from crm_tui.errors import UsageError
from crm_tui.formats.ics_files import FORM as CALENDAR
from crm_tui.formats.mail_files import FORMS
from crm_tui.text import fold

MODES = ("update", "fill", "skip", "create")
WAYS = ("update", "fill")
NOUNS = (
    "contacts", "companies", "deals", "products", "users", "interactions", "reminders", *FORMS,
    CALENDAR,
)  # fmt: skip
ORDERS = ("DMY", "MDY")
# What becomes of a doubtful row: it is the record that it resembles, or another, or left out.
SAME, NEW, SKIP = "same", "new", "skip"
MAKES = ("stages", "users", "contacts", "products")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is imported, as far as somebody said it; what is empty is found out.

    `noun` is what its rows are about, or the form of a file of mail (eml, mbox, maildir) or of a
    calendar (ics);
    `sheet` names one of a workbook, `columns` has the field of each header that its name does
    not say. `date_order` (DMY or MDY) counts for columns of dates that leave it open, `currency`
    for amounts without one. `stages`, `owners` and `products` say which of ours the file's names
    mean; `make` says which of those that are not here are made; `values` says for a header what
    a value under it means. `on_duplicate` is what becomes of a
    record that a row matches: update (overwrite), fill (empty fields only), skip, or create
    beside it; `policy` says update or fill for single fields. `doubtful` (new or skip) is what
    becomes of rows that are doubtful, `answers` (same, new or skip) of single ones by their keys.
    """

    noun: str = ""
    preset: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    currency: str = ""
    stages: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    make: tuple[str, ...] = ()
    on_duplicate: str = "update"
    policy: Mapping[str, str] = field(default_factory=dict)
    doubtful: str = NEW
    answers: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raises UsageError for a word that is none of those known."""
        _one_of("way", self.on_duplicate, MODES)
        if self.noun and self.noun not in NOUNS:
            raise UsageError(f"cannot import {self.noun}", f"one of: {', '.join(NOUNS)}")
        if self.date_order and self.date_order not in ORDERS:
            raise UsageError(f"'{self.date_order}' is no order of dates", "DMY or MDY")
        for name in self.make:
            if name not in MAKES:
                raise UsageError(f"cannot make {name}", f"one of: {', '.join(MAKES)}")
        _one_of("way with doubtful rows", self.doubtful, (NEW, SKIP))
        for way in self.policy.values():
            _one_of("way with a field", way, WAYS)

    def check_policy(self, fields: Iterable[str]) -> None:
        """Raises UsageError for a policy on what is none of the fields that a file fills."""
        known = dict.fromkeys(fields)
        for name in self.policy:
            if name not in known:
                near = get_close_matches(name, known, 1)
                meant = f"; did you mean '{near[0]}'?" if near else ""
                raise UsageError(
                    f"the file fills no field '{name}'{meant}", f"it fills: {', '.join(known)}"
                )

    def owner(self, name: str) -> str:
        """The user's name that an owner's in the file means."""
        return _meant(self.owners, name)

    def stage(self, name: str) -> str:
        """The stage's name of ours that one in the file means."""
        return _meant(self.stages, name)

    def answer(self, key: str) -> str:
        """What becomes of the doubtful row with that key; "" where nobody said so."""
        return self.answers.get(key, SKIP if self.doubtful == SKIP else "")

    def overwrites(self, name: str) -> bool:
        """May a field that is filled already be overwritten?"""
        return self.policy.get(name, self.on_duplicate) == "update"


def _meant(names: Mapping[str, str], name: str) -> str:
    if not names or name in names:
        return names.get(name, name)
    return next((ours for theirs, ours in names.items() if fold(theirs) == fold(name)), name)


def _one_of(what: str, word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise UsageError(f"no such {what}: {word}", f"one of: {', '.join(words)}")
