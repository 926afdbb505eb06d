"""A batch of messages: who of the people in them is known, and their interactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from crm_tui.clock import encode_instant
from crm_tui.domain.channels import check_email
from crm_tui.errors import InvalidField
from crm_tui.formats.mail import Mail, Person
from crm_tui.queries import importing as queries
from crm_tui.queries.mail import companies_of
from crm_tui.services import contacts, privacy
from crm_tui.store.write import Write
from crm_tui.text import fold


class MailBatch:
    """Messages by the uids of their interactions; `own` are the user's folded addresses,
    `users` the users' ids by theirs. `counts` and `unknown` tell what `write` did."""

    def __init__(
        self,
        w: Write,
        mails: Mapping[str, Mail],
        own: Collection[str],
        users: Mapping[str, int],
    ) -> None:
        self._w, self._own, self._users = w, own, users
        there = queries.by_uid(w, "interaction", mails)
        self._mails = mails
        self._there = {uid: row.record_id for uid, row in there.items()}
        self._made: set[int] = set()
        self.counts: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        keys = {fold(p.address) for mail in self._mails.values() for p in self._others(mail)}
        found = queries.by_channel(w, "email", keys)
        # Of several contacts with one address the oldest is meant.
        self._known = {key: ids[0] for key, ids in found.items()}

    def make_contacts(self) -> int:
        """Make contacts of the correspondents who are none; answers how many."""
        names: dict[str, Person] = {}
        for mail in self._mails.values():
            for person in self._correspondents(mail):
                if (key := fold(person.address)) not in self._known and not (
                    key in names and names[key].name
                ):
                    names[key] = person
        for key, person in names.items():
            try:
                address = check_email(person.address)
                privacy.hold_back(self._w, "email", address)
            except InvalidField:
                continue
            name = person.name or address
            id = contacts.create(self._w, {"name": name, "email": address})
            self._known[key] = id
            self._made.add(id)
        return len(self._made)

    def write(self) -> None:
        """Write the interactions of the messages in which somebody is known; those that are
        there already get the contacts who were just made."""
        w, people = self._w, {uid: self._contacts(mail) for uid, mail in self._mails.items()}
        companies = companies_of(w, {id for ids in people.values() for id in ids})
        rows = []
        for uid, mail in self._mails.items():
            self.unknown.update(self._unknown(mail))
            if uid in self._there:
                people[uid] = [id for id in people[uid] if id in self._made]
                self.counts["updated" if people[uid] else "same"] += 1
            elif people[uid]:
                company = next((companies[id] for id in people[uid] if id in companies), None)
                rows.append(self._interaction(uid, mail, company))
            else:
                self.counts["nobody"] += 1
        w.insert_many("interaction", rows)
        self.counts["new"] = len(rows)
        uids = [uid for uid, ids in people.items() if ids]
        ids = {uid: row.record_id for uid, row in queries.by_uid(w, "interaction", uids).items()}
        links = [
            {"interaction_id": ids[uid], "contact_id": id} for uid in uids for id in people[uid]
        ]
        w.insert_many("interaction_contact", links)

    def _interaction(self, uid: str, mail: Mail, company: int | None) -> dict[str, Any]:
        return {
            "uid": uid,
            "kind": "email",
            "direction": self._direction(mail),
            "at": encode_instant(mail.at),
            "subject": mail.subject,
            "body": mail.text,
            "user_id": self._user(mail),
            "company_id": company,
        }

    def _unknown(self, mail: Mail) -> set[str]:
        """The folded addresses of correspondents who are no contacts."""
        return {fold(p.address) for p in self._correspondents(mail)} - self._known.keys()

    def _is_own(self, person: Person) -> bool:
        return fold(person.address) in self._own

    def _others(self, mail: Mail) -> Iterator[Person]:
        """Everybody in a message but the user."""
        return (p for p in (mail.sender, *mail.recipients) if not self._is_own(p))

    def _correspondents(self, mail: Mail) -> Iterator[Person]:
        """Whom a message shows the user to be in touch with: its sender, or those whom the
        user wrote to; not those who got a copy of what a stranger wrote."""
        if self._is_own(mail.sender):
            return self._others(mail)
        return iter((mail.sender,))

    def _contacts(self, mail: Mail) -> list[int]:
        keys = (fold(person.address) for person in self._others(mail))
        return list(dict.fromkeys(self._known[key] for key in keys if key in self._known))

    def _direction(self, mail: Mail) -> str:
        return "outbound" if self._is_own(mail.sender) else "inbound"

    def _user(self, mail: Mail) -> int:
        """The user who sent or got it, else the one who acts."""
        keys = (fold(person.address) for person in (mail.sender, *mail.recipients))
        return next((self._users[key] for key in keys if key in self._users), self._w.user_id or 0)
