"""Timelines and the journal as text, a line for each thing that happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_tui.clock import Clock, decode_instant
from crm_tui.domain.interactions import TimelineEntry
from crm_tui.domain.operations import Operation
from crm_tui.reports.layout import Line


def lines(entries: Iterable[TimelineEntry], clock: Clock) -> Iterator[Line]:
    """A timeline; one line says so where nothing happened."""
    found = [Line(line(entry, clock)) for entry in entries]
    yield from found or [Line("Nothing happened.")]


def line(entry: TimelineEntry, clock: Clock) -> str:
    """`2026-03-01 09:30  call     Asked for a quote · Grace Hopper · outbound`"""
    around = filter(None, (entry.text, entry.about, entry.detail, entry.user))
    return f"{_time(entry.at, clock)}  {entry.what:<8} {' · '.join(around)}"


def journal(operations: Iterable[Operation], clock: Clock) -> Iterator[Line]:
    """The journal, an operation a line."""
    for row in operations:
        state = "" if row.state == "done" else f"  [{row.state}]"
        count = f"{row.records} record{'s' * (row.records != 1)}"
        who = f" · {row.user}" if row.user else ""
        yield Line(f"{row.id:>5}  {_time(row.at, clock)}  {row.summary} ({count}){who}{state}")


def _time(instant: str, clock: Clock) -> str:
    return f"{clock.at(decode_instant(instant)):%Y-%m-%d %H:%M}"
