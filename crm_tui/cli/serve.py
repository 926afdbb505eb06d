"""crm serve: the app in a browser."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import sys
from types import ModuleType
from typing import Annotated

import typer

from crm_tui.cli.options import group, verb
from crm_tui.cli.session import Session, note, session
from crm_tui.errors import CrmError, UsageError

app = group("")

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}")


@verb(app, "serve")
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", help="The address to listen on")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 is any free one")
    ] = 8000,
    token: Annotated[
        str,
        typer.Option(
            "--token",
            envvar="CRM_TOKEN",
            show_envvar=False,
            help="The secret part of the URL, random unless given; prefer CRM_TOKEN, since every"
            " user of the machine can read a command line",
        ),
    ] = "",
    public_url: Annotated[
        str,
        typer.Option("--public-url", metavar="URL", help="What browsers call it behind a proxy"),
    ] = "",
) -> None:
    """Serve the app to a browser on this machine, until ^C."""
    state = session(ctx)
    state.no_other_day()
    web = _web()
    if not web.is_loopback(host) and not token:
        raise UsageError(
            f"{host} can be reached from other machines, so a token of your own is needed",
            "set CRM_TOKEN (better than --token) to 16 letters or digits at least; and put a"
            " proxy with TLS before it",
        )
    if token and not _TOKEN.fullmatch(token):
        raise UsageError("a token is 16 or more letters, digits, - or _", "leave out --token")
    if public_url and not public_url.startswith(("http://", "https://")):
        raise UsageError(f"not a URL: {public_url}", "such as https://crm.example.com")
    state.workspace(create=not state.named_store)  # what is wrong with the store is told now
    token = token or secrets.token_urlsafe(24)
    with web.listening(host, port) as listener:
        local = web.address_of(listener)
        base = public_url.rstrip("/") or local
        note(f"{base}/{token}/")
        if public_url:
            note(f"the proxy finds it at {local}/{token}/")
        note("whoever has this address can use the store; ^C ends it")
        _hand_on(state)
        web.serve(shlex.join([sys.executable, "-m", "crm_tui"]), listener, base, token)


def _web() -> ModuleType:
    """The server. Raises CrmError where the extra is not installed."""
    try:
        from crm_tui import web
    except ModuleNotFoundError as error:
        raise CrmError(
            f"crm serve needs {error.name}", "install it: pip install 'crm-tui[web]'"
        ) from error
    return web


def _hand_on(state: Session) -> None:
    """Give the apps this run's store, settings and user; not on their command lines, which
    every user of the machine can read."""
    given = {"CRM_DB": state.target, "CRM_CONFIG": state.config_file, "CRM_USER": state.acting}
    os.environ.update({name: value for name, value in given.items() if value})
