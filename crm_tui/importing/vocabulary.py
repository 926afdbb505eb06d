"""What the columns of other programs' exports are called, and the fields they mean.

Known by name: Google Contacts (new and old), Outlook (desktop and web), Thunderbird,
LinkedIn, HubSpot, Pipedrive, Salesforce (reports and API) and plain headers. A name
is looked up by its letters and digits alone, so that `E-mail 2 Address`,
`email_2_address` and `Email2Address` are one spelling; then in English (`languages`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_tui.importing.fields import Field
from crm_tui.importing.languages import english
from crm_tui.text import fold

# A name by its letters -> the field it means or None, and whether that is sure.
Known = Callable[[str], tuple[Field | None, bool]]

_SPELLINGS = {
    "id": "id recordid contactid externalid uid",
    "name": "name fullname displayname contactname customername",
    "first_name": "firstname givenname forename",
    "middle_name": "middlename additionalname",
    "last_name": "lastname familyname surname",
    "title": "jobtitle position organizationtitle organization1title jobposition",
    "lifecycle": "lifecyclestage lifecycle",
    "owner": "owner contactowner ownername accountowner assignedto sales salesrep salesperson",
    "cadence": "cadence",
    "tags": "tag tags label labels category categories keywords groups groupmembership",
    "notes": "note notes contactnotes notecontent comment comments description remarks background",
    "birthday": "birthday birthdate dateofbirth dob",
    "birthday.year": "birthyear",
    "birthday.month": "birthmonth",
    "anniversary": "anniversary",
    "created_at": "createdate createddate createdat createdon created creationdate dateadded "
    "personcreated",
    "company": "company companyname organization organizationname organization1name organisation "
    "organisationname accountname employer associatedcompany",
    "company_id": "companyid organizationid accountid associatedcompanyid",
    "company_domain": "companydomain companydomainname organizationdomain",
    "company_website": "companywebsite companyurl organizationwebsite",
    "company_phone": "companyphone companymainphone organizationphone",
    "company_address": "companyaddress organizationaddress",
    "email": "mail",
    "email:other": "additionalemailaddresses secondaryemailaddress",
    "address": "postaladdress fulladdress",
}

# Words that mean the field only where no other column of the file does: Outlook's
# `Title` is "Dr." beside a `Job Title`, other programs' `Title` is the job.
_WEAK_SPELLINGS = {
    "name": "contact person client customer",
    "first_name": "first",
    "last_name": "last",
    "title": "title role jobrole",
    "lifecycle": "status contactstatus",
    "company": "account",
    "company_domain": "domain",
}

# In a file about companies; all that says something of a person means nothing there.
_OF_COMPANY = {
    "id": "id recordid uid companyid accountid organizationid externalid",
    "company": "name companyname account accountname company organization organizationname "
    "organisation organisationname",
    "company_domain": "domain companydomain companydomainname domainname organizationdomain",
    "company_parent": "parent parentcompany parentaccount parentorganization parentcompanyname "
    "parentaccountname subsidiaryof",
}
_OF_PEOPLE = frozenset(
    {"id", "name", "first_name", "middle_name", "last_name", "title", "lifecycle", "cadence",
     "company_id", "company", "birthday"}
)  # fmt: skip

_LABELS = {
    "work": "work", "business": "work", "office": "work", "home": "home", "personal": "home",
    "private": "home", "mobile": "mobile", "other": "other", "secondary": "other",
    "alternate": "other", "alternative": "other", "primary": "main", "main": "main",
    "direct": "direct", "car": "car",
}  # fmt: skip
_ADDRESS_LABELS = {
    "home": "home", "personal": "home", "private": "home", "work": "work", "business": "work",
    "other": "other", "mailing": "mailing", "billing": "billing", "shipping": "shipping",
    "contact": "",
}  # fmt: skip
_ADDRESS_PARTS = {
    "formatted": "address formatted",
    "street": "street streetaddress addressline1 address1",
    "extended": "street2 street3 address2 address3 addressline2 addressline3 extendedaddress",
    "po_box": "pobox addresspobox",
    "city": "city town",
    "region": "state province region stateprovince stateregion",
    "postal_code": "postalcode postcode zip zipcode zippostalcode postalzipcode",
    "country": "country countryregion countryname",
}

_LABEL = "|".join(_LABELS)
_EMAIL = re.compile(
    rf"(?P<before>{_LABEL})?emails?(?:address(?:es)?)?(?P<number>\d)?(?:address|value)?"
    rf"(?P<after>{_LABEL})?\d?"
)
_PHONE = re.compile(
    rf"(?P<before>{_LABEL})?(?:tele)?phones?(?:numbers?)?(?P<number>\d)?(?:value|number)?"
    rf"(?P<after>{_LABEL})?\d?"
)
_MOBILE = re.compile(
    r"(?:mobile|cell|cellphone|cellular)(?:tele)?(?:phone)?(?:number)?(?:work|private)?\d?"
)
_WEBSITE = re.compile(
    r"(?:personal|my)?(?:website|webpage|web|homepage|url)(?:url|address)?(?P<number>\d)?(?:value)?"
)
_SOCIAL = re.compile(
    r"(?P<network>linkedin|twitter|facebook|instagram|xing|github|mastodon)"
    r"(?:public)?(?:profile)?(?:url|page|handle|username|link|account)?"
)
_EVENT = re.compile(r"event(?P<number>\d)value")
_LABEL_OF = re.compile(r"(?P<kind>email|phone|address|website|event)(?P<number>\d)(?:label|type)")
_NUMBERED_ADDRESS = re.compile(r"address(?P<number>\d)(?P<part>[a-z]+)")
_ADDRESS = re.compile(rf"(?P<label>{'|'.join(_ADDRESS_LABELS)})?(?P<part>.+)")
_COMPANY_PREFIX = re.compile(r"^(?:company|account|organi[sz]ation)(?=.)")
_OWNER_PREFIX = re.compile(r"^(?:person|contact)(?=.)")
_OR = re.compile(r"\s*[/|]\s*|\s+(?:or|oder|ou)\s+", re.IGNORECASE)


def _by_spelling(table: dict[str, str]) -> dict[str, Field]:
    spelt: dict[str, Field] = {}
    for text, spellings in table.items():
        kind, _, rest = text.partition(":")
        kind, _, part = kind.partition(".")
        spelt |= {word: Field(kind, rest, part) for word in spellings.split()}
    return spelt


_STRONG = _by_spelling(_SPELLINGS)
_WEAK = _by_spelling(_WEAK_SPELLINGS)
_COMPANY = _by_spelling(_OF_COMPANY)
_PARTS = {word: part for part, words in _ADDRESS_PARTS.items() for word in words.split()}


def spelling(header: str) -> str:
    """A column's name -> its letters and digits: `E-mail 1 - Value` -> `email1value`."""
    plain = re.sub(r" \(\d+\)$", "", fold(header))
    return re.sub(r"[\W_]+", "", plain)


def recognised(header: str) -> tuple[Field | None, bool]:
    """A column's name -> the field it means or None, and whether that is sure."""
    return _as_it_is_called(header, _of_person)


def recognised_of_company(header: str) -> tuple[Field | None, bool]:
    """Like `recognised`, for a file about companies."""
    return _as_it_is_called(header, _of_company)


def _as_it_is_called(header: str, known: Known) -> tuple[Field | None, bool]:
    """By its name, by that in English, or by two names for one thing: `Company / Org`."""
    for word in (spelling(header), english(header)):
        if (found := known(word))[0]:
            return found
    names = _OR.split(header)
    if len(names) > 1 and all(names):
        return _together([_as_it_is_called(name, known) for name in names])
    return None, False


def _together(found: Sequence[tuple[Field | None, bool]]) -> tuple[Field | None, bool]:
    """What all the names of a column mean; `Phone/Mobile` is a phone without a label."""
    first = found[0][0]
    if first is None or any(field is None or field.kind != first.kind or field.part != first.part
                            for field, _ in found):  # fmt: skip
        return None, False
    one = len({field for field, _ in found}) == 1
    return first if one else Field(first.kind, part=first.part), any(sure for _, sure in found)


def _of_person(word: str) -> tuple[Field | None, bool]:
    for name in (word, _OWNER_PREFIX.sub("", word)):
        if field := _STRONG.get(name) or _channel(name):
            return field, True
    return _WEAK.get(word) or _WEAK.get(_OWNER_PREFIX.sub("", word)), False


def _of_company(word: str) -> tuple[Field | None, bool]:
    if field := _COMPANY.get(word):
        return field, True
    for name in (word, _COMPANY_PREFIX.sub("", word)):
        field = _STRONG.get(name) or _channel(name)
        if field and field.kind not in _OF_PEOPLE:
            return field, True
    return None, False


def label_word(text: str) -> str:
    """A label that a file gives (`* Work`, `Business`) -> ours (`work`), or as it is."""
    word = text.removeprefix("* ").strip()
    return _LABELS.get(word.casefold(), word)


def _channel(word: str) -> Field | None:
    """Channels by their patterns: numbered, labelled before or behind, or both."""
    if found := _LABEL_OF.fullmatch(word):
        kind = found["kind"].replace("event", "key_date")
        return Field(kind, part="label", number=int(found["number"]))
    for kind, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        if found := pattern.fullmatch(word):
            label = _LABELS.get(found["before"] or found["after"] or "", "")
            return Field(kind, label, number=int(found["number"] or 0))
    if _MOBILE.fullmatch(word):
        return Field("phone", "mobile")
    for kind, pattern in (("website", _WEBSITE), ("key_date", _EVENT)):
        if found := pattern.fullmatch(word):
            return Field(kind, number=int(found["number"] or 0))
    if found := _SOCIAL.fullmatch(word):
        return Field("social", found["network"])
    return _address(word)


def _address(word: str) -> Field | None:
    found = _NUMBERED_ADDRESS.fullmatch(word)
    if found and (part := _PARTS.get(found["part"])):
        return Field("address", part=part, number=int(found["number"]))
    if word in _PARTS:
        return Field("address", part=_PARTS[word])
    found = _ADDRESS.fullmatch(word)
    if found and found["label"] and (part := _PARTS.get(found["part"])):
        return Field("address", _ADDRESS_LABELS[found["label"]], part)
    return None
