"""Filters as SQL: nothing reaches the database but as a parameter, nothing makes it fail,
and what a filter says of a record is what the rest of the program says of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain.filter_grammar import DEEPEST, LONGEST_TEXT, LONGEST_VALUE, MOST_VALUES
from crm_tui.domain.filters import FilterError
from crm_tui.errors import CrmError
from crm_tui.queries.filter import compile_filter
from crm_tui.queries.filter_fields import FIELDS
from crm_tui.queries.filter_relations import RELATIONS
from crm_tui.queries.filter_text import _BEFORE_WORD as BEFORE_WORD
from crm_tui.services import records
from crm_tui.store.write import Write
from crm_tui.workspace import Workspace, open_workspace
from tests import factories
from tests.factories import CLOCK, CONFIG, HOSTILE
from tests.store.filter_lists import found, titles
from tests.store.filter_store import fill

NOUNS = tuple(FIELDS)


def titled(w: Write, *several: str) -> None:
    """Contacts with these job titles, just as they are."""
    for title in several:
        w.insert("contact", name="x", name_key="x", title=title)


# --- nothing gets through --------------------------------------------------------------

ATTACKS = (
    "'; DROP TABLE contact; --",
    "name:'||(SELECT 1)||'",
    "name:\"x' OR '1'='1\"",
    "name::filter0 %(filter0)s :name $1 ?1",
    "title:%s title:{a} title:{test} name:{0}",
    "name:%_\\ title:%_\\",
    "title:]^-[!a] title:[a-z] title:*?[",
    'title:"(?i)^.*$|\\y\\d{3}" title:\\ title:"***:x" title:_',
    "title:" + "o" * LONGEST_VALUE + " note:" + "a*" * 90,
    "tag:" + "a*" * 90 + "b owner:" + "*a" * 90,
    'name:a\x00b title:a\x00b name:"\x00"',
    "name:\ud800 title:\udcff text:\udcff",
    "title:\U0001f600\u202e\u0301ß ẞ title:ﬁ",
    "id:9223372036854775808 id:" + "9" * 16,
    "id:-999999999999999..999999999999999",
    "age:999999999999999 age:..999999999999999 age:-5",
    "value:9999999999999b value:0.001 value:..",
    "created:0001-01-01..9999-12-31 close:2199-12-31 due:99999d",
    "created:1900..2198 at:1900-01-01..2199-12-30",
    'next:"" value:".." close:" .. "',
    "custom.x:1 custom:1 custom.custom.x:1 company.custom.x:1",
    'score:1e400 score:..5 score:"0x10".. score:-5.. score:NaN..',
    "deal.deal.deal:x deal.contact.deal.contact.deal.title:x company.company.company.name:x",
    "has:has no:is is:has is.is:open has:* is:*",
    "has:deal.stage no:company.parent.name deal.has:contact",
    "\x1b]52;c;cm0=\x07 [@click=app.quit]x[/]",
    HOSTILE,
    "(" * DEEPEST + "a" + ")" * DEEPEST,
    "not " * DEEPEST + "title:a",
    "-(a or " * (DEEPEST // 2) + "b" + ")" * (DEEPEST // 2),
    "-(title:a name:b or " * (DEEPEST // 2) + "b" + ")" * (DEEPEST // 2),
    " or ".join(["a"] * MOST_VALUES),
    "a " * MOST_VALUES,
    ("title:" + "ö" * 190 + " ") * 50,
    "tag:" + ",".join("a*" for _ in range(MOST_VALUES)),
    "x" * LONGEST_TEXT,
    "(" * LONGEST_TEXT,
    '"' * LONGEST_TEXT,
    "a:" * (LONGEST_TEXT // 2),
)


@pytest.fixture
def store(workspace: Workspace) -> Workspace:
    """The store of the user guide, and someone of the hostile name."""
    with workspace.write("test") as w:
        fill(w)
    factories.fill_hostile(workspace)
    return workspace


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_that_is_written_makes_the_database_fail(store: Workspace, noun: str) -> None:
    with store.read() as reader:
        terms = {term for attack in ATTACKS for term in (attack, *attack.split()[:6])}
        for text in sorted(terms):
            try:
                found(reader, noun, text, store.user_id)
            except CrmError as error:
                assert error.message
        # The store is all there.
        assert reader.count(f"SELECT count(*) FROM {noun}") > 0


PARTS = st.sampled_from([
    *(f"{field.name}:" for fields in FIELDS.values() for field in fields),
    *(f"{relation.name}." for several in RELATIONS.values() for relation in several),
    "is:", "has:", "no:", "custom.", "score:", "not ", "or ", "(", ")", "-", '"', "*", ",", "..",
    ">", "<=", "=", " ", "today", "-30d", "10k", "5", "EUR", "me", "open", "vip", "'", "%", "\\",
    "[", "]", "^", "\x00", "é", "ß",
])  # fmt: skip


@given(st.sampled_from(NOUNS), st.one_of(st.lists(PARTS, max_size=12).map("".join), st.text()))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_finds_the_same_or_fails_the_same_on_both_databases(
    pair: tuple[Workspace, Workspace], noun: str, text: str
) -> None:
    answers = []
    for workspace in pair:
        with workspace.read() as reader:
            try:
                answers.append(found(reader, noun, text, workspace.user_id))
            except CrmError as error:
                assert isinstance(error, FilterError)
                answers.append([error.message, error.hint])
    assert answers[0] == answers[1]


@pytest.fixture
def pair(sqlite_target: str, postgres_target: str) -> tuple[Workspace, Workspace]:
    """The guide's store on both databases."""
    one, other = (open_workspace(url, CONFIG, CLOCK) for url in (sqlite_target, postgres_target))
    for workspace in (one, other):
        with workspace.write("test") as w:
            fill(w)
    return one, other


def test_what_is_written_is_never_part_of_the_statement(store: Workspace) -> None:
    terms = "zzq title:zzq* name=zzq note:zzq id:4711 created:2047.. next:2047 tag:zzq* owner:zzq*"
    with store.read() as reader:
        where, params, _ = compile_filter("contact", terms, reader)
    assert not any(written in where for written in ("zzq", "4711", "2047"))
    assert all(f":{name}" in where for name in params)


def test_more_names_than_a_statement_can_take_are_refused(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        w.insert_many("tag", [{"name": f"a{n}", "name_key": f"a{n}"} for n in range(200)])
        for id in (factories.contact(w, "Grace"), factories.contact(w, "Alan")):
            records.tag(w, "contact", id, f"a{id}")
        many = ",".join(["a*"] * 140)
        assert found(w, "contact", f"tag:{many}") == ["Grace", "Alan"]
        with pytest.raises(FilterError, match="fits too many names"):
            found(w, "contact", f"tag:{many},{'a*,' * 30}a*")


# --- text ------------------------------------------------------------------------------


def test_signs_of_the_databases_stand_for_themselves(workspace: Workspace) -> None:
    several = (
        "100%",
        "100 of",
        "a_b",
        "axb",
        "a\\b",
        "[x]",
        "x",
        "a?c",
        "abc",
        "(q)",
        "a.c",
        "^|$",
    )
    with workspace.write("test") as w:
        for text in several:
            w.insert("contact", name=text, name_key=text, title=text)
        for text in several:
            quoted = '"' + text.replace("\\", "\\\\") + '"'
            assert titles(w, f"title={quoted}") == [text]
            assert titles(w, f"name={quoted}") == [text]
        for text in ("100%", "a_b", "[x]", "a?c", "(q)", "a.c", "^|$"):
            assert titles(w, f'title:"{text}"') == [text]
            assert titles(w, f'name:"{text}"') == [text]


def test_case_and_accents_never_matter(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        titled(w, "Ingénieure", "INGENIEUR", "Διευθυντής", "Ведущий", "部長", "Straße", "Łódź")
        assert titles(w, "title:ingenieur") == ["Ingénieure", "INGENIEUR"]
        assert titles(w, "title:INGÉNIEUR") == ["Ingénieure", "INGENIEUR"]
        assert titles(w, "title:ΔΙΕΥΘΥΝΤΗΣ") == ["Διευθυντής"]
        assert titles(w, "title:ВЕДУЩИИ") == ["Ведущий"]
        assert titles(w, "title:長") == ["部長"]
        assert titles(w, "title:straße") == ["Straße"]
        assert titles(w, "title:łodz") == ["Łódź"]


def test_a_word_begins_after_any_mark(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        titled(w, *(f"a{sign}Word" for sign in BEFORE_WORD), "sword", "Word", "WORDS")
        expected = [f"a{sign}Word" for sign in BEFORE_WORD] + ["Word", "WORDS"]
        assert titles(w, "title:word") == expected
        assert titles(w, 'title:"?word"') == ["a?Word"]
        assert titles(w, "title:*word") == [f"a{sign}Word" for sign in BEFORE_WORD] + [
            "sword",
            "Word",
        ]


def test_words_over_several_lines_are_in_a_row(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        id = factories.contact(w)
        records.add_note(w, "contact", id, "met at\nthe fair\tin\u00a0Rome")
        for phrase in ("at the fair", "fair in rome", "met*rome"):
            asked = f'note:"{phrase}"' if "*" not in phrase else f"note:{phrase}"
            assert len(found(w, "contact", asked)) == 1


def test_phone_numbers_are_found_however_they_are_written(workspace: Workspace) -> None:
    with workspace.write("test") as w:
        factories.contact(w, "Grace", phone="+49 (0)30 1234567")
        factories.contact(w, "Alan", phone="+33 1 23 99 67 89")
        for text in ("030-1234567", "+49301234567", '"+49 (0)30 123"', "1234567", "+49*", "0049*"):
            assert found(w, "contact", f"phone:{text}") == ["Grace"], text
        assert found(w, "contact", "030/1234567") == ["Grace"]
        assert found(w, "contact", '"01 23 99 67"') == ["Alan"]
        assert found(w, "contact", "phone:123") == ["Grace", "Alan"]
        with pytest.raises(FilterError, match="has no digits"):
            found(w, "contact", "phone:abc")


# --- me, what is hidden, and mistakes --------------------------------------------------


def test_me_is_who_asks(store: Workspace) -> None:
    with store.read() as reader:
        ben = reader.count("SELECT id FROM \"user\" WHERE name_key = 'ben mertens'")
        assert found(reader, "deal", "owner:me", ben) == ["Weather buoys"]
        for name in ("ben", '"Ben Mertens"', "ben-mertens", "mertens", "ben@example.com"):
            assert found(reader, "deal", f"owner:{name}") == ["Weather buoys"]
        with pytest.raises(FilterError, match="nobody is 'me' here"):
            found(reader, "deal", "owner:me")


def test_the_filter_tells_which_hidden_records_it_asks_for(store: Workspace) -> None:
    scopes = {
        ("contact", "is:archived"): {"archived"},
        ("contact", "not is:archived or grace"): {"archived"},
        ("contact", "company.is:archived"): set(),
        ("contact", "reminder.is:done"): set(),
        ("reminder", "is:done"): {"closed"},
        ("reminder", "is:open"): {"closed"},
        ("reminder", "done:-7d.."): {"closed"},
        ("reminder", "no:done"): {"closed"},
        ("reminder", "is:overdue"): set(),
        ("deal", "is:won"): set(),
    }
    with store.read() as reader:
        for (noun, text), scope in scopes.items():
            assert compile_filter(noun, text, reader).scope == scope, text


def test_an_empty_filter_is_no_condition(workspace: Workspace) -> None:
    with workspace.read() as reader:
        for text in ("", "  ", "\n"):
            assert compile_filter("contact", text, reader) == ("", {}, frozenset())


@pytest.mark.parametrize(
    ("noun", "text", "message", "hint"),
    [
        ("contact", "a nmae:b", "unknown field 'nmae' (column 3", "did you mean name?"),
        ("contact", "has:fone", "unknown field 'fone' (column 5", "did you mean phone?"),
        ("contact", "https://x.y", "unknown field 'https' (column 1", "fields of a contact: "),
        ("contact", "name.first:x", "name has no fields of its own", "these have, on a contact"),
        ("contact", "custom.nix:x", "unknown field 'custom.nix'", "fields of a contact: "),
        ("contact", "deal.contact.deal.contact.name:x", "the field's name has", "these have"),
        ("contact", "lifecycle:custmer", "no lifecycle 'custmer'", "did you mean customer?"),
        ("contact", "name:a..b", "name has no order", "to look for two dots"),
        ("contact", "title>b", "title has no order", "to look for two dots"),
        ("contact", "has>phone", "'has' has no order", "write has:"),
        ("contact", "is:a..b", "a name is no range", "write has:phone"),
        ("contact", 'name:" "', "there is nothing to look for", "write a word"),
        ("contact", "\u0301", "there is nothing to look for", "write a word"),
        ("contact", "do_not_contact:maybe", "'maybe' is neither yes nor no", "write yes or no"),
        ("deal", "currency:XYZ", "'XYZ' is not a currency", "use a code"),
        ("deal", "pipeline:sails", "no pipeline 'sails'", "did you mean sales?"),
        ("deal", "owner:bem", "no owner 'bem'", "known: "),
        ("deal", "crane is:opne", "a deal is never 'opne' (column 10", "did you mean open?"),
        ("interaction", "kind:cal,phne", "no kind 'phne' (column 10", "known: call"),
        ("interaction", "minutes:long", "'long' is not a number", "write a number"),
        ("interaction", "at:30d..", "'30d' looks ahead", "write -30d"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_its_place_and_what_is_near(
    store: Workspace, noun: str, text: str, message: str, hint: str
) -> None:
    with store.read() as reader, pytest.raises(FilterError) as raised:
        compile_filter(noun, text, reader, store.user_id)
    assert raised.value.message.startswith(message)
    assert raised.value.hint.startswith(hint)
    assert raised.value.exit_code == 2


def test_mistakes_are_shown_inert(workspace: Workspace) -> None:
    with workspace.read() as reader:
        for term in HOSTILE.split():
            with pytest.raises(FilterError) as raised:
                compile_filter("deal", f'stage:"{term}"', reader)
            assert raised.value.message.isprintable()
