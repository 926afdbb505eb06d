"""A batch of interactions or reminders: known again by their uids, hung on the people known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from crm_tui.importing.activities.drafts import Draft
from crm_tui.importing.matching import Rules, Verdict, owners
from crm_tui.importing.news import change
from crm_tui.importing.people import People
from crm_tui.queries import importing as queries
from crm_tui.queries import importing_activities as activity_queries
from crm_tui.queries.mail import companies_of, user_addresses
from crm_tui.store.write import Write
from crm_tui.text import fold

# They are told by the others, or by nobody.
_UNTOLD = frozenset({"zone", "anchor", "repeat_from", "body"})
_TIMES = frozenset({"at", "due", "anchor", "done_at", "dropped_at"})


class About(NamedTuple):
    """What a draft hangs on."""

    contacts: tuple[int, ...]
    company: int | None
    deal: int | None


class ActivityBatch:
    """The drafts of one noun in one transaction.

    `makes` says that people who are no contacts become some. A verdict `nobody` is about a draft
    that hangs on nothing here, and must. `unknown` counts names that are nobody's here, by what
    they were to name: contact, company, deal, user.
    """

    def __init__(
        self,
        w: Write,
        rules: Rules,
        noun: str,
        drafts: Sequence[Draft],
        own: Collection[str] = (),
        *,
        makes: bool = False,
    ) -> None:
        self._w, self._rules, self._noun, self._drafts = w, rules, noun, drafts
        self._there = activity_queries.by_uid(w, noun, (draft.uid for draft in drafts))
        ids = [row["id"] for row in self._there.values()]
        self._edited = set() if rules.own else activity_queries.edited(w, noun, ids)
        self._linked = activity_queries.linked(w, ids) if noun == "interaction" else set()
        named = [(person, draft.company) for draft in drafts for person in draft.people]
        self._people, self._makes = People(w, named, own), makes
        self.unknown: dict[str, Counter[str]] = {
            name: Counter() for name in ("contact", "company", "deal", "user")
        }
        self.unknown["contact"] = self._people.unknown
        self._companies = self._named_companies()
        self._deals = activity_queries.deals(w, {fold(draft.deal) for draft in drafts} - {""})
        names = dict.fromkeys(draft.user for draft in drafts if draft.user)
        self._users = owners(w, rules, names) | user_addresses(w)

    @property
    def made(self) -> int:
        """How many contacts were made."""
        return len(self._people.made)

    def run(self) -> list[Verdict]:
        """Write what is new or changed; answers what became of each draft."""
        abouts = [self._about(draft) for draft in self._drafts]
        people = {id for about in abouts for id in about.contacts}
        self._company_of = companies_of(self._w, people)
        taken, rows, links = set[str](), list[dict[str, Any]](), list[tuple[int, int]]()
        spare, verdicts = iter(self._w.reserve(self._noun, len(self._drafts))), list[Verdict]()
        for draft, about in zip(self._drafts, abouts, strict=True):
            there = self._there.get(draft.uid)
            if draft.uid in taken:
                verdicts.append(Verdict("same"))
            elif there is not None:
                late = self._late(there, about)
                links += late
                verdicts.append(self._update(draft, there, late))
            elif not (draft.alone or any(about)):
                verdicts.append(Verdict("nobody"))
            else:
                row = {"id": next(spare), **self._row(draft, about)}
                rows.append(row)
                links += [(row["id"], id) for id in about.contacts]
                verdicts.append(Verdict("new"))
            taken.add(draft.uid)
        self._w.insert_many(self._noun, rows)
        if self._noun == "interaction":
            pairs = [{"interaction_id": id, "contact_id": contact} for id, contact in links]
            self._w.insert_many("interaction_contact", pairs)
        return verdicts

    # -- what a draft names ------------------------------------------------------------------------

    def _about(self, draft: Draft) -> About:
        contacts = []
        for person in draft.people:
            id = self._people.find(person, draft.company)
            if id is None and not self._people.is_own(person):
                id = self._people.make(person, draft.company) if self._makes else None
                if id is None:
                    self._people.miss(person)
            if id is not None:
                contacts.append(id)
        company, deal = self._company(draft), self._deal(draft)
        return About(tuple(dict.fromkeys(contacts)), company, deal)

    def _named_companies(self) -> dict[str, int]:
        keys = {fold(draft.company) for draft in self._drafts} - {""}
        rows = queries.companies(self._w, "name_key", keys)
        return {row.name_key: row.id for row in reversed(rows)}

    def _company(self, draft: Draft) -> int | None:
        key = fold(draft.company)
        if not key:
            return None
        if key not in self._companies and self._makes:
            # Somebody made just now may have brought it.
            rows = queries.companies(self._w, "name_key", [key])
            made = rows[0].id if rows else self._w.insert("company", name=draft.company,
                                                          name_key=key)  # fmt: skip
            self._companies[key] = made
        if key not in self._companies:
            self.unknown["company"][draft.company] += 1
        return self._companies.get(key)

    def _deal(self, draft: Draft) -> int | None:
        found = self._deals.get(fold(draft.deal), [])
        if len(found) > 1 and draft.company:
            company = self._companies.get(fold(draft.company))
            found = [deal for deal in found if deal.company_id == company]
        if draft.deal and len(found) != 1:
            self.unknown["deal"][draft.deal] += 1
        return found[0].id if len(found) == 1 else None

    def _user(self, draft: Draft) -> int | None:
        if draft.user and fold(draft.user) not in self._users:
            self.unknown["user"][draft.user] += 1
        return self._users.get(fold(draft.user)) or self._w.user_id

    # -- writing -----------------------------------------------------------------------------------

    def _row(self, draft: Draft, about: About) -> dict[str, Any]:
        row = {"uid": draft.uid, **draft.columns, "deal_id": about.deal}
        first = next(iter(about.contacts), None)
        theirs = self._company_of.get(first) if first else None
        if self._noun == "reminder":
            # The company that its contact works for is not kept with it.
            company = about.company if about.company != theirs else None
            return {**row, "owner_id": self._user(draft), "contact_id": first,
                    "company_id": company}  # fmt: skip
        return {**row, "user_id": self._user(draft), "company_id": about.company or theirs}

    def _late(self, there: Mapping[str, Any], about: About) -> list[tuple[int, int]]:
        """The contacts of a record that came before, who were not known then."""
        id = there["id"]
        if self._noun == "interaction":
            return [(id, each) for each in about.contacts if (id, each) not in self._linked]
        if there["contact_id"] is not None:
            return []
        is_free = id not in self._edited
        return [(id, each) for each in about.contacts[:1] if is_free or each in self._people.made]

    def _update(
        self, draft: Draft, there: Mapping[str, Any], late: Sequence[tuple[int, int]]
    ) -> Verdict:
        """Take over what changed in the source, unless somebody has edited the record since;
        `late` are contacts who are known only now."""
        columns, news = dict[str, Any](), list[str]()
        if self._rules.mode != "skip" and there["id"] not in self._edited:
            for name, value in draft.columns.items():
                before = there[name]
                if value in ("", None) or _same(name, value, before):
                    continue  # nothing clears a field
                if before and not self._rules.may(name):
                    continue
                columns[name] = value
                if name not in _UNTOLD:
                    news.append(change(name, str(before or ""), str(value)))
        if self._noun == "reminder" and late:
            columns["contact_id"] = late[0][1]
        self._w.update(self._noun, there["id"], **columns)
        return Verdict("updated" if columns or late else "same", news=tuple(news))


def _same(name: str, value: Any, before: Any) -> bool:
    """Do they say the same? Files have times to the second."""
    if name in _TIMES and before and len(before) > len("2026-03-02"):
        return str(value)[:19] == str(before)[:19]
    return bool(value == before)
