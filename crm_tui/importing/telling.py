"""What an import did, or would do, in words: the same for the command line and the app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm_tui.domain.whole import HEADER as WHOLE
from crm_tui.importing.calendar.run import PRESET as CALENDAR
from crm_tui.importing.mail.run import PRESET as MAIL
from crm_tui.importing.reading import SINGULAR
from crm_tui.importing.result import Change, Doubt, ImportResult
from crm_tui.text import counted

SHOWN = 10
_NAMED = 5


class Part(NamedTuple):
    """Some lines under a head, the first of `total`."""

    head: str
    lines: Sequence[str]
    total: int = 0

    def shown(self) -> Iterator[str]:
        """The first few, and how many more there are."""
        shown = self.lines[:SHOWN]
        yield from shown
        left = max(self.total, len(self.lines)) - len(shown)
        if shown and left > 0:
            yield f"… and {left:,} more"


def rows_and_program(result: ImportResult) -> str:
    """How many rows, and which program wrote them: `3 rows from google`."""
    made = f" from {result.preset}" if result.preset != "plain" else ""
    return f"{counted(result.rows, 'row')}{made}"


def counts(result: ImportResult, *, brief: bool = False) -> str:
    """What became of the rows: `2 new with 1 new company, 0 updated …`; without what is none of
    with `brief`."""
    companies = f" with {counted(result.companies, 'new company')}" if result.companies else ""
    others = {
        "updated": result.updated,
        "the same": result.same,
        "doubtful": result.duplicates,
        "rejected": result.rejected,
        **({"skipped": result.skipped} if result.skipped else {}),
    }
    told = [f"{n:,} {what}" for what, n in others.items() if n or not brief]
    return ", ".join([f"{result.new:,} new{companies}", *told])


def taken(result: ImportResult) -> Iterator[str]:
    """What of a file that holds several nouns is imported, and what is not."""
    left_out = _numbers(result.left_out)
    if result.preset == WHOLE:
        if result.new:
            yield f"New: {_numbers(result.taken)}"
        if left_out:
            yield f"leaves out {left_out}, which this crm does not know"
        return
    if result.preset in (MAIL, CALENDAR) or not left_out:
        return  # their notes tell it
    yield f"takes {_numbers(result.taken)}; leaves out {left_out}"
    if set(result.left_out) - set(SINGULAR.values()):
        yield "(contacts and companies are what crm takes from it so far)"


def parts(result: ImportResult) -> Iterator[Part]:
    """What is made beside the records, what changed, what is doubtful, what was rejected."""
    if result.made:
        lines = [f"{_plural(each.noun, len(each.names))}: {_some(each.names)}"
                 for each in result.made]  # fmt: skip
        yield Part("Makes", lines)
    if result.changes:
        yield Part("Updated", list(map(_changed, result.changes)), result.updated)
    if result.doubts:
        yield Part("Doubtful", [f"{_row(row)}: {row.why}" for row in result.doubts])
    if result.rejects:
        yield Part("Rejected", [f"line {row.line}: {row.reason}" for row in result.rejects])


def firsts(result: ImportResult) -> Part:
    """The first new rows."""
    return Part("New", [_row(row) for row in result.firsts], result.new)


def _row(row: Change | Doubt) -> str:
    return f"line {row.line}: {row.name}"


def _changed(row: Change) -> str:
    return f"{_row(row)}: {'; '.join(row.news)}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _plural(noun: str, count: int) -> str:
    return counted(count, noun.replace("_", " "))


def _numbers(numbers: dict[str, int]) -> str:
    return ", ".join(_plural(noun, n) for noun, n in numbers.items() if n)
