"""What else the demo's seller keeps: notes, wishes, ties, days and plans."""

from __future__ import annotations

from typing import NamedTuple

from crm_tui.demo.cast import Person
from crm_tui.demo.sales import Step


class Routine(NamedTuple):
    """Something done again and again: `record` is a name or empty; it was planned
    `ago` days back, and first came some days later, on a `weekday` (0 is Monday)."""

    text: str
    repeat: str
    ago: int
    weekday: int
    record: str = ""
    kind: str = "to-do"


TUESDAY, THURSDAY, FRIDAY, SUNDAY = 1, 3, 4, 6

# The weekly one lies on Sunday, and is done on Friday, so that before each weekend
# something is still to do this week.
ROUTINES = (
    Routine("Plan the coming week", "every week", 63, SUNDAY),
    Routine("Call Agnès: how is the breakfast bar?", "every 2 weeks", 71, THURSDAY,
            "Agnès Marchand", "call"),
    Routine("Read the grinder counters", "every 4 weeks", 90, TUESDAY, "Nordlicht Architekten"),
    Routine("Order green coffee", "every month", 158, FRIDAY, "Finca Las Nubes", "email"),
)  # fmt: skip

# (record, step); those on deals are in `sales`.
PLANS = (
    ("Wiebke Hansen", Step("Call {first} about the water filter", -5)),
    ("Orla Devlin", Step("Send Orla the list of event prices", 0)),
    ("Sabine Jäger", Step("Meeting with {first}, plan the repairs", 1)),
    ("Karin Åkerlund", Step("Email {first} the service dates", 8)),
    ("Maëlle Kervadec", Step("Send {first} the new roast to try", 11)),
    ("Mateo Quintero", Step("Call {first} about the harvest", 15, "17:00")),
    ("Atelier Fauvette", Step("Ask whether the subscription fits", 24)),
    ("Lucía Pardo", Step("Call {first}, they may have settled in", 60)),
    ("Callum Baird", Step("Call {first}: new budget", 95)),
)

# (name, days from today to the birthday)
BIRTHDAYS = (
    ("Leonie Obermaier", 2), ("Søren Lykke", 9), ("Agnès Marchand", 26), ("Dana Whitfield", 48),
    ("Bronwen Pryce", 75), ("Iñaki Etxeberria", 112), ("Wiebke Hansen", 140), ("Aino Mäkelä", 171),
    ("Sanne Hoekstra", 206), ("Karin Åkerlund", 233), ("Tomáš Dvořák", 268), ("Sabine Jäger", 301),
    ("Małgorzata Wójcik", 330), ("Catriona Munro", 352),
)  # fmt: skip
CONGRATULATE = ("Søren Lykke", "Congratulate Søren on his birthday")

# (company, kind, days from today)
COMPANY_DAYS = (
    ("Nordlicht Architekten", "renewal", 41),
    ("De Groene Gracht", "renewal", 164),
    ("Quellwerk Labs GmbH", "contract end", 128),
    ("Peckham Yard Studios", "contract end", 106),
    ("Hôtel des Deux Rivières", "anniversary", 78),
)

# (name, how often to be in touch); some have been silent for too long.
CADENCES = (
    ("Karin Åkerlund", "every 2 months at most 70 days"), ("Callum Baird", "quarterly"),
    ("Giulia Ferrante", "every 6 months"), ("Lucía Pardo", "monthly"),
    ("Bronwen Pryce", "every 2 weeks at most 30 days"), ("Agnès Marchand", "weekly"),
    ("Wiebke Hansen", "every 3 weeks"), ("Leonie Obermaier", "monthly"),
    ("Dana Whitfield", "monthly"), ("Sabine Jäger", "yearly"), ("Åsa Lindqvist", "monthly"),
)  # fmt: skip

# (stage, how many deals it is to hold)
STAGE_LIMIT = ("Qualified", "4")

# Who was written down a second time at a fair, by another spelling.
TWICE = Person("Calum Baird", "Practice Manager", "callum.baird", "+44 117 496 0214")
TWICE_AT = "Hythe & Marlow Solicitors"

# (noun, name, filter): the tabs over the lists
SAVED_FILTERS = (
    ("contact", "Who decides", "tag:decides"),
    ("contact", "Customers without a plan", "lifecycle:customer no:next"),
    ("deal", "Large", "value:5k.."),
    ("deal", "Due this month", "close:..eom"),
)

PINNED = ("Agnès Marchand", "Nordlicht Architekten")

# (name, preferences)
PREFERENCES = (
    ("Agnès Marchand", {"channel": "phone", "language": "French", "best_time": "after 14:00"}),
    ("Wiebke Hansen", {"channel": "phone", "language": "German", "best_time": "before 10:00"}),
    ("Leonie Obermaier", {"channel": "email", "language": "German"}),
    ("Lucía Pardo", {"channel": "email", "language": "Spanish"}),
    ("Giulia Ferrante", {"channel": "email", "language": "Italian"}),
    ("Søren Lykke", {"channel": "email", "language": "English", "best_time": "Fridays"}),
    ("Dana Whitfield", {"channel": "phone", "best_time": "her mornings"}),
    ("Maëlle Kervadec", {"channel": "email", "language": "French"}),
    ("Zsófia Horváth", {"channel": "email", "language": "English"}),
    ("Paul Nguyen", {"channel": "email", "do_not_contact": "yes"}),
)

# (one, kind, other)
RELATIONSHIPS = (
    ("Wiebke Hansen", "reports to", "Jörg Petersen"),
    ("Tarek Aydın", "reports to", "Katrin Vogt"),
    ("Elias Sjögren", "reports to", "Karin Åkerlund"),
    ("Bastien Lefèvre", "reports to", "Agnès Marchand"),
    ("Luis Ortega", "reports to", "Dana Whitfield"),
    ("Maëlle Kervadec", "referred by", "Agnès Marchand"),
    ("Leonie Obermaier", "referred by", "Renske Bakker"),
    ("Dana Whitfield", "referred by", "Bronwen Pryce"),
    ("Kaffeetechnik Jäger", "partner of", "Nordlicht Architekten"),
    ("Sonnenkorn Bäckereien eG", "supplier of", "Quellwerk Labs GmbH"),
)

# (record, note)
NOTES = (
    ("Nordlicht Architekten", "Delivery through the yard, the front door is for clients."),
    ("Quellwerk Labs GmbH", "Grows fast: 40 people a year ago, 110 now.\nAsk in each spring."),
    ("Agnès Marchand", "Chooses by taste, never by data sheet. Bring samples."),
    ("Björn Ekström", "Opens every talk with 15 % off. Meets at 4."),
    ("Uwe Brandt", "Needs three offers by the rules of the cooperative."),
    ("Sanne Hoekstra", "Knows every coworking space between Utrecht and Gent."),
    ("Hôtel des Deux Rivières", "Kitchen closed on Mondays, no deliveries then."),
    ("Iñaki Etxeberria", "His mother decides about everything in the breakfast room."),
    ("Karin Åkerlund", "Tax season is busy there: short mails, no calls."),
    ("Fjordlys Klinikk", "Machine must be silent, the waiting room is next to the surgery."),
    ("Lykke Bogtryk", "Prints our labels. Pay their invoices first."),
    ("Łąkowa Software", "Half of the team drinks tea. Offer the teas too."),
    ("Peckham Yard Studios", "No parking. Van slots are booked with Rhys the day before."),
    ("Renske Bakker", "Gets 5 % for each customer she brings."),
    ("Mateo Quintero", "Crop ships in May and in November."),
    ("Lakeview Dental Group", "Takes calls only before the first patients come in."),
)
