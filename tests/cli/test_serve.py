"""The app in a browser, as a process that answers HTTP."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import aiohttp
import pytest

from tests.cli.conftest import Crm, Result

PATIENCE = 20
TOKEN = "a-token-of-the-test"


@contextmanager
def serving(crm: Crm, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server and the address that it printed."""
    words = [sys.executable, "-m", "crm_tui", "serve", "--port", "0", *options]
    with subprocess.Popen(words, env=crm.env, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            yield server, server.stderr.readline().strip()
        finally:
            server.kill()


async def _first_frame(socket: aiohttp.ClientWebSocketResponse, words: str) -> str:
    """What the app paints, until the words are there."""
    painted = ""
    async with asyncio.timeout(PATIENCE):
        async for message in socket:
            if message.type == aiohttp.WSMsgType.BINARY:
                painted += message.data.decode(errors="replace")
                if words in painted:
                    break
    return painted


def test_only_who_has_the_address_reaches_the_app(store: Crm) -> None:
    store("contact", "add", "Grace Hopper")
    store("remind", "add", "Grace Hopper", "Ring about the cranes", "--due", "today")

    async def visit(address: str) -> None:
        outside = address[: address.rstrip("/").rindex("/")]
        async with aiohttp.ClientSession() as browser:
            for path in ("", "/", "/ws", "/static/js/textual.js", "/wrong/", "/wrong/ws"):
                async with browser.get(outside + path) as answer:
                    assert answer.status == 403, path
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await browser.ws_connect(outside + "/ws")
            assert refused.value.status == 403

            async with browser.get(address) as answer:
                assert answer.status == 200
                page = await answer.text()
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert f"{address}static/js/textual.js" in page
            assert f"{address.replace('http', 'ws', 1)}ws" in page
            async with browser.get(f"{address}static/js/textual.js") as answer:
                assert answer.status == 200
            async with browser.ws_connect(f"{address}ws?width=100&height=30") as socket:
                assert "Ring about the cranes" in await _first_frame(socket, "Ring about")
                server.send_signal(signal.SIGINT)  # with a visit under way
                await _first_frame(socket, "which ends when the server does")

    with serving(store) as (server, address):
        assert address.startswith("http://127.0.0.1:")
        asyncio.run(visit(address))
        assert server.wait(PATIENCE) == 0


def test_behind_a_proxy_the_page_names_the_public_address(store: Crm) -> None:
    store.env["CRM_TOKEN"] = TOKEN
    options = ("--public-url", "https://crm.example.com/desk/")

    async def visit(local: str) -> None:
        async with aiohttp.ClientSession() as browser, browser.get(local) as answer:
            page = await answer.text()
        assert f"https://crm.example.com/desk/{TOKEN}/static/" in page
        assert f"wss://crm.example.com/desk/{TOKEN}/ws" in page

    with serving(store, *options) as (server, address):
        assert address == f"https://crm.example.com/desk/{TOKEN}/"
        assert server.stderr is not None
        asyncio.run(visit(server.stderr.readline().split()[-1]))


def test_what_it_refuses(store: Crm) -> None:
    refused = store("serve", "--host", "0.0.0.0", code=2)
    assert "set CRM_TOKEN (better than --token)" in refused.err
    assert "prefer CRM_TOKEN" in " ".join(store("serve", "--help").out.replace("│", " ").split())
    assert "16 or more" in store("serve", "--token", "short", code=2).err
    assert "not a URL" in store("serve", "--public-url", "crm.example.com", code=2).err
    assert "crm init" in store("serve", "--db", "nowhere.db", code=3).err
    with serving(store) as (_, address):
        port = address.split(":")[2].partition("/")[0]
        assert "--port 0" in store("serve", "--port", port, code=1).err


def test_without_the_extra_it_says_how_to_install_it(
    call: Callable[..., Result], sqlite_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, "crm_tui.web", raising=False)
    answer = call(sqlite_target, "serve")
    assert answer.code == 1
    assert "pip install 'crm-tui[web]'" in answer.err
