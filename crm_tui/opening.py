"""Links and files, opened by the program that the system has for them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

_QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def open_elsewhere(what: str) -> bool:
    """Hand a link or a file to the system's opener, and go on; False where there is none.

    A web address goes to $BROWSER first, which otherwise is the last resort. Whatever runs
    has no part in this terminal, so that a browser for terminals cannot take it over.
    """
    web = what.startswith(("http://", "https://"))
    system, browser = _system_opener(), _browser()
    for command in (browser, system) if web else (system, browser):
        if command and _started([*command, what]):
            return True
    return False


def _system_opener() -> list[str]:
    if sys.platform == "darwin":
        return ["open"]
    if sys.platform == "win32":
        return ["rundll32", "url.dll,FileProtocolHandler"]
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    names = ["wslview", *(["xdg-open"] if shown else [])]
    return next(([name] for name in names if shutil.which(name)), [])


def _browser() -> list[str]:
    first = os.environ.get("BROWSER", "").split(os.pathsep)[0]
    try:
        return [word for word in shlex.split(first) if word != "%s"]
    except ValueError:
        return []


def _started(command: list[str]) -> bool:
    try:
        subprocess.Popen(command, start_new_session=True, **_QUIET)  # type: ignore[call-overload]
    except OSError:
        return False
    return True
