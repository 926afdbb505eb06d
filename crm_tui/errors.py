"""What can go wrong, as the user is told it.

Every error that a user can meet is a `CrmError`: a message that names the thing
and the place, a hint that names the next step, and an exit code for its kind.
The exit codes are part of the command line's contract (see docs/commands.md).
"""

from __future__ import annotations


def one_line(message: str, hint: str) -> str:
    """A message with its hint, for one line of a screen."""
    return f"{message} — {hint}" if hint else message


class CrmError(Exception):
    """Something failed; `hint` says what to do about it."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class UsageError(CrmError):
    """A value or an option that cannot be used as given."""

    exit_code = 2


class InvalidField(UsageError):
    """A field's value that does not pass its check; `field` names the field."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class HeldBack(InvalidField):
    """Somebody with this address was erased, and is not to come in again."""

    exit_code = 7


class NotFound(CrmError):
    """A record, file or store that is not there."""

    exit_code = 3


class Ambiguous(CrmError):
    """Several records fit what was named; the message lists them."""

    exit_code = 4


class Conflict(CrmError):
    """The record was changed by someone else since it was read."""

    exit_code = 4


class PartlyDone(CrmError):
    """Some of the work was done, some was not; the message counts both."""

    exit_code = 5


class StoreUnusable(CrmError):
    """The store is corrupt, newer than the program, read-only or locked too long."""

    exit_code = 6


class Denied(CrmError):
    """The acting user may not do this."""

    exit_code = 7


class TryLater(CrmError):
    """A server that is needed does not answer now."""

    exit_code = 75
