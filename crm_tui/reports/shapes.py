"""The fields of records as scripts read them: names that are never taken away or changed."""

from __future__ import annotations

from typing import TypedDict


class ContactRecord(TypedDict):
    id: int
    uid: str
    name: str
    first_name: str
    last_name: str
    company: str | None
    title: str
    emails: list[str]
    phones: list[str]
    tags: list[str]
    lifecycle: str | None
    owner: str | None
    created_at: str
    updated_at: str
    last_contacted_at: str | None
    next_reminder_at: str | None
    archived_at: str | None
    source: str
    cadence: str
    cadence_state: str
    custom: dict[str, str]


class CompanyRecord(TypedDict):
    id: int
    uid: str
    name: str
    domain: str
    parent: str | None
    emails: list[str]
    phones: list[str]
    websites: list[str]
    tags: list[str]
    owner: str | None
    contacts: int
    open_deals: int
    created_at: str
    last_contacted_at: str | None
    next_reminder_at: str | None
    archived_at: str | None
    source: str
    custom: dict[str, str]


class DealRecord(TypedDict):
    id: int
    uid: str
    title: str
    pipeline: str
    stage: str
    status: str
    value: float | int | None
    currency: str
    probability: int
    weighted: float | int
    expected_close: str | None
    company: str | None
    contacts: list[str]
    products: list[str]
    tags: list[str]
    owner: str | None
    days_in_stage: int
    silent_days: int | None
    rotting: bool
    next_step: str | None
    next_step_at: str | None
    lost_reason: str
    closed_at: str | None
    created_at: str
    archived_at: str | None
    source: str
    custom: dict[str, str]


class ProductRecord(TypedDict):
    id: int
    uid: str
    name: str
    code: str
    series: str
    price: float | int | None
    currency: str
    unit: str
    deals: int
    created_at: str
    archived_at: str | None
    custom: dict[str, str]


class LineItemRecord(TypedDict):
    """A product in a deal; the discount is in percent."""

    id: int
    product: str
    code: str
    quantity: float
    unit: str
    price: float | int
    discount: float
    amount: float | int
    currency: str


class ReminderRecord(TypedDict):
    id: int
    uid: str
    text: str
    kind: str
    due: str
    overdue: bool
    repeat: str | None
    contact: str | None
    company: str | None
    deal: str | None
    owner: str | None
    done_at: str | None
    dropped_at: str | None
    zone: str | None
    repeat_rule: str | None
    repeat_from: str
    anchor: str | None


class InteractionRecord(TypedDict):
    id: int
    uid: str
    kind: str
    direction: str
    at: str
    minutes: int | None
    outcome: str
    subject: str
    body: str
    contacts: list[str]
    company: str | None
    deal: str | None
    user: str | None


class HitRecord(TypedDict):
    noun: str
    id: int
    title: str
    detail: str


class EntryRecord(TypedDict):
    at: str
    what: str
    noun: str
    id: int
    text: str
    detail: str
    about: str | None
    user: str | None


class OperationRecord(TypedDict):
    id: int
    at: str
    user: str | None
    command: str
    summary: str
    state: str
    records: int


class StageRecord(TypedDict):
    id: int
    name: str
    status: str
    probability: int
    rotting_days: int | None
    deal_limit: int | None


class StepRecord(TypedDict):
    stage: str
    deals: int
    values: dict[str, float | int]
    weighted: dict[str, float | int]
    goes_on: float | None
    median_days: float | None


class PipelineRecord(TypedDict):
    id: int
    name: str
    stages: list[StageRecord]


class ChannelRecord(TypedDict):
    id: int
    kind: str
    label: str
    value: str
    preferred: bool
    invalid: bool
    of: str


class TagRecord(TypedDict):
    id: int
    name: str
    contacts: int
    companies: int
    deals: int


class UserRecord(TypedDict):
    id: int
    name: str
    email: str
    manager: str | None
    team: str
    me: bool


class SegmentRecord(TypedDict):
    """A saved filter; `sort` and `columns` are "" for the usual ones."""

    id: int
    noun: str
    name: str
    filter: str
    sort: str
    columns: str
    owner: str | None


class FieldRecord(TypedDict):
    id: int
    noun: str
    name: str
    label: str
    type: str
    choices: list[str]


class DuplicateRecord(TypedDict):
    """A pair of contacts that may be one person; the score is in points of evidence."""

    id: int
    first_id: int
    first: str
    first_company: str | None
    second_id: int
    second: str
    second_company: str | None
    score: float
    reasons: list[str]


class KeyDateRecord(TypedDict):
    id: int
    kind: str
    day: str
    yearly: bool
    next: str | None
    of: str


class RelationshipRecord(TypedDict):
    id: int
    kind: str
    of: str
    to: str


class PreferenceRecord(TypedDict):
    id: int
    contact: str
    channel: str
    language: str
    best_time: str
    timezone: str
    do_not_contact: bool


class ConsentRecord(TypedDict):
    id: int
    contact: str
    channel: str
    purpose: str
    given: bool
    state: str
    source: str
    at: str
    expires_on: str | None


class NoteRecord(TypedDict):
    id: int
    at: str
    body: str
    contact: str | None
    company: str | None
    deal: str | None
    user: str | None


class AttachmentRecord(TypedDict):
    id: int
    name: str
    size: int
    sha256: str
    at: str
    contact: str | None
    company: str | None
    deal: str | None
    user: str | None


class AgedRecord(TypedDict):
    """Somebody who is due to go, or is kept though as old; `because` says why."""

    id: int
    uid: str
    name: str
    company: str | None
    last_contacted_at: str | None
    created_at: str
    kept: bool
    because: list[str]


class ErasureRecord(TypedDict):
    """The proof that people were erased; `rows` counts what went, by table."""

    id: int
    at: str
    user: str | None
    people: int
    rows: dict[str, int]
