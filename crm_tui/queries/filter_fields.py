"""What filters can ask for: the fields of every noun, and its states.

One catalogue for the SQL, the hints in errors and the user guide. In SQL `{a}` stands for
the alias of the noun's table, `{now}` and `{today}` for the present instant and day.
"""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.domain import contacts, deals, interactions, reminders
from crm_tui.store.rules import LATEST_CONSENT


class Link(NamedTuple):
    """Rows of other tables that hang on a record: those of `rows` whose `key` is the
    record's `own` column and that pass `only`, in which `{today}` may stand."""

    rows: str
    key: str
    own: str = "{a}.id"
    only: str = "TRUE"


class Field(NamedTuple):
    """Something to test. `kind` says how values are read (see `filter_kinds`), `column` where
    it is kept: in the record, or in what `link` leads to. `also` are other names for it;
    `hidden` as in `State`."""

    name: str
    label: str
    kind: str
    column: str
    example: str
    also: tuple[str, ...] = ()
    link: Link | None = None
    choices: tuple[str, ...] = ()
    hidden: str = ""


class State(NamedTuple):
    """What `is:` asks for. Lists leave out the records of a `hidden` state unless their
    filter asks for one: archived ones, and reminders that are closed."""

    name: str
    label: str
    sql: str
    hidden: str = ""


_PAST = ("{column} IS NOT NULL AND CASE WHEN length({column}) = 10"
         " THEN {column} < {{today}} ELSE {column} < {{now}} END")  # fmt: skip
_OPEN = "{a}.done_at IS NULL AND {a}.dropped_at IS NULL"
_NEXT_PAST = _PAST.format(column="{a}.next_reminder_at")
_DUE_PAST = _PAST.format(column="{a}.due")

_ARCHIVED = State("archived", "put away", "{a}.archived_at IS NOT NULL", "archived")
_OVERDUE = State("overdue", "the next reminder is overdue", _NEXT_PAST)


def _pinned(noun: str) -> State:
    """`{me}` is the acting user."""
    return State(
        "pinned", "you keep it at hand",
        f"EXISTS (SELECT 1 FROM pin m WHERE m.{noun}_id = {{a}}.id AND m.user_id = {{me}})",
    )  # fmt: skip


def _ways(noun: str) -> tuple[Field, ...]:
    """The channels of contacts and companies."""

    def way(
        name: str, label: str, example: str, also: tuple[str, ...] = (), only: str = ""
    ) -> Field:
        test = f"h.archived_at IS NULL AND h.kind = '{only}'" if only else "h.archived_at IS NULL"
        link = Link("channel h", f"h.{noun}_id", only=test)
        kind = "phone" if only == "phone" else "key"
        return Field(name, label, kind, "h.value_key", example, also, link)

    return (
        way("email", "E-mail", "email:@acme.example", ("emails", "e_mail", "mail"), "email"),
        way("phone", "Phone, by its digits", "phone:+49", ("phones",), "phone"),
        way("website", "Website", "website:acme", only="website"),
        way("social", "Social profile", "social:linkedin", only="social"),
        way("address", "Postal address", "address:berlin", only="address"),
        way("channel", "Any of these ways to reach", "channel:acme"),
    )


def _dates(noun: str, *names: str) -> tuple[Field, ...]:
    """The key dates of contacts and companies."""
    return tuple(
        Field(
            name.replace(" ", "_"),
            name.capitalize(),
            "yearly",
            "k.day",
            f"{name.replace(' ', '-')}:today..30d",
            link=Link(
                "key_date k",
                f"k.{noun}_id",
                only=f"k.archived_at IS NULL AND k.kind = '{name}'",
            ),
        )
        for name in names
    )


def _kept(noun: str, *, followed: bool = True) -> tuple[Field, ...]:
    """What the program keeps of every record, and of those that are `followed` up."""
    touched = (
        Field(
            "last_contact", "Last contact", "past", "{a}.last_contacted_at",
            "last_contact:..-30d", ("last_contacted_at",),
        ),
        Field(
            "next", "Next reminder", "when", "{a}.next_reminder_at",
            "next:..7d", ("next_reminder_at", "next_step_at"),
        ),
    )  # fmt: skip
    return (
        *(touched if followed else ()),
        Field(
            "created", "Created", "past", "{a}.created_at", "created:last-week", ("created_at",),
        ),
        Field(
            "updated", "Last changed", "past", "{a}.updated_at", "updated:-1d..", ("updated_at",),
        ),
        Field("id", "Number", "number", "{a}.id", "id:1..100"),
        Field(
            "operation", "Touched by an operation of crm history", "number", "j.operation_id",
            "operation:12", link=Link("change j", "j.record_id", only=f"j.noun = '{noun}'"),
        ),
    )  # fmt: skip


def _tag(noun: str) -> Field:
    link = Link("tagging g", f"g.{noun}_id")
    return Field("tag", "Tag", "tag", "g.tag_id", "tag:vip", ("tags",), link)


def _note(noun: str) -> Field:
    link = Link("note n", f"n.{noun}_id", only="n.archived_at IS NULL")
    return Field("note", "Note", "text", "n.body", "note:parking", ("notes",), link)


_LATEST = LATEST_CONSENT.format(s="s")
_HOLDS = f"{_LATEST} AND s.given = 1 AND (s.expires_on IS NULL OR s.expires_on >= {{today}})"


def _consents() -> tuple[Field, ...]:
    """What contacts allowed last; a consent that has run out is none."""
    said = "(s.channel || ' ' || s.purpose)"
    held = Link("consent s", "s.contact_id", only=_HOLDS)
    withdrawn = Link("consent s", "s.contact_id", only=f"{_LATEST} AND s.given = 0")
    return (
        Field(
            "consent", "Consents that hold: channel and purpose", "text", said,
            "consent:newsletter", ("consents",), held,
        ),
        Field(
            "withdrawn", "Consents withdrawn: channel and purpose", "text", said,
            "withdrawn:newsletter", link=withdrawn,
        ),
        Field(
            "consent_until", "Last day of a consent that holds", "day", "s.expires_on",
            "consent_until:..30d", link=held,
        ),
    )  # fmt: skip


_OF_OWNER = Link('"user" o', "o.id", "{a}.owner_id")
_OWNER = (
    Field("owner", "Owner", "user", "{a}.owner_id", "owner:me"),
    Field("manager", "The owner's manager", "user", "o.manager_id", "manager:me", link=_OF_OWNER),
    Field("team", "The owner's team", "text", "o.team", "team:central", link=_OF_OWNER),
)
_SOURCE = Field("source", "Source", "text", "{a}.source", "source:fair")
_PREFERENCE = Link("preference q", "q.contact_id")

FIELDS: dict[str, tuple[Field, ...]] = {
    "contact": (
        Field("name", "Name", "key", "{a}.name_key", "name:hopper"),
        Field("first_name", "First name", "text", "{a}.first_name", "first_name=grace"),
        Field("last_name", "Last name", "text", "{a}.last_name", "last_name:hop*"),
        *_ways("contact"),
        Field("title", "Job title", "text", "{a}.title", "title:sales", ("job", "job_title")),
        Field(
            "lifecycle", "Lifecycle", "choice", "{a}.lifecycle", "lifecycle:customer",
            choices=contacts.LIFECYCLE,
        ),
        Field(
            "cadence", "Cadence: due, overdue or days", "cadence", "{a}.cadence_days",
            "cadence:due",
        ),
        _SOURCE,
        *_OWNER,
        _tag("contact"),
        *_kept("contact"),
        _note("contact"),
        *_dates("contact", "birthday", "anniversary", "renewal", "contract end"),
        Field("language", "Language", "text", "q.language", "language:de", link=_PREFERENCE),
        Field(
            "do_not_contact", "Do not contact", "yes",
            "coalesce((SELECT q.do_not_contact FROM preference q WHERE q.contact_id = {a}.id), 0)",
            "do_not_contact:no",
        ),
        *_consents(),
    ),
    "company": (
        Field("name", "Name", "key", "{a}.name_key", "name:acme"),
        Field("domain", "Domain", "text", "{a}.domain", "domain:*.example"),
        *_ways("company"),
        _SOURCE,
        *_OWNER,
        _tag("company"),
        *_kept("company"),
        _note("company"),
        *_dates("company", "anniversary", "renewal", "contract end"),
        Field(
            "contacts", "Number of contacts", "number",
            "(SELECT count(*) FROM contact m WHERE m.company_id = {a}.id"
            " AND m.archived_at IS NULL)",
            "contacts:5..",
        ),
        Field(
            "open_deals", "Number of open deals", "number",
            "(SELECT count(*) FROM deal m WHERE m.company_id = {a}.id"
            " AND m.status = 'open' AND m.archived_at IS NULL)",
            "open_deals:0",
        ),
    ),
    "deal": (
        Field("title", "Title", "key", "{a}.title_key", "title:crane", ("name",)),
        Field("value", "Value", "money", "{a}.value", "value:10k.."),
        Field("currency", "Currency", "currency", "{a}.currency", "currency:EUR"),
        Field("probability", "Probability %", "number", "{a}.probability", "probability:50.."),
        Field("stage", "Stage", "stage", "{a}.stage_id", "stage:proposal"),
        Field("pipeline", "Pipeline", "pipeline", "{a}.pipeline_id", "pipeline:sales"),
        Field(
            "status", "Status", "choice", "{a}.status", "status:open,won", choices=deals.STATUSES
        ),
        Field("age", "Days in its stage", "age", "{a}.stage_since", "age:30..", ("days_in_stage",)),
        Field(
            "close", "Expected close", "day", "{a}.expected_close", "close:..eom",
            ("expected_close",),
        ),
        Field("closed", "Closed", "past", "{a}.closed_at", "closed:this-quarter", ("closed_at",)),
        Field(
            "lost_reason", "Why lost", "text", "{a}.lost_reason", "lost_reason:price",
            ("reason",),
        ),
        _SOURCE,
        *_OWNER,
        _tag("deal"),
        *_kept("deal"),
        _note("deal"),
    ),
    "product": (
        Field("name", "Name", "key", "{a}.name_key", "name:pro"),
        Field("code", "Code", "key", "{a}.code_key", "code:gtx-2"),
        Field("series", "Series", "text", "{a}.series", "series:gtx"),
        Field("price", "Price", "money", "{a}.price", "price:1k.."),
        Field("currency", "Currency", "currency", "{a}.currency", "currency:EUR"),
        Field("unit", "Unit", "text", "{a}.unit", "unit:hour"),
        Field(
            "deals", "Number of deals", "number",
            "(SELECT count(DISTINCT m.deal_id) FROM line_item m JOIN deal n ON n.id = m.deal_id"
            " WHERE m.product_id = {a}.id AND n.archived_at IS NULL)",
            "deals:10..",
        ),
        *_kept("product", followed=False),
    ),
    "reminder": (
        Field("text", "What", "text", "{a}.text", "text:offer"),
        Field("due", "Due", "when", "{a}.due", "due:..today"),
        Field("kind", "Kind", "choice", "{a}.kind", "kind:call,email", choices=reminders.KINDS),
        Field("repeat", "Repeats, as a rule", "text", "{a}.repeat", "repeat:monthly"),
        *_OWNER,
        Field(
            "done", "Done", "past", "{a}.done_at", "done:-7d..", ("done_at",), hidden="closed"
        ),
        Field(
            "dropped", "Dropped", "past", "{a}.dropped_at", "dropped:-7d..", ("dropped_at",),
            hidden="closed",
        ),
        *_kept("reminder", followed=False),
    ),
    "interaction": (
        Field("kind", "Kind", "choice", "{a}.kind", "kind:call", choices=interactions.KINDS),
        Field("at", "When", "past", "{a}.at", "at:-7d.."),
        Field(
            "direction", "Direction", "choice", "{a}.direction", "direction:inbound",
            choices=interactions.DIRECTIONS,
        ),
        Field("outcome", "Outcome", "text", "{a}.outcome", "outcome:reached"),
        Field(
            "text", "What was said", "text",
            "CASE WHEN {a}.body <> '' THEN {a}.body ELSE {a}.subject END",
            "text:discount", ("body",),
        ),
        Field("subject", "Subject", "text", "{a}.subject", "subject:offer"),
        Field("minutes", "Minutes", "number", "{a}.minutes", "minutes:30..", ("duration",)),
        Field("user", "Who of us", "user", "{a}.user_id", "user:me", ("owner", "by")),
        *_kept("interaction", followed=False),
    ),
}  # fmt: skip

STATES: dict[str, tuple[State, ...]] = {
    "contact": (_OVERDUE, _pinned("contact"), _ARCHIVED),
    "company": (_OVERDUE, _pinned("company"), _ARCHIVED),
    "deal": (
        State("open", "neither won nor lost", "{a}.status = 'open'"),
        State("won", "won", "{a}.status = 'won'"),
        State("lost", "lost", "{a}.status = 'lost'"),
        State("closed", "won or lost", "{a}.status <> 'open'"),
        State(
            "rotting",
            "longer in its stage than the stage allows, and no reminder ahead",
            "{a}.status = 'open' AND ({stale})"
            f" AND ({{a}}.next_reminder_at IS NULL OR ({_NEXT_PAST}))",
        ),
        _OVERDUE,
        _pinned("deal"),
        _ARCHIVED,
    ),
    "product": (_ARCHIVED,),
    "reminder": (
        State("open", "neither done nor dropped", _OPEN, "closed"),
        State("done", "done", "{a}.done_at IS NOT NULL", "closed"),
        State("dropped", "dropped", "{a}.dropped_at IS NOT NULL", "closed"),
        State("closed", "done or dropped", f"NOT ({_OPEN})", "closed"),
        State("overdue", "open, and its time is past", f"{_OPEN} AND {_DUE_PAST}"),
    ),
    "interaction": (_ARCHIVED,),
}  # fmt: skip
