"""The files that are kept beside the store, each named by the SHA-256 of its content.

A file never changes: the same content is kept once, whatever it was called, and a copy may
share it. `ab/abcd…` is the file whose hash begins with ab.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from crm_tui.domain.attachments import safe_name, size_text
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.paths import default_files
from crm_tui.store.connection import is_url

MOST = 512_000_000  # bytes of one file
_CHUNK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")
_SHORT = 12  # digits of the hash in the name of a folder with a copy that is lent
_LENT = re.compile(rf"crm-([0-9a-f]{{{_SHORT}}})-[a-z0-9_]+")
Progress = Callable[[int, int], None]


class Kept(NamedTuple):
    """A file that is kept: what it was called, its hash and its bytes."""

    name: str
    hash: str
    size: int


def folder_of(target: str, setting: str = "") -> Path:
    """Where the files of the store at `target` are: beside a file, as `crm.db.files`;
    of a PostgreSQL store in the folder that the `files` setting names, else in the
    platform's folder for data."""
    if not is_url(target):
        return Path(f"{target}.files")
    if setting:
        return Path(setting).expanduser()
    url = urlsplit(target)
    name = f"{url.hostname or 'local'}{url.path}".replace("/", "-")
    return default_files() / safe_name(name)


class Files:
    """The files in a folder, which is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, hash: str) -> Path:
        """Where the file of a hash is, or would be. Raises CrmError for what is no hash."""
        if not _HASH.fullmatch(hash):
            raise CrmError("an attachment's row does not name a file", "see: crm doctor")
        return self.folder / hash[:2] / hash

    def found(self, hash: str) -> Path:
        """The file of a hash. Raises NotFound where it is missing."""
        place = self.place(hash)
        if not place.is_file():
            raise NotFound(f"the file is missing: {place}", "bring it back from a backup")
        return place

    def keep(self, source: Path, progress: Progress | None = None) -> Kept:
        """Copy a file in, whole or not at all, and say as what it is kept.

        Raises NotFound for a missing one, UsageError for what is no file or too large,
        CrmError where it cannot be read or written.
        """
        try:
            with check(source).open("rb") as file:
                fresh = self._fresh()
                try:
                    hash, size = _copy(file, fresh, progress)
                    self._settle(fresh, self.place(hash))
                finally:
                    fresh.unlink(missing_ok=True)
        except OSError as error:
            raise CrmError(
                f"{source} cannot be kept: {error.strerror or error}",
                f"check it, and the room in {self.folder}",
            ) from error
        return Kept(safe_name(source.name), hash, size)

    def save(self, hash: str, to: Path) -> None:
        """Copy the file of a hash out to the new file `to`. Raises NotFound, and CrmError
        where there is a file already or none can be written."""
        source = self.found(hash)
        try:
            os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            shutil.copyfile(source, to)
        except FileExistsError:
            raise CrmError(f"there is a file at {to} already", "name another") from None
        except OSError as error:
            raise CrmError(f"{to} cannot be written: {error.strerror}", "name another") from error

    def lend(self, hash: str, name: str) -> Path:
        """A copy under its own name in a new private folder of the system's temporary ones,
        for another program to open. Raises what `save` raises."""
        self.found(hash)
        copy = Path(tempfile.mkdtemp(prefix=f"crm-{hash[:_SHORT]}-")) / safe_name(name)
        self.save(hash, copy)
        return copy

    def hashes(self) -> Iterator[str]:
        """The hashes of all files that are there."""
        for path in self.folder.glob("??/*"):
            if _HASH.fullmatch(path.name):
                yield path.name

    def is_whole(self, hash: str) -> bool:
        """Is the file of this hash there, and what it was?"""
        try:
            with self.place(hash).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == hash
        except (OSError, CrmError):
            return False

    def share(self, to: Path, only: Collection[str] | None = None) -> int:
        """Bring what is missing into another folder, as a link where that can be, else as a
        copy; answers how many files there are. With `only` those of some hashes."""
        other, number = Files(to), 0
        for hash in self.hashes() if only is None else only:
            if only is not None and not self.place(hash).is_file():
                continue
            number += 1
            place = other.place(hash)
            if place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                os.link(self.place(hash), place)
            except OSError:
                other._copy_in(self.place(hash), place)
        return number

    def drop(self, hash: str) -> int:
        """Delete a file; answers the bytes that it had."""
        place = self.found(hash)
        size = place.stat().st_size
        place.unlink()
        return size

    def lent(self, hash: str) -> Iterator[Path]:
        """The copies of a file that were lent, and not changed since."""
        for path in _lent():
            if path.parent.name.startswith(f"crm-{hash[:_SHORT]}-") and _unchanged(path):
                yield path

    def sweep(self, path: Path) -> None:
        """Delete one of the `leavings`, and the folder that was made for it. A file that is
        in use, or gone already, is let be."""
        with suppress(OSError):
            path.unlink()
            if path.parent != self.folder:
                path.parent.rmdir()

    def leavings(self, before: float) -> Iterator[tuple[Path, int]]:
        """Files, with their bytes, that are older than the time `before` (in seconds, as files
        have it): what a crash left half copied, and copies that were lent and not changed."""
        for path in (*self.folder.glob("new-*"), *_lent()):
            with suppress(OSError):  # another clean-up may be at work
                state = path.stat()
                if state.st_mtime < before and (path.parent == self.folder or _unchanged(path)):
                    yield path, state.st_size

    def _copy_in(self, source: Path, place: Path) -> None:
        """A copy that is there whole or not at all: one cut short would pass for the file."""
        fresh = self._fresh()
        try:
            shutil.copyfile(source, fresh)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)

    def _fresh(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix="new-", dir=self.folder)  # 0600
        os.close(handle)
        return Path(name)

    def _settle(self, fresh: Path, place: Path) -> None:
        if self.is_whole(place.name):
            os.utime(place)  # as good as new: no clean-up takes it away
            return
        place.parent.mkdir(exist_ok=True, mode=0o700)
        fresh.replace(place)
        folder = os.open(place.parent, os.O_RDONLY) if os.name == "posix" else None
        if folder is not None:
            os.fsync(folder)
            os.close(folder)


def _lent() -> Iterator[Path]:
    """This user's copies that were lent, each alone in its folder."""
    for folder in Path(tempfile.gettempdir()).glob("crm-*"):
        with suppress(OSError):
            if _LENT.fullmatch(folder.name) and not folder.is_symlink() and _is_ours(folder):
                inside = list(folder.iterdir())
                if len(inside) == 1 and inside[0].is_file() and not inside[0].is_symlink():
                    yield inside[0]


def _unchanged(copy: Path) -> bool:
    """Is it what was lent? One that was changed is the user's work."""
    lent = _LENT.fullmatch(copy.parent.name)
    with copy.open("rb") as file:
        hash = hashlib.file_digest(file, "sha256").hexdigest()
    return lent is not None and hash.startswith(lent[1])


def _is_ours(folder: Path) -> bool:
    return os.name != "posix" or folder.lstat().st_uid == os.getuid()


def check(source: Path) -> Path:
    """Where a file to keep is. Raises NotFound for a missing one, UsageError for what is no
    file or too large."""
    path = source.expanduser()
    if not path.exists():
        raise NotFound(f"no file at {source}", "check its name")
    if not path.is_file():
        raise UsageError(f"{source} is not a file", "pack a folder into one first")
    if path.stat().st_size > MOST:
        raise UsageError(
            f"{source} has {size_text(path.stat().st_size)}; an attachment may have"
            f" {size_text(MOST)}",
            "keep it elsewhere, and note where",
        )
    return path


def _copy(source: BinaryIO, to: Path, progress: Progress | None) -> tuple[str, int]:
    """The hash and the bytes of what was copied, which is on the disk then."""
    digest, size = hashlib.sha256(), 0
    total = os.fstat(source.fileno()).st_size
    with to.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
            if progress:
                progress(size, total)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest(), size
