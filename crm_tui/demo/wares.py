"""What the demo's seller sells, and how much of it is in which deal."""

from __future__ import annotations

from typing import NamedTuple


class Ware(NamedTuple):
    """A product of the catalogue; one that is `past` is not sold any more."""

    code: str
    name: str
    series: str
    price: str
    unit: str = ""
    past: bool = False


class Sold(NamedTuple):
    """So many of a product in a deal; the discount in percent."""

    code: str
    quantity: str = "1"
    discount: str = ""


WARES = (
    Ware("M-2", "Duetto, two groups", "Machines", "5450"),
    Ware("M-1", "Solo, one group", "Machines", "3250"),
    Ware("M-F", "Filter brewer", "Machines", "800"),
    Ware("G-1", "Mulino grinder", "Machines", "650"),
    Ware("M-C", "Capsule machine", "Machines", "420", past=True),
    Ware("B-H", "House blend", "Beans", "24", "kg"),
    Ware("B-N", "Finca Las Nubes", "Beans", "31", "kg"),
    Ware("B-D", "Decaf", "Beans", "27", "kg"),
    Ware("S-W", "Water filter, changed for a year", "Service", "190"),
    Ware("S-V", "Service visit", "Service", "120", "visit"),
    Ware("S-T", "Barista training", "Service", "95", "hour"),
)

# (company, title) of a deal -> what it contains.
SOLD: dict[tuple[str, str], tuple[Sold, ...]] = {
    ("Verlag Zeitlos", "Coffee corner for the reading room"): (Sold("M-1"), Sold("G-1")),
    ("Kuusi Design Oy", "Bean subscription for both sites"): (Sold("B-H", "110"),),
    ("Hotel Txalupa", "Breakfast room, second machine"): (
        Sold("M-2"), Sold("G-1"), Sold("M-F"),
    ),
    ("Hôtel des Deux Rivières", "Espresso bar with a view"): (
        Sold("M-2", "2"), Sold("G-1", "2"), Sold("S-T", "7.5"), Sold("B-N", "20", "10"),
    ),
    ("Öresund Logistik AB", "Machines for the warehouse break rooms"): (
        Sold("M-1", "7", "5"), Sold("S-V", "12"), Sold("S-W", "7"),
    ),
    ("Quellwerk Labs GmbH", "Second coffee bar"): (Sold("M-2", "2"),),
    ("Sonnenkorn Bäckereien eG", "Filter coffee for 40 shops"): (
        Sold("M-F", "40", "12.5"), Sold("B-H", "120", "12.5"),
    ),
    ("Lykke Bogtryk", "Beans for the print shop, two years"): (
        Sold("B-H", "96"), Sold("B-D", "24"),
    ),
    ("Quellwerk Labs GmbH", "Coffee bar, ground floor"): (Sold("M-2", "2"), Sold("S-T", "8")),
    ("Nordlicht Architekten", "Espresso bar at reception"): (
        Sold("M-2"), Sold("G-1", "2"), Sold("S-T", "6"), Sold("S-W"),
    ),
    ("Nordlicht Architekten", "Beans for the whole house"): (Sold("B-H", "100"),),
    ("Hôtel des Deux Rivières", "Beans for the breakfast bar"): (Sold("B-N", "60"),),
    ("Öresund Logistik AB", "Machines for the terminal office"): (Sold("M-1", "5"),),
    ("Studio Ferrante", "Studio espresso machine"): (Sold("M-1"), Sold("G-1"), Sold("S-T", "4")),
}  # fmt: skip
# The deals whose value nobody set: they are worth what their products come to.
SUMMED = frozenset(
    {"Coffee corner for the reading room", "Bean subscription for both sites",
     "Breakfast room, second machine", "Second coffee bar"}
)  # fmt: skip
