"""The `crm` program as a user has it: a process of its own in surroundings of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.terminal import Terminal, Tmux

CRM = Path(sys.executable).with_name("crm")
Size = tuple[int, int]


@dataclass(frozen=True)
class Program:
    """`crm` on one store; nothing of the user who runs it reaches it."""

    env: dict[str, str]

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command with its output piped; answers stdout.

        Raises AssertionError when it does not end with `code`.
        """
        done = subprocess.run([CRM, *words], env=self.env, capture_output=True, check=False)
        assert done.returncode == code, f"crm {words} ended with {done.returncode}:\n{done}"
        return done.stdout.decode()

    def app(self, size: Size = (80, 24), *, painted: bool = True) -> Terminal:
        """The app on a pseudo-terminal."""
        return Terminal([CRM], self.env, size, painted=painted)

    def command(self, *words: str) -> Terminal:
        """A command on a pseudo-terminal."""
        return Terminal([CRM, *words], self.env)

    def app_in_tmux(self, size: Size, folder: Path) -> Tmux:
        """The app in tmux, whose socket is kept in `folder`."""
        return Tmux([CRM], self.env, size, folder)


def program(home: Path, store: str) -> Program:
    """`crm` on `store`, at home in an empty folder, in English, where it is about noon."""
    folders = {
        f"XDG_{name}_HOME": str(home / name.lower())
        for name in ("CONFIG", "DATA", "CACHE", "STATE")
    }
    return Program(
        {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(home),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TZ": _noon(),
            "CRM_DB": store,
            **folders,
        }
    )


def _noon() -> str:
    """A zone in which the day does not end while a test runs."""
    east = 12 - datetime.now(UTC).hour  # between -11 and 12; such a zone's name counts westward
    return f"Etc/GMT{-east:+d}"
