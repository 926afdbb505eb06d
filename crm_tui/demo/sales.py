"""The deals of the demo's year, and the next steps on those that are open."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """Something planned: `day` counts from today, `time` is `HH:MM`, or SOON for one of
    today's next hours, or empty for a day without a time."""

    text: str
    day: int
    time: str = ""


class Sale(NamedTuple):
    """A deal: its stage today and for how many days it has been there.

    `reason` says why a lost one was lost; `close` is the expected day of an open one,
    counted from today.
    """

    title: str
    company: str
    value: str
    stage: str
    days: int
    step: Step | None = None
    close: int = 30
    reason: str = ""

    @property
    def supply(self) -> bool:
        """Is it about beans rather than a machine?"""
        return self.title.startswith("Bean")


SOON = "soon"
# For a won deal: closed in the current month, as late as its first day may ask.
THIS_MONTH = 0

OPEN = (
    Sale("Coffee corner for the reading room", "Verlag Zeitlos", "3900", "Lead", 3, close=70),
    Sale("Bean subscription for both sites", "Kuusi Design Oy", "2640", "Lead", 6,
         Step("Call {first} about the two sites", 0, SOON), 60),
    Sale("Taproom espresso machine", "Pivovar U Tří Sov", "7200", "Lead", 27, close=45),
    Sale("Waiting room machines, four clinics", "Lakeview Dental Group", "18500", "Lead", 9,
         Step("Call {first} before their day gets busy", 1, "16:30"), 90),
    Sale("Espresso bar in the flagship store", "Glenfarrow Outdoor", "11400", "Lead", 5,
         Step("Email {first} pictures of the walnut panels", 2), 80),
    Sale("Machines for the new floor", "Łąkowa Software", "9800", "Qualified", 10,
         Step("Meeting with {first} about the floor plan", 0, SOON), 40),
    Sale("Breakfast room, second machine", "Hotel Txalupa", "6900", "Qualified", 24, close=20),
    Sale("Rental for the garden pavilion", "De Groene Gracht", "4200", "Qualified", 7,
         Step("Visit {company} and measure the pavilion", 3, "10:00"), 35),
    Sale("Staff canteen, beans and service", "Clinique des Tilleuls", "15600", "Qualified", 11,
         Step("Send {first} the organic certificates", -1), 50),
    Sale("Office coffee on all three floors", "Szélkerék Energia", "8700", "Qualified", 4,
         close=55),
    Sale("Espresso bar with a view", "Hôtel des Deux Rivières", "12800", "Proposal", 11,
         Step("Call {first}: which variant?", 0, SOON), 21),
    Sale("Machines for the warehouse break rooms", "Öresund Logistik AB", "23500", "Proposal",
         36, Step("Ask {first} for the decision of the board", -9), 10),
    Sale("Roof terrace bar", "Cobblestone Coworking", "14200", "Proposal", 8,
         Step("Email {first} the reference from London", 1), 28),
    Sale("Client lounge", "Kanzlei Weiß, Çelik & Partner", "5600", "Proposal", 16,
         Step("Call {first} about the offer", 6), 18),
    Sale("Second coffee bar", "Quellwerk Labs GmbH", "10900", "Negotiation", 6,
         Step("Send {first} the contract with the new term", 0), 9),
    Sale("Lobby bar and barista training", "Peckham Yard Studios", "9700", "Negotiation", 19,
         close=5),
    Sale("Filter coffee for 40 shops", "Sonnenkorn Bäckereien eG", "31000", "Negotiation", 9,
         Step("Call {first}: last word on the discount", -3), 12),
    Sale("Beans for the print shop, two years", "Lykke Bogtryk", "2900", "Negotiation", 5,
         Step("Meeting with {first}, sign the contract", 4, "11:00"), 7),
)  # fmt: skip

WON = (
    Sale("Espresso bar at reception", "Nordlicht Architekten", "8400", "Won", 316),
    Sale("Breakfast bar", "Hôtel des Deux Rivières", "14500", "Won", 287),
    Sale("Coffee corner", "Peckham Yard Studios", "6200", "Won", 259),
    Sale("Coffee bar, ground floor", "Quellwerk Labs GmbH", "11800", "Won", 236),
    Sale("Bean subscription", "De Groene Gracht", "3600", "Won", 201),
    Sale("Espresso machine and grinder", "Klippan Revision", "5100", "Won", 174),
    Sale("Machines for the terminal office", "Öresund Logistik AB", "16900", "Won", 143),
    Sale("Espresso machine", "Lykke Bogtryk", "4800", "Won", 118),
    Sale("Community kitchen", "Cobblestone Coworking", "9300", "Won", 92),
    Sale("Bean subscription", "Atelier Fauvette", "1980", "Won", 61),
    Sale("Beans for the whole house", "Nordlicht Architekten", "2400", "Won", 37),
    Sale("Machine for the waiting room", "Fjordlys Klinikk", "5700", "Won", 16),
    Sale("Beans for the breakfast bar", "Hôtel des Deux Rivières", "1850", "Won", THIS_MONTH),
)

LOST = (
    Sale("Studio espresso machine", "Studio Ferrante", "4700", "Lost", 302,
         reason="kept their old machine"),
    Sale("Bean subscription", "Gestoría Almendro", "2200", "Lost", 268,
         reason="project cancelled"),
    Sale("Capsule replacement", "Szélkerék Energia", "5900", "Lost", 219,
         reason="budget frozen until next year"),
    Sale("Partner kitchen", "Hythe & Marlow Solicitors", "7300", "Lost", 187,
         reason="too expensive"),
    Sale("Store opening, rented bar", "Glenfarrow Outdoor", "3800", "Lost", 139,
         reason="went with a local roaster"),
    Sale("Bakery café concept", "Sonnenkorn Bäckereien eG", "26000", "Lost", 104,
         reason="too expensive"),
    Sale("Bean subscription", "Verlag Zeitlos", "1700", "Lost", 68,
         reason="the budget went into books"),
    Sale("Machine rental", "Gestoría Almendro", "3100", "Lost", 31,
         reason="moved to a smaller office"),
    Sale("Beans for the terrace season", "Hotel Txalupa", "2750", "Lost", 11,
         reason="chose a supplier next door"),
)  # fmt: skip

SALES = (*OPEN, *WON, *LOST)
