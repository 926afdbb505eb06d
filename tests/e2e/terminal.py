"""A program on a terminal: keys go in, and the screen that it paints is waited for.

`Terminal` is a pseudo-terminal with an emulated screen, `Tmux` a real terminal program.
A journey is written once and runs on either.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 20.0  # seconds; far more than anything needs, so that a busy machine fails nothing
ENTER, ESCAPE, TAB, CTRL_S = "\r", "\x1b", "\t", "\x13"
LEFT, RIGHT, DOWN = "\x1b[D", "\x1b[C", "\x1b[B"


class Screen(ABC):
    """What a journey needs of a terminal. Used as `with Terminal(…) as screen:`, which ends
    the program at the end, whatever happened."""

    @abstractmethod
    def send(self, keys: str) -> None:
        """Press keys: characters, or the constants above."""

    @abstractmethod
    def text(self) -> str:
        """The screen as it is now, its lines without spaces at their ends."""

    @abstractmethod
    def cursor(self) -> tuple[int, int]:
        """Where the cursor stands: column and line."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the program a terminal of another size."""

    @abstractmethod
    def ended(self) -> int:
        """Wait for the program to end; answers its exit code. Raises AssertionError."""

    @abstractmethod
    def close(self) -> None:
        """End the program and everything that was started for it."""

    @abstractmethod
    def _more(self, seconds: float) -> bool:
        """Wait for the screen to change; False where the program has ended."""

    def until(self, seen: Callable[[str], bool], what: str, patience: float = PATIENCE) -> str:
        """Wait until the screen is as `seen`, which gets its text, asks; answers the text.

        Raises AssertionError, with the screen, when that does not come about.
        """
        end = time.monotonic() + patience
        while not seen(text := self.text()):
            left = end - time.monotonic()
            if left <= 0 or not self._more(left):
                if seen(text := self.text()):
                    break
                raise AssertionError(f"waited in vain for {what}:\n{text}")
        return text

    def wait(self, *texts: str, gone: Sequence[str] = (), patience: float = PATIENCE) -> str:
        """Wait until all texts are on the screen and those in `gone` are not; answers it."""
        return self.until(
            lambda shown: all(t in shown for t in texts) and not any(t in shown for t in gone),
            f"{texts}" + (f" without {gone}" if gone else ""),
            patience,
        )

    def press(self, keys: str, *texts: str, gone: Sequence[str] = ()) -> str:
        """Press keys, then wait as `wait` does."""
        self.send(keys)
        return self.wait(*texts, gone=gone)

    def move(self, keys: str) -> None:
        """Press keys that take the cursor elsewhere, then wait until it is there.

        What is typed before would still go to where it was.
        """
        before = self.cursor()
        self.send(keys)
        self.until(lambda _: self.cursor() != before, f"the cursor to leave {before}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Terminal(Screen):
    """A program on a pseudo-terminal of its own; `raw` is every byte that it wrote."""

    def __init__(
        self,
        command: Sequence[str | Path],
        env: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        *,
        painted: bool = True,
    ) -> None:
        """Without `painted` no screen is kept: only `raw`, which costs no time."""
        self.raw = bytearray()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen) if painted else None
        self._code: int | None = None
        argv = [str(word) for word in command]
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _resize(0, *size)
            os.execve(argv[0], argv, dict(env))

    def send(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def text(self) -> str:
        self._read(0)
        return "\n".join(line.rstrip() for line in self._screen.display)

    def cursor(self) -> tuple[int, int]:
        return self._screen.cursor.x, self._screen.cursor.y

    def resize(self, width: int, height: int) -> None:
        self._screen.resize(height, width)
        self._screen.reset()
        _resize(self._fd, width, height)  # the system tells the program by SIGWINCH

    def wrote(self, needle: bytes, patience: float = PATIENCE) -> None:
        """Wait until the program wrote these bytes. Raises AssertionError."""
        end, start = time.monotonic() + patience, 0
        while self.raw.find(needle, start) < 0:
            start = max(0, len(self.raw) - len(needle))
            if time.monotonic() > end or not self._more(end - time.monotonic()):
                raise AssertionError(f"{needle!r} was not written:\n{self.raw[-2000:]!r}")

    def painted(self, patience: float) -> bool:
        """Wait so long for the program to write something more; answers whether it did."""
        before = len(self.raw)
        self._read(patience)
        return len(self.raw) > before

    def ended(self) -> int:
        end = time.monotonic() + PATIENCE
        while self._read(end - time.monotonic()):
            if time.monotonic() > end:
                raise AssertionError(f"did not end:\n{self.text()}")
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._code

    def close(self) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self._fd)

    def _more(self, seconds: float) -> bool:
        return self._read(seconds)

    def _read(self, seconds: float) -> bool:
        """Take what the program has written, waiting so long for something; False at its end."""
        while select.select([self._fd], [], [], max(0.0, seconds))[0]:
            try:
                found = os.read(self._fd, 1 << 16)
            except OSError:  # how Linux tells that the other side is closed
                return False
            if not found:
                return False
            self.raw += found
            if self._stream:
                self._stream.feed(found)
            seconds = 0
        return True


class Tmux(Screen):
    """A program in a tmux server of its own, whose socket is in `folder`."""

    _POLL = 0.05

    def __init__(
        self,
        command: Sequence[str | Path],
        env: Mapping[str, str],
        size: tuple[int, int],
        folder: Path,
    ) -> None:
        self._env, self._socket = dict(env), folder / "tmux"
        self._code = folder / "code"
        width, height = size
        words = " ".join(f"'{word}'" for word in command)
        shell = f"{words}; echo $? > '{self._code}'"
        self._tmux(
            "-f", os.devnull, "new-session", "-d", "-x", f"{width}", "-y", f"{height}", shell
        )

    def send(self, keys: str) -> None:
        self._tmux("send-keys", "-H", *(f"{byte:02x}" for byte in keys.encode()))

    def text(self) -> str:
        return self._tmux("capture-pane", "-p", quiet=True)

    def cursor(self) -> tuple[int, int]:
        x, y = self._tmux("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(x), int(y)

    def resize(self, width: int, height: int) -> None:
        self._tmux("resize-window", "-x", f"{width}", "-y", f"{height}")

    def ended(self) -> int:
        end = time.monotonic() + PATIENCE
        while not (self._code.exists() and self._code.read_text().strip()):
            if time.monotonic() > end:
                raise AssertionError(f"did not end:\n{self.text()}")
            time.sleep(self._POLL)
        return int(self._code.read_text())

    def close(self) -> None:
        self._tmux("kill-server", quiet=True)

    def _more(self, seconds: float) -> bool:
        time.sleep(min(self._POLL, seconds))
        return not self._code.exists()

    def _tmux(self, *words: str, quiet: bool = False) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *words],
            env=self._env, check=not quiet, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def _resize(fd: int, width: int, height: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
