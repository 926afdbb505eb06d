"""What the imports of all nouns share: their batches, and what tells one file from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import blake2b
from pathlib import Path

from crm_tui.importing.presets import OWN
from crm_tui.importing.reading import Table
from crm_tui.importing.result import Doubt, Made
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


class Rehearsal:
    """Batches that are one transaction."""

    def __init__(self, w: Write) -> None:
        self._w = w

    def __call__(self) -> AbstractContextManager[Write]:
        """The next batch."""
        return nullcontext(self._w)

    def made(self, *records: str) -> tuple[Made, ...]:
        """What was made so far beside the `records` themselves, by their nouns."""
        found = operations.made(self._w, self._w.operation, set(_BESIDE) - {*records})
        return tuple(Made(noun, found[noun]) for noun in _BESIDE if noun in found)


@contextmanager
def rolled_back(workspace: Workspace) -> Iterator[Rehearsal]:
    """Batches that are taken back at the end: a plan is an import that did not happen."""
    with workspace.rehearsal("import --dry-run") as w:
        yield Rehearsal(w)


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
