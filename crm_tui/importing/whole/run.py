"""Importing a file that has a whole store (`reports.whole`), as one operation.

Into a fresh store it brings the same store: with its ids, uids, times and users. Into
another it brings what is missing there by uid, and leaves all else as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import SEEK_END, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from crm_tui.domain.drafts import Rejected
from crm_tui.domain.whole import BY_NAME, FORMAT, HEADER, Table
from crm_tui.errors import InvalidField, UsageError
from crm_tui.formats.jsonl import json_records, looks_like_json
from crm_tui.formats.record_table import Found, binary
from crm_tui.importing.result import ImportResult
from crm_tui.importing.whole.load import Loader
from crm_tui.importing.whole.values import Draft, read
from crm_tui.importing.work import BATCH, Batches, Progress, carry_out, fingerprint
from crm_tui.queries import whole as queries
from crm_tui.queries.erasures import KEY, secret
from crm_tui.store.files import Files, folder_of
from crm_tui.store.write import Write
from crm_tui.text import counted, inert
from crm_tui.workspace import Workspace

_KEY = re.compile(r"[0-9a-f]{64}")
FOREIGN_KEY = "who was erased there is not known again here: this store has a key of its own"


def is_whole(source: Path | bytes) -> bool:
    """Does a file, or its bytes, begin with the header of a whole store?"""
    if not looks_like_json(source):
        return False
    with binary(source) as stream:
        first = next(_records(stream), None)
    record = first.record if first else None
    return isinstance(record, dict) and record.get("noun") == HEADER


def import_whole(
    workspace: Workspace,
    source: Path | bytes,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import a whole store's file, or its bytes; attached files come from the folder beside
    it. With `dry_run` the same is done and then rolled back. Work cut short is gone on with
    by the next run of the same file.

    Raises UsageError for a file of a newer crm, CrmError where files cannot be read or kept.
    """
    job = _Job(workspace, source, progress, keep_files=not dry_run)
    return carry_out(
        workspace, job, job.name, lambda: fingerprint(source, HEADER), dry_run=dry_run,
        records=BY_NAME,
    )  # fmt: skip


def _records(stream: BinaryIO) -> Iterator[Found]:
    return json_records(TextIOWrapper(stream, encoding="utf-8-sig", errors="replace"))


class _Job:
    """One run over a file, and what became of its records so far."""

    def __init__(
        self,
        workspace: Workspace,
        source: Path | bytes,
        progress: Progress | None,
        *,
        keep_files: bool,
    ) -> None:
        self._workspace, self._source, self._progress = workspace, source, progress
        self.name = str(source) if isinstance(source, Path) else "standard input"
        self._files: Files | None = None
        if keep_files and isinstance(source, Path):
            self._files = Files(folder_of(str(source)))
        self._keeps_files = keep_files
        self._header: dict[str, Any] = {}
        self._rejects: list[Rejected] = []
        self._read: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._missing_files = 0
        self._notes: list[str] = []
        self._made: Counter[str] = Counter()

    def run(self, batch: Batches) -> None:
        """Bring every record, a transaction for each batch."""
        loader: Loader | None = None
        known = False
        for table, drafts in self._batches():
            with batch() as w:
                if loader is None:
                    loader = Loader(fresh=queries.is_fresh(w, w.operation))
                    loader.begin(w)
                    known = self._take_key(w)
                if table.name == "erased_address" and not known:
                    self._notes = list(dict.fromkeys([*self._notes, FOREIGN_KEY]))
                    continue
                if table.name == "attachment":
                    self._bring_files(drafts)
                self._made[table.name] += loader.load(w, table, drafts)
        if loader is not None:
            with batch() as w:
                loader.finish(w)
                if loader.fresh:
                    self._become(w)
            self._rejects += loader.rejects

    def _take_key(self, w: Write) -> bool:
        """Know who was erased by the key of the file's store; False where this store has
        another one."""
        key = self._header.get(KEY)
        w.db.execute(
            "INSERT INTO setting (key, value) SELECT :name, :key WHERE CAST(:key AS TEXT) <> ''"
            " ON CONFLICT DO NOTHING",
            {"name": KEY, "key": key if isinstance(key, str) and _KEY.fullmatch(key) else ""},
        )
        return secret(w) == key

    def _become(self, w: Write) -> None:
        """Who the file's store is used by uses this one from now on."""
        me = str(self._header.get("me_uid"))
        if id := queries.ids(w, "user", [me]).get(me):
            w.db.execute("UPDATE setting SET value = :id WHERE key = 'me'", {"id": str(id)})
            name = w.scalar('SELECT name FROM "user" WHERE id = :id', {"id": id})
            if name != self._workspace.user_name:
                self._notes.append(f"the store is {name}'s now, as the one in the file")

    def _bring_files(self, drafts: list[Draft]) -> None:
        """Attached files come before the rows that name them."""
        hashes = {draft.values["hash"] for draft in drafts}
        if self._keeps_files:
            there = self._workspace.files
            if self._files:
                self._files.share(there.folder, set(filter(self._files.is_whole, hashes)))
            self._missing_files += sum(not there.place(hash).is_file() for hash in hashes)

    # -- the file ----------------------------------------------------------------------------------

    def _batches(self) -> Iterator[tuple[Table, list[Draft]]]:
        """Drafts of one table at a time, in the file's order."""
        drafts: list[Draft] = []
        now: Table | None = None
        for found in self._found():
            table, draft = self._drafted(found)
            if table is None or draft is None:
                continue
            if now is not None and drafts and (table is not now or len(drafts) == BATCH):
                yield now, drafts
                drafts = []
            now = table
            drafts.append(draft)
        if now is not None and drafts:
            yield now, drafts

    def _drafted(self, found: Found) -> tuple[Table | None, Draft | None]:
        line, record, raw, problem, _ = found
        if not isinstance(record, dict):
            self._read[""] += 1
            self._rejects.append(Rejected(line, problem or "it is not a record: {…}", raw))
            return None, None
        noun = record.get("noun")
        if noun == HEADER:
            self._take_header(record)
            return None, None
        table = BY_NAME.get(noun) if isinstance(noun, str) else None
        if table is None:
            self._unknown[inert(str(noun))[:40]] += 1
            return None, None
        self._read[table.name] += 1
        try:
            return table, read(table, record, line, raw)
        except InvalidField as error:
            self._rejects.append(Rejected(line, error.message, raw))
            return None, None

    def _take_header(self, record: dict[str, Any]) -> None:
        version = record.get("format")
        if not isinstance(version, int) or version > FORMAT:
            raise UsageError(
                f"the file was written by a newer crm (its format is {inert(str(version))[:20]})",
                "upgrade crm; nothing was imported",
            )
        self._header = self._header or record

    def _found(self) -> Iterator[Found]:
        with binary(self._source) as stream:
            total = stream.seek(0, SEEK_END)
            stream.seek(0)
            for number, found in enumerate(_records(stream)):
                if self._progress and not number % 500:
                    self._progress(stream.tell(), total)
                yield found

    # -- what it came to ---------------------------------------------------------------------------

    def told(self) -> str:
        """What came in."""
        return counted(self._made.total(), "new record")

    def result(self) -> ImportResult:
        """What became of the records."""
        rows, new, rejected = self._read.total(), self._made.total(), len(self._rejects)
        if self._missing_files:
            files = counted(self._missing_files, "attached file")
            self._notes.append(f"{files} not beside this one: crm doctor names what is missing")
        return ImportResult(
            file=self.name,
            preset=HEADER,
            rows=rows,
            new=new,
            updated=0,
            same=rows - new - rejected,
            duplicates=0,
            rejected=rejected,
            rejects=tuple(self._rejects),
            doubts=(),
            changes=(),
            columns={},
            samples={},
            notes=tuple(self._notes),
            companies=0,
            operation=None,
            taken=dict(self._made),
            left_out=dict(self._unknown),
        )
