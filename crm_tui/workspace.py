"""A workspace: an open store with the settings, the clock and the acting user.

Both faces work through it: `read()` gives a snapshot, `write(command)` an operation.
"""

from __future__ import annotations

import getpass
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_tui.clock import Clock, zone
from crm_tui.config import Config
from crm_tui.errors import NotFound
from crm_tui.store.bulk import Bulk
from crm_tui.store.connection import Connection, is_url
from crm_tui.store.reader import Reader, reading
from crm_tui.store.store import create_store, open_store, setting
from crm_tui.store.write import Write, writing
from crm_tui.text import fold

if TYPE_CHECKING:
    from crm_tui.store.files import Files


@dataclass
class Workspace:
    """`target` is the store's path or URL; `session` marks the operations of one app run.

    Each thread has a connection of its own, opened when it first reads or writes.
    """

    target: str
    config: Config
    clock: Clock
    user_id: int = 0
    user_name: str = ""
    session: str = ""
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _opened: list[Connection] = field(default_factory=list, repr=False)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent snapshot of the store."""
        with reading(self._connection(), self.clock) as reader:
            yield reader

    @contextmanager
    def write(self, command: str) -> Iterator[Write]:
        """One operation, in one transaction, under the acting user's name."""
        with writing(
            self._connection(), self.clock, self.config, self.user_id, command, self.session
        ) as operation:
            yield operation

    @contextmanager
    def rehearsal(self, command: str) -> Iterator[Write]:
        """An operation that is taken back at the end, whatever it did: to see what one would
        do, and whether it can be done."""

        class Over(Exception):
            pass

        try:
            with self.write(command) as operation:
                yield operation
                raise Over
        except Over:
            return

    def forget_deleted(self) -> None:
        """From now on this thread leaves nothing of what it deletes in the store's file."""
        from crm_tui.store.scrub import forget_deleted

        forget_deleted(self._connection())

    def scrub(self) -> bool:
        """Make sure that nothing that was erased is left in the store's file (see
        `store.scrub`); False where another program was in the way."""
        from crm_tui.store.scrub import scrub

        return scrub(self._connection())

    @property
    def files(self) -> Files:
        """The files that are kept beside the store."""
        from crm_tui.store.files import Files, folder_of

        return Files(folder_of(self.target, self.config.files))

    def bulk(self, command: str, resume_key: str) -> Bulk:
        """One operation over many transactions, which a second run can resume."""
        return Bulk(
            self._connection(),
            self.clock,
            self.config,
            self.user_id,
            command,
            resume_key,
            self.session,
        )

    def close(self) -> None:
        """Close every thread's connection."""
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()

    def _connection(self) -> Connection:
        db: Connection | None = getattr(self._local, "db", None)
        if db is not None and db.closed:
            self._opened.remove(db)
            db = None
        if db is None:
            db = self._local.db = open_store(self.target)
            self._opened.append(db)
        return db


def open_workspace(
    target: str, config: Config, clock: Clock | None = None, user: str = ""
) -> Workspace:
    """Open the store at `target` and act as `user`, else as the settings say.

    Raises NotFound where there is no store or no such user, StoreUnusable for a
    store that cannot be used.
    """
    clock = clock or Clock(zone(config.timezone))
    workspace = Workspace(target, config, clock)
    with workspace.read() as reader:
        workspace.user_id, workspace.user_name = _acting_user(reader, target, user or config.user)
    return workspace


def create_workspace(
    target: str, config: Config, clock: Clock | None = None, user: str = ""
) -> Workspace:
    """Make a store at `target` whose first user is `user`, and open it.

    Raises CrmError when there is one already, StoreUnusable where none can be made.
    """
    clock = clock or Clock(zone(config.timezone))
    create_store(target, clock, config, user or config.user or login_name()).close()
    return open_workspace(target, config, clock, user)


def login_name() -> str:
    """Who is logged in, or "me" where the system cannot tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "me"


def _acting_user(reader: Reader, target: str, name: str) -> tuple[int, str]:
    if name:
        found = reader.db.one(
            'SELECT id, name FROM "user" WHERE name_key = :key', {"key": fold(name)}
        )
    else:
        found = _default_user(reader, target)
    if found is None:
        known = ", ".join(str(row[0]) for row in reader.db.rows('SELECT name FROM "user"'))
        raise NotFound(f"no user '{name or login_name()}' in this store", f"users: {known}")
    return int(found[0]), str(found[1])


def _default_user(reader: Reader, target: str) -> tuple[object, ...] | None:
    # A file is one person's, who may go by any name; a server is a team's.
    if is_url(target):
        by_login = reader.db.one(
            'SELECT id, name FROM "user" WHERE name_key = :key', {"key": fold(login_name())}
        )
        if by_login:
            return by_login
        only = reader.db.rows('SELECT id, name FROM "user" LIMIT 2')
        return only[0] if len(only) == 1 else None
    me = setting(reader, "me")
    return reader.db.one('SELECT id, name FROM "user" WHERE id = :id', {"id": int(me or 0)})
