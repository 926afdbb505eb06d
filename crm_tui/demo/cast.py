"""Who the demo's seller knows: companies and people, all invented.

Domains end in `.example` (RFC 2606). Phone numbers lie in the ranges that the regulators
of Germany, France, Sweden, the United Kingdom and North America keep for fiction; where
a country keeps none, people have an e-mail address only.
"""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """Somebody; `mailbox` is the e-mail address without the company's domain."""

    name: str
    title: str
    mailbox: str
    phone: str = ""
    tags: str = ""


class Company(NamedTuple):
    """An organisation; the first of its people is the one we deal with."""

    name: str
    domain: str
    city: str
    people: tuple[Person, ...]
    tags: str = ""
    currency: str = "EUR"


COMPANIES = (
    Company("Nordlicht Architekten", "nordlicht-architekten.example", "Hamburg", (
        Person("Wiebke Hansen", "Office Manager", "w.hansen", "+49 40 66969 112", "newsletter"),
        Person("Jörg Petersen", "Managing Partner", "j.petersen", "+49 40 66969 110", "decides"),
    ), "office"),
    Company("Quellwerk Labs GmbH", "quellwerk.example", "München", (
        Person("Leonie Obermaier", "Head of People", "leonie", "+49 89 99998 240", "vip"),
        Person("Tarek Aydın", "Facility Manager", "tarek", "+49 89 99998 241"),
        Person("Katrin Vogt", "CFO", "katrin", "+49 89 99998 201", "decides"),
    ), "office, key account"),
    Company("Kanzlei Weiß, Çelik & Partner", "wcp-recht.example", "Köln", (
        Person("Mira Lorenz", "Office Manager", "lorenz", "+49 221 4710 315", "newsletter"),
        Person("Selin Çelik", "Partner", "celik", "+49 221 4710 301", "decides"),
    ), "office"),
    Company("Sonnenkorn Bäckereien eG", "sonnenkorn.example", "Frankfurt", (
        Person("Uwe Brandt", "Purchasing", "u.brandt", "+49 69 90009 455", "hard bargainer"),
        Person("Annegret Schäfer", "Board Member", "a.schaefer", "+49 69 90009 400", "decides"),
    ), "food"),
    Company("Verlag Zeitlos", "verlag-zeitlos.example", "Berlin", (
        Person("Friederike Böhm", "Head of Administration", "boehm", "+49 30 23125 618"),
        Person("Paul Nguyen", "Editor in Chief", "nguyen", "+49 30 23125 601"),
    ), "office"),
    Company("Kaffeetechnik Jäger", "kaffeetechnik-jaeger.example", "Hamburg", (
        Person("Sabine Jäger", "Owner, Technician", "sabine", "+49 171 3920017", "technician"),
        Person("Ole Jäger", "Technician", "ole", "+49 171 3920018", "technician"),
    ), "partner"),
    Company("Hôtel des Deux Rivières", "deux-rivieres.example", "Lyon", (
        Person("Agnès Marchand", "General Manager", "a.marchand", "+33 4 65 71 20 14", "vip"),
        Person("Bastien Lefèvre", "Food & Beverage", "b.lefevre", "+33 4 65 71 20 18"),
    ), "hotel, key account"),
    Company("Atelier Fauvette", "fauvette.example", "Nantes", (
        Person("Maëlle Kervadec", "Founder", "maelle", "+33 2 61 91 33 07", "newsletter"),
        Person("Inès Rousseau", "Studio Manager", "ines", "+33 2 61 91 33 08"),
    ), "office"),
    Company("Clinique des Tilleuls", "clinique-tilleuls.example", "Strasbourg", (
        Person("Nadia Belkacem", "Catering Lead", "n.belkacem", "+33 3 53 01 44 52"),
        Person("Étienne Walter", "Administrative Director", "e.walter", "+33 3 53 01 44 50",
               "decides"),
    ), "health"),
    Company("Studio Ferrante", "studioferrante.example", "Torino", (
        Person("Giulia Ferrante", "Owner", "giulia", tags="newsletter"),
        Person("Niccolò Bruni", "Architect", "niccolo"),
    ), "office"),
    Company("Hotel Txalupa", "txalupa.example", "Donostia", (
        Person("Iñaki Etxeberria", "Manager", "inaki", tags="decides"),
        Person("Begoña Núñez", "Food & Beverage", "begona"),
    ), "hotel"),
    Company("Gestoría Almendro", "almendro.example", "Madrid", (
        Person("Lucía Pardo", "Office Manager", "lucia"),
        Person("Joaquín Rebollo", "Partner", "joaquin", tags="decides"),
    ), "office"),
    Company("De Groene Gracht", "groenegracht.example", "Utrecht", (
        Person("Sanne Hoekstra", "Community Manager", "sanne", tags="newsletter, vip"),
        Person("Jeroen Visser", "Founder", "jeroen", tags="decides"),
    ), "coworking"),
    Company("Lykke Bogtryk", "lykke-bogtryk.example", "Aarhus", (
        Person("Søren Lykke", "Owner", "soren", tags="newsletter"),
        Person("Mette Østergaard", "Production Lead", "mette"),
    ), "office"),
    Company("Öresund Logistik AB", "oresund-logistik.example", "Malmö", (
        Person("Åsa Lindqvist", "Facility Manager", "asa.lindqvist", "+46 40 628 04 21"),
        Person("Björn Ekström", "Purchasing", "bjorn.ekstrom", "+46 40 628 04 35",
               "hard bargainer"),
        Person("Maj Nyström", "Site Manager", "maj.nystrom", "+46 40 628 04 36"),
    ), "logistics, key account"),
    Company("Klippan Revision", "klippan-revision.example", "Göteborg", (
        Person("Karin Åkerlund", "Partner", "karin", "+46 31 390 06 10", "decides"),
        Person("Elias Sjögren", "Office Coordinator", "elias", "+46 31 390 06 14"),
    ), "office"),
    Company("Fjordlys Klinikk", "fjordlys.example", "Bergen", (
        Person("Ingrid Solheim", "Clinic Manager", "ingrid", tags="newsletter"),
        Person("Håkon Bø", "Caretaker", "hakon"),
    ), "health"),
    Company("Kuusi Design Oy", "kuusi.example", "Helsinki", (
        Person("Aino Mäkelä", "Studio Lead", "aino"),
        Person("Väinö Koskinen", "Producer", "vaino"),
    ), "office"),
    Company("Łąkowa Software", "lakowa.example", "Kraków", (
        Person("Małgorzata Wójcik", "Office Manager", "malgorzata", tags="newsletter"),
        Person("Paweł Zieliński", "CEO", "pawel", tags="decides"),
    ), "office"),
    Company("Pivovar U Tří Sov", "tri-sovy.example", "Praha", (
        Person("Tomáš Dvořák", "Owner", "tomas", tags="decides"),
        Person("Jiřina Němcová", "Taproom Manager", "jirina"),
    ), "food"),
    Company("Szélkerék Energia", "szelkerek.example", "Budapest", (
        Person("Zsófia Horváth", "Head of Administration", "zsofia"),
        Person("Gergő Tóth", "Office Manager", "gergo"),
    ), "office"),
    Company("Hythe & Marlow Solicitors", "hythe-marlow.example", "Bristol", (
        Person("Callum Baird", "Practice Manager", "c.baird", "+44 117 496 0214"),
        Person("Imogen Hythe", "Senior Partner", "i.hythe", "+44 117 496 0200", "decides"),
    ), "office", "GBP"),
    Company("Peckham Yard Studios", "peckhamyard.example", "London", (
        Person("Bronwen Pryce", "Operations Manager", "bronwen", "+44 20 7946 0358", "vip"),
        Person("Femi Adeyemi", "Studio Director", "femi", "+44 20 7946 0350", "decides"),
        Person("Rhys Pryor", "Café Manager", "rhys", "+44 20 7946 0361"),
    ), "coworking", "GBP"),
    Company("Glenfarrow Outdoor", "glenfarrow.example", "Edinburgh", (
        Person("Catriona Munro", "Head of Retail", "catriona", "+44 131 496 0442"),
        Person("Fraser Keith", "Store Manager", "fraser", "+44 131 496 0447"),
    ), "retail", "GBP"),
    Company("Cobblestone Coworking", "cobblestone.example", "Boston", (
        Person("Dana Whitfield", "General Manager", "dana", "+1 617 555 0143", "decides"),
        Person("Luis Ortega", "Community Manager", "luis", "+1 617 555 0144", "newsletter"),
    ), "coworking", "USD"),
    Company("Lakeview Dental Group", "lakeviewdental.example", "Chicago", (
        Person("Theo Grabowski", "Operations", "theo", "+1 312 555 0172"),
        Person("Priya Raman", "Managing Dentist", "priya", "+1 312 555 0170", "decides"),
    ), "health", "USD"),
    Company("Finca Las Nubes", "lasnubes.example", "Huila", (
        Person("Mateo Quintero", "Export Manager", "mateo", tags="green coffee"),
        Person("Luz Restrepo", "Owner", "luz", tags="green coffee"),
    ), "supplier"),
)  # fmt: skip

# People without a company; their mailbox is their whole address.
FREELANCERS = (
    Person("Renske Bakker", "Interior Designer", "hello@renskebakker.example", tags="refers"),
    Person("Nils Aaby", "Food Writer", "nils@aaby.example", tags="press"),
    Person("Orla Devlin", "Event Planner", "orla@devlin-events.example", tags="refers"),
)

# Companies that nothing is sold to.
NOT_SOLD_TO = ("Kaffeetechnik Jäger", "Finca Las Nubes")
