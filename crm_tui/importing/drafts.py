"""Rows of a file -> contact drafts, by what each column was taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from hashlib import blake2b

from crm_tui.domain.contacts import split_name
from crm_tui.domain.drafts import ChannelDraft, CompanyDraft, ContactDraft, Rejected
from crm_tui.formats.csv import CsvRow
from crm_tui.importing.columns import Column
from crm_tui.importing.exact import EXACT_TAKERS
from crm_tui.importing.fields import IGNORED, LIST_FIELDS
from crm_tui.importing.groups import grouped, is_grouped
from crm_tui.importing.takers import Taker, keep, own_site, taker
from crm_tui.text import LINE_LIMIT, TEXT_LIMIT, clean, fold

_NOBODY = "no name, e-mail, phone or company"
_NO_COMPANY = "no company name or domain"
_WHOLE_TEXTS = frozenset({"notes", "custom", "date", *LIST_FIELDS})
# What is longer is no name, and reading one word by word takes long.
_LONGEST_NAME = 80


class DraftBuilder:
    """Makes drafts of the rows of one file; the columns are resolved once, here.

    `zone` is that of times written without an offset; `noun` is "contacts" or
    "companies"; `exact` leaves names and domains as they are, for our own exports; `owner`
    says whom of ours an owner's name means.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        zone: tzinfo = UTC,
        *,
        noun: str = "contacts",
        exact: bool = False,
        owner: Callable[[str], str] = str,
    ) -> None:
        self._people, self._exact, self._owner = noun == "contacts", exact, owner
        used = [column for column in columns if column.field.kind != IGNORED]
        self._cells = [_step(column, zone) for column in used]
        self._to_tell = {column.index for column in used if column.field.kind != "custom"}
        # Column -> how many cells its field could not take: they are kept as a custom field.
        self.kept = Counter[int]()
        self._groups = grouped([column for column in used if is_grouped(column)])
        names = [column.key for column in used if column.field.kind == "name"]
        self._name_key = names[0] if names else "name"
        # Sorted by field, so that the order of columns does not change a row's hash.
        by_field = sorted((str(column.field), column.index) for column in used)
        self._hashed = [(f"{field}\t", index) for field, index in by_field]

    def build(self, row: CsvRow) -> ContactDraft | Rejected:
        """A row -> its draft, or why it cannot be one."""
        draft = ContactDraft(row.line)
        cells = row.cells
        for index, take, key, limit in self._cells:
            value = cells[index]
            # A text that is cut to one line's length is kept whole beside it.
            if value and (not take(draft, value) or len(value) > limit):
                keep(draft, key, value)
                if index in self._to_tell:
                    self.kept[index] += 1
        draft.owner = self._owner(draft.owner)
        for fill in self._groups:
            fill(draft, cells)
        if draft.company:
            _finish_company(draft, draft.company, exact=self._exact)
        if draft.channels:
            _prefer_first(draft.channels)
        if self._people and not (self._exact and draft.name):
            self._finish_name(draft)
        if not draft.name:
            if draft.company is None:
                return Rejected(row.line, _NOBODY if self._people else _NO_COMPANY, row.raw)
            self._give_to_company(draft, draft.company)
        draft.row_hash = self._hash(cells)
        return draft

    def _give_to_company(self, draft: ContactDraft, company: CompanyDraft) -> None:
        """What a row about a company alone says is all of the company."""
        company.channels += draft.channels
        draft.channels = []
        _finish_company(draft, company, exact=self._exact)
        for key in ("title", "lifecycle", "cadence"):
            keep(draft, key, getattr(draft, key))

    def _finish_name(self, draft: ContactDraft) -> None:
        """The name: from its parts, else as written, else an e-mail address or a phone."""
        full, first, last = draft.name, draft.first_name, draft.last_name
        if (first and last) or (not full and (first or draft.middle_name or last)):
            draft.name = " ".join(part for part in (first, draft.middle_name, last) if part)
            if full and full != draft.name and fold(full) != fold(draft.name):
                keep(draft, self._name_key, full)
        elif full:
            split = split_name(full) if len(full) <= _LONGEST_NAME else ("", "")
            draft.first_name, draft.last_name = first or split[0], last or split[1]
        else:
            kinds = ("email",) if draft.company else ("email", "phone")
            best = {c.kind: c.value for c in draft.channels if c.preferred}
            draft.name = next((best[kind] for kind in kinds if kind in best), "")

    def _hash(self, cells: list[str]) -> str:
        filled = [field + cells[index].strip() for field, index in self._hashed if cells[index]]
        text = clean("\n".join(filled), limit=TEXT_LIMIT * len(cells))
        return blake2b(text.encode(), digest_size=16).hexdigest()


def _step(column: Column, zone: tzinfo) -> tuple[int, Taker, str, int]:
    """A column -> its cell's place, taker, custom key and longest text."""
    take = _taken_with_others if is_grouped(column) else _taker(column, zone)
    limit = TEXT_LIMIT if column.field.kind in _WHOLE_TEXTS else LINE_LIMIT
    return column.index, take, column.key, limit


def _taker(column: Column, zone: tzinfo) -> Taker:
    return EXACT_TAKERS.get(column.field.kind) or taker(column.field, zone, column.order)


def _taken_with_others(_draft: ContactDraft, _value: str) -> bool:
    return True


def _finish_company(draft: ContactDraft, company: CompanyDraft, *, exact: bool) -> None:
    """A company has a name, or it is none: its number and channels stay with the contact."""
    if not company.domain and not exact:
        sites = [own_site(c.value) for c in company.channels if c.kind == "website"]
        company.domain = next(filter(None, sites), "")
    company.name = company.name or company.domain
    if company.name:
        _prefer_first(company.channels)
        return
    keep(draft, "company_id", company.external_id)
    draft.channels += company.channels
    draft.company = None


def _prefer_first(channels: list[ChannelDraft]) -> None:
    """One channel of each kind is preferred: the one that says so, else the first valid."""
    chosen: dict[str, ChannelDraft] = {}
    for channel in channels:
        best = chosen.get(channel.kind)
        if not channel.invalid and (best is None or (channel.preferred and not best.preferred)):
            chosen[channel.kind] = channel
    for channel in channels:
        channel.preferred = chosen.get(channel.kind) is channel
