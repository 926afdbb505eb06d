"""How filters get from a record to others: `company.country:DE`, `deal.stage:proposal`.

The other noun's fields are written after a dot; its name alone stands for what it is called
by. In SQL `{a}` is the alias of the record's table, `{b}` that of the other's.
"""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.queries.filter_fields import Link


class Relation(NamedTuple):
    """The records of `noun` that hang on a record, or that it hangs on."""

    name: str
    label: str
    noun: str
    example: str
    link: Link


# The field that a noun's name alone stands for.
NAMED_BY = {
    "contact": "name",
    "company": "name",
    "deal": "title",
    "product": "name",
    "reminder": "text",
    "interaction": "text",
}

# Where a free word is looked for.
SEARCHED = {
    "contact": ("name", "company", "channel", "phone", "title"),
    "company": ("name", "domain", "channel", "phone"),
    "deal": ("title", "company", "contact", "stage", "product"),
    "product": ("name", "code", "series"),
    "reminder": ("text", "contact", "company", "deal"),
    "interaction": ("text", "subject", "contact", "company", "deal"),
}

_LIVE = "{b}.archived_at IS NULL"
_OPEN = f"{_LIVE} AND {{b}}.done_at IS NULL AND {{b}}.dropped_at IS NULL"
_DEAL_PEOPLE = "contact {b} JOIN deal_contact j ON j.contact_id = {b}.id"
_DEALS_OF_PERSON = "deal {b} JOIN deal_contact j ON j.deal_id = {b}.id"
_SOLD_IN = "product {b} JOIN line_item j ON j.product_id = {b}.id"
_DEALS_OF_PRODUCT = "deal {b} JOIN line_item j ON j.deal_id = {b}.id"
_TALKED_TO = "contact {b} JOIN interaction_contact j ON j.contact_id = {b}.id"
_TALKS_WITH = "interaction {b} JOIN interaction_contact j ON j.interaction_id = {b}.id"
# A reminder on a contact belongs to the contact's company, as lists show it.
_COMPANY_OF_REMINDER = (
    "coalesce({a}.company_id, (SELECT m.company_id FROM contact m WHERE m.id = {a}.contact_id))"
)


def _company(label: str, own: str = "{a}.company_id", name: str = "company") -> Relation:
    example = "parent:acme" if name == "parent" else "company.country:DE"
    return Relation(name, label, "company", example, Link("company {b}", "{b}.id", own))


def _contact(label: str, link: Link) -> Relation:
    return Relation("contact", label, "contact", "contact.email:@acme.example", link)


def _deal(label: str, link: Link) -> Relation:
    return Relation("deal", label, "deal", "deal.stage:proposal", link)


def _followed(noun: str) -> tuple[Relation, Relation]:
    talks = Link("interaction {b}", f"{{b}}.{noun}_id", only=_LIVE)
    if noun == "contact":
        talks = Link(_TALKS_WITH, "j.contact_id", only=_LIVE)
    return (
        Relation(
            "reminder", "Open reminders", "reminder", "reminder.kind:call",
            Link("reminder {b}", f"{{b}}.{noun}_id", only=_OPEN),
        ),
        Relation("interaction", "Interactions", "interaction", "interaction.at:-7d..", talks),
    )  # fmt: skip


RELATIONS: dict[str, tuple[Relation, ...]] = {
    "contact": (
        _company("Company"),
        _deal("Deals", Link(_DEALS_OF_PERSON, "j.contact_id", only=_LIVE)),
        *_followed("contact"),
    ),
    "company": (
        _company("Parent company", "{a}.parent_id", "parent"),
        _contact("Contacts", Link("contact {b}", "{b}.company_id", only=_LIVE)),
        _deal("Deals", Link("deal {b}", "{b}.company_id", only=_LIVE)),
        *_followed("company"),
    ),
    "deal": (
        _company("Company"),
        _contact("Contacts", Link(_DEAL_PEOPLE, "j.deal_id")),
        Relation(
            "product", "Products", "product", 'product:"GTX Pro"', Link(_SOLD_IN, "j.deal_id")
        ),
        *_followed("deal"),
    ),
    "product": (_deal("Deals", Link(_DEALS_OF_PRODUCT, "j.product_id", only=_LIVE)),),
    "reminder": (
        _contact("Contact", Link("contact {b}", "{b}.id", "{a}.contact_id")),
        _company("Company, its own or the contact's", _COMPANY_OF_REMINDER),
        _deal("Deal", Link("deal {b}", "{b}.id", "{a}.deal_id")),
    ),
    "interaction": (
        _contact("Contacts", Link(_TALKED_TO, "j.interaction_id")),
        _company("Company"),
        _deal("Deal", Link("deal {b}", "{b}.id", "{a}.deal_id")),
    ),
}  # fmt: skip
