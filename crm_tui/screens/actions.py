"""What can be done to the record under the cursor, the same on every screen.

Forms, checks and services load when they are first used, not before the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from crm_tui.queries.paging import Page
from crm_tui.queries.resolve import NOUNS, Target
from crm_tui.queries.selection import Selection
from crm_tui.screens.base import StoreScreen


class RecordActions(StoreScreen):
    """A screen whose cursor stands on records."""

    def _start(self, job: Callable[..., Coroutine[Any, Any, None]], *given: object) -> None:
        self.host.work(partial(job, self.host, *given))

    # -- any record ----------------------------------------------------------------------------

    def action_record_open(self) -> None:
        """The record in full on a screen of its own."""
        if subject := self.subject():
            self.open(subject)

    def open(self, target: Target) -> None:
        """Show a record on a screen of its own."""
        from crm_tui.screens.records.screen import RecordScreen

        self.host.visited(target)
        self.app.push_screen(RecordScreen(target))

    def action_record_edit(self) -> None:
        """The form for the record."""
        from crm_tui.screens.dialogs import (
            companies,
            contacts,
            deals,
            interactions,
            products,
            reminders,
        )

        forms = {
            "contact": contacts.edit,
            "company": companies.edit,
            "deal": deals.edit,
            "product": products.edit,
            "reminder": reminders.edit,
            "interaction": interactions.edit,
        }
        if subject := self.subject():
            self._start(forms[subject.noun], subject.id)

    def action_record_log(self) -> None:
        """Log what happened with the record."""
        from crm_tui.screens.dialogs import interactions

        if subject := self.subject():
            self._start(interactions.log, subject)

    def action_record_remind(self) -> None:
        """Plan a reminder on the record, or on the one that a reminder is about."""
        self.host.work(self._remind)

    async def _remind(self) -> None:
        from crm_tui.screens.dialogs import reminders

        subject = self.subject()
        if subject and subject.noun in ("reminder", "interaction"):
            related = await self._related(subject)
            subject = next(iter(related), None)
        await reminders.add(self.host, subject)

    def action_record_tag(self) -> None:
        """The record's tags."""
        from crm_tui.screens.dialogs import records

        if subject := self.subject():
            self._start(records.tag, subject)

    def action_record_pin(self) -> None:
        """Keep the record at hand, or let go of it."""
        from crm_tui.services import pins

        if subject := self.subject():
            self.host.perform("pin", lambda w: pins.turn(w, subject.noun, subject.id))

    def action_record_remove(self) -> None:
        """Archive or delete the record."""
        from crm_tui.screens.dialogs import records

        if subject := self.subject():
            self._start(records.remove, subject)

    def action_record_reach(self) -> None:
        """How to reach the contact or company, or the one that a deal or reminder is about."""
        self.host.work(self._reach)

    async def _reach(self) -> None:
        from crm_tui.screens.dialogs import reach

        subject = self.subject()
        if subject and subject.noun not in ("contact", "company"):
            related = await self._related(subject)
            sides = [each for each in related if each.noun in ("contact", "company")]
            subject = next(iter(sides), None)
        if subject:
            await reach.reach(self.host, subject)
        else:
            self.host.say("this one is about nobody who could be reached")

    def action_record_company(self) -> None:
        """Open the company of the record."""
        self.host.work(partial(self._open_related, ("company",)))

    def action_record_people(self) -> None:
        """Open one of the records that belong to this one."""
        self.host.work(partial(self._open_related, ("contact", "deal", "company", "reminder")))

    async def _open_related(self, nouns: tuple[str, ...]) -> None:
        subject = self.subject()
        if subject is None:
            return
        found = [target for target in await self._related(subject) if target.noun in nouns]
        if not found:
            self.host.say(f"no {' or '.join(nouns[:2])} belongs to {subject.name}")
        elif len(found) == 1:
            self.open(found[0])
        else:
            from crm_tui.screens.dialogs.menu import Menu

            entries = [("", target.name, target.noun) for target in found]

            def chosen(number: int | None) -> None:
                if number is not None:
                    self.open(found[number])

            self.app.push_screen(Menu("Open", entries), chosen)

    async def about(self) -> Target | None:
        """The record under the cursor, or of a reminder the one that it is about."""
        subject = self.subject()
        if subject is None or subject.noun in NOUNS:
            return subject
        return next((each for each in await self._related(subject) if each.noun in NOUNS), None)

    async def _related(self, subject: Target) -> tuple[Target, ...]:
        from crm_tui.screens.records.screen import VIEWS

        view = await self.host.read(lambda r: VIEWS[subject.noun](r, subject.id))
        return view.related

    # -- contacts and companies ----------------------------------------------------------------

    def came_in(self, noun: str) -> Callable[[int], None] | None:  # noqa: ARG002
        """What the cursor does when a record of the noun is added from here: nothing."""
        return None

    def action_contact_add(self) -> None:
        """The form for a new contact."""
        from crm_tui.screens.dialogs import contacts

        self._start(contacts.add, self.came_in("contact"))

    def action_company_add(self) -> None:
        """The form for a new company."""
        from crm_tui.screens.dialogs import companies

        self._start(companies.add, self.came_in("company"))

    def action_product_add(self) -> None:
        """The form for a new product."""
        from crm_tui.screens.dialogs import products

        self._start(products.add, self.came_in("product"))

    # -- deals -----------------------------------------------------------------------------------

    def action_deal_add(self) -> None:
        """The form for a new deal."""
        from crm_tui.screens.dialogs import deals

        self._start(deals.add)

    def action_record_deal(self) -> None:
        """The form for a new deal with the contact or company."""
        from crm_tui.screens.dialogs import deals

        self.host.work(partial(deals.add, self.host, on=self.subject()))

    def action_deal_win(self) -> None:
        """The deal is won."""
        from crm_tui.screens.dialogs import deals

        if deal := self._of("deal"):
            deals.win(self.host, deal)

    def action_deal_lose(self) -> None:
        """The deal is lost; ask why."""
        from crm_tui.screens.dialogs import deals

        if deal := self._of("deal"):
            self._start(deals.lose, deal)

    def action_deal_reopen(self) -> None:
        """The deal goes on."""
        from crm_tui.services import deals

        if deal := self._of("deal"):
            self.host.perform("deal reopen", lambda w: deals.reopen(w, deal.id))

    # -- reminders -------------------------------------------------------------------------------

    def action_reminder_add(self) -> None:
        """The form for a new reminder on no record."""
        from crm_tui.screens.dialogs import reminders

        self._start(reminders.add)

    def action_reminder_done(self) -> None:
        """The reminder is done."""
        from crm_tui.screens.dialogs import reminders

        if reminder := self._of("reminder"):
            self.host.perform("remind done", lambda w: reminders.done(w, reminder.id))

    def action_reminder_snooze(self) -> None:
        """The reminder comes later."""
        from crm_tui.screens.dialogs import reminders

        if reminder := self._of("reminder"):
            self._start(reminders.snooze, reminder)

    def action_reminder_owner(self) -> None:
        """The reminder becomes a colleague's."""
        from crm_tui.screens.dialogs import reminders

        if reminder := self._of("reminder"):
            self._start(reminders.hand_over, reminder)

    def action_reminder_drop(self) -> None:
        """The reminder ends undone."""
        from crm_tui.services import reminders

        if reminder := self._of("reminder"):
            self.host.perform("remind drop", lambda w: reminders.drop(w, reminder.id))

    def _of(self, noun: str) -> Target | None:
        subject = self.subject()
        return subject if subject and subject.noun == noun else None


class TextActions(RecordActions):
    """A screen with a list that can be edited as text."""

    def for_text(self) -> tuple[str, Page | Selection, Sequence[str]]:
        """What is listed: the plural of its kind, which records, and which columns, none for
        the usual ones."""
        raise NotImplementedError

    def action_list_text(self) -> None:
        """Edit what is listed, or marked, as one text in the user's editor."""
        from crm_tui.screens.dialogs import as_text

        self._start(as_text.edit, *self.for_text())
