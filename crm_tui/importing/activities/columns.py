"""What the columns of activity exports are called: call logs, HubSpot, Pipedrive, Salesforce."""

from __future__ import annotations

from crm_tui.importing.headers import Headers

_PEOPLE = {
    "person": "person people contact contacts contactname contactperson name fullname who with"
    " attendees participants participant customer customername client lead personname whoname"
    " relatedcontact associatedcontact associatedcontacts invitees caller callername"
    " requiredattendees",
    "email": "email emailaddress mail contactemail personemail",
    "phone": "phone phonenumber telephone mobile number contactphone callernumber",
    "company": "company companyname account accountname organization organizationname"
    " organisation organisationname relatedcompany associatedcompany companyaccount",
    "deal": "deal dealname dealtitle opportunity opportunityname relateddeal associateddeal"
    " whatname relatedto",
}


def _with(prefixes: str, fields: dict[str, str]) -> dict[str, str]:
    """Fields whose columns may have one of these words before their name."""
    return {
        field: " ".join(
            (words, *(f"{each}{word}" for each in prefixes.split() for word in words.split()))
        )
        for field, words in fields.items()
    }


_INTERACTION = _with(
    "call activity meeting event engagement log visit",
    {
        "id": "id recordid externalid",
        "at": "at when date datetime timestamp day start starttime startdate startdatetime on"
        " occurredat happenedat loggedat",
        "time": "time timeofday starttime",
        "end": "end enddate enddatetime endtime finish finishedat",
        "end_time": "endtime",
        "kind": "kind channel",
        "minutes": "minutes duration durationminutes durationmin durationinminutes length"
        " durationhhmmss",
        "seconds": "seconds durationseconds durationsec durationinseconds billsec",
        "direction": "direction",
        "outcome": "outcome result disposition status",
        "subject": "subject title topic summary",
        "text": "text note notes body description comment comments details content message"
        " transcript fullcomments bodypreview",
        "user": "user author owner agent rep salesrep salesagent assignedto loggedby createdby"
        " madeby ownername by host assigned assignedtouser",
    },
)
# A call's type is mostly its direction, a meeting's name never a person's.
_INTERACTION["kind"] += " type activitytype eventtype meetingtype engagementtype visittype"
_INTERACTION["direction"] += " calltype"
_INTERACTION["subject"] += " callname meetingname eventname activityname"

INTERACTIONS = Headers(
    noun="interaction",
    plural="interactions",
    fields={**_INTERACTION, **_PEOPLE},
    signatures=(
        frozenset({"at", "direction"}),
        frozenset({"at", "seconds"}),
        *(frozenset({"at", word}) for word in ("activitytype", "callduration", "meetingduration")),
        *(frozenset({word}) for word in ("calldate", "callstarttime", "meetingstarttime")),
    ),
    own=frozenset({"uid", "kind", "direction", "at", "outcome", "subject", "contacts"}),
    worked_out=frozenset({"id"}),
    needed=("at", "id"),
    custom=False,
    before="activity",
)

REMINDERS = Headers(
    noun="reminder",
    plural="reminders",
    fields={
        **_with(
            "task todo activity followup",
            {
                "id": "id recordid externalid",
                "due": "due duedate duedatetime dueon dueat deadline date when day remindat"
                " reminddate nextdate duedateonly",
                "time": "time duetime",
                "text": "text task todo what subject title name action summary reminder",
                "notes": "note notes body description comment comments details fullcomments",
                "kind": "kind type",
                "repeat": "repeat repeats recurrence",
                "done": "done completed status isdone iscompleted finished state",
                "done_at": "doneat completedat completedon completiondate completeddate"
                " datecompleted closedat completed",
                "user": "user owner assignedto assignee ownername responsible assigned"
                " assignedtouser",
            },
        ),
        **{name: words for name, words in _PEOPLE.items() if name != "person"},
        "person": _PEOPLE["person"].replace(" name ", " "),
        "dropped_at": "droppedat",
        "zone": "zone timezone",
        "rule": "repeatrule rrule",
        "repeat_from": "repeatfrom",
        "anchor": "anchor",
    },
    # A list of people may have a date that is due, too: it has no task.
    signatures=tuple(
        frozenset({text, due})
        for text in ("task", "todo", "subject", "title", "tasktitle", "taskname",
                     "activitysubject")
        for due in ("duedate", "deadline", "taskduedate", "activityduedate")
    ),
    own=frozenset({"uid", "text", "due", "overdue", "repeat", "done_at", "dropped_at"}),
    worked_out=frozenset({"id", "overdue"}),
    needed=("due", "done_at"),
    custom=False,
    before="activity",
)  # fmt: skip
KINDS = {kind.plural: kind for kind in (INTERACTIONS, REMINDERS)}
