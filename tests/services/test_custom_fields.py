"""Custom fields with a type: what is set on records, one or many, and a change of type."""

from __future__ import annotations

import json

import pytest

from crm_tui.domain.bulk import Edit
from crm_tui.errors import InvalidField
from crm_tui.queries import contacts, selection
from crm_tui.services import bulk, custom_fields
from crm_tui.services import contacts as writing
from crm_tui.store.reader import Reader
from crm_tui.store.write import Write


def kept(reader: Reader, id: int) -> dict[str, str]:
    """The custom values of a contact."""
    found: dict[str, str] = json.loads(contacts.contact(reader, id).contact.custom)
    return found


def test_a_record_holds_what_its_fields_may_hold(w: Write) -> None:
    custom_fields.create(w, "contact", "Shoe size", "number")
    custom_fields.create(w, "contact", "Tea", "choice", ["Assam", " Earl Grey", "assam"])
    ann = writing.create(w, {"name": "Ann", "shoe_size": "37,50", "tea": "earl grey"})
    assert kept(w, ann) == {"shoe_size": "37.5", "tea": "Earl Grey"}
    with pytest.raises(InvalidField, match="tea takes a choice, not 'Asam'") as raised:
        writing.edit(w, ann, {"tea": "Asam"})
    assert raised.value.hint == "did you mean 'Assam'? one of: Assam, Earl Grey"
    writing.edit(w, ann, {"shoe_size": ""})
    assert kept(w, ann) == {"tea": "Earl Grey"}


def test_many_records_get_what_one_would(w: Write) -> None:
    custom_fields.create(w, "contact", "VIP", "yes-no")
    ann = writing.create(w, {"name": "Ann", "vip": "y"})
    bo = writing.create(w, {"name": "Bo"})
    everyone, edit = selection.Selection("contact", ""), Edit(values={"vip": "TRUE"})
    assert bulk.preview(w, everyone, edit)[1] == ["1 contact gets vip = TRUE; 1 has it already"]
    bulk.apply(w, everyone, edit)
    assert kept(w, ann) == kept(w, bo) == {"vip": "yes"}
    with pytest.raises(InvalidField, match="vip takes yes or no"):
        bulk.preview(w, everyone, Edit(values={"vip": "perhaps"}))


def test_another_type_is_for_values_that_fit_it(w: Write) -> None:
    size = custom_fields.create(w, "contact", "Shoe size")
    ann = writing.create(w, {"name": "Ann", "shoe_size": "37,50"})
    bo = writing.create(w, {"name": "Bo", "shoe_size": "large"})
    with pytest.raises(InvalidField, match=r"1 contact holds something else: .* not 'large'"):
        custom_fields.edit(w, size, type="number")
    writing.edit(w, bo, {"shoe_size": "44"})
    custom_fields.edit(w, size, name="size", type="number")
    assert (kept(w, ann), kept(w, bo)) == ({"size": "37.5"}, {"size": "44"})


def test_a_type_is_known_and_a_choice_has_something_to_choose_from(w: Write) -> None:
    for type, choices in (("choice", [" "]), ("number", ["1"]), ("colour", [])):
        with pytest.raises(InvalidField):
            custom_fields.create(w, "contact", "Tea", type, choices)
