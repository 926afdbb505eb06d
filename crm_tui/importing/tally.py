"""What became of a file's rows so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from crm_tui.domain.drafts import Rejected
from crm_tui.importing.columns import Column, as_mapping
from crm_tui.importing.matching import Verdict
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import Change, ImportResult
from crm_tui.importing.work import BATCH, FIRSTS, MOST_TOLD
from crm_tui.text import counted

_SAMPLE = 80  # characters of a cell that are shown
_NAMED = 5  # names that a note each tells of
_JUDGED = ("new", "updated", "same", "duplicate", "skipped", "empty")
T = TypeVar("T")


def named(counts: Counter[str], noun: str, tell: Callable[[str, str], str]) -> Iterator[str]:
    """A note of each of the names of a `noun` that most deals have, by what `tell` makes of the
    name and how many deals that are; and how many more names there are."""
    for name, count in counts.most_common(_NAMED):
        yield tell(name, counted(count, "deal"))
    left = counts.most_common()[_NAMED:]
    if left:
        deals = counted(sum(count for _, count in left), "deal")
        yield f"and {counted(len(left), f'more {noun}')} like these ({deals})"


def currency_note(counts: Counter[str], recipe: Recipe, currency: str) -> Iterator[str]:
    """In which currency the amounts were taken that name none, unless the recipe says it."""
    if (count := counts["currency"]) and not recipe.currency:
        are = "is" if count == 1 else "are"
        yield (
            f"{counted(count, 'amount')} without a currency {are} in {currency};"
            " --currency says another"
        )


@dataclass
class Tally:
    """Counts by what became of rows, and the rows that are told one by one."""

    counts: Counter[str] = field(default_factory=Counter)
    rejects: list[Rejected] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    firsts: list[Change] = field(default_factory=list)
    samples: dict[str, str] = field(default_factory=dict)

    def judged(self, line: int, name: str, verdict: Verdict) -> None:
        """Count a row, and keep it where it is one of the first of its kind."""
        self.counts[verdict.result] += 1
        self.show(Change(line, name, verdict.news), new=verdict.result == "new")

    def show(self, change: Change, *, new: bool) -> None:
        """Keep a row that is new, or changed something, if it is one of the first."""
        if change.news and len(self.changes) < MOST_TOLD:
            self.changes.append(change)
        if new and len(self.firsts) < FIRSTS:
            self.firsts.append(change)

    def sample(self, columns: list[Column], cells: list[str]) -> None:
        """Keep the first value under each header."""
        if len(self.samples) == len(columns):
            return
        for column in columns:
            if cell := cells[column.index].strip():
                self.samples.setdefault(column.header, cell[:_SAMPLE])

    def batches(self, rows: Iterable[T | Rejected]) -> Iterator[list[T]]:
        """The rows that are let in, so many at a time; the others are kept as rejected."""
        batch: list[T] = []
        for row in rows:
            if isinstance(row, Rejected):
                self.rejects.append(row)
                continue
            batch.append(row)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def told(self) -> str:
        """How many rows are new, and how many changed their record."""
        return f"{self.counts['new']} new, {self.counts['updated']} updated"

    def result(
        self, file: str, preset: str, columns: list[Column], notes: Iterable[str]
    ) -> ImportResult:
        """The answer, as far as every import has it."""
        self.rejects.sort(key=lambda row: row.line)
        counts = self.counts
        return ImportResult(
            file=file,
            preset=preset,
            rows=sum(counts[name] for name in _JUDGED) + len(self.rejects),
            new=counts["new"],
            updated=counts["updated"],
            same=counts["same"],
            duplicates=counts["duplicate"],
            rejected=len(self.rejects),
            rejects=tuple(self.rejects),
            doubts=(),
            changes=tuple(self.changes),
            columns=as_mapping(columns),
            samples=self.samples,
            notes=tuple(notes),
            companies=0,
            operation=None,
            taken={},
            left_out={},
            firsts=tuple(self.firsts),
            skipped=counts["skipped"],
        )
