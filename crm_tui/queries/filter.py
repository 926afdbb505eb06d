"""The filter language as SQL: a text -> a condition for a statement's WHERE.

The condition needs no joins but only the alias of the noun's own table, so that it serves a
list and its count alike. All that the text says reaches the database as a bound parameter,
and a field that has no value passes no test, only the opposite of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from crm_tui.domain.custom_fields import CustomField
from crm_tui.domain.filter_grammar import parse_filter
from crm_tui.domain.filters import (
    Choice,
    Either,
    Every,
    FieldTest,
    FilterError,
    Node,
    Not,
    Value,
    Word,
    did_you_mean,
    shown,
)
from crm_tui.queries import filter_orders
from crm_tui.queries.custom_fields import of_noun
from crm_tui.queries.filter_asked import NEVER, WORD, Asked, Site
from crm_tui.queries.filter_custom import custom_field, is_yes
from crm_tui.queries.filter_fields import FIELDS, STATES, Field, Link
from crm_tui.queries.filter_kinds import fitting, present, test
from crm_tui.queries.filter_relations import NAMED_BY, RELATIONS, SEARCHED, Relation
from crm_tui.store.reader import Reader
from crm_tui.text import fold, with_article

_ALIASES = {
    "contact": "c",
    "company": "c",
    "deal": "d",
    "product": "p",
    "reminder": "r",
    "interaction": "i",
}
_HAVING = ("has", "no")
_QUESTIONS = (*_HAVING, "is", "segment")
# A segment's name is asked for like a tag's: the whole of it.
_SEGMENT = Field("segment", "Saved filter", "tag", "", "segment:my-leads")
_LONGEST_PATH = 4


class Compiled(NamedTuple):
    """A condition over the noun's table under its usual alias, and its parameters.

    `where` is empty for a filter that all records pass. `scope` says of which hidden records
    the filter itself tells whether it wants them ("archived", or reminders that are
    "closed"), so that the list need not leave them out.
    """

    where: str
    params: dict[str, object]
    scope: frozenset[str]


def compile_filter(noun: str, text: str, reader: Reader, user_id: int | None = None) -> Compiled:
    """A filter's text -> SQL. `user_id` is who `me` is.

    The aliases are c for contacts and companies, d for deals, p for products, r for
    reminders, i for interactions. Raises FilterError, with the place and the nearest known
    word, for what cannot be read, and for stages, tags and users that are not there.
    """
    tree = parse_filter(text)
    if tree == Every(()):
        return Compiled("", {}, frozenset())
    compiler = _Compiler(noun, Site(reader, user_id))
    where = compiler.node(tree)
    return Compiled(f"({where})", compiler.site.params, frozenset(compiler.scope))


# What a test says of a field, once its path has led to it: noun, alias, name -> SQL.
_Leaf = Callable[[str, str, str], str]


class _Compiler:
    """Walks the tree of one filter; collects the parameters and the scope."""

    def __init__(
        self, noun: str, site: Site, alias: str = "", within: frozenset[object] = frozenset()
    ) -> None:
        """`within` are the segments whose filter this one is a part of."""
        self.noun = noun
        self.site = site
        self.scope = set[str]()
        self._root = alias or _ALIASES[noun]
        self._within = within
        self._held: dict[str, dict[str, CustomField]] = {}

    def node(self, node: Node) -> str:
        """A condition; where it is NULL, it does not hold."""
        if isinstance(node, Not):
            return f"({self.node(node.part)}) IS NOT TRUE"
        if isinstance(node, Every):
            return " AND ".join(f"({self.node(part)})" for part in node.parts)
        if isinstance(node, Either):
            return " OR ".join(f"({self.node(part)})" for part in node.parts)
        return self._word(node.value) if isinstance(node, Word) else self._field_test(node)

    def _word(self, value: Value) -> str:
        return _any(
            self._values(self.noun, self._root, name, WORD, (value,), value.place)
            for name in SEARCHED[self.noun]
        )

    def _field_test(self, node: FieldTest) -> str:
        def leaf(noun: str, alias: str, name: str) -> str:
            if name in _QUESTIONS and node.mark not in (":", "="):
                raise FilterError(f"'{name}' has no order", f"write {name}:…", node.place)
            if name in _HAVING:
                test = _any(self._has(noun, alias, choice) for choice in node.choices)
                return test if name == "has" else f"({test}) IS NOT TRUE"
            if name == "is":
                return _any(self._is(noun, alias, choice) for choice in node.choices)
            if name == "segment":
                return _any(self._segments(noun, alias, choice) for choice in node.choices)
            return self._values(noun, alias, name, node.mark, node.choices, node.place)

        return self._walk(self.noun, self._root, node.path, node.place, leaf)

    def _has(self, noun: str, alias: str, choice: Choice) -> str:
        def leaf(noun: str, alias: str, name: str) -> str:
            field = self._field(noun, name, choice.place)
            if isinstance(field, Relation):
                return self._linked(field.link, alias, "TRUE", any_will_do=True)
            self._ask_for(field.hidden, alias)
            test = present(field, field.column.format(a=alias))
            return self._linked(field.link, alias, test, any_will_do=True) if field.link else test

        path = tuple(_single(choice).replace("-", "_").split("."))
        return self._walk(noun, alias, path, choice.place, leaf, any_will_do=True)

    def _is(self, noun: str, alias: str, choice: Choice) -> str:
        name = _single(choice)
        state = next((state for state in STATES[noun] if state.name == name), None)
        if state is None:
            answers = {k: h for k, h in self._customs(noun).items() if h.type == "yes-no"}
            if held := answers.get(fold(name)):
                return is_yes(self.site, held, alias)
            known = [*(state.name for state in STATES[noun]), *answers]
            hint = f"{did_you_mean(name, known)}known: {', '.join(known)}"
            raise FilterError(f"{with_article(noun)} is never {shown(name)}", hint, choice.place)
        self._ask_for(state.hidden, alias)
        return filter_orders.state(self.site, state, alias, choice.place)

    def _segments(self, noun: str, alias: str, choice: Choice) -> str:
        """What the saved filters of a name keep."""
        rows = self.site.reader.db.rows(
            "SELECT id, name_key, filter FROM segment WHERE noun = :noun AND archived_at IS NULL"
            " ORDER BY id",
            {"noun": noun},
        )
        asked = Asked(_SEGMENT, "", ":", choice)
        found = set(fitting(asked, {id: key for id, key, _ in rows}))
        return _any(
            self._segment(noun, alias, (id, key, text), choice.place)
            for id, key, text in rows
            if id in found
        )

    def _segment(self, noun: str, alias: str, row: tuple[int, str, str], place: int) -> str:
        id, name, text = row
        if id in self._within:
            raise FilterError(
                f"segment {shown(name)} asks for itself", "take that out of its filter", place
            )
        inner = _Compiler(noun, self.site, alias, self._within | {id})
        try:
            tree = parse_filter(text)
            test = "TRUE" if tree == Every(()) else inner.node(tree)
        except FilterError as error:
            message = error.message.partition(" (column")[0]
            raise FilterError(f"in segment {shown(name)}: {message}", error.hint, place) from error
        if alias == self._root:
            self.scope |= inner.scope
        return test

    def _values(
        self, noun: str, alias: str, name: str, mark: str, choices: tuple[Choice, ...], place: int
    ) -> str:
        field = self._field(noun, name, place)
        if isinstance(field, Relation):
            inner, by = _inner(alias), NAMED_BY[field.noun]
            test = self._values(field.noun, inner, by, mark, choices, place)
            return self._linked(field.link, alias, test)
        self._ask_for(field.hidden, alias)
        column = field.column.format(a=alias)
        test = _any(_one(self.site, Asked(field, column, mark, choice)) for choice in choices)
        return self._linked(field.link, alias, test) if field.link else test

    def _walk(
        self,
        noun: str,
        alias: str,
        path: tuple[str, ...],
        place: int,
        leaf: _Leaf,
        *,
        any_will_do: bool = False,
    ) -> str:
        """Follows the relations that the path names, and tests what they lead to."""
        if len(path) == 1 or (path[0] == "custom" and len(path) == 2):
            return leaf(noun, alias, ".".join(path))
        relation = self._field(noun, path[0], place)
        if not isinstance(relation, Relation):
            raise FilterError(f"{path[0]} has no fields of its own", _relations_hint(noun), place)
        if len(path) > _LONGEST_PATH:
            raise FilterError("the field's name has too many dots", _relations_hint(noun), place)
        test = self._walk(
            relation.noun, _inner(alias), path[1:], place, leaf, any_will_do=any_will_do
        )
        return self._linked(relation.link, alias, test, any_will_do=any_will_do)

    def _linked(self, link: Link, alias: str, test: str, *, any_will_do: bool = False) -> str:
        """SQL that holds where the test does for a row that hangs on the record.

        SQLite looks for the rows that pass once, unless nearly all will; PostgreSQL finds
        the better way by itself, if it is asked like this.
        """
        inner = _inner(alias)
        rows, key = link.rows.format(b=inner), link.key.format(b=inner)
        own, only = link.own.format(a=alias), self._only(link, inner)
        if self.site.on_sqlite and not any_will_do:
            return f"{own} IN (SELECT {key} FROM {rows} WHERE {only} AND ({test}))"
        return f"EXISTS (SELECT 1 FROM {rows} WHERE {key} = {own} AND {only} AND ({test}))"

    def _only(self, link: Link, inner: str) -> str:
        if "{today}" not in link.only:
            return link.only.format(b=inner)
        today = self.site.bind(self.site.reader.today.isoformat())
        return link.only.format(b=inner, today=today)

    def _ask_for(self, hidden: str, alias: str) -> None:
        if hidden and alias == self._root:
            self.scope.add(hidden)

    def _field(self, noun: str, name: str, place: int) -> Field | Relation:
        """What a name means on a noun; a custom field only where it is nothing else."""
        for field in FIELDS[noun]:
            if name == field.name or name in field.also:
                return field
        for relation in RELATIONS[noun]:
            if name == relation.name:
                return relation
        custom, customs = name.removeprefix("custom."), self._customs(noun)
        if fold(custom) in customs:
            return custom_field(self.site, customs[fold(custom)])
        known = [field.name for field in FIELDS[noun]]
        known += [relation.name for relation in RELATIONS[noun]]
        known += [*(held.name for held in customs.values()), *_QUESTIONS]
        raise FilterError(
            f"unknown field {shown(name)}",
            f"{did_you_mean(custom, known)}fields of {with_article(noun)}: {', '.join(known)};"
            " to look for the text as it is, put all of it in quotes",
            place,
        )

    def _customs(self, noun: str) -> dict[str, CustomField]:
        if noun not in self._held:
            held = of_noun(self.site.reader, noun)
            self._held[noun] = {fold(name): field for name, field in held.items()}
        return self._held[noun]


def _one(site: Site, asked: Asked) -> str:
    """A test of one value; a lone `*` asks for any."""
    choice = asked.choice
    if isinstance(choice, Value) and len(choice.pieces) > 1 and not any(choice.pieces):
        return present(asked.field, asked.column)
    return test(site, asked)


def _any(tests: Iterable[str]) -> str:
    able = [test for test in tests if test != NEVER]
    return " OR ".join(f"({test})" for test in able) if len(able) > 1 else "".join(able) or NEVER


def _single(choice: Choice) -> str:
    """A name that stands as a value."""
    if not isinstance(choice, Value):
        raise FilterError("a name is no range", "write has:phone or is:open", choice.place)
    return choice.text.casefold()


def _inner(alias: str) -> str:
    """The alias of what hangs on the record of this alias, unique within the statement."""
    return f"f{int(alias[1:]) + 1}" if len(alias) > 1 else "f1"


def _relations_hint(noun: str) -> str:
    names = ", ".join(relation.name for relation in RELATIONS[noun])
    return f"these have, on {with_article(noun)}: {names}"
