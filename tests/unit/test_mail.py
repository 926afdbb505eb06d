"""Mail: messages and where they lie, and what hostile ones do."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_tui.formats.mail import Person, Unreadable, read_mail
from crm_tui.formats.mail_files import MESSAGE_LIMIT, Piece, mail_form, pieces

PLAIN = b"""From: =?utf-8?q?Ada_L=C3=B6velace?= <Ada@a.example>
To: "Hopper, Grace" <grace@b.example>, bo@c.example
Cc: grace@b.example
Date: Mon, 02 Mar 2026 09:30:00 +0100
Message-ID: <1@a.example>
Subject: =?utf-8?b?R3LDvMOfZQ==?=
\t[@click=app.quit]

Hello\x1b[31m
"""
TOLD = (Unreadable, RecursionError, ValueError, TypeError, AttributeError, LookupError)
HEAD = b"From: a@a.example\nTo: b@b.example\nDate: Mon, 02 Mar 2026 09:30:00 +0100\n"


def test_a_message_says_who_when_and_what() -> None:
    mail = read_mail(PLAIN)
    assert (mail.id, mail.at) == ("1@a.example", datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    assert (mail.subject, mail.text) == ("Grüße [@click=app.quit]", "Hello[31m")
    assert mail.sender == Person("Ada Lövelace", "Ada@a.example")
    assert mail.recipients[0] == Person("Hopper, Grace", "grace@b.example")
    assert mail.automatic == ""
    assert read_mail(PLAIN.replace(b"\n", b"\r\n")).text == mail.text
    loud = PLAIN.replace(b"From: =?utf-8?q?Ada_L=C3=B6velace?=", b"From: A\x1b[31m")
    assert read_mail(loud).sender.address == "Ada@a.example"
    html = HEAD + (b"Content-Type: text/html; charset=nowhere\n\n<style>x{}</style>"
                   b"<p>One &amp;</p><script>alert(1)</script>two<br>three")  # fmt: skip
    assert read_mail(html).text == "One &two\nthree"
    assert read_mail(HEAD + b"\nx").id == read_mail(HEAD + b"\nx").id != read_mail(HEAD + b"\ny").id


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (b"List-Id: <l.example>", "list"),
        (b"Precedence: bulk", "list"),
        (b"Auto-Submitted: auto-replied", "automatic"),
        (b"Auto-Submitted: no", ""),
        (b"X-Other: 1", ""),
    ],
)
def test_lists_and_machines_are_known_by_their_headers(header: bytes, why: str) -> None:
    assert read_mail(HEAD + header + b"\n\nx").automatic == why
    assert read_mail(b"From: No-Reply@a.example\n" + HEAD.partition(b"\n")[2]).automatic


def test_messages_are_found_wherever_they_lie(tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    box.write_bytes(
        b"From a@a.example Mon Mar  2 09:30:00 2026\n" + PLAIN + b"\n>From here\n\n"
        b"From a@a.example Mon Mar  2 09:30:00 2026\n" + HEAD + b"\n" + b"x" * 200_000 + b"\n"
    )
    assert mail_form(box) == mail_form(box.read_bytes()) == "mbox"
    first, second = pieces(box, "mbox")
    assert (first.place, second.place) == (1, 14)
    assert first.data.endswith(b"\nFrom here\n\n")
    inbox = tmp_path / "mail" / "INBOX"
    for name in ("cur", "new", "tmp"):
        (inbox / name).mkdir(parents=True)
        (inbox / name / f"1.{name}:2,S").write_bytes(PLAIN)
    (tmp_path / "mail" / "one.eml").write_bytes(PLAIN + b"x" * MESSAGE_LIMIT)
    (tmp_path / "mail" / "notes.txt").write_text("no mail")
    assert mail_form(tmp_path / "mail") == "maildir"
    found = list(pieces(tmp_path / "mail", "maildir"))
    assert [len(found), max(len(piece.data) for piece in found)] == [3, MESSAGE_LIMIT]
    assert mail_form(tmp_path / "mail" / "one.eml") == mail_form(PLAIN) == "eml"
    assert list(pieces(PLAIN, "eml")) == [Piece(1, PLAIN)]
    assert mail_form(b"From,Name\na,b\n") == mail_form(b"BEGIN:VCARD\n") == mail_form(b"") == ""


def _nested(depth: int) -> bytes:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    )
    return HEAD + parts + b"\ndeep\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Type: multipart/mixed\n\n--x\n",
        HEAD + b"Content-Type: text/plain; charset=\xff\n\n\xff\xfe",
        HEAD + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!=",
        HEAD + b"Subject: " + b"=?utf-8?b?" * 4_000 + b"\n\n",
        b"To: " + b"(" * 9_000 + b"\n" + HEAD + b"\n",
        b"Cc: " + b'"<a@b>,' * 100_000 + b"\n" + HEAD + b"\n",
        b"From: " + b"a@a.example," * 100_000 + b"\nDate: Mon, 02 Mar 2026 09:30:00 +0100\n\nx",
        HEAD + b"Content-Type: text/html\n\n" + b"<a " * 200_000,
        HEAD + b"Content-Type: text/html\n\n" + b"&<!" * 200_000,
        _nested(150),
        _nested(20_000),
        b"Date: x\n" * 50_000,
        b"\n" * 500_000,
        bytes(range(256)) * 2_000,
    ],
    ids=range(14),
)
def test_hostile_messages_are_read_or_refused_in_a_moment(data: bytes) -> None:
    began = time.process_time()
    with suppress(*TOLD):
        read_mail(data)
    assert time.process_time() - began < 5
