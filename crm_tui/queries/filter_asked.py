"""What every test of a filter is made from: where it is made, and what is asked there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crm_tui.domain.filters import Choice, FilterError, Range, Value
from crm_tui.queries.filter_fields import Field
from crm_tui.store.reader import Reader

# The mark of a free word. It may be anywhere in a text, and where it can be in no text, as
# letters in a phone number, it is no mistake but just not there.
WORD = ""
NEVER = "FALSE"

# Fewer than either database takes (SQLite 32,766, PostgreSQL 65,535).
_MOST_PARAMS = 30_000


@dataclass
class Site:
    """The store, who `me` is, and the parameters so far."""

    reader: Reader
    user_id: int | None
    params: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """A new parameter, as it stands in the SQL. Raises FilterError for one too many."""
        if len(self.params) == _MOST_PARAMS:
            raise FilterError("the filter fits too many names", "use fewer *", 0)
        name = f"filter{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    @property
    def on_sqlite(self) -> bool:
        return self.reader.db.dialect == "sqlite"


@dataclass(frozen=True)
class Asked:
    """One value: of which field, kept in which column, by which mark."""

    field: Field
    column: str
    mark: str
    choice: Choice

    @property
    def ordered(self) -> bool:
        """Is it about more and less, earlier and later?"""
        return isinstance(self.choice, Range) or self.mark in (">", ">=", "<", "<=")

    @property
    def whole(self) -> bool:
        """Must all of a text be as written, and not just some of it?"""
        return self.mark == "=" or (self.mark != WORD and len(self.value.pieces) > 1)

    @property
    def value(self) -> Value:
        """The one value of a field without order. Raises FilterError for a range."""
        if isinstance(self.choice, Range) or self.ordered:
            raise FilterError(
                f"{self.field.name} has no order, so it takes no range",
                'to look for two dots, quote them: "a..b"',
                self.choice.place,
            )
        return self.choice

    def beside(self, column: str) -> str:
        """Another column of the row that the field is in."""
        return f"{self.column.rpartition('.')[0]}.{column}"


Test = Callable[[Site, Asked], str]
