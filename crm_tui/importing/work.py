"""What the imports of all nouns share: their batches, and what tells one file from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from crm_tui.importing.presets import OWN
from crm_tui.importing.reading import Table
from crm_tui.importing.result import Doubt, ImportResult, Made
from crm_tui.queries import operations
from crm_tui.store.write import Write
from crm_tui.text import fold
from crm_tui.workspace import Workspace

BATCH = 2500
# Of updated rows so many say what changed; beyond, they are counted.
MOST_TOLD = 1000
FIRSTS = 5  # new rows that are shown
# What is told of, when an import makes it beside its records.
_BESIDE = ("user", "pipeline", "stage", "product", "tag", "custom_field")
Progress = Callable[[int, int], None]
# Gets the doubtful rows of a batch, once their records are there.
Meet = Callable[[Write, Doubt], None]
Batches = Callable[[], AbstractContextManager[Write]]


class Work(Protocol):
    """The import of one file, and what became of its rows so far."""

    def run(self, batch: Batches) -> None:
        """Import every row, a transaction for each batch."""

    def told(self) -> str:
        """What came in, in the few words of an operation's summary."""

    def result(self) -> ImportResult:
        """What became of the rows."""


def carry_out(
    workspace: Workspace,
    work: Work,
    file: str,
    key: Callable[[], str],
    *,
    dry_run: bool,
    records: Iterable[str] = (),
) -> ImportResult:
    """Do the work on a file as one operation. With `dry_run` the same is done and rolled back,
    and the answer says what was made beside the `records`, which are the nouns of the file.

    Work cut short is gone on with by the next that has the same `key`, which is worked out only
    where something is to stay. Raises what the work raises, and Conflict where somebody undid
    the operation meanwhile.
    """
    if dry_run:
        with workspace.rehearsal("import --dry-run") as w:
            work.run(lambda: nullcontext(w))
            return work.result()._replace(made=_made_beside(records, w))
    name = Path(file).name
    with workspace.bulk(f"import {name}", key()) as bulk:
        work.run(bulk.batch)
        bulk.summary = f"imported {name}: {work.told()}"
    return work.result()._replace(operation=bulk.operation or None)


def _made_beside(records: Iterable[str], w: Write) -> tuple[Made, ...]:
    """What the operation made so far beside the `records`, by nouns."""
    nouns = {*_BESIDE} - {*records}
    found = operations.made(w, w.operation, nouns) if nouns else {}
    return tuple(Made(noun, found[noun]) for noun in _BESIDE if noun in found)


def nobody_answers(_header: str, _value: str) -> str:
    """Who is asked for an order of dates where nobody is there."""
    return ""


def source_of(table: Table, preset: str) -> str:
    """Files with the same columns come from the same place, in whatever order; our own
    exports may have other custom fields each time."""
    if preset in OWN:
        return "crm"
    names = "\n".join(sorted(fold(name) for name in table.header))
    return f"csv:{blake2b(names.encode(), digest_size=6).hexdigest()}"


def fingerprint(source: Path | bytes, said: object) -> str:
    """What tells a file, and what was said of it, from others: work cut short goes on by it."""
    digest = blake2b(repr(said).encode(), digest_size=16)
    if isinstance(source, bytes):
        digest.update(source)
    else:
        with source.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
