"""What the columns of deal exports are called: HubSpot, Pipedrive, Salesforce, plain files."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm_tui.errors import UsageError
from crm_tui.formats.cells import CUSTOM
from crm_tui.importing.columns import Column, named, of_others, unused
from crm_tui.importing.fields import IGNORED, Field, custom_key
from crm_tui.importing.vocabulary import spelling

FIELDS = {
    "id": "id recordid dealid opportunityid externalid",
    "title": "title name dealname dealtitle deal opportunity opportunityname",
    "value": "value amount dealvalue dealamount closevalue price",
    "currency": "currency dealcurrency currencycode amountcurrency",
    "stage": "stage stagename dealstage",
    "pipeline": "pipeline dealpipeline",
    "status": "status dealstatus",
    "company": "company companyname account accountname organization organizationname "
    "organisation organisationname dealorganization associatedcompany",
    "contact": "contact contactname contactperson dealcontactperson person personname "
    "primarycontact "
    "associatedcontact",
    "owner": "owner ownername dealowner opportunityowner salesagent salesrep salesperson",
    "created_at": "createdate createddate createdat createdon created dealcreated addtime "
    "dealaddtime engagedate opened",
    "expected_close": "expectedclose expectedclosedate dealexpectedclosedate",
    "closed_at": "closedate closeddate closedat closedon dealclosedon wontime dealwontime"
    " losttime deallosttime",
    "lost_reason": "lostreason deallostreason closedlostreason reasonlost",
    "probability": "probability dealprobability",
    "source": "source leadsource dealsource",
    "product": "product productname item itemname",
    "product_code": "productcode productproductcode sku itemcode",
    "quantity": "quantity qty productquantity",
    "product_price": "productprice unitprice itemprice salesprice",
    "discount": "productdiscount discountpercent",
    "line_items": "lineitems",
    "tags": "tag tags label labels deallabel",
    "notes": "note notes notecontent description comment comments",
}  # fmt: skip
# Our own export: what is worked out or named otherwise there.
_OWN = {"uid", "title", "stage", "weighted", "days_in_stage"}
_WORKED_OUT = (
    "id", "weighted", "days_in_stage", "silent_days", "rotting", "next_step", "next_step_at",
    "last_contacted_at", "next_reminder_at", "updated_at", "archived_at", "products",
)  # fmt: skip
# Fields that several columns may fill: each row has the time in which it was won, or lost.
_SHARED = {"closed_at", IGNORED}
_KNOWN = {word: field for field, words in FIELDS.items() for word in words.split()}
# A file with all fields of one of these is about deals.
_SIGNATURES = ({"stage", "value"}, {"title", "stage", "closed_at"}, {"title", "value", "status"})


def are_ours(header: Sequence[str]) -> bool:
    """Is a file with these columns an export of our own?"""
    return {*header} >= _OWN


def are_deals(header: Sequence[str]) -> bool:
    """Does a file with these columns hold deals?"""
    found = {_KNOWN.get(spelling(name)) for name in header}
    return any(signature <= found for signature in _SIGNATURES)


def recognise(header: Sequence[str], said: Mapping[str, str]) -> list[Column]:
    """Column names -> columns; an unknown one is a custom field. `said` are the fields that
    the user gave to headers. Raises UsageError for one that names no column or no field."""
    taken, keys = set[str](), set[str]()
    columns, others = [], of_others(header, "deal")
    ours = {"uid": "id", "contacts": "contact"} if are_ours(header) else {}
    ours |= dict.fromkeys(_WORKED_OUT, IGNORED) if ours else {}
    for index, name in enumerate(header):
        field = ours.get(name) or _KNOWN.get(spelling(name), "")
        field = "" if field in taken - _SHARED else field
        taken.add(field)
        key = custom_key(name.removeprefix(CUSTOM), f"column_{index + 1}")
        key = key if ours else unused(key, keys)
        other = Field(IGNORED) if name in others else Field("custom", key)
        columns.append(Column(index, name, Field(field) if field else other, key))
    for name, text in said.items():
        column = named(columns, name)
        meant = _field(text.strip(), column.key)
        columns[column.index] = replace(column, field=meant, key=meant.label or column.key)
    return columns


def require_deals(columns: Sequence[Column]) -> None:
    """Raises UsageError where nothing says what the deals are called."""
    kinds = {column.field.kind for column in columns}
    if not kinds & {"title", "company", "id"}:
        raise UsageError(
            "no column was recognised as a deal's title, company or id",
            'say which it is, for example --map "Header=title"',
        )


def _field(text: str, key: str) -> Field:
    if text in ("-", "ignore"):
        return Field(IGNORED)
    if text.startswith("custom"):
        return Field("custom", custom_key(text.partition(":")[2], key))
    if text in FIELDS:
        return Field(text)
    near = difflib.get_close_matches(text, FIELDS, n=1)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"'{text}' is not a field of deals{meant}", f"fields: {', '.join(FIELDS)}")
