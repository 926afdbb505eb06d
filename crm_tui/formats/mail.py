"""One message (RFC 5322, MIME) -> what an interaction needs of it.

Whatever a stranger wrote is read with a limit: nothing here takes more than a moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser
from typing import NamedTuple

from crm_tui.text import clean, clean_line

# A longer header is not taken apart as the standard says, which is slow.
_HEADER_LIMIT = 10_000
_HTML_LIMIT = 300_000
_MOST_PEOPLE = 1_000
# A message has its parts nested some levels deep; more are there to overturn readers.
_MOST_PARTS = 200
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_ROBOT = re.compile(
    r"(?:no|do[-_.]?not)[-_.]?reply|mailer-daemon|postmaster|bounces?(?:[-+=].*)?|notifications?",
    re.IGNORECASE,
)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})


class Person(NamedTuple):
    """Somebody in a message's headers; `name` is "" where only the address stands there."""

    name: str
    address: str


class Mail(NamedTuple):
    """A message. `id` is its Message-ID without brackets, or made of what it says where it has
    none; `automatic` says why nobody wrote it to anybody: "list", "automatic", or ""."""

    id: str
    at: datetime
    subject: str
    text: str
    sender: Person
    recipients: tuple[Person, ...]
    automatic: str


class Unreadable(ValueError):
    """Why a message cannot be taken."""


def read_mail(data: bytes) -> Mail:
    """A message's bytes, which may be cut short -> what it says.

    Raises Unreadable for one without a sender or a time, and whatever the standard library
    raises for a broken one.
    """
    if len(_BOUNDARY.findall(data)) > _MOST_PARTS:
        raise Unreadable(f"it has more than {_MOST_PARTS} parts within parts")
    message = message_from_bytes(data, policy=policy.default)
    sender = next(_people(message, "from"), None) or next(_people(message, "sender"), None)
    if sender is None:
        raise Unreadable("it does not say who sent it")
    at = _time(message)
    subject = clean_line(_header(message, "subject"), 200)
    recipients = dict.fromkeys(p for name in ("to", "cc", "bcc") for p in _people(message, name))
    id = clean_line(_raw(message, "message-id")).strip("<> ")
    if not id:
        digest = sha256(b"\0".join(data.partition(b"\n\n")[::2])).hexdigest()
        id = f"{digest}@without-id"
    return Mail(
        id, at, subject, _text(message), sender, tuple(recipients), _automatic(message, sender)
    )


def _raw(message: EmailMessage, name: str) -> str:
    """A header as it stands there, its lines joined; "" where there is none."""
    found = (str(value) for key, value in message.raw_items() if key.casefold() == name)
    return next(found, "").replace("\r", "").replace("\n", " ").strip()


def _header(message: EmailMessage, name: str) -> str:
    """A header with its encoded words read."""
    raw = _raw(message, name)
    return raw if len(raw) > _HEADER_LIMIT else str(message.get(name, ""))


def _people(message: EmailMessage, name: str) -> Iterator[Person]:
    """The people in a header who have an address, once each."""
    raw, pairs = _raw(message, name), []
    if len(raw) <= _HEADER_LIMIT:
        found = getattr(message.get(name), "addresses", ())
        pairs = [(one.display_name, one.addr_spec) for one in found]
    if not any("@" in address for _, address in pairs):  # the standard is not kept
        pairs = getaddresses([raw[: _MOST_PEOPLE * 100]])
    seen = set()
    for called, address in pairs[:_MOST_PEOPLE]:
        plain = clean_line(address).strip("<> ")
        if "@" in plain and plain.casefold() not in seen:
            seen.add(plain.casefold())
            yield Person(clean_line(called).strip("'\" "), plain)


def _time(message: EmailMessage) -> datetime:
    """When it was sent, else when the last server received it. Raises Unreadable."""
    for text in (_raw(message, "date"), _raw(message, "received").rpartition(";")[2]):
        try:
            at = parsedate_to_datetime(text[:100].strip())
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    raise Unreadable("it does not say when it was sent")


def _automatic(message: EmailMessage, sender: Person) -> str:
    if _raw(message, "list-id") or _raw(message, "list-unsubscribe"):
        return "list"
    auto = _raw(message, "auto-submitted").casefold()
    if auto and not auto.startswith("no"):
        return "automatic"
    if _raw(message, "precedence").casefold() in _BULK:
        return "list"
    return "automatic" if _ROBOT.fullmatch(sender.address.partition("@")[0]) else ""


def _text(message: EmailMessage) -> str:
    """What is written in it: its plain text, else that of its HTML."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, AttributeError, KeyError):  # a charset nobody knows
        payload = part.get_payload(decode=True)
        text = payload.decode("latin-1") if isinstance(payload, bytes) else ""
    if part.get_content_subtype() == "html":
        reader = _Html()
        reader.feed(text[:_HTML_LIMIT])
        text = re.sub(r"\n\s*\n+", "\n\n", "".join(reader.found))
    return clean(text)


class _Html(HTMLParser):
    """HTML -> its text: what is between tags, with blocks on lines of their own."""

    _BLOCKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote", "table"})
    _SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(re.sub(r"\s+", " ", data))
