"""What the store knows of what is typed into a form: names to complete it, and records that
may be the same."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import cast

from textual import on
from textual.screen import ModalScreen

from crm_tui.errors import Conflict, CrmError
from crm_tui.queries.namesakes import Likely, likely_same, same_channel
from crm_tui.queries.near import near
from crm_tui.queries.offers import offers
from crm_tui.screens.host import Host
from crm_tui.screens.paths import PATH, path_offers
from crm_tui.services.values import new_company
from crm_tui.store.reader import Reader
from crm_tui.widgets.form import Form, FormField


def _new_company(reader: Reader, text: str) -> tuple[str, str]:
    """The company that would be made of what was typed, and the one that may be meant."""
    try:
        name = new_company(reader, text)
    except CrmError:  # `company:77` where there is none: it is told when it is saved
        return "", ""
    alike = near(reader, "company", name)[:1] if name else []
    return name, f" · or is it {alike[0].name}?" if alike else ""


class KnowingDialog(ModalScreen[None]):
    """A dialog with a form; `about` is the record that the form is about, like `contact:7`."""

    def __init__(self, form: Form, about: str) -> None:
        super().__init__()
        self._form, self._about = form, about
        self._told = set[tuple[str, int]]()  # records that were said to be like this one

    @property
    def _host(self) -> Host:
        return cast("Host", self.app)

    @on(FormField.Typed)
    def _typed(self, event: FormField.Typed) -> None:
        self._host.work(partial(self._offer, event), node=self, group="offers")

    async def _offer(self, typed: FormField.Typed) -> None:
        kind = typed.field.spec.offers
        if kind == PATH:
            found = await asyncio.to_thread(path_offers, typed.part)
        else:
            found = await self._host.read(lambda r: offers(r, kind, typed.part))
        typed.field.offer(typed.part, found)
        await self._tell_new(typed.field)

    # -- records that may be the same ------------------------------------------------------------

    @on(FormField.Left)
    def _left(self, event: FormField.Left) -> None:
        spec = event.field.spec
        job = partial(self._tell_new if spec.makes else self._compare, event.field)
        self._host.work(job, node=self, group=spec.makes or spec.alike)

    async def _tell_new(self, field: FormField) -> None:
        """Tell which company is made of a name that is not known, and which one it is near."""
        text = field.meant
        if not field.spec.makes or not text:
            return
        name, alike = await self._host.read(lambda r: _new_company(r, text))
        if name and field.meant == text:
            field.show_understood(f"new company {name}{alike}")

    async def _compare(self, field: FormField) -> None:
        """Tell who has this e-mail or phone, and of records that may be the same."""
        kind, text = field.spec.alike, field.value.strip()
        if kind in ("email", "phone") and text:
            region = self._host.workspace.config.region
            same = await self._host.read(lambda r: same_channel(r, kind, text, region, self._about))
            if field.value.strip() == text:
                field.show_alike(f"{' and '.join(same)} has this already" if same else "")
        likely = await self._likely()
        if self.is_attached and (name := self._form.fields.get("name")):
            told = " · ".join(map(str, likely))
            name.show_alike(f"may be the same as {told}" if told else "")
            self._told |= {each[:2] for each in likely}

    @property
    def compares(self) -> str:
        """The noun of which the form's record may be there already; "" for none."""
        name = self._form.fields.get("name")
        return name.spec.alike if name else ""

    async def untold(self) -> Conflict | None:
        """Before it is saved: what is told of records that may be the same and of which it was
        not told yet; None where there is none."""
        fresh = [each for each in await self._likely() if each[:2] not in self._told]
        self._told |= {each[:2] for each in fresh}
        if not fresh:
            return None
        told = " · ".join(map(str, fresh))
        return Conflict(f"it may be the same as {told}", "save again if it is another")

    async def _likely(self) -> list[Likely]:
        """What the form's record may be the same as, once something that tells was typed."""
        noun, fields = self.compares, self._form.fields.values()
        if not noun or not any(field.spec.alike and field.dirty for field in fields):
            return []
        _, _, id = self._about.partition(":")
        besides = int(id) if self._about.startswith(f"{noun}:") else 0
        region, values = self._host.workspace.config.region, self._form.values
        return await self._host.read(lambda r: likely_same(r, noun, values, region, besides))
