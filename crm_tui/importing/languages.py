"""What columns are called in German, French and Spanish, and in short, in the words of
`vocabulary`.

Only names that mean one thing are here. They are looked up by their folded letters, so that
`Geschäftlich`, `GESCHAFTLICH` and `geschaftlich` are one; `Geschaeftlich` is listed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm_tui.text import fold

# The English word -> what it is called elsewhere: a word of a name, or the whole name without
# its spaces.
_CALLED = {
    "fullname": "ansprechpartner nomcomplet nombrecompleto",
    "firstname": "vorname rufname prenom fname",
    "lastname": "nachname familienname zuname nomdefamille apellido apellidos lname",
    "name": "nom nombre",
    "company": "firma firmen unternehmen gesellschaft societe entreprise raisonsociale empresa "
    "compania org",
    "companyname": "firmenname firmenbezeichnung unternehmensname nomdelentreprise "
    "nombredelaempresa",
    "parentcompany": "muttergesellschaft mutterfirma",
    "employer": "arbeitgeber employeur",
    "jobtitle": "funktion berufsbezeichnung stellenbezeichnung jobbezeichnung jobtitel fonction "
    "puesto",
    "email": "courriel correo correoelectronico adresseelectronique adresseemail adressemail "
    "direcciondecorreo",
    "phone": "telefon tel fon rufnummer festnetz telefono numerodetelephone numerodetelefono",
    "mobile": "mobil mobiltelefon handy mob portable movil celular telephoneportable telefonomovil",
    "work": "geschaftlich geschaeftlich dienstlich beruflich arbeit buro buero professionnel "
    "trabajo",
    "private": "privat prive personnel",
    "address": "addr adresse anschrift direccion",
    "number": "nr no num nummer numero",
    "postaladdress": "postanschrift adressepostale direccionpostal",
    "street": "strasse str rue calle strassehausnummer strassenr strasseundhausnummer strasseundnr",
    "addressline2": "adresszusatz complementdadresse",
    "pobox": "postfach boitepostale",
    "zip": "plz postleitzahl codepostal codigopostal",
    "city": "ort stadt wohnort ville ciudad",
    "state": "bundesland kanton provincia",
    "country": "land pays pais",
    "website": "webseite internetseite siteweb siteinternet sitioweb paginaweb",
    "notes": "notiz notizen bemerkung bemerkungen anmerkung anmerkungen kommentar kommentare "
    "remarque remarques commentaire commentaires notas comentario comentarios",
    "tags": "schlagwort schlagworte schlagworter schlagwoerter stichworte etiquettes etiquetas",
    "categories": "kategorie kategorien categorie categoria categorias",
    "groups": "gruppe gruppen groupe groupes grupo grupos",
    "birthday": "geburtstag geburtsdatum datedenaissance anniversaire fechadenacimiento cumpleanos",
    "owner": "betreuer kundenbetreuer zustandig zustaendig",
    "createdat": "erstelltam angelegtam erstelldatum",
}
_ENGLISH = {word: english for english, words in _CALLED.items() for word in words.split()}
# German writes them to the word before: `Telefonnummer`, `Firmenadresse`.
_COMPOUND = re.compile(r"(?P<first>\w+?)(?P<last>adresse|nummer|nr)")
_WORD = re.compile(r"[^\W_]+")
_BESIDE = {
    "name": {"vorname": "last_name"},
    "nom": {"prenom": "last_name"},
    "nombre": {"apellido": "first_name", "apellidos": "first_name"},
}


def english(header: str) -> str:
    """A column's name -> its letters and digits in English: `Tel. (privat)` -> `phonehome`."""
    words = _WORD.findall(fold(header))
    whole = _ENGLISH.get("".join(words))
    return whole or "".join(map(_translated, words))


def part_of_name(header: str, others: Iterable[str]) -> str:
    """A column called `Name` beside others -> the part of a name that it holds: `last_name`
    beside `Vorname`, `first_name` beside `Apellidos`; else nothing."""
    beside = _BESIDE.get(_letters(header), {})
    return next(filter(None, map(beside.get, map(_letters, others))), "")


def _letters(header: str) -> str:
    return "".join(_WORD.findall(fold(header)))


def _translated(word: str) -> str:
    if word in _ENGLISH:
        return _ENGLISH[word]
    found = _COMPOUND.fullmatch(word)
    if found and (first := _first(found["first"])):
        return first + _ENGLISH[found["last"]]
    return word


def _first(word: str) -> str:
    return _ENGLISH.get(word) or (word if word in ("email", "mail", "web", "mobile") else "")
