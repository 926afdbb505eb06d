"""How what went wrong is told, and the exit code that it ends with."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import traceback
from itertools import pairwise

import typer
from typer.exceptions import TyperException

from crm_tui.cli import output
from crm_tui.errors import CrmError, StoreUnusable
from crm_tui.text import inert

INTERRUPTED = 130
_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@\s]*@")
_DRIVERS = ("sqlite3", "psycopg")


def tell(error: BaseException, arguments: list[str]) -> int:
    """Say what went wrong on standard error; answers the exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        output.abandon()
        _print("interrupted", "", INTERRUPTED, arguments)
        return INTERRUPTED
    if isinstance(error, OSError):
        output.abandon()
    if isinstance(error, TyperException):
        return _tell_usage(error, arguments)
    known = _known(error)
    if not isinstance(error, CrmError) and os.environ.get("CRM_TRACEBACK"):
        traceback.print_exception(error)
    _print(known.message, known.hint, known.exit_code, arguments)
    return known.exit_code


def _tell_usage(error: TyperException, arguments: list[str]) -> int:
    message, ctx = error.format_message(), getattr(error, "ctx", None)
    if "\n" in message:  # a group without a command: its message is its help
        print(message, file=sys.stderr)
        return error.exit_code
    hint = f"see {ctx.command_path} --help" if ctx is not None else ""
    _print(message, hint, error.exit_code, arguments)
    return error.exit_code


def _known(error: BaseException) -> CrmError:
    """Any error as one that says what to do."""
    if isinstance(error, CrmError):
        return error
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return CrmError("no space left on the device", "free some space and try again")
        place = f"{error.filename}: " if error.filename else ""
        return CrmError(f"{place}{error.strerror or error}", "check the file and who may use it")
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    if type(error).__module__.partition(".")[0] in _DRIVERS:
        return StoreUnusable(
            f"the store cannot do this ({what})", "nothing was changed; is it a sound crm store?"
        )
    return CrmError(
        f"something unforeseen went wrong ({what})",
        "run it again with CRM_TRACEBACK=1 and report what it prints",
    )


def _print(message: str, hint: str, code: int, arguments: list[str]) -> None:
    if sys.stderr is None:
        return
    message, hint = (_PASSWORD.sub(r"\1:…@", inert(text)) for text in (message, hint))
    if _wants_json(arguments):
        text = json.dumps({"error": message, "hint": hint, "code": code})
    else:
        text = f"crm: {message}" + (f"\n     {hint}" if hint else "")
    print(text, file=sys.stderr)


def _wants_json(arguments: list[str]) -> bool:
    # The options themselves may be what is wrong, so they are not asked for.
    asked = ("--format", "json") in pairwise(arguments)
    return asked or "--json" in arguments or "--format=json" in arguments
