"""A line in plain words is taken apart, and nothing of it is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.capture import KINDS, Captured, DealPart, Happened, read_capture, with_said
from crm_tui.text import clean_line


def deal(line: str) -> DealPart:
    (part,) = read_capture(f"deal {line}").deals
    return part


def test_a_whole_line_is_read() -> None:
    line = (
        "call Ada Lovelace: wants a quote; next: send quote fri 3pm; deal Engine +5000; tag vip, a"
    )
    assert read_capture(line) == Captured(
        Happened("call", "", ("Ada Lovelace",), "wants a quote"),
        "send quote fri 3pm",
        (DealPart("Engine", "add", "+5000", "Engine +5000"),),
        ("vip", "a"),
        (),
    )


@pytest.mark.parametrize(
    ("line", "happened"),
    [
        ("met Ada, Bob: hello", Happened("meeting", "", ("Ada", "Bob"), "hello")),
        ("met with Ada", Happened("meeting", "", ("Ada",), "")),
        ("call from Ada: yes", Happened("call", "inbound", ("Ada",), "yes")),
        ("emailed Ada : sent it", Happened("email", "", ("Ada",), "sent it")),
        ("note: by itself", Happened("note", "", (), "by itself")),
        ("call contact:12: hi", Happened("call", "", ("contact:12",), "hi")),
        ("call Ada: No answer", Happened("call", "", ("Ada",), "No answer", "No answer")),
        ("call Ada: one; and two", Happened("call", "", ("Ada",), "one; and two")),
        (
            "call new Bob Stone @Acme Ltd: hi",
            Happened("call", "", ("Bob Stone",), "hi", new=True, company="Acme Ltd"),
        ),
    ],
)
def test_what_happened(line: str, happened: Happened) -> None:
    found = read_capture(line)
    assert (found.happened, found.unknown) == (happened, ())


@pytest.mark.parametrize(
    ("line", "title", "action", "argument"),
    [
        ("Engine", "Engine", "about", ""),
        ("Engine won", "Engine", "won", ""),
        ("Engine: won", "Engine", "won", ""),
        ("Engine lost: too dear", "Engine", "lost", "too dear"),
        ("Engine lost because of price", "Engine", "lost", "of price"),
        ("Engine lost", "Engine", "lost", ""),
        ("Engine reopened", "Engine", "reopened", ""),
        ("Move to Rome to Proposal", "Move to Rome", "move", "Proposal"),
        ("Engine 12k", "Engine", "value", "12k"),
        ("Engine 12k USD", "Engine", "value", "12k USD"),
        ("Engine -500", "Engine", "add", "-500"),
        ("Boeing 747", "Boeing", "value", "747"),
        ("9k", "", "value", "9k"),
        ("-2k EUR", "", "add", "-2k EUR"),
        ("new Engine 12k", "Engine", "new", "12k"),
        ("new Big engine", "Big engine", "new", ""),
        ("new", "new", "about", ""),
        ("won", "won", "about", ""),
    ],
)
def test_a_deal_and_what_changes(line: str, title: str, action: str, argument: str) -> None:
    assert deal(line) == (title, action, argument, line)


@pytest.mark.parametrize(
    ("line", "text", "hint"),
    [
        ("hello Ada", "hello Ada", "begin with"),
        ("call Ada: hi; nxt: call fri", "nxt: call fri", "did you mean next?"),
        ("call Ada; wants a quote", "wants a quote", "after a colon"),
        ("call Ada: a; met Bob: b", "met Bob: b", "one thing that happened"),
        ("next: a fri; next: b mon", "next: b mon", "one next step"),
        ("next", "next", "what and when"),
        ("tag", "tag", "say which"),
    ],
)
def test_what_is_not_understood_says_why(line: str, text: str, hint: str) -> None:
    (unknown,) = read_capture(line).unknown
    assert unknown.text == text
    assert hint in unknown.hint


def test_what_follows_the_names_may_be_what_was_said_and_a_step() -> None:
    found = with_said(read_capture("called Ada, wants it, soon, call fri"), 1, step=True)
    assert found.happened == Happened("call", "", ("Ada",), "wants it, soon")
    assert found.next_step == "call fri"


words = st.sampled_from(
    [*KINDS, "next", "deal", "tag", "new", "won", "lost", "to", "from", "Ada", "fri", "12k", "+5",
     ":", "Ada:", "@Acme", ",", ";", "; deal", "; next:", "été", "\t", "@click=x]"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(words, max_size=14).map(" ".join)))
def test_any_line_is_read_and_no_word_is_lost(line: str) -> None:
    found = read_capture(line)
    if found.happened and len(found.happened.who) > 1 and not found.happened.text:
        found = with_said(found, 1, step=not found.next_step)
    happened = found.happened
    kept = [found.next_step, *found.tags, *(part.whole for part in found.deals)]
    kept += [unknown.text for unknown in found.unknown]
    if happened:
        kept += [*happened.who, happened.text, happened.company]
    letters = re.findall(r"\w+", " ".join(kept))
    said = re.findall(r"\w+", clean_line(line))
    small = {*KINDS, "next", "deal", "tag", "tags", "new", "from", "with", "to"}
    for word in said:
        assert word in letters or word.casefold() in small
