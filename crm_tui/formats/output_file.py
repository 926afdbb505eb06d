"""A file that is written whole or not at all, and that only its owner can read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crm_tui.errors import CrmError, UsageError


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file at `path` (0600) when the block ends well.

    A file that is there already is kept unless `replace` says otherwise. Raises
    UsageError for such a one, CrmError where nothing can be written.
    """
    if path.is_dir() or (path.exists() and not replace):
        hint = "name a file in it" if path.is_dir() else "name another file, or say --yes"
        raise UsageError(f"there is already something at {path}", hint)
    if path.exists() and not path.is_file():  # a pipe or /dev/full: nothing to rename onto
        with path.open("wb") as stream:
            yield stream
        return
    try:
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    except OSError as error:
        raise CrmError(f"cannot write {path}: {error.strerror}", "name another place") from error
    part = Path(made)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _put_in_place(part, path, replace=replace)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _put_in_place(part: Path, path: Path, *, replace: bool) -> None:
    if replace:
        part.replace(path)
        return
    try:
        path.hardlink_to(part)  # unlike a rename it never replaces what came meanwhile
    except FileExistsError:
        raise UsageError(
            f"there is already something at {path}", "name another file, or say --yes"
        ) from None
    except OSError:  # a file system without links
        part.replace(path)
        return
    part.unlink()
