"""Who of those that a file names is known: by e-mail address, phone number, or name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from crm_tui.domain.channels import check_email, check_phone, phone_key
from crm_tui.errors import InvalidField
from crm_tui.importing.activities.drafts import Who
from crm_tui.queries import importing as queries
from crm_tui.queries.importing_deals import ids_by_name
from crm_tui.queries.mail import user_addresses
from crm_tui.services import contacts, privacy
from crm_tui.store.write import Write
from crm_tui.text import fold
from crm_tui.workspace import Workspace


class People:
    """Those of a batch who are contacts, each with the company that the file gives them, or "".

    `own` are the user's folded addresses: who has one of them is nobody else. `made` are the
    contacts that `make` made, `unknown` counts who is none.
    """

    def __init__(self, w: Write, named: Iterable[tuple[Who, str]], own: Collection[str]) -> None:
        self._w, self._own, self._region = w, own, w.config.region
        wanted = list(dict.fromkeys(named))
        emails = {fold(each.email) for each, _ in wanted if each.email} - {*own}
        phones = {self._phone(each) for each, _ in wanted if each.phone} - {""}
        names = {fold(each.name) for each, _ in wanted if each.name}
        self._by_email = _firsts(queries.by_channel(w, "email", emails))
        self._by_phone = queries.by_channel(w, "phone", phones)
        self._by_name = ids_by_name(w, names)
        named_at = ((fold(each.name), fold(company)) for each, company in wanted if company)
        several = (pair for pair in named_at if len(self._by_name.get(pair[0], ())) > 1)
        self._at_company = queries.by_name(w, several)
        self.made: set[int] = set()
        self.unknown: Counter[str] = Counter()

    def find(self, person: Who, company: str = "") -> int | None:
        """The contact that is meant, or None: for nobody, the user, and for several."""
        key = fold(person.email)
        if key in self._own:
            return None
        if key and key in self._by_email:
            return self._by_email[key]
        if ids := self._by_phone.get(self._phone(person), []):
            return ids[0]
        name = fold(person.name)
        here = self._at_company.get((name, fold(company)), []) or self._by_name.get(name, [])
        # A name alone does not mean somebody who has another address.
        return here[0] if len(here) == 1 and (not key or here[0] in self.made) else None

    def is_own(self, person: Who) -> bool:
        """Is it the user?"""
        return fold(person.email) in self._own

    def make(self, person: Who, company: str) -> int | None:
        """A new contact for somebody unknown; None for what is no name or address, for a name
        that several have, and for who was erased. A company that is not there is made."""
        if len(self._by_name.get(fold(person.name), [])) > 1:
            return None
        given = {"name": person.name or person.email or person.phone}
        try:
            if person.email:
                given["email"] = check_email(person.email)
                privacy.hold_back(self._w, "email", given["email"])
            if person.phone:
                given["phone"] = check_phone(person.phone, self._region)
                privacy.hold_back(self._w, "phone", given["phone"])
        except InvalidField:
            return None
        if company:
            given["company"] = company
        id = contacts.create(self._w, given)
        self.made.add(id)
        if person.email:
            self._by_email[fold(person.email)] = id
        if person.phone:
            self._by_phone[self._phone(person)] = [id]
        self._by_name.setdefault(fold(person.name), []).append(id)
        return id

    def miss(self, person: Who) -> None:
        """Count somebody who is no contact."""
        self.unknown[str(person)] += 1

    def _phone(self, person: Who) -> str:
        return phone_key(person.phone, self._region) if person.phone else ""


def own_addresses(workspace: Workspace) -> tuple[frozenset[str], frozenset[str]]:
    """The folded addresses that are the user's own, by the settings or as those of users; and
    those of users."""
    with workspace.read() as reader:
        users = frozenset(user_addresses(reader))
    return users | {fold(text) for text in workspace.config.addresses}, users


def _firsts(found: dict[str, list[int]]) -> dict[str, int]:
    """Of several contacts with one address the oldest is meant."""
    return {key: ids[0] for key, ids in found.items()}
