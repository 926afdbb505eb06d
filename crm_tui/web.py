"""The app in a browser: textual-serve's server behind a token.

The token is the first part of every path, so that the page, its files and the websocket are
reached by whoever was given the address, and by nobody else; it is in no cookie that another
site could make a browser send. Each visit runs a program of its own.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

from crm_tui.errors import CrmError, UsageError

# Seconds that open pages get to leave their store in good order.
_FAREWELL = 5.0
# The page names a font at another site, which is to learn nothing of who works here.
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:;"
        " frame-ancestors 'none'"
    ),
}


def is_loopback(host: str) -> bool:
    """Does this name or address lead to this machine alone?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listening(host: str, port: int) -> socket.socket:
    """A socket for a server on that address; port 0 is any free one.

    Raises UsageError for an address that is none of this machine's, CrmError for a port that
    is taken.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise UsageError(f"no such address: {host}", "try --host 127.0.0.1") from error
    family, _, _, _, address = found[0]
    try:
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        hint = "another --port, or --port 0 for any free one"
        raise CrmError(f"cannot listen on {host}, port {port}: {error.strerror}", hint) from error


def address_of(listener: socket.socket) -> str:
    """The address that a browser on this machine reaches a listening socket by."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(command: str, listener: socket.socket, public_url: str, token: str) -> None:
    """Answer browsers until interrupted. `command` is the app's, for a shell; `public_url`
    is what the pages name before the token."""
    server = _Server(command, title="crm", public_url=public_url)
    web.run_app(
        _guarded(server, token),
        sock=listener,
        access_log=None,
        shutdown_timeout=_FAREWELL,
        print=lambda *_: None,
    )


async def _guarded(server: _Server, token: str) -> web.Application:
    """The server's pages below the token; all else is refused."""
    app = web.Application(middlewares=[_guard(token)])
    app.add_subapp(f"/{token}", await server.pages())
    app.on_response_prepare.append(_head)
    return app


def _guard(token: str) -> Middleware:
    """A middleware that lets those pass whose path begins with the token."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        first = request.path.split("/")[1]
        if not hmac.compare_digest(first.encode(), token.encode()):
            raise web.HTTPForbidden(text="This address lacks the token that crm serve printed.\n")
        if request.path == f"/{token}":
            raise web.HTTPMovedPermanently(f"{request.path}/")
        return await handler(request)

    return guard


async def _head(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


class _Server(Server):
    """Tells nothing by itself, and ends the programs of open pages when it ends."""

    def __init__(self, command: str, **options: Any) -> None:
        super().__init__(command, **options)
        self._visits: set[asyncio.Task[Any]] = set()

    async def pages(self) -> web.Application:
        """What it serves, as an application to be put below a path."""
        app: web.Application = await self._make_app()
        return app

    async def on_startup(self, app: web.Application) -> None:
        """No banner: the caller says where the app is."""

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002
        """End every visit."""
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A visit: one run of the app."""
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            answer: web.WebSocketResponse = await super().handle_websocket(request)
            return answer
        finally:
            self._visits.discard(visit)
