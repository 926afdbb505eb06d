"""What the global options said, and the store they lead to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from crm_tui.errors import NotFound, UsageError

if TYPE_CHECKING:
    import typer

    from crm_tui.clock import Clock
    from crm_tui.config import Config
    from crm_tui.store.reader import Reader
    from crm_tui.store.write import Write
    from crm_tui.workspace import Workspace


FORMATS = ("table", "json", "jsonl", "csv", "tsv", "ids")
TEXTS = ("text", *FORMATS)


@dataclass
class Session:
    """One run of the command line. Empty options are answered by the environment, then
    by the platform's places."""

    db: str = ""
    config_file: str = ""
    user: str = ""
    format: str = ""
    on: str = ""
    color: bool = True
    raw: bool = False
    _workspace: Workspace | None = None

    @cached_property
    def config(self) -> Config:
        """The settings. Raises NotFound for a file that was named and is missing."""
        from crm_tui.config import load

        place, named = self.config_place
        return load(place, required=named)

    @property
    def config_place(self) -> tuple[Path, bool]:
        """The settings file, and whether --config or CRM_CONFIG names it."""
        from crm_tui.paths import default_config

        named = self.config_file or os.environ.get("CRM_CONFIG", "")
        return (Path(named), True) if named else (default_config(), False)

    @property
    def named_store(self) -> str:
        """The store that --db or CRM_DB names; empty for the default one."""
        return self.db or os.environ.get("CRM_DB", "")

    @property
    def target(self) -> str:
        """The store's path or URL. Raises UsageError for a URL of another kind."""
        if named := self.named_store:
            scheme, colon, _ = named.partition("://")
            if colon and scheme not in ("postgresql", "postgres"):
                raise UsageError(
                    f"no store is kept at {scheme}://", "name a file, or a postgresql:// URL"
                )
            return named
        from crm_tui.paths import default_store

        return str(default_store())

    @property
    def acting(self) -> str:
        """The user's name that --user or CRM_USER gives."""
        return self.user or os.environ.get("CRM_USER", "")

    def workspace(self, *, create: bool = False) -> Workspace:
        """The open store, made first where it is missing and `create` allows it.

        Raises NotFound for a missing store otherwise.
        """
        from crm_tui.workspace import create_workspace, open_workspace

        if self._workspace is None:
            target = self.target
            make = create and "://" not in target and not Path(target).exists()
            begin = create_workspace if make else open_workspace
            try:
                self._workspace = begin(target, self.config, self._clock(), self.acting)
            except NotFound as error:
                if Path(target).exists() or "://" in target or not self.db:
                    raise
                hint = f"check --db, or make one with: crm init --db {target}"
                raise NotFound(error.message, hint) from error
            if make:
                note(f"made a store at {target}")
        return self._workspace

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A snapshot of the store, on the day that --on names."""
        with self.workspace().read() as reader:
            yield reader

    @contextmanager
    def write(self, command: str, *, create: bool = False) -> Iterator[Write]:
        """One operation. With `create` a missing store is made at the default place.

        Raises UsageError for --on, or for a format that cannot show what was done.
        """
        self.no_other_day()
        self.known_format(TEXTS)
        create = create and not self.named_store
        with self.workspace(create=create).write(command) as w:
            yield w

    def no_other_day(self) -> None:
        """Raises UsageError for --on with a command that writes."""
        if self.on:
            raise UsageError("--on is for commands that only read", "leave it out")

    def known_format(self, known: tuple[str, ...]) -> None:
        """Raises UsageError for a format that is not one of these."""
        if self.format and self.format not in known:
            raise UsageError(f"no such format here: {self.format}", f"one of: {', '.join(known)}")

    @property
    def wants_record(self) -> bool:
        """Is the record to be written, rather than a line that says what was done?"""
        return self.format not in ("", "text")

    def close(self) -> None:
        """Close the store, if it was opened."""
        if self._workspace is not None:
            self._workspace.close()

    def _clock(self) -> Clock:
        from crm_tui.clock import Clock, zone

        clock = Clock(zone(self.config.timezone))
        if not self.on:
            return clock
        from crm_tui.domain.dates import When, parse_date

        day = parse_date(self.on, clock, date_order(self.config))
        if not is_iso(self.on):
            note(f"on {When.on(day).describe(clock)}")
        return clock.on(day)


def session(ctx: typer.Context) -> Session:
    """The session that a command runs in."""
    found: Session = ctx.obj
    return found


def note(text: str) -> None:
    """A remark on standard error, safe to show."""
    from crm_tui.text import inert

    if sys.stderr is not None:
        print(inert(text), file=sys.stderr)


def is_iso(text: str) -> bool:
    """Is it a day as programs write it, which needs no telling how it was understood?"""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def date_order(config: Config) -> Literal["DMY", "MDY"] | None:
    """How `03/04/2026` is meant, where the settings say."""
    order = config.date_order
    return order if order in ("DMY", "MDY") else None  # type: ignore[return-value]


def asked(question: str) -> bool:
    """A yes or no from the terminal; no is the default."""
    return line_asked(f"{question} [y/N] ").casefold() in ("y", "yes")


def line_asked(question: str) -> str:
    """A line from the terminal."""
    from crm_tui.text import inert

    print(inert(question), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def at_terminal() -> bool:
    """Is somebody there to answer a question?"""
    return sys.stdin is not None and sys.stdin.isatty()
