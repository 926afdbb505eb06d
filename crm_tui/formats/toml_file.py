"""A TOML file that people write by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm_tui.errors import UsageError


def read_toml(path: Path) -> dict[str, Any]:
    """What a file says. Raises FileNotFoundError where there is none, UsageError for one that
    cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "check the file") from error
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}", "mend that line") from error
    except RecursionError as error:
        raise UsageError(f"{path} is nested too deeply", "check the file") from error
