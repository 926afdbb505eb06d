"""Random filters over random small stores: the same rows on both databases, and those that
a plain reading of the filter in Python gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.clock import encode_instant
from crm_tui.domain.filters import FilterError
from crm_tui.queries.filter import compile_filter
from crm_tui.store.write import Write, new_uid
from crm_tui.text import fold
from crm_tui.workspace import Workspace, open_workspace
from tests.factories import BERLIN, CLOCK, CONFIG, NOW
from tests.store.filter_lists import titles

TODAY = CLOCK.today()
WORDS = ("ada", "Ådám", "ÉCOLE", "sco", "%", "_a", "b")
TAGS = ("vip", "cold call")
CURRENCIES = {"EUR": 2, "JPY": 0, "KWD": 3}


@dataclass(frozen=True)
class Deal:
    title: str
    value: int | None
    currency: str
    status: str
    close: date | None
    since: datetime

    @property
    def amount(self) -> float | None:
        return None if self.value is None else self.value / 10 ** CURRENCIES[self.currency]

    @property
    def age(self) -> int:
        return max(0, (NOW - self.since).days)


@dataclass(frozen=True)
class Contact:
    name: str
    title: str
    company: str | None
    tags: frozenset[str]
    touched: datetime | None
    next: date | datetime | None
    status: str
    deals: tuple[Deal, ...]


class Filter(NamedTuple):
    """A filter's text, and what it says in Python."""

    text: str
    holds: Callable[[Contact], bool]


# --- stores ----------------------------------------------------------------------------

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
days = st.integers(-3, 3).map(lambda step: TODAY + timedelta(days=step))
# Midnight and its neighbours, where the user lives, and the present moment.
moments = st.one_of(
    st.builds(
        lambda day, step: (
            datetime.combine(day, datetime.min.time(), BERLIN) + timedelta(microseconds=step)
        ),
        days,
        st.integers(-1, 1),
    ),
    st.builds(lambda step: NOW + timedelta(days=step), st.integers(-3, 3)),
).map(lambda moment: moment.astimezone(UTC))
deals = st.builds(
    Deal,
    title=names,
    value=st.none() | st.sampled_from([0, 1, 999, 1000, 1001, 10_000, 100_000, 1_000_000]),
    currency=st.sampled_from(list(CURRENCIES)),
    status=st.sampled_from(["open", "won", "lost"]),
    close=st.none() | days,
    since=moments,
)
contacts = st.builds(
    Contact,
    name=names,
    title=st.just("") | names,
    company=st.none() | st.sampled_from(["Ada & Co", "École", "b"]),
    tags=st.frozensets(st.sampled_from(TAGS)),
    touched=st.none() | moments,
    next=st.none() | days | moments,
    status=st.sampled_from(["", "warm", "LUKEWARM", "5", "12.5", "-3", "2026-03-02", "1.2.3"]),
    deals=st.lists(deals, max_size=2).map(tuple),
)


@contextmanager
def stored(workspace: Workspace, people: list[Contact]) -> Iterator[Write]:
    """The store with these contacts in it, for as long as the block lasts."""
    try:
        with workspace.write("test") as w:
            tags = {tag: w.insert("tag", name=tag, name_key=tag) for tag in TAGS}
            w.insert("custom_field", noun="contact", name="status", label="status")
            companies = dict[str, int]()
            for person in people:
                insert(w, person, tags, companies)
            yield w
            raise Forget
    except Forget:
        pass


class Forget(Exception):
    """Rolls the store back."""


def insert(w: Write, person: Contact, tags: dict[str, int], companies: dict[str, int]) -> None:
    if person.company and person.company not in companies:
        key = fold(person.company)
        companies[person.company] = w.insert("company", name=person.company, name_key=key)
    id = w.insert(
        "contact",
        name=person.name,
        name_key=fold(person.name),
        title=person.title,
        company_id=companies.get(person.company or ""),
        last_contacted_at=person.touched and encode_instant(person.touched),
        next_reminder_at=as_due(person.next),
        custom=json.dumps({"status": person.status} if person.status else {}),
    )
    for tag in sorted(person.tags):
        w.insert("tagging", contact_id=id, tag_id=tags[tag])
    for deal in person.deals:
        insert_deal(w, deal, id)


def insert_deal(w: Write, deal: Deal, contact: int) -> None:
    id = w.insert(
        "deal",
        uid=new_uid(),
        title=deal.title,
        title_key=fold(deal.title),
        pipeline_id=w.count("SELECT min(id) FROM pipeline"),
        stage_id=w.count("SELECT min(id) FROM stage"),
        status=deal.status,
        stage_since=encode_instant(deal.since),
        value=deal.value,
        currency=deal.currency,
        expected_close=deal.close and deal.close.isoformat(),
    )
    w.insert("deal_contact", deal_id=id, contact_id=contact)


def as_due(due: date | datetime | None) -> str | None:
    if due is None:
        return None
    return encode_instant(due) if isinstance(due, datetime) else due.isoformat()


# --- filters ---------------------------------------------------------------------------


def begins_word(word: str, text: str) -> bool:
    """Is it in a text, at the beginning of a word if it is one itself?"""
    key, whole = fold(word), f" {fold(text)}"
    return (
        key in whole
        if not key[0].isalnum()
        else any(
            whole[at - 1] in " &_%" and whole.startswith(key, at) for at in range(1, len(whole))
        )
    )


def free_word(word: str) -> Filter:
    key = fold(word)
    return Filter(
        f'"{word}"',
        lambda c: key in fold(c.name) or key in fold(c.company or "") or begins_word(word, c.title),
    )


def of_text(word: str, mark: str) -> list[Filter]:
    key = fold(word)
    if mark == "=":
        return [
            Filter(f'name="{word}"', lambda c: fold(c.name) == key),
            Filter(f'title="{word}"', lambda c: fold(c.title) == key),
            Filter(f'company="{word}"', lambda c: c.company is not None and fold(c.company) == key),
        ]
    return [
        Filter(f'name:"{word}"', lambda c: key in fold(c.name)),
        Filter(f'name:"{word}"*', lambda c: fold(c.name).startswith(key)),
        Filter(f'title:"{word}"', lambda c: begins_word(word, c.title)),
        Filter(f'title:*"{word}"', lambda c: fold(c.title).endswith(key)),
        Filter(f'company:"{word}"', lambda c: c.company is not None and key in fold(c.company)),
        Filter(f'deal:"{word}"', lambda c: any(key in fold(d.title) for d in c.deals)),
    ]


FIXED = [
    Filter("tag:vip", lambda c: "vip" in c.tags),
    Filter("tag:cold-call,vip", lambda c: bool(c.tags)),
    Filter("has:tag", lambda c: bool(c.tags)),
    Filter("no:company", lambda c: c.company is None),
    Filter("has:title", lambda c: c.title != ""),
    Filter("no:next", lambda c: c.next is None),
    Filter("has:status", lambda c: c.status != ""),
    Filter("status:warm", lambda c: c.status == "warm"),
    Filter("custom.status=lukewarm", lambda c: c.status == "LUKEWARM"),
    Filter("status:5..", lambda c: c.status in ("5", "12.5")),
    Filter("status<12.5", lambda c: c.status in ("5", "-3")),
    Filter("status:today", lambda c: False),
    Filter("status:..today", lambda c: c.status == "2026-03-02"),
    Filter("has:deal", lambda c: bool(c.deals)),
    Filter("deal.is:open", lambda c: any(d.status == "open" for d in c.deals)),
    Filter("deal.status:won,lost", lambda c: any(d.status != "open" for d in c.deals)),
    Filter("deal.no:close", lambda c: any(d.close is None for d in c.deals)),
    Filter("has:deal.close", lambda c: any(d.close is not None for d in c.deals)),
    Filter(
        "is:overdue",
        lambda c: (
            c.next is not None
            and (c.next < NOW if isinstance(c.next, datetime) else c.next < TODAY)
        ),
    ),
]


def local_day(moment: date | datetime) -> date:
    return moment.astimezone(BERLIN).date() if isinstance(moment, datetime) else moment


def within(value: Any, low: Any, high: Any) -> bool:
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def of_days(low: date | None, high: date | None) -> list[Filter]:
    text = f"{low or ''}..{high or ''}"

    def inside(moment: date | datetime | None) -> bool:
        return within(moment and local_day(moment), low, high)

    return [
        Filter(f"last_contact:{text}", lambda c: inside(c.touched)),
        Filter(f"next:{text}", lambda c: inside(c.next)),
        Filter(f"deal.close:{text}", lambda c: any(inside(d.close) for d in c.deals)),
    ]


def of_amounts(low: float | None, high: float | None, currency: str) -> list[Filter]:
    ends = ("" if end is None else f"{end} {currency}" for end in (low, high))
    text = f'"{"..".join(ends)}"'
    return [
        Filter(
            f"deal.value:{text}",
            lambda c: any(
                within(d.amount, low, high) and currency in ("", d.currency) for d in c.deals
            ),
        ),
    ]


def of_ages(low: int, high: int) -> list[Filter]:
    return [Filter(f"deal.age:{low}..{high}", lambda c: any(low <= d.age <= high for d in c.deals))]


def opposite(part: Filter) -> Filter:
    return Filter(f"not ({part.text})", lambda c: not part.holds(c))


def both(one: Filter, other: Filter) -> Filter:
    return Filter(f"({one.text}) ({other.text})", lambda c: one.holds(c) and other.holds(c))


def either(one: Filter, other: Filter) -> Filter:
    return Filter(f"({one.text} or {other.text})", lambda c: one.holds(c) or other.holds(c))


def one_of(several: st.SearchStrategy[list[Filter]]) -> st.SearchStrategy[Filter]:
    return several.flatmap(st.sampled_from)


def ordered(bounds: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    """Two bounds in order, one of which may be missing."""
    two = st.tuples(bounds, bounds).map(lambda pair: tuple(sorted(pair)))
    return st.one_of(
        two, bounds.map(lambda low: (low, None)), bounds.map(lambda high: (None, high))
    )


atoms = st.one_of(
    st.sampled_from(FIXED),
    st.sampled_from(WORDS).map(free_word),
    one_of(st.builds(of_text, st.sampled_from(WORDS), st.sampled_from([":", "="]))),
    one_of(ordered(days).map(lambda pair: of_days(*pair))),
    one_of(
        st.builds(
            lambda pair, currency: of_amounts(*pair, currency),
            ordered(st.sampled_from([0.0, 1.0, 9.99, 10.0, 10.5, 1000.0, 10_000.0])),
            st.sampled_from(["", "EUR", "KWD"]),
        )
    ),
    one_of(
        ordered(st.integers(0, 3))
        .filter(lambda pair: None not in pair)
        .map(lambda pair: of_ages(*pair))
    ),
)
filters = st.recursive(
    atoms,
    lambda parts: st.one_of(
        st.builds(opposite, parts), st.builds(both, parts, parts), st.builds(either, parts, parts)
    ),
    max_leaves=5,
)


@given(st.lists(contacts, max_size=4), st.lists(filters, min_size=1, max_size=8))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_both_databases_find_what_python_finds(
    sqlite_target: str, postgres_target: str, people: list[Contact], asked: list[Filter]
) -> None:
    for target in (sqlite_target, postgres_target):
        workspace = open_workspace(target, CONFIG, CLOCK)
        with stored(workspace, people) as w:
            for text, holds in asked:
                where, params, _ = compile_filter("contact", text, w)
                rows = w.db.rows(f"SELECT c.id FROM contact c WHERE {where} ORDER BY c.id", params)
                ids = w.db.rows("SELECT id FROM contact ORDER BY id")
                expected = [id for id, person in zip(ids, people, strict=True) if holds(person)]
                assert rows == expected, (target, text)
        workspace.close()


# Letters that the databases, folding and capitals see differently, and signs of theirs.
letters = st.text("aAàßẞſıiİkKåœ½ﬁ²がか ςσΣ\u00a0\u0301-_.%*?[]^\\|()+'", max_size=6)


@given(st.lists(letters, min_size=1, max_size=6), letters, st.sampled_from(["={}", ":{}", ":*{}"]))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_both_databases_find_the_same_in_text_of_any_letters(
    sqlite_target: str, postgres_target: str, several: list[str], word: str, form: str
) -> None:
    escaped = word.replace("\\", "\\\\")
    text = "title" + form.format(f'"{escaped}"')
    answers = []
    for target in (sqlite_target, postgres_target):
        workspace = open_workspace(target, CONFIG, CLOCK)
        with stored(workspace, []) as w:
            for title in several:
                w.insert("contact", name="x", name_key="x", title=title)
            try:
                answers.append(titles(w, text))
            except FilterError as error:
                answers.append([error.message])
        workspace.close()
    assert answers[0] == answers[1]
