"""How a filter's text is read: the tree, and where a mistake is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.filter_grammar import (
    DEEPEST,
    LONGEST_TEXT,
    LONGEST_VALUE,
    MOST_VALUES,
    parse_filter,
)
from crm_tui.domain.filters import (
    Choice,
    Either,
    Every,
    FieldTest,
    FilterError,
    Node,
    Not,
    Range,
    Value,
    Word,
)


def value(*pieces: str) -> Value:
    return Value(pieces)


def word(*pieces: str) -> Word:
    return Word(Value(pieces))


def ask(path: str, *choices: Choice | str, mark: str = ":") -> FieldTest:
    values = tuple(value(choice) if isinstance(choice, str) else choice for choice in choices)
    return FieldTest(tuple(path.split(".")), mark, values)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Every(())),
        ("  \n\t ", Every(())),
        ("hopper", word("hopper")),
        ("grace hopper", Every((word("grace"), word("hopper")))),
        ("grace and hopper", Every((word("grace"), word("hopper")))),
        ('"grace hopper"', word("grace hopper")),
        ("“grace hopper”", word("grace hopper")),
        (r'"a \"b\" \\ \c"', word(r'a "b" \ \c')),
        ("O'Brien", word("O'Brien")),
        ("C++", word("C++")),
        ("a@b.com", word("a@b.com")),
        ("<tag>", word("<tag>")),
        ("wait...", word("wait...")),
        ("gr*r", word("gr", "r")),
        ('"gr*r"', word("gr*r")),
        ('"or" "not"', Every((word("or"), word("not")))),
        ("a or b c", Either((word("a"), Every((word("b"), word("c")))))),
        ("A OR B", Either((word("A"), word("B")))),
        ("(a or b) c", Every((Either((word("a"), word("b"))), word("c")))),
        ("not a b", Every((Not(word("a")), word("b")))),
        ("-a", Not(word("a"))),
        ("-(a b)", Not(Every((word("a"), word("b"))))),
        ("not -a", Not(Not(word("a")))),
        ("- a", Every((word("-"), word("a")))),
        ("a-b", word("a-b")),
        ("name:grace", ask("name", "grace")),
        ("NAME:Grace", ask("name", "Grace")),
        ("-name:grace", Not(ask("name", "grace"))),
        ("last-contact:today", ask("last_contact", "today")),
        ("company.country:DE", ask("company.country", "DE")),
        ("deal.company.name:acme", ask("deal.company.name", "acme")),
        ("tag:a,b", ask("tag", "a", "b")),
        ('tag:"a,b"', ask("tag", "a,b")),
        ('name:"grace hopper"', ask("name", "grace hopper")),
        ('"name:grace"', word("name:grace")),
        ("name:a*", ask("name", value("a", ""))),
        ("value:10k..", ask("value", Range(value("10k"), None))),
        ("value:..5", ask("value", Range(None, value("5")))),
        ("value:1..5,9", ask("value", Range(value("1"), value("5")), "9")),
        ('value:"10000 EUR.."', ask("value", "10000 EUR..")),
        ('at:"last week"..today', ask("at", Range(value("last week"), value("today")))),
        ("last_contact:..-30d", ask("last_contact", Range(None, value("-30d")))),
        ("value>10k", ask("value", "10k", mark=">")),
        ("value:>10k", ask("value", "10k", mark=">")),
        ("value>=10k", ask("value", "10k", mark=">=")),
        ("value:<=10k", ask("value", "10k", mark="<=")),
        ("name=grace", ask("name", "grace", mark="=")),
        ("name:=a,b", ask("name", "a", "b", mark="=")),
        ("status:a:b", ask("status", "a:b")),
    ],
)
def test_reads(text: str, tree: Node) -> None:
    assert parse_filter(text) == tree


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('name:grace "hop', 11, "a quote is not closed"),
        ("(a or b", 0, "'(' is not closed"),
        ("a b) c", 3, "')' closes nothing"),
        ("a or", 4, "a term is missing after 'or'"),
        ("or a", 0, "a term is missing"),
        ("a ()", 3, "a term is missing after '('"),
        ("a not", 5, "a term is missing after 'not'"),
        ("a name: b", 7, "a value is missing after 'name:'"),
        ("tag:a,,b", 4, "a value is missing after 'tag:'"),
        ('name:""', 5, "a value is missing"),
        ('a ""', 2, "a value is missing"),
        ("value:..", 6, "the range has no end"),
        ("value>1..5", 6, "one value follows '>'"),
        ("value:<1,5", 7, "one value follows '<'"),
        ("value > 10k", 6, "'>' stands alone"),
    ],
)
def test_says_where_the_mistake_is(text: str, place: int, message: str) -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter(text)
    assert raised.value.place == place
    assert raised.value.message.startswith(message)
    assert raised.value.message.endswith(f"(column {place + 1} of the filter)")
    assert raised.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1),
        "-" * (DEEPEST + 1) + "a",
        "not " * 1000 + "a",
        "(" * 5000,
        "a" * (LONGEST_VALUE + 1),
        "a " * (MOST_VALUES + 1),
        "tag:" + ",".join("a" * (MOST_VALUES + 1)),
        "a " * LONGEST_TEXT,
    ],
)
def test_refuses_what_nobody_writes(text: str) -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter(text)
    assert 0 <= raised.value.place <= len(text)


def test_reads_what_is_just_within_the_bounds() -> None:
    tree: Node = word("a")
    for _ in range(DEEPEST):
        tree = Not(tree)
    assert parse_filter("-" * DEEPEST + "a") == tree
    many = parse_filter("a " * MOST_VALUES)
    assert isinstance(many, Every)
    assert len(many.parts) == MOST_VALUES
    assert parse_filter("a" * LONGEST_VALUE) == word("a" * LONGEST_VALUE)


# --- random trees ----------------------------------------------------------------------

PIECES = st.one_of(
    st.text('ab*,.:-()"\\ “”\n<>=', min_size=1, max_size=8), st.text(min_size=1, max_size=8)
)
VALUES = st.one_of(
    PIECES.map(value),
    st.lists(st.one_of(st.just(""), PIECES), min_size=2, max_size=4).map(lambda p: value(*p)),
)
RANGES = st.one_of(
    st.builds(Range, VALUES, VALUES),
    st.builds(Range, VALUES, st.none()),
    st.builds(Range, st.none(), VALUES),
)
PATHS = st.lists(st.text("ab_1é", min_size=1, max_size=4), min_size=1, max_size=3).map(tuple)
TESTS = st.one_of(
    st.builds(
        FieldTest,
        PATHS,
        st.sampled_from([":", "="]),
        st.lists(st.one_of(VALUES, RANGES), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(FieldTest, PATHS, st.sampled_from([">", ">=", "<", "<="]), st.tuples(VALUES)),
)


def both(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, parts), st.builds(Every, several), st.builds(Either, several))


TREES = st.recursive(st.one_of(st.builds(Word, VALUES), TESTS), both, max_leaves=8)


def written(node: Node) -> str:
    """A tree as somebody could have typed it."""
    match node:
        case Word(what):
            return quoted(what)
        case FieldTest(path, mark, choices):
            return f"{'.'.join(path)}{mark}{','.join(map(choice_text, choices))}"
        case Not(part):
            return f"not {inner(part)}"
        case Every(parts):
            return " ".join(map(inner, parts))
        case Either(parts):
            return " or ".join(map(inner, parts))


def inner(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, Every | Either) else written(node)


def choice_text(choice: Choice) -> str:
    if isinstance(choice, Value):
        return quoted(choice)
    return "..".join(quoted(end) if end else "" for end in (choice.low, choice.high))


def quoted(what: Value) -> str:
    return "*".join(quoted_piece(piece) for piece in what.pieces)


def quoted_piece(piece: str) -> str:
    escaped = piece.replace("\\", "\\\\")
    for quote in '"“”':
        escaped = escaped.replace(quote, f"\\{quote}")
    return f'"{escaped}"' if piece else ""


@given(TREES)
def test_a_tree_written_and_read_again_is_the_same(tree: Node) -> None:
    assert parse_filter(written(tree)) == tree


@given(st.one_of(st.text(), st.text('ab ":.,-()*<>=\\notr|“”', max_size=40)))
def test_any_text_gives_a_tree_or_a_filter_error_within_it(text: str) -> None:
    try:
        parse_filter(text)
    except FilterError as error:
        assert 0 <= error.place <= len(text)
