"""Where things are kept: the platform's folders, unless told otherwise."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from crm_tui.errors import UsageError


def default_store() -> Path:
    """The store that is used when neither --db nor CRM_DB names one. Raises UsageError."""
    return _folder("user_data_dir") / "crm.db"


def default_files() -> Path:
    """Where the files of PostgreSQL stores are kept when no setting says so."""
    import platformdirs

    return Path(platformdirs.user_data_dir("crm", appauthor=False)) / "files"


def default_config() -> Path:
    """The settings file that is used when neither --config nor CRM_CONFIG names one.
    Raises UsageError."""
    return _folder("user_config_dir") / "config.toml"


def _folder(kind: str) -> Path:
    import platformdirs

    try:
        return Path(getattr(platformdirs, kind)("crm", appauthor=False))
    except RuntimeError as error:  # neither HOME nor an entry in the list of users
        hint = "set HOME, or name both: crm --db FILE --config FILE"
        raise UsageError("there is no home folder to keep things in", hint) from error


def default_state() -> Path:
    """The folder of what the app remembers between its runs and could do without."""
    import platformdirs

    return Path(platformdirs.user_state_dir("crm", appauthor=False))


def digest(text: str) -> str:
    """A file's name for a text that may not name one."""
    # A store's URL may hold a password, a form's name a person's: neither names a file.
    return sha256(text.encode()).hexdigest()[:24]


def unsaved_folder(state: Path, store: str) -> Path:
    """Where the app keeps what was typed into forms of a store and not saved."""
    return state / "unsaved" / digest(_whole(store))


def edits_folder(state: Path, store: str) -> Path:
    """Where texts of a store are kept that were edited and not applied."""
    return state / "edits" / digest(_whole(store))[:8]


def _whole(store: str) -> str:
    """A store's path from wherever it is named; a URL as it is."""
    return store if "://" in store else str(Path(store).absolute())


def private_file(path: Path) -> None:
    """Make an empty file that only its owner can read (0600), and its folder.

    Raises FileExistsError when the file is there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
