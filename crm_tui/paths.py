"""Where things are kept: the platform's folders, unless told otherwise."""

from __future__ import annotations

import os
from pathlib import Path


def default_store() -> Path:
    """The store that is used when neither --db nor CRM_DB names one."""
    import platformdirs

    return Path(platformdirs.user_data_dir("crm", appauthor=False)) / "crm.db"


def default_config() -> Path:
    """The settings file that is used when neither --config nor CRM_CONFIG names one."""
    import platformdirs

    return Path(platformdirs.user_config_dir("crm", appauthor=False)) / "config.toml"


def private_file(path: Path) -> None:
    """Make an empty file that only its owner can read (0600), and its folder.

    Raises FileExistsError when the file is there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
