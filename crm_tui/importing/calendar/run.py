"""Importing calendars as interactions and reminders, as one operation: each item once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import UsageError
from crm_tui.formats.ics_files import FORM, content_of, is_calendar, pieces, size_of
from crm_tui.formats.ics_items import Unreadable, Zones, read_item
from crm_tui.importing.activities.batch import ActivityBatch
from crm_tui.importing.activities.drafts import NOUNS
from crm_tui.importing.activities.told import made_note, unknown_notes
from crm_tui.importing.calendar.entries import SOURCE, Calendar, Made
from crm_tui.importing.calendar.past import settle
from crm_tui.importing.matching import Rules, Verdict
from crm_tui.importing.people import own_addresses
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import Change, ImportResult
from crm_tui.importing.tally import Tally
from crm_tui.importing.work import Batches, Progress, carry_out, fingerprint
from crm_tui.store.write import Write
from crm_tui.text import counted
from crm_tui.workspace import Workspace

PRESET = "calendar"
_BATCH = 500
_TOLD = {
    "rules": ("repetition", "that reminders cannot hold: only the first time is taken"),
    "cut": ("event", "repeated for longer than two years: taken for the last two"),
    "texts": ("planned meeting", "with a description or place, for which reminders have no room:"
              " the meeting has it once it was"),
}  # fmt: skip


def is_of_calendar(source: Path | bytes, recipe: Recipe) -> bool:
    """Is it a calendar, as was said, or as it looks?"""
    if recipe.noun or recipe.preset not in ("", "auto"):
        return recipe.noun == FORM
    return is_calendar(source)


def import_calendar(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe = Recipe(),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import an iCalendar file, a folder of such files, or the bytes of one.

    Events with somebody who is a contact become interactions where they are past, reminders where
    they are to come; to-dos become reminders. People who are no contacts are told, or become some
    where the recipe makes contacts. Raises UsageError for what is no calendar, and where contacts
    are to be made and nobody knows which addresses are the user's own.
    """
    recipe.check()
    if recipe.columns or recipe.sheet:
        raise UsageError("a calendar has no columns", "leave out --map and --sheet")
    if not is_calendar(source):
        raise UsageError("this is no calendar", "an iCalendar file begins with BEGIN:VCALENDAR")
    job = _Job(workspace, source, recipe, progress)
    # What is past by now may have been to come the last time.
    said = (PRESET, recipe, workspace.clock.today())
    return carry_out(
        workspace, job, job.name, lambda: fingerprint(content_of(source), said), dry_run=dry_run
    )


class _Job:
    """One run over a source, and what became of its items so far."""

    def __init__(
        self, workspace: Workspace, source: Path | bytes, recipe: Recipe, progress: Progress | None
    ) -> None:
        self._workspace, self._source, self._progress = workspace, source, progress
        self.name = str(source) if isinstance(source, Path) else "standard input"
        self._makes = "contacts" in recipe.make
        own, self._users = own_addresses(workspace)
        if self._makes and not own:
            raise UsageError(
                "nobody said which addresses are yours",
                'set them: crm config set own_addresses "ada@example.com, ada@work.example"',
            )
        self._rules = Rules(SOURCE, recipe, lambda _, value: value)
        self._zones = Zones(workspace.clock.zone)
        self._own, self._total = own, size_of(source)
        self._unknown: dict[str, Counter[str]] = {}
        self._not_here: tuple[str, ...] = ()
        self._told: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self.tally = Tally()

    def run(self, batch: Batches) -> None:
        """Import every item, a transaction for each batch."""
        self._calendar = Calendar(self._workspace.clock, self._own, self._users, self._moved())
        for items, done in self._batches():
            with batch() as w:
                self._write(w, items)
            if self._progress:
                self._progress(min(done, self._total), self._total)
        if any(self._unknown.values()):
            with batch() as w:
                self._not_here = tuple(unknown_notes(w, self._unknown))

    def _write(self, w: Write, items: list[Made]) -> None:
        found: dict[int, list[Verdict]] = {id(item): [] for item in items}
        settled = settle(w, [draft for item in items for draft in item.drafts])
        self.tally.counts["ended"] += settled.ended
        for noun in NOUNS:
            owned = [(item, draft) for item in items for draft in item.drafts
                     if draft.noun == noun and draft.uid not in settled.dropped]  # fmt: skip
            drafts = [draft for _, draft in owned]
            known = ActivityBatch(w, self._rules, noun, drafts, self._own, makes=self._makes)
            for (item, draft), verdict in zip(owned, known.run(), strict=True):
                found[id(item)].append(verdict)
                self._new[noun] += verdict.result == "new"
                told = Change(draft.line, draft.name, verdict.news)
                fresh = verdict.result == "new" and told not in self.tally.firsts
                self.tally.show(told, new=fresh)
            self.tally.counts["made"] += known.made
            for of, names in known.unknown.items():
                self._unknown.setdefault(of, Counter()).update(names)
        for item in items:
            results = {verdict.result for verdict in found[id(item)]} or {"same"}
            word = next(word for word in ("new", "updated", "same", "nobody") if word in results)
            self.tally.counts[word] += 1
            if word != "nobody":
                self._told.update(item.told)

    def _moved(self) -> dict[str, frozenset[str]]:
        """By UID the times of series that have items of their own."""
        moved: dict[str, set[str]] = {}
        for piece, _ in pieces(self._source):
            if "RECURRENCE-ID" not in piece.text.upper() or piece.problem:
                continue
            try:
                entry = read_item(piece.text, self._zones)
            except Unreadable:
                continue  # it is told where it is read again
            if entry.occurrence:
                moved.setdefault(entry.uid, set()).add(entry.occurrence.due)
        return {uid: frozenset(times) for uid, times in moved.items()}

    def _batches(self) -> Iterator[tuple[list[Made], int]]:
        """Batches of items, with how many bytes were read."""
        items: list[Made] = []
        done = drafts = 0
        for piece, done in pieces(self._source):
            if piece.kind == "VTIMEZONE":
                self._zones.add(piece.text)
                continue
            self.tally.counts["rows"] += 1
            try:
                if piece.problem:
                    raise Unreadable(piece.problem)
                made = self._calendar.made(
                    read_item(piece.text, self._zones), piece.line, piece.text
                )
            except Unreadable as error:
                told = f"{piece.name}: {error}" if piece.name else str(error)
                self.tally.rejects.append(Rejected(piece.line, told, piece.text))
                continue
            if made.left_out:
                self._left_out[made.left_out] += 1
                continue
            items.append(made)
            drafts += len(made.drafts)
            if drafts >= _BATCH:
                yield items, done
                items, drafts = [], 0
        if items:
            yield items, done

    def told(self) -> str:
        """What was made of the items."""
        made = (counted(self._new[noun], noun) for noun in NOUNS if self._new[noun])
        return " and ".join(made) or "nothing new"

    def _notes(self) -> Iterator[str]:
        if any(self._new.values()):
            yield f"made {self.told()}"
        if count := self.tally.counts["ended"]:
            yield f"{counted(count, 'planned meeting')} held meanwhile: done"
        for word, count in self._left_out.items():
            yield f"{counted(count, 'item')} left out: {word}"
        if count := self.tally.counts["nobody"]:
            yield f"{counted(count, 'event')} with nobody who is a contact here left out"
        for key, (what, text) in _TOLD.items():
            if count := self._told[key]:
                yield f"{counted(count, what)} {text}"
        yield from made_note(self.tally.counts["made"])
        yield from self._not_here

    def result(self) -> ImportResult:
        """What became of the items; `new` counts those of which something new was made."""
        counts = self.tally.counts
        left_out = {**self._left_out, "event of nobody known": counts["nobody"]}
        told = self.tally.result(self.name, PRESET, [], self._notes())
        return told._replace(
            rows=counts["rows"],
            taken={**self._new, "contact": counts["made"]},
            left_out={noun: count for noun, count in left_out.items() if count},
        )
