"""What a file holds that has a whole store: its records table by table, and their values.

Each record is an object with `noun`, the table's name, `id`, `uid` where the table has one,
and its columns. A reference `company_id` is there as `company_uid`. Columns that follow from
others (folded names, times of the last contact) are left out: the store works them out anew.
The tables stand in an order in which each refers to those before it, or to itself.
"""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.domain import channels, contacts, custom_fields, deals, interactions, relationships

# The first record of such a file, its `format`, and the newest that this program reads.
HEADER, FORMAT = "store", 1

_RECORD = "owner_id:ref=user created_at:instant created_by:ref=user updated_at:instant"
_RECORD += " archived_at:instant?"
_WORDS: dict[str, tuple[str, ...]] = {
    "channel": channels.KINDS,
    "direction": interactions.DIRECTIONS,
    "field_noun": custom_fields.NOUNS,
    "imported": ("contact", "company", "deal", "product", "user"),
    "interaction": interactions.KINDS,
    "lifecycle": contacts.LIFECYCLE,
    "named": ("contact", "company", "deal"),
    "pair": ("open", "distinct"),
    "relationship": relationships.KINDS,
    "repeat_from": ("due", "done"),
    "status": deals.STATUSES,
}
_NAMES = {"noun": "about", "repeat": "repeat_rule"}  # where the record has another such name


class Column(NamedTuple):
    """A value of a record: `name` in the file, `column` in the table.

    `kind` is what it is: line, text, some (a line that is never empty), number, flag, instant,
    day, due (either), money, object, list, word (one of `words`), rule, zone, currency, hash,
    ref (to a record of `table`), or record (to one of the noun that stands in `about`).
    `empty` says that it may be null.
    """

    name: str
    column: str
    kind: str
    empty: bool = False
    table: str = ""
    words: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table of the file. `keys` are columns that are folded from others; `named` says by what
    columns a record is known to another store, which gave it another uid; `alike` by what one
    is seen to be there that hangs on a record, times to the second."""

    name: str
    columns: tuple[Column, ...]
    has_uid: bool
    keys: tuple[tuple[str, str], ...] = ()
    named: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def _column(spec: str) -> Column:
    """`company_id:ref?=company` -> a column."""
    column, _, rest = spec.partition(":")
    kind, _, of = rest.partition("=")
    empty = kind.endswith("?")
    kind = kind.removesuffix("?")
    name = column.removesuffix("_id") if kind in ("ref", "record") else _NAMES.get(column, column)
    if kind == "ref":
        # Who made a record, and whose it is, may be nobody.
        empty = empty or of == "user"
        return Column(f"{name}_uid", column, kind, empty, table=of)
    if kind == "record":
        return Column(f"{name}_uid", column, kind, empty)
    return Column(name, column, kind, empty, words=_WORDS.get(of, ()))


def _table(
    name: str,
    columns: str,
    *,
    bare: bool = False,
    key: str = "",
    named: str = "",
    alike: str = "",
) -> Table:
    specs = columns.split() if bare else [*columns.split(), *_RECORD.split()]
    folded = tuple((f"{each}_key", each) for each in key.split())
    words = tuple(named.split()), tuple(alike.split())
    return Table(name, tuple(map(_column, specs)), not bare, folded, *words)


_HANGS = "contact_id:ref?=contact company_id:ref?=company"
_HANGS_ON_DEALS = f"{_HANGS} deal_id:ref?=deal"

TABLES = (
    _table("user", "name:some email:line team:line manager_id:ref?=user",
           key="name", named="name_key"),
    _table("custom_field", "noun:word=field_noun name:some label:line type:some choices:list"),
    _table("tag", "name:some", key="name", named="name_key"),
    _table("pipeline", "name:some position:number", key="name", named="name_key"),
    _table("stage", "pipeline_id:ref=pipeline name:some position:number status:word=status"
           " probability:number rotting_days:number? deal_limit:number? criteria:text",
           key="name", named="pipeline_id name_key"),
    _table("company", "name:some domain:line parent_id:ref?=company source:line custom:object",
           key="name"),
    _table("contact", "name:some first_name:line last_name:line title:line"
           " company_id:ref?=company lifecycle:word?=lifecycle source:line custom:object"
           " cadence_days:number? cadence_max_days:number?", key="name"),
    _table("channel", f"{_HANGS} kind:word=channel label:line value:some value_key:line"
           " preferred:flag invalid:flag", alike="contact_id company_id kind value_key"),
    _table("preference", "contact_id:ref=contact channel:line language:line best_time:line"
           " timezone:line do_not_contact:flag"),
    _table("consent", "contact_id:ref=contact channel:line purpose:line given:flag source:line"
           " at:instant expires_on:day?", alike="contact_id channel purpose given at"),
    _table("key_date", f"{_HANGS} kind:some day:day yearly:flag",
           alike="contact_id company_id kind day"),
    _table("relationship", "kind:word=relationship from_contact_id:ref?=contact"
           " from_company_id:ref?=company to_contact_id:ref?=contact to_company_id:ref?=company",
           alike="from_contact_id from_company_id to_contact_id to_company_id kind"),
    _table("product", "name:some code:line series:line unit:line currency:currency price:money?"
           " custom:object", key="name code"),
    _table("deal", "title:some pipeline_id:ref=pipeline stage_id:ref=stage status:word=status"
           " stage_since:instant currency:currency value:money? value_from_lines:flag"
           " probability:number probability_by_hand:flag expected_close:day? closed_at:instant?"
           " lost_reason:line source:line company_id:ref?=company custom:object", key="title"),
    _table("line_item", "deal_id:ref=deal product_id:ref=product quantity:number price:number"
           " discount:number amount:number"),
    _table("deal_contact", "deal_id:ref=deal contact_id:ref=contact role:line", bare=True),
    _table("tagging", f"tag_id:ref=tag {_HANGS_ON_DEALS}", bare=True),
    _table("stage_change", "deal_id:ref=deal from_stage_id:ref?=stage to_stage_id:ref=stage"
           " at:instant user_id:ref=user days_spent:number?", bare=True),
    _table("interaction", "kind:word=interaction direction:word=direction at:instant"
           " minutes:number? outcome:line subject:line body:text company_id:ref?=company"
           " deal_id:ref?=deal user_id:ref=user"),
    _table("interaction_contact", "interaction_id:ref=interaction contact_id:ref=contact",
           bare=True),
    _table("reminder", f"text:some kind:some due:due zone:zone? repeat:rule?"
           f" repeat_from:word=repeat_from anchor:due? {_HANGS_ON_DEALS} done_at:instant?"
           " dropped_at:instant?"),
    _table("note", f"body:text {_HANGS_ON_DEALS}",
           alike="contact_id company_id deal_id body created_at"),
    _table("attachment", f"name:some hash:hash size:number {_HANGS_ON_DEALS}"),
    _table("segment", "noun:some name:some filter:text sort:line columns:line position:number",
           key="name"),
    _table("pin", f"user_id:ref=user {_HANGS_ON_DEALS}", bare=True),
    _table("queue_visit", "user_id:ref=user round:line noun:line record_id:record? at:instant"
           " outcome:line", bare=True),
    _table("duplicate", "first_id:ref=contact second_id:ref=contact state:word=pair"
           " score:number reasons:line", bare=True),
    _table("redirect", "noun:word=named old_id:number old_uid:some old_name:line"
           " record_id:record", bare=True),
    _table("erasure", "people:number counts:object"),
    _table("erased_address", "erasure_id:ref=erasure person:number hash:hash"),
    _table("import_key", "noun:word=imported source:line key:text row_hash:line record_id:record",
           bare=True),
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
